ALTER TABLE geodata_lineage ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_lineage;
CREATE POLICY web_sees_its_scope ON geodata_lineage TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_boundaryplan p WHERE p.id = plan_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_boundaryplan p WHERE p.id = plan_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_lineage;
CREATE POLICY owner_sees_all ON geodata_lineage TO CURRENT_USER USING (true);
