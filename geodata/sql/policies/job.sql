ALTER TABLE geodata_job ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_job;
CREATE POLICY web_sees_its_scope ON geodata_job TO gridmap_web
    USING (coalesce(by_id = :me, false))
    WITH CHECK (by_id = :me);
DROP POLICY IF EXISTS owner_sees_all ON geodata_job;
CREATE POLICY owner_sees_all ON geodata_job TO CURRENT_USER USING (true);
