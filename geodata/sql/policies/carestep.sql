-- A step is seen and appended with its thing.
ALTER TABLE geodata_carestep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_carestep;
CREATE POLICY web_sees_its_scope ON geodata_carestep TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_carerecord r WHERE r.id = record_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_carerecord r WHERE r.id = record_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_carestep;
CREATE POLICY owner_sees_all ON geodata_carestep TO CURRENT_USER USING (true);
