-- Whose phone is visible: one's own; of whoever has a tie in an area of the scope (the village of the membership, a household
-- looked after, the whole area of a post); of who looks after a visible household, for those whose scope is no whole village.
-- Whoever opens any account sees all. Written are also those of new accounts: the post or membership follows.
--
-- The ties stand on the row (phone_reach.sql). Links are asked for last, by the index of the one member, and only where single
-- households are visible: as subqueries over the whole scope one phone cost a county 15 ms and more.
ALTER TABLE geodata_phonenumber ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_phonenumber;
CREATE POLICY web_sees_its_scope ON geodata_phonenumber TO gridmap_web
    USING (coalesce(user_id = :me OR (SELECT current_setting('gridmap.accounts', true)) = 'on' OR reach && :codes
        OR (SELECT nullif(current_setting('gridmap.households', true), '{}') <> '')
            AND EXISTS (SELECT FROM geodata_member m JOIN geodata_contactlink l ON l.member_id = m.id
                        WHERE m.user_id = geodata_phonenumber.user_id AND l.household_id = ANY (:households)), false))
    WITH CHECK (coalesce(user_id = :me OR (SELECT current_setting('gridmap.accounts', true)) = 'on' OR reach && :codes
        OR (SELECT nullif(current_setting('gridmap.households', true), '{}') <> '')
            AND EXISTS (SELECT FROM geodata_member m JOIN geodata_contactlink l ON l.member_id = m.id
                        WHERE m.user_id = geodata_phonenumber.user_id AND l.household_id = ANY (:households)), false)
        OR NOT EXISTS (SELECT FROM geodata_member m WHERE m.user_id = geodata_phonenumber.user_id)
           AND NOT EXISTS (SELECT FROM geodata_duty d WHERE d.user_id = geodata_phonenumber.user_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_phonenumber;
CREATE POLICY owner_sees_all ON geodata_phonenumber TO CURRENT_USER USING (true);
