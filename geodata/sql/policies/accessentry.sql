-- Everybody's doings are written, auditors read.
ALTER TABLE geodata_accessentry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_accessentry;
CREATE POLICY web_sees_its_scope ON geodata_accessentry TO gridmap_web
    USING (coalesce((SELECT current_setting('gridmap.audit', true)) = 'on', false))
    WITH CHECK (true);
DROP POLICY IF EXISTS owner_sees_all ON geodata_accessentry;
CREATE POLICY owner_sees_all ON geodata_accessentry TO CURRENT_USER USING (true);
