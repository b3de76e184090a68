-- A step is seen and appended with its thing.
ALTER TABLE geodata_pairingstep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_pairingstep;
CREATE POLICY web_sees_its_scope ON geodata_pairingstep TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_pairing p WHERE p.id = pairing_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_pairing p WHERE p.id = pairing_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_pairingstep;
CREATE POLICY owner_sees_all ON geodata_pairingstep TO CURRENT_USER USING (true);
