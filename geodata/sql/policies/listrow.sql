-- A line is shown to its department, and in the village of its household; one of nobody with its list.
ALTER TABLE geodata_listrow ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_listrow;
CREATE POLICY web_sees_its_scope ON geodata_listrow TO gridmap_web
    USING (coalesce(department_id = ANY (:departments) OR village_id = ANY (:entitle_villages)
        OR village_id IS NULL AND EXISTS (SELECT FROM geodata_listrun r WHERE r.id = run_id), false))
    WITH CHECK (department_id = ANY (:departments) OR village_id = ANY (:entitle_villages)
        OR village_id IS NULL AND EXISTS (SELECT FROM geodata_listrun r WHERE r.id = run_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_listrow;
CREATE POLICY owner_sees_all ON geodata_listrow TO CURRENT_USER USING (true);
