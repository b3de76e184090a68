ALTER TABLE geodata_coopmembership ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_coopmembership;
CREATE POLICY web_sees_its_scope ON geodata_coopmembership TO gridmap_web
    USING (coalesce(village_id = ANY (:villages) OR household_id = ANY (:households), false))
    WITH CHECK (village_id = ANY (:villages) OR household_id = ANY (:households));
DROP POLICY IF EXISTS owner_sees_all ON geodata_coopmembership;
CREATE POLICY owner_sees_all ON geodata_coopmembership TO CURRENT_USER USING (true);
