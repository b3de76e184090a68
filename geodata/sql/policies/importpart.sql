ALTER TABLE geodata_importpart ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_importpart;
CREATE POLICY web_sees_its_scope ON geodata_importpart TO gridmap_web
    USING (coalesce(run_id IN (SELECT r.id FROM geodata_importrun r), false))
    WITH CHECK (run_id IN (SELECT r.id FROM geodata_importrun r));
DROP POLICY IF EXISTS owner_sees_all ON geodata_importpart;
CREATE POLICY owner_sees_all ON geodata_importpart TO CURRENT_USER USING (true);
