-- A department's officers see what is given to their department; else where the right to roll-calls itself holds.
ALTER TABLE geodata_placetaskevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_placetaskevent;
CREATE POLICY web_sees_its_scope ON geodata_placetaskevent TO gridmap_web
    USING (coalesce(department_id = ANY (:departments) OR village_id = ANY (:campaign_villages) OR grid_id = ANY (:campaign_grids), false))
    WITH CHECK (department_id = ANY (:departments) OR village_id = ANY (:campaign_villages) OR grid_id = ANY (:campaign_grids));
DROP POLICY IF EXISTS owner_sees_all ON geodata_placetaskevent;
CREATE POLICY owner_sees_all ON geodata_placetaskevent TO CURRENT_USER USING (true);
