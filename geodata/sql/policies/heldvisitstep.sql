-- A step is seen and appended with its thing.
ALTER TABLE geodata_heldvisitstep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_heldvisitstep;
CREATE POLICY web_sees_its_scope ON geodata_heldvisitstep TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_heldvisit h WHERE h.id = held_id), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_heldvisit h WHERE h.id = held_id));
DROP POLICY IF EXISTS owner_sees_all ON geodata_heldvisitstep;
CREATE POLICY owner_sees_all ON geodata_heldvisitstep TO CURRENT_USER USING (true);
