-- As the order that it was.
ALTER TABLE geodata_serviceorderevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_serviceorderevent;
CREATE POLICY web_sees_its_scope ON geodata_serviceorderevent TO gridmap_web
    USING (coalesce(village_id = ANY (:serve_villages) OR grid_id = ANY (:serve_grids) OR household_id = ANY (:serve_households)
        OR by_id = :me OR teams && :serve_teams OR :me = ANY (users), false))
    WITH CHECK (village_id = ANY (:serve_villages) OR grid_id = ANY (:serve_grids) OR household_id = ANY (:serve_households)
        OR by_id = :me OR teams && :serve_teams OR :me = ANY (users));
DROP POLICY IF EXISTS owner_sees_all ON geodata_serviceorderevent;
CREATE POLICY owner_sees_all ON geodata_serviceorderevent TO CURRENT_USER USING (true);
