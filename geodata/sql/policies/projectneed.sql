-- Seen and written with its need: a department, which sees no needs, sees none of it.
ALTER TABLE geodata_projectneed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_projectneed;
CREATE POLICY web_sees_its_scope ON geodata_projectneed TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_projectneed;
CREATE POLICY owner_sees_all ON geodata_projectneed TO CURRENT_USER USING (true);
