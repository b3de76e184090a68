-- Seen and written with its need, and of a sensitive one by those alone who may read its words: not by who has recorded it.
ALTER TABLE geodata_attachmentevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_attachmentevent;
CREATE POLICY web_sees_its_scope ON geodata_attachmentevent TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id AND (NOT n.sensitive
        OR n.village_id = ANY (:highest_villages) OR n.least_level < 3 AND n.village_id = ANY (:sensitive_villages))), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id AND (NOT n.sensitive
        OR n.village_id = ANY (:highest_villages) OR n.least_level < 3 AND n.village_id = ANY (:sensitive_villages))));
DROP POLICY IF EXISTS owner_sees_all ON geodata_attachmentevent;
CREATE POLICY owner_sees_all ON geodata_attachmentevent TO CURRENT_USER USING (true);
