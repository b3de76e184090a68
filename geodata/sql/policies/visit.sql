-- What is asked again after a lost answer, or taken back, is known to its maker whatever became of the household.
ALTER TABLE geodata_visit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_visit;
CREATE POLICY web_sees_its_scope ON geodata_visit TO gridmap_web
    USING (coalesce(village_id = ANY (:villages) OR household_id = ANY (:households) OR entered_by_id = :me, false))
    WITH CHECK (village_id = ANY (:villages) OR household_id = ANY (:households));
DROP POLICY IF EXISTS owner_sees_all ON geodata_visit;
CREATE POLICY owner_sees_all ON geodata_visit TO CURRENT_USER USING (true);
