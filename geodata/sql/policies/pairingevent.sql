-- Concerns many households: it carries the villages of all of them.
ALTER TABLE geodata_pairingevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_pairingevent;
CREATE POLICY web_sees_its_scope ON geodata_pairingevent TO gridmap_web
    USING (coalesce(villages && :villages, false))
    WITH CHECK (villages && :villages);
DROP POLICY IF EXISTS owner_sees_all ON geodata_pairingevent;
CREATE POLICY owner_sees_all ON geodata_pairingevent TO CURRENT_USER USING (true);
