-- What was in a grid on a past day counts in its figures of that day.
ALTER TABLE geodata_placement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_placement;
CREATE POLICY web_sees_its_scope ON geodata_placement TO gridmap_web
    USING (coalesce(village_id = ANY (:villages) OR household_id = ANY (:households) OR grid_id = ANY (:grids), false))
    WITH CHECK (village_id = ANY (:villages) OR household_id = ANY (:households));
DROP POLICY IF EXISTS owner_sees_all ON geodata_placement;
CREATE POLICY owner_sees_all ON geodata_placement TO CURRENT_USER USING (true);
