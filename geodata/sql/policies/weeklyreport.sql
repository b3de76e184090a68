-- One's own, and all of them for the service, which begins what is due as their owners.
ALTER TABLE geodata_weeklyreport ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_weeklyreport;
CREATE POLICY web_sees_its_scope ON geodata_weeklyreport TO gridmap_web
    USING (coalesce(owner_id = :me OR (SELECT current_setting('gridmap.accounts', true)) = 'on', false))
    WITH CHECK (coalesce(owner_id = :me OR (SELECT current_setting('gridmap.accounts', true)) = 'on', false));
DROP POLICY IF EXISTS owner_sees_all ON geodata_weeklyreport;
CREATE POLICY owner_sees_all ON geodata_weeklyreport TO CURRENT_USER USING (true);
