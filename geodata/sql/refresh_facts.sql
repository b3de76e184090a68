-- The facts of today beside a household, derived anew from its state. One that is not here today has none.
CREATE OR REPLACE FUNCTION refresh_facts(ids bigint[], villages bigint[] DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    today date := gridmap_today();
    next_rule date;
    chosen text := CASE WHEN ids IS NULL THEN 'x.village_id = ANY ($3)' ELSE 'x.household_id = ANY ($4)' END;
BEGIN
    SELECT min(edge) INTO next_rule
    FROM geodata_visitrule, LATERAL (VALUES (lower(period)), (upper(period))) e(edge) WHERE edge > today;
    EXECUTE replace($query$
    DELETE FROM geodata_householdfacts x
    WHERE /*chosen*/ AND NOT EXISTS (
        SELECT FROM geodata_placement p JOIN geodata_occupancyperiod o USING (household_id)
        WHERE p.household_id = x.household_id AND p.period @> $1 AND o.period @> $1 AND NOT has_left(o.occupancy))
    $query$, '/*chosen*/', chosen) USING today, next_rule, villages, ids;
    EXECUTE replace($query$
    INSERT INTO geodata_householdfacts (household_id, village_id, grid_id, linked, special, exempt, has_point,
                                        "interval", counted, last_met, good_until)
    SELECT s.household_id, s.village_id, s.grid_id, s.linked, s.special, s.exempt, s.has_point, s."interval",
           s.counted, s.last_met, least($2, e.edge)
    FROM household_states($1, $3, $4) s
    LEFT JOIN (
        SELECT p.household_id, min(edge) AS edge
        FROM (SELECT household_id, period FROM geodata_placement x WHERE /*chosen*/
              UNION ALL SELECT household_id, period FROM geodata_occupancyperiod x WHERE /*chosen*/
              UNION ALL SELECT household_id, period FROM geodata_carerecord x WHERE /*chosen*/
              UNION ALL SELECT household_id, period FROM geodata_contactlink x WHERE "primary" AND /*chosen*/
              UNION ALL SELECT household_id, daterange(day, NULL) FROM geodata_visit x
                        WHERE day > $1 AND state = 'valid' AND /*chosen*/
             ) p, LATERAL (VALUES (lower(p.period)), (upper(p.period))) v(edge)
        WHERE edge > $1 GROUP BY p.household_id
    ) e USING (household_id)
    ON CONFLICT (household_id) DO UPDATE SET
        village_id = excluded.village_id, grid_id = excluded.grid_id, linked = excluded.linked,
        special = excluded.special, exempt = excluded.exempt, has_point = excluded.has_point,
        "interval" = excluded."interval", counted = excluded.counted, last_met = excluded.last_met, good_until = excluded.good_until
    $query$, '/*chosen*/', chosen) USING today, next_rule, villages, ids;
END $body$;
