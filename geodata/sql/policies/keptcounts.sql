ALTER TABLE geodata_keptcounts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_keptcounts;
CREATE POLICY web_sees_its_scope ON geodata_keptcounts TO gridmap_web
    USING (coalesce(village_id = ANY (:villages) OR grid_id = ANY (:grids), false))
    WITH CHECK (village_id = ANY (:villages));
DROP POLICY IF EXISTS owner_sees_all ON geodata_keptcounts;
CREATE POLICY owner_sees_all ON geodata_keptcounts TO CURRENT_USER USING (true);
