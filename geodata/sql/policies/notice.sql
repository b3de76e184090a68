ALTER TABLE geodata_notice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_notice;
CREATE POLICY web_sees_its_scope ON geodata_notice TO gridmap_web
    USING (coalesce(user_id = :me, false))
    WITH CHECK (true);
DROP POLICY IF EXISTS owner_sees_all ON geodata_notice;
CREATE POLICY owner_sees_all ON geodata_notice TO CURRENT_USER USING (true);
