"""An import may be with a job while it is taken back; what stands in the way is looked for first and noted with it."""

from django.db import migrations, models
from django.db.models import Q
from geodata.sql.together import together

WEB = "gridmap_web"
FORMER = r"""CREATE FUNCTION undo_import(run bigint) RETURNS TABLE (place text, pk bigint, why text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
-- Takes back what the import wrote, or gives the rows that stand in the way and changes nothing. `why` is "changed",
-- or the table of a row that refers to a created one.
DECLARE
    tables text[] := ARRAY[
        'geodata_visitor', 'geodata_visit', 'geodata_contactlink', 'geodata_carerecord', 'geodata_resident',
        'geodata_livelihood', 'geodata_occupancyperiod', 'geodata_placement', 'geodata_duty', 'geodata_member',
        'geodata_branch_areas', 'geodata_branch', 'geodata_household', 'geodata_boundary', 'geodata_area', 'geodata_user'];
    shown bigint[] := nullif(current_setting('gridmap.villages', true), '')::bigint[];
    one text;
    key record;
    found_here bigint;
    obstacles bigint := 0;
    names text;
BEGIN
    IF NOT EXISTS (SELECT FROM geodata_importrun r WHERE r.id = run AND r.state = 'applied'
                   AND (shown IS NULL OR r.villages <@ shown)) THEN
        RAISE EXCEPTION 'import % cannot be undone', run;
    END IF;
    CREATE TEMPORARY TABLE import_undo ON COMMIT DROP AS
        SELECT * FROM import_rows(run) r WHERE NOT (r.created AND r.gone);
    ALTER TABLE import_undo ADD PRIMARY KEY (place, pk);
    ANALYZE import_undo;
    FOREACH one IN ARRAY tables LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM import_undo u WHERE u.place = one);
        RETURN QUERY EXECUTE format($query$
            SELECT u.place, u.pk, 'changed' FROM import_undo u LEFT JOIN %1$I x ON x.id = u.pk
            WHERE u.place = %1$L AND CASE WHEN u.gone THEN x.id IS NOT NULL
                ELSE x.id IS NULL OR hashtextextended((%2$s)::text, 0) <> u.hash END
            ORDER BY u.pk$query$, one, import_image(one, 'x'));
        GET DIAGNOSTICS found_here = ROW_COUNT;
        obstacles := obstacles + found_here;
        -- Facts follow their household by themselves.
        FOR key IN SELECT c.conrelid::regclass::text AS place, a.attname AS name
                   FROM pg_constraint c
                   CROSS JOIN LATERAL unnest(c.conkey, c.confkey) k (own, other)
                   JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
                   JOIN pg_attribute o ON o.attrelid = c.confrelid AND o.attnum = k.other AND o.attname = 'id'
                   WHERE c.contype = 'f' AND c.confrelid = one::regclass
                     AND c.conrelid <> 'geodata_householdfacts'::regclass
                   GROUP BY 1, 2 ORDER BY 1, 2
        LOOP
            RETURN QUERY EXECUTE format($query$
                SELECT DISTINCT u.place, u.pk, %2$L FROM import_undo u JOIN %2$s y ON y.%3$I = u.pk
                WHERE u.place = %1$L AND u.created AND NOT EXISTS (
                    SELECT FROM import_undo v WHERE v.place = %2$L AND v.created AND v.pk::text = y.id::text)
                ORDER BY 2$query$, one, key.place, key.name);
            GET DIAGNOSTICS found_here = ROW_COUNT;
            obstacles := obstacles + found_here;
        END LOOP;
    END LOOP;
    IF obstacles = 0 THEN
        FOREACH one IN ARRAY tables LOOP
            EXECUTE format('DELETE FROM %1$I x USING import_undo u WHERE u.place = %1$L AND u.created AND x.id = u.pk', one);
        END LOOP;
        FOR one IN SELECT t FROM unnest(tables) WITH ORDINALITY w (t, n) ORDER BY n DESC LOOP
            CONTINUE WHEN NOT EXISTS (SELECT FROM import_undo u WHERE u.place = one AND NOT u.created);
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO names
            FROM pg_attribute WHERE attrelid = one::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
            EXECUTE format($query$
                UPDATE %1$I x SET (%2$s) = (SELECT %2$s FROM jsonb_populate_record(NULL::%1$I, u.was))
                FROM import_undo u WHERE u.place = %1$L AND NOT u.created AND NOT u.gone AND x.id = u.pk$query$, one, names);
            EXECUTE format($query$
                INSERT INTO %1$I (%2$s) SELECT %3$s FROM import_undo u, jsonb_populate_record(NULL::%1$I, u.was) r
                WHERE u.place = %1$L AND u.gone$query$,
                one, names, (SELECT string_agg('r.' || n, ', ') FROM unnest(string_to_array(names, ', ')) n));
        END LOOP;
        -- What was referred to in this very moment is found now, not at the end.
        SET CONSTRAINTS ALL IMMEDIATE;
        SET CONSTRAINTS ALL DEFERRED;
    END IF;
    DROP TABLE import_undo;
END $body$;

"""
RIGHTS = f"""
REVOKE ALL ON FUNCTION {{0}} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {{0}} TO {WEB};
"""
APART = (
    r"""
DROP FUNCTION undo_import;

-- Of how many rows it is known that they are taken back: what a sequence gives out is seen before it is committed.
CREATE SEQUENCE import_taken_back;

-- From the leaves to the root: what refers to a row goes before it.
CREATE FUNCTION import_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY[
        'geodata_visitor', 'geodata_visit', 'geodata_contactlink', 'geodata_carerecord', 'geodata_resident',
        'geodata_livelihood', 'geodata_occupancyperiod', 'geodata_placement', 'geodata_duty', 'geodata_member',
        'geodata_branch_areas', 'geodata_branch', 'geodata_household', 'geodata_boundary', 'geodata_area', 'geodata_user']
$$;

CREATE FUNCTION import_obstacles(run bigint) RETURNS TABLE (place text, pk bigint, why text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
-- The rows that stand in the way of taking an import back. `why` is "changed", or the table of a row that refers to a
-- created one. Where there are none, those to take back wait in import_undo for undo_import, in the same transaction.
DECLARE
    shown bigint[] := nullif(current_setting('gridmap.villages', true), '')::bigint[];
    one text;
    key record;
    found_here bigint;
    obstacles bigint := 0;
BEGIN
    IF NOT EXISTS (SELECT FROM geodata_importrun r WHERE r.id = run AND r.state = 'undoing'
                   AND (shown IS NULL OR r.villages <@ shown)) THEN
        RAISE EXCEPTION 'import % cannot be undone', run;
    END IF;
    DROP TABLE IF EXISTS pg_temp.import_undo;
    CREATE TEMPORARY TABLE import_undo ON COMMIT DROP AS
        SELECT * FROM import_rows(run) r WHERE NOT (r.created AND r.gone);
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
        -- Facts follow their household by themselves.
        FOR key IN SELECT c.conrelid::regclass::text AS place, a.attname AS name
                   FROM pg_constraint c
                   CROSS JOIN LATERAL unnest(c.conkey, c.confkey) k (own, other)
                   JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
                   JOIN pg_attribute o ON o.attrelid = c.confrelid AND o.attnum = k.other AND o.attname = 'id'
                   WHERE c.contype = 'f' AND c.confrelid = one::regclass
                     AND c.conrelid <> 'geodata_householdfacts'::regclass
                   GROUP BY 1, 2 ORDER BY 1, 2
        LOOP
            RETURN QUERY EXECUTE format($query$
                SELECT DISTINCT u.place, u.pk, %2$L FROM import_undo u JOIN %2$s y ON y.%3$I = u.pk
                WHERE u.place = %1$L AND u.created AND NOT EXISTS (
                    SELECT FROM import_undo v WHERE v.place = %2$L AND v.created AND v.pk::text = y.id::text)
                ORDER BY 2$query$, one, key.place, key.name);
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

CREATE FUNCTION undo_import() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
-- Takes back what import_obstacles has found free to take back.
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
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO names FROM pg_attribute
            WHERE attrelid = part.place::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
            EXECUTE format($query$
                UPDATE %1$I x SET (%3$s) = (SELECT %3$s FROM jsonb_populate_record(NULL::%1$I, u.was))
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

REVOKE ALL ON FUNCTION import_tables FROM PUBLIC;
"""
    + RIGHTS.format("import_obstacles")
    + RIGHTS.format("undo_import")
    + f"GRANT SELECT ON SEQUENCE import_taken_back TO {WEB};"
)
TOGETHER = (
    "DROP FUNCTION undo_import; DROP FUNCTION import_obstacles; DROP FUNCTION import_tables;"
    "DROP SEQUENCE import_taken_back;" + FORMER + RIGHTS.format("undo_import")
)


class Migration(migrations.Migration):
    dependencies = [("geodata", "0020_imports_are_checked_by_jobs")]
    operations = together([
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "uploaded"),
                    ("mapped", "columns confirmed"),
                    ("checking", "being checked"),
                    ("checked", "checked"),
                    ("applying", "being written"),
                    ("applied", "written"),
                    ("undoing", "being taken back"),
                    ("undone", "taken back"),
                    ("abandoned", "given up"),
                ],
                default="uploaded",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="in_the_way",
            field=models.JSONField(default=list, verbose_name="in the way"),
        ),
        migrations.RemoveConstraint(model_name="importrun", name="import_says_when_it_was_written"),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                name="import_says_when_it_was_written",
                condition=Q(applied_at__isnull=False, day__isnull=False)
                | ~Q(state__in=["applied", "undoing", "undone"]),
            ),
        ),
        migrations.RunSQL(APART, TOGETHER),
    ])
