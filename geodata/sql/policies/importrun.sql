ALTER TABLE geodata_importrun ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_importrun;
CREATE POLICY web_sees_its_scope ON geodata_importrun TO gridmap_web
    USING (coalesce(coalesce(villages <@ :villages, false), false))
    WITH CHECK (coalesce(villages <@ :villages, false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_importrun;
CREATE POLICY owner_sees_all ON geodata_importrun TO CURRENT_USER USING (true);
