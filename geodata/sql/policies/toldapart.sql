-- The village's matter: whoever holds a part of it may see one of the two alone.
ALTER TABLE geodata_toldapart ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_toldapart;
CREATE POLICY web_sees_its_scope ON geodata_toldapart TO gridmap_web
    USING (coalesce(village_id = ANY (:register_villages), false))
    WITH CHECK (village_id = ANY (:register_villages));
DROP POLICY IF EXISTS owner_sees_all ON geodata_toldapart;
CREATE POLICY owner_sees_all ON geodata_toldapart TO CURRENT_USER USING (true);
