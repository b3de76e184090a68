-- Seen and written with its need, and of a sensitive one by those alone who may read its words: not by who has recorded it.
ALTER TABLE geodata_attachment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_attachment;
CREATE POLICY web_sees_its_scope ON geodata_attachment TO gridmap_web
    USING (coalesce(EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id AND (NOT n.sensitive
        OR n.village_id = ANY (:highest_villages) OR n.least_level < 3 AND n.village_id = ANY (:sensitive_villages))), false))
    WITH CHECK (EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id AND (NOT n.sensitive
        OR n.village_id = ANY (:highest_villages) OR n.least_level < 3 AND n.village_id = ANY (:sensitive_villages))));
DROP POLICY IF EXISTS owner_sees_all ON geodata_attachment;
CREATE POLICY owner_sees_all ON geodata_attachment TO CURRENT_USER USING (true);
