-- A step is seen and appended with its thing.
ALTER TABLE geodata_importmove ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_importmove;
CREATE POLICY web_sees_its_scope ON geodata_importmove TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_importrun r WHERE r.id = run_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_importrun r WHERE r.id = run_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_importmove;
CREATE POLICY owner_sees_all ON geodata_importmove TO CURRENT_USER USING (true);
