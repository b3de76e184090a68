CREATE OR REPLACE FUNCTION undo_obstacles() RETURNS TABLE (place text, pk bigint, why text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
-- The rows that stand in the way of taking back what waits in import_undo, which is gone then. `why` is "changed", or the
-- table of a row that refers to a created one. Where there are none, it waits for undo_import, in the same transaction.
DECLARE
    one text;
    key record;
    found_here bigint;
    obstacles bigint := 0;
BEGIN
    ALTER TABLE import_undo ADD PRIMARY KEY (place, pk);
    ANALYZE import_undo;
    FOREACH one IN ARRAY import_tables() LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM import_undo u WHERE u.place = one);
        RETURN QUERY EXECUTE format($query$
            SELECT u.place, u.pk, 'changed' FROM import_undo u LEFT JOIN %1$I x ON x.id = u.pk
            WHERE u.place = %1$L AND CASE WHEN u.gone THEN x.id IS NOT NULL
                ELSE x.id IS NULL OR hashtextextended((%2$s)::text, 0) <> u.hash END
            ORDER BY u.pk$query$, one, import_image(one, 'x'));
        GET DIAGNOSTICS found_here = ROW_COUNT;
        obstacles := obstacles + found_here;
        -- Facts, what rules say, and what is merely possible follow their household by themselves.
        FOR key IN SELECT c.conrelid::regclass::text AS place, a.attname AS name
                   FROM pg_constraint c
                   CROSS JOIN LATERAL unnest(c.conkey, c.confkey) k (own, other)
                   JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
                   JOIN pg_attribute o ON o.attrelid = c.confrelid AND o.attnum = k.other AND o.attname = 'id'
                   WHERE c.contype = 'f' AND c.confrelid = one::regclass
                     AND c.conrelid <> ALL (ARRAY['geodata_householdfacts', 'geodata_matching']::regclass[])
                   GROUP BY 1, 2 ORDER BY 1, 2
        LOOP
            RETURN QUERY EXECUTE format($query$
                SELECT DISTINCT u.place, u.pk, %2$L FROM import_undo u JOIN %2$s y ON y.%3$I = u.pk
                WHERE u.place = %1$L AND u.created AND (%4$s) AND NOT EXISTS (
                    -- What is taken back too does not refer to it any more.
                    SELECT FROM import_undo v WHERE v.place = %2$L AND v.pk::text = to_jsonb(y) ->> 'id')
                ORDER BY 2$query$, one, key.place, key.name, CASE key.place WHEN 'geodata_entitlement'
                THEN 'EXISTS (SELECT FROM geodata_entitlementstep s WHERE s.entitlement_id = y.id)' ELSE 'true' END);
            GET DIAGNOSTICS found_here = ROW_COUNT;
            obstacles := obstacles + found_here;
        END LOOP;
    END LOOP;
    IF obstacles = 0 THEN
        -- How many they are.
        GRANT SELECT (place) ON import_undo TO PUBLIC;
    ELSE
        DROP TABLE import_undo;
    END IF;
END $body$;
REVOKE ALL ON FUNCTION undo_obstacles FROM PUBLIC;
