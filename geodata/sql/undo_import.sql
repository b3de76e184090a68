CREATE OR REPLACE FUNCTION undo_import() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
-- Takes back what undo_obstacles has found free to take back.
DECLARE
    part record;
    inside text;
    names text;
BEGIN
    -- A table of another's making would let him do anything.
    IF NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = to_regclass('pg_temp.import_undo')
                   AND c.relowner = current_user::regrole) THEN
        RAISE EXCEPTION 'no import has been looked at';
    END IF;
    SET CONSTRAINTS ALL DEFERRED;
    -- Created rows go from the leaves to the root, changed and deleted ones come back from the root to the leaves. In
    -- parts, so that it can be told how far it is: a statement's triggers take longer than its rows.
    FOR part IN
        SELECT p.place, p.created, min(p.pk) AS first, max(p.pk) AS last, count(*) AS rows
        FROM (SELECT u.*, array_position(import_tables(), u.place) AS height,
                     (row_number() OVER (PARTITION BY u.place, u.created ORDER BY u.pk) - 1) / 5000 AS number
              FROM import_undo u) p
        GROUP BY p.place, p.created, p.height, p.number
        ORDER BY p.created DESC, CASE WHEN p.created THEN p.height ELSE -p.height END, p.number
    LOOP
        inside := format('u.place = %L AND u.pk BETWEEN %s AND %s', part.place, part.first, part.last);
        IF part.created THEN
            EXECUTE format($query$
                DELETE FROM %1$I x USING import_undo u
                WHERE %2$s AND u.created AND x.id = u.pk AND x.id BETWEEN %3$s AND %4$s$query$,
                part.place, inside, part.first, part.last);
        ELSE
            -- A column that came later was not noted: it stays as it is.
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO names FROM pg_attribute
            WHERE attrelid = part.place::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
            EXECUTE format($query$
                UPDATE %1$I x SET (%3$s) = (SELECT %3$s FROM jsonb_populate_record(x, u.was))
                FROM import_undo u
                WHERE %2$s AND NOT u.created AND NOT u.gone AND x.id = u.pk AND x.id BETWEEN %4$s AND %5$s$query$,
                part.place, inside, names, part.first, part.last);
            EXECUTE format($query$
                INSERT INTO %1$I (%3$s) SELECT %4$s FROM import_undo u, jsonb_populate_record(NULL::%1$I, u.was) r
                WHERE %2$s AND u.gone AND NOT u.created$query$, part.place, inside, names,
                (SELECT string_agg('r.' || n, ', ') FROM unnest(string_to_array(names, ', ')) n));
        END IF;
        PERFORM nextval('import_taken_back') FROM generate_series(1, part.rows);
    END LOOP;
    -- What was referred to in this very moment is found now, not at the end.
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    DROP TABLE import_undo;
END $body$;
REVOKE ALL ON FUNCTION undo_import FROM PUBLIC;
GRANT EXECUTE ON FUNCTION undo_import TO gridmap_web;
