-- A step is seen and appended with its thing.
ALTER TABLE geodata_registerstep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_registerstep;
CREATE POLICY web_sees_its_scope ON geodata_registerstep TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_registerchange c WHERE c.id = change_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_registerchange c WHERE c.id = change_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_registerstep;
CREATE POLICY owner_sees_all ON geodata_registerstep TO CURRENT_USER USING (true);
