ALTER TABLE geodata_planstep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_planstep;
CREATE POLICY web_sees_its_scope ON geodata_planstep TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_boundaryplan p WHERE p.id = plan_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_boundaryplan p WHERE p.id = plan_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_planstep;
CREATE POLICY owner_sees_all ON geodata_planstep TO CURRENT_USER USING (true);
