-- A department sees what is given to it, and nothing of the need; everybody else sees an assignment with its need, of a sensitive one
-- those alone who may read its words: not who has recorded it. Whom the need is about sees none of it, whatever the post.
ALTER TABLE geodata_assignment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_assignment;
CREATE POLICY web_sees_its_scope ON geodata_assignment TO gridmap_web
    USING (coalesce(NOT coalesce(:me = ANY (named), false) AND (department_id = ANY (:departments) OR user_id = :me
        OR EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id AND (NOT n.sensitive OR n.id = ANY (:needs_at_hand)
            OR n.village_id = ANY (:highest_villages) OR n.least_level < 3 AND n.village_id = ANY (:sensitive_villages)))), false))
    WITH CHECK (NOT coalesce(:me = ANY (named), false) AND (department_id = ANY (:departments) OR user_id = :me
        OR EXISTS (SELECT FROM geodata_need n WHERE n.id = need_id AND (NOT n.sensitive OR n.id = ANY (:needs_at_hand)
            OR n.village_id = ANY (:highest_villages) OR n.least_level < 3 AND n.village_id = ANY (:sensitive_villages)))));
DROP POLICY IF EXISTS owner_sees_all ON geodata_assignment;
CREATE POLICY owner_sees_all ON geodata_assignment TO CURRENT_USER USING (true);
