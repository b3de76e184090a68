ALTER TABLE geodata_household ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_household;
CREATE POLICY web_sees_its_scope ON geodata_household TO gridmap_web
    USING (coalesce(village_id = ANY (:villages) OR id = ANY (:households) OR grid_id = ANY (:grids), false))
    WITH CHECK (village_id = ANY (:villages) OR id = ANY (:households) OR grid_id = ANY (:grids));
DROP POLICY IF EXISTS owner_sees_all ON geodata_household;
CREATE POLICY owner_sees_all ON geodata_household TO CURRENT_USER USING (true);
