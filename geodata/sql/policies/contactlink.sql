-- Somebody's own links tell which households to show.
ALTER TABLE geodata_contactlink ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_contactlink;
CREATE POLICY web_sees_its_scope ON geodata_contactlink TO gridmap_web
    USING (coalesce(village_id = ANY (:villages) OR household_id = ANY (:households)
        OR member_id = (SELECT m.id FROM geodata_member m
                        WHERE m.user_id = nullif(current_setting('gridmap.user', true), '')::bigint), false))
    WITH CHECK (village_id = ANY (:villages) OR household_id = ANY (:households));
DROP POLICY IF EXISTS owner_sees_all ON geodata_contactlink;
CREATE POLICY owner_sees_all ON geodata_contactlink TO CURRENT_USER USING (true);

-- A link is ended, never deleted; only one of the same day can be taken back by undoing the step that made it. undo_import
-- runs as the owner, who is a member of the web role, so that the role has to be named in the condition.
DROP POLICY IF EXISTS only_links_of_today_are_taken_back ON geodata_contactlink;
CREATE POLICY only_links_of_today_are_taken_back ON geodata_contactlink AS RESTRICTIVE FOR DELETE
    USING (lower(period) >= gridmap_today() OR current_user <> 'gridmap_web');
