-- The village's matter: whoever holds a part of it may see one of the two alone.
ALTER TABLE geodata_possibleduplicate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_possibleduplicate;
CREATE POLICY web_sees_its_scope ON geodata_possibleduplicate TO gridmap_web
    USING (coalesce(village_id = ANY (:register_villages), false))
    WITH CHECK (village_id = ANY (:register_villages));
DROP POLICY IF EXISTS owner_sees_all ON geodata_possibleduplicate;
CREATE POLICY owner_sees_all ON geodata_possibleduplicate TO CURRENT_USER USING (true);
