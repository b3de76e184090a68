-- Where the right to services itself holds, what one has ordered oneself, and what is offered or given to one or one's teams:
-- the same as ServiceOrderQuerySet.within.
ALTER TABLE geodata_serviceorder ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_serviceorder;
CREATE POLICY web_sees_its_scope ON geodata_serviceorder TO gridmap_web
    USING (coalesce(village_id = ANY (:serve_villages) OR grid_id = ANY (:serve_grids) OR household_id = ANY (:serve_households)
        OR by_id = :me OR teams && :serve_teams OR :me = ANY (users), false))
    WITH CHECK (village_id = ANY (:serve_villages) OR grid_id = ANY (:serve_grids) OR household_id = ANY (:serve_households)
        OR by_id = :me OR teams && :serve_teams OR :me = ANY (users));
DROP POLICY IF EXISTS owner_sees_all ON geodata_serviceorder;
CREATE POLICY owner_sees_all ON geodata_serviceorder TO CURRENT_USER USING (true);
