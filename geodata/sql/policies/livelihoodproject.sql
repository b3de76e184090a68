-- Where needs of one of its villages are seen, to its department, and to whoever sees a need that is joined to it (policies/projectneed.sql):
-- the same as ProjectQuerySet.within.
ALTER TABLE geodata_livelihoodproject ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_livelihoodproject;
CREATE POLICY web_sees_its_scope ON geodata_livelihoodproject TO gridmap_web
    USING (coalesce(villages && :need_villages OR department_id = ANY (:departments)
        OR id IN (SELECT j.project_id FROM geodata_projectneed j WHERE j.left_at IS NULL), false))
    WITH CHECK (villages && :need_villages OR department_id = ANY (:departments)
        OR id IN (SELECT j.project_id FROM geodata_projectneed j WHERE j.left_at IS NULL));
DROP POLICY IF EXISTS owner_sees_all ON geodata_livelihoodproject;
CREATE POLICY owner_sees_all ON geodata_livelihoodproject TO CURRENT_USER USING (true);
