-- Where the right to the register itself holds: it may be about nobody yet, and counts alone show none of it.
ALTER TABLE geodata_registerchange ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_registerchange;
CREATE POLICY web_sees_its_scope ON geodata_registerchange TO gridmap_web
    USING (coalesce(village_id = ANY (:register_villages) OR into_id = ANY (:register_villages) OR grid_id = ANY (:register_grids)
        OR household_id = ANY (:register_households) OR proposed_by_id = :me, false))
    WITH CHECK (village_id = ANY (:register_villages) OR into_id = ANY (:register_villages) OR grid_id = ANY (:register_grids)
        OR household_id = ANY (:register_households) OR proposed_by_id = :me);
DROP POLICY IF EXISTS owner_sees_all ON geodata_registerchange;
CREATE POLICY owner_sees_all ON geodata_registerchange TO CURRENT_USER USING (true);
