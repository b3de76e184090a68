-- All that somebody's scope follows from, in one question: the posts of that day, the villages below their areas by code,
-- the households that are looked after, and the teams. What it means is said in geodata/contacts/rights.py. Links are shown by the second line
-- to whoever acts (:me), and where the scope in force holds them.
CREATE OR REPLACE FUNCTION duties_of(who bigint, present date) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    WITH posts AS MATERIALIZED (
        SELECT d.id, d.kind, d.area_id, d.department_id, a.code, a.level
        FROM geodata_duty d LEFT JOIN geodata_area a ON a.id = d.area_id
        WHERE d.user_id = who AND d.period @> present
    ), tops AS (
        SELECT DISTINCT code FROM posts WHERE code IS NOT NULL AND level <> 'grid'
    )
    SELECT jsonb_build_object(
        'posts', coalesce((SELECT jsonb_agg(jsonb_build_array(kind, area_id, code, level, department_id) ORDER BY id)
                           FROM posts), '[]'),
        -- By the index of codes: as LIKE with a code that is not known before, all areas would be read.
        'villages', coalesce((SELECT jsonb_object_agg(v.code, v.id) FROM tops JOIN geodata_area v
                              ON v.code ~>=~ tops.code AND v.code ~<~ (tops.code || ':')
                              WHERE v.level = 'village' AND v.period @> present), '{}'),
        'households', coalesce((SELECT jsonb_agg(DISTINCT l.household_id) FROM geodata_contactlink l
                                JOIN geodata_member m ON m.id = l.member_id
                                WHERE m.user_id = who AND m.period @> present AND l.period @> present), '[]'),
        'teams', coalesce((SELECT jsonb_agg(DISTINCT t.id) FROM geodata_teammember m JOIN geodata_team t ON t.id = m.team_id
                           WHERE m.user_id = who AND m.period @> present AND t.period @> present), '[]'))
$$;
REVOKE ALL ON FUNCTION duties_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION duties_of TO gridmap_web;
