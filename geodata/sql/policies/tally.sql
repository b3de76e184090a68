-- What is kept of figures that ask needs, orders, entitlements, roll-calls and changes of the register is shown where these are.
ALTER TABLE geodata_tally ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_tally;
CREATE POLICY web_sees_its_scope ON geodata_tally TO gridmap_web
    USING (coalesce(CASE part WHEN 'need' THEN village_id = ANY (:need_villages) WHEN 'register' THEN village_id = ANY (:register_villages)
        WHEN 'serve' THEN village_id = ANY (:serve_villages)
        WHEN 'entitle' THEN village_id = ANY (:entitle_villages)
        WHEN 'campaign' THEN village_id = ANY (:campaign_villages)
        ELSE village_id = ANY (:villages) END, false))
    WITH CHECK (CASE part WHEN 'need' THEN village_id = ANY (:need_villages) WHEN 'register' THEN village_id = ANY (:register_villages)
        WHEN 'serve' THEN village_id = ANY (:serve_villages)
        WHEN 'entitle' THEN village_id = ANY (:entitle_villages)
        WHEN 'campaign' THEN village_id = ANY (:campaign_villages)
        ELSE village_id = ANY (:villages) END);
DROP POLICY IF EXISTS owner_sees_all ON geodata_tally;
CREATE POLICY owner_sees_all ON geodata_tally TO CURRENT_USER USING (true);
