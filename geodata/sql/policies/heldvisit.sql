ALTER TABLE geodata_heldvisit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_heldvisit;
CREATE POLICY web_sees_its_scope ON geodata_heldvisit TO gridmap_web
    USING (coalesce(village_id = ANY (:villages) OR maker_id = :me, false))
    WITH CHECK (village_id = ANY (:villages) OR maker_id = :me);
DROP POLICY IF EXISTS owner_sees_all ON geodata_heldvisit;
CREATE POLICY owner_sees_all ON geodata_heldvisit TO CURRENT_USER USING (true);
