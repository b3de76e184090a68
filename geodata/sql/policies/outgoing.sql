-- Those to oneself, and all of them for the administrator and the service.
ALTER TABLE geodata_outgoing ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_outgoing;
CREATE POLICY web_sees_its_scope ON geodata_outgoing TO gridmap_web
    USING (coalesce(user_id = :me OR (SELECT current_setting('gridmap.accounts', true)) = 'on', false))
    WITH CHECK (coalesce((SELECT current_setting('gridmap.accounts', true)) = 'on', false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_outgoing;
CREATE POLICY owner_sees_all ON geodata_outgoing TO CURRENT_USER USING (true);
