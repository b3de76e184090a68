-- What every household's state is on a day, from history: of villages, or of some households. Of those that were here on that
-- day; `gone`: of those that had left, whom no figure counts and a list only tells where it is asked for them.
CREATE OR REPLACE FUNCTION household_states(day date, villages bigint[] DEFAULT NULL, ids bigint[] DEFAULT NULL,
                                            gone boolean DEFAULT false)
RETURNS TABLE (household_id bigint, village_id bigint, grid_id bigint, linked boolean, special boolean,
               exempt boolean, has_point boolean, "interval" integer, last_met date, counted integer)
-- Rows: of a planner that takes a county for a thousand households each list of theirs is looked through for each of them.
LANGUAGE plpgsql STABLE ROWS 10000 AS $body$
DECLARE
    -- One of the two selections is given; a plan is made for it, so that one household takes an index and a
    -- county takes hash joins.
    chosen text := CASE WHEN ids IS NULL THEN 'x.village_id = ANY ($2)' ELSE 'x.household_id = ANY ($3)' END;
BEGIN
    -- Row-level security hides the statistics of ranges from the planner, which then takes a county for a handful.
    PERFORM set_config('enable_nestloop', CASE WHEN ids IS NULL OR cardinality(ids) > 500 THEN 'off' ELSE 'on' END, true);
    RETURN QUERY EXECUTE replace($query$
    WITH home AS (
        SELECT x.household_id, x.village_id, x.grid_id, coalesce(x.grid_id, x.village_id) AS area_id,
               o.occupancy, coalesce(h.point_since <= $1, false) AS has_point
        FROM geodata_placement x
        JOIN geodata_household h ON h.id = x.household_id
        JOIN geodata_occupancyperiod o ON o.household_id = x.household_id AND o.period @> $1 AND has_left(o.occupancy) = $4
        WHERE x.period @> $1 AND /*chosen*/
    ), link AS (
        SELECT DISTINCT x.household_id FROM geodata_contactlink x
        WHERE x."primary" AND x.period @> $1 AND /*chosen*/
    ), rule AS (
        SELECT DISTINCT ON (a.id, r.category_id, r.occupancy) a.id AS area_id, r.category_id, r.occupancy,
               -- One number: the days first, then what counts. See geodata/visits/schedule.py.
               16 * r.days + counted_modes(r.modes) AS key
        FROM (SELECT DISTINCT area_id AS id FROM home) d
        JOIN geodata_area a USING (id)
        JOIN geodata_visitrule r ON r.period @> $1
        LEFT JOIN geodata_area ra ON ra.id = r.area_id
        WHERE r.area_id IS NULL OR a.code LIKE ra.code || '%'
        ORDER BY a.id, r.category_id, r.occupancy, length(ra.code) DESC NULLS LAST
    ), care AS (
        SELECT home.household_id, bool_or(c.special) AS special, min(rule.key) AS key
        FROM geodata_carerecord x
        JOIN home ON home.household_id = x.household_id
        JOIN geodata_carecategory c ON c.id = x.category_id
        LEFT JOIN rule ON rule.area_id = home.area_id AND rule.category_id = x.category_id
        WHERE x.period @> $1 AND /*chosen*/
        GROUP BY home.household_id
    ), met AS (
        SELECT x.household_id, max(x.day) FILTER (WHERE x.mode = 'door') AS door,
               max(x.day) FILTER (WHERE x.mode = 'chance') AS chance,
               max(x.day) FILTER (WHERE x.mode = 'video') AS video,
               max(x.day) FILTER (WHERE x.mode = 'phone') AS phone
        FROM geodata_visit x
        WHERE x.state = 'valid' AND x.outcome = 'met' AND x.day <= $1 AND /*chosen*/
        GROUP BY x.household_id
    ), known AS (
    SELECT home.household_id, home.village_id, home.grid_id, link.household_id IS NOT NULL AS linked,
           coalesce(care.special, false) AS special,
           home.occupancy = 'empty' OR has_left(home.occupancy) AS exempt, home.has_point,
           -- Where no rule says otherwise: 92 days, visits in person.
           least(coalesce(rule.key, 16 * 92 + 3), care.key)::integer AS key,
           met.door, met.chance, met.video, met.phone
    FROM home
    LEFT JOIN rule ON rule.area_id = home.area_id AND rule.category_id IS NULL
         AND rule.occupancy = CASE home.occupancy WHEN 'seasonal' THEN 'seasonal' ELSE 'lived_in' END
    LEFT JOIN link ON link.household_id = home.household_id
    LEFT JOIN care ON care.household_id = home.household_id
    LEFT JOIN met ON met.household_id = home.household_id
    )
    SELECT k.household_id, k.village_id, k.grid_id, k.linked, k.special, k.exempt, k.has_point, k.key / 16,
           greatest(CASE WHEN k.key & 1 > 0 THEN k.door END, CASE WHEN k.key & 2 > 0 THEN k.chance END,
                    CASE WHEN k.key & 4 > 0 THEN k.video END, CASE WHEN k.key & 8 > 0 THEN k.phone END),
           k.key % 16
    FROM known k
    $query$, '/*chosen*/', chosen) USING day, villages, ids, gone;
    PERFORM set_config('enable_nestloop', 'on', true);
END $body$;
