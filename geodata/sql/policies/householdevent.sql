ALTER TABLE geodata_householdevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_householdevent;
CREATE POLICY web_sees_its_scope ON geodata_householdevent TO gridmap_web
    USING (coalesce(village_id = ANY (:villages) OR pgh_obj_id = ANY (:households), false))
    WITH CHECK (village_id = ANY (:villages) OR pgh_obj_id = ANY (:households));
DROP POLICY IF EXISTS owner_sees_all ON geodata_householdevent;
CREATE POLICY owner_sees_all ON geodata_householdevent TO CURRENT_USER USING (true);
