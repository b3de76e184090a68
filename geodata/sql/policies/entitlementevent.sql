-- Where the right to entitlements itself holds, never where only counts do; and to a department those of its own policies.
ALTER TABLE geodata_entitlementevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_entitlementevent;
CREATE POLICY web_sees_its_scope ON geodata_entitlementevent TO gridmap_web
    USING (coalesce(village_id = ANY (:entitle_villages) OR household_id = ANY (:entitle_households)
        OR household_id IN (SELECT h.id FROM geodata_household h WHERE h.grid_id = ANY (:entitle_grids))
        OR department_id = ANY (:departments), false))
    WITH CHECK (village_id = ANY (:entitle_villages) OR household_id = ANY (:entitle_households)
        OR household_id IN (SELECT h.id FROM geodata_household h WHERE h.grid_id = ANY (:entitle_grids))
        OR department_id = ANY (:departments));
DROP POLICY IF EXISTS owner_sees_all ON geodata_entitlementevent;
CREATE POLICY owner_sees_all ON geodata_entitlementevent TO CURRENT_USER USING (true);
