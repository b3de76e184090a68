-- Where needs of one of its villages are seen, and to its department.
ALTER TABLE geodata_livelihoodprojectevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_livelihoodprojectevent;
CREATE POLICY web_sees_its_scope ON geodata_livelihoodprojectevent TO gridmap_web
    USING (coalesce(villages && :need_villages OR department_id = ANY (:departments), false))
    WITH CHECK (villages && :need_villages OR department_id = ANY (:departments));
DROP POLICY IF EXISTS owner_sees_all ON geodata_livelihoodprojectevent;
CREATE POLICY owner_sees_all ON geodata_livelihoodprojectevent TO CURRENT_USER USING (true);
