-- Where the right to needs itself holds, and never to whom a sensitive one is about. Those are shown to the offices of the
-- township and the county alone, and to who has recorded it (number and state: geodata/needs/finding.py).
ALTER TABLE geodata_need ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS web_sees_its_scope ON geodata_need;
CREATE POLICY web_sees_its_scope ON geodata_need TO gridmap_web
    USING (coalesce(NOT coalesce(:me = ANY (named), false) AND (
        CASE WHEN sensitive THEN village_id = ANY (:highest_villages)
            OR least_level < 3 AND village_id = ANY (:sensitive_villages)
        ELSE village_id = ANY (:need_villages) OR grid_id = ANY (:need_grids) OR household_id = ANY (:need_households) END
        OR by_id = :me OR id = ANY (:needs_at_hand)), false))
    WITH CHECK (NOT coalesce(:me = ANY (named), false) AND (
        CASE WHEN sensitive THEN village_id = ANY (:highest_villages)
            OR least_level < 3 AND village_id = ANY (:sensitive_villages)
        ELSE village_id = ANY (:need_villages) OR grid_id = ANY (:need_grids) OR household_id = ANY (:need_households) END
        OR by_id = :me OR id = ANY (:needs_at_hand)));
DROP POLICY IF EXISTS owner_sees_all ON geodata_need;
CREATE POLICY owner_sees_all ON geodata_need TO CURRENT_USER USING (true);
