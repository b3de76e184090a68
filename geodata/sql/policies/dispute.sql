-- Seen and written with its need.
ALTER TABLE geodata_dispute ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_dispute;
CREATE POLICY web_sees_its_scope ON geodata_dispute TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_dispute;
CREATE POLICY owner_sees_all ON geodata_dispute TO CURRENT_USER USING (true);
