-- A former phone is seen by whoever sees the present one: its policy is asked, by the account.
-- Written are also those of new accounts, as there.
ALTER TABLE geodata_phonenumberevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_phonenumberevent;
CREATE POLICY web_sees_its_scope ON geodata_phonenumberevent TO gridmap_web
    USING (coalesce(user_id = :me OR (SELECT current_setting('gridmap.accounts', true)) = 'on'
        OR EXISTS (SELECT FROM geodata_phonenumber n WHERE n.user_id = geodata_phonenumberevent.user_id), false))
    WITH CHECK (coalesce(user_id = :me OR (SELECT current_setting('gridmap.accounts', true)) = 'on'
        OR EXISTS (SELECT FROM geodata_phonenumber n WHERE n.user_id = geodata_phonenumberevent.user_id), false)
        OR NOT EXISTS (SELECT FROM geodata_member m WHERE m.user_id = geodata_phonenumberevent.user_id)
           AND NOT EXISTS (SELECT FROM geodata_duty d WHERE d.user_id = geodata_phonenumberevent.user_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_phonenumberevent;
CREATE POLICY owner_sees_all ON geodata_phonenumberevent TO CURRENT_USER USING (true);
