-- One's own, and those of all for who opens any account.
ALTER TABLE geodata_mailaddress ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_mailaddress;
CREATE POLICY web_sees_its_scope ON geodata_mailaddress TO gridmap_web
    USING (coalesce(user_id = :me OR (SELECT current_setting('gridmap.accounts', true)) = 'on', false))
    WITH CHECK (coalesce(user_id = :me OR (SELECT current_setting('gridmap.accounts', true)) = 'on', false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_mailaddress;
CREATE POLICY owner_sees_all ON geodata_mailaddress TO CURRENT_USER USING (true);
