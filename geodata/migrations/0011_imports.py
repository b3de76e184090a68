"""Web imports: what was uploaded, decided and applied, and undoing it."""


import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from geodata.sql.together import together

WEB = "gridmap_web"
VILLAGES = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.villages', true), '')::bigint[]))"

# What one statement of an import does to a table is noted by the table itself, so that undoing knows of everything.
NOTING = r"""
CREATE FUNCTION import_image(place text, alias text) RETURNS text LANGUAGE sql STABLE AS $$
    -- Geometries as they are stored: as JSON they would lose digits.
    SELECT format('to_jsonb(%1$s)', alias) || coalesce(
        string_agg(format(' || jsonb_build_object(%1$L, %2$s.%1$I::text)', attname, alias), '' ORDER BY attnum), '')
    FROM pg_attribute WHERE attrelid = place::regclass AND atttypid = 'geometry'::regtype AND NOT attisdropped
$$;

CREATE FUNCTION note_import() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    run bigint := nullif(current_setting('gridmap.import', true), '');
    after_hash text;
    columns text;
BEGIN
    IF run IS NULL THEN RETURN NULL; END IF;
    after_hash := 'hashtextextended((' || import_image(TG_TABLE_NAME, 'n') || ')::text, 0)';
    columns := CASE TG_OP
        WHEN 'INSERT' THEN format('n.id, %s AS hash, NULL::jsonb AS was FROM new_rows n', after_hash)
        WHEN 'UPDATE' THEN format('n.id, %s AS hash, %s AS was FROM new_rows n JOIN old_rows o USING (id)', after_hash,
                                  import_image(TG_TABLE_NAME, 'o'))
        ELSE format('o.id, NULL::bigint AS hash, %s AS was FROM old_rows o', import_image(TG_TABLE_NAME, 'o'))
    END;
    EXECUTE format($query$
        INSERT INTO geodata_importstep (run_id, "table", pks, hashes, was)
        SELECT $1, $2, array_agg(r.id), array_agg(r.hash), array_agg(r.was) FROM (SELECT %s) r HAVING count(*) > 0
    $query$, columns) USING run, TG_TABLE_NAME;
    RETURN NULL;
END $body$;

-- The rows of an import as undoing sees them: as they were before its first statement and left by its last.
CREATE FUNCTION import_rows(run bigint)
RETURNS TABLE (place text, pk bigint, created boolean, gone boolean, hash bigint, was jsonb) LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (s."table", r.pk) s."table", r.pk, first_value(r.was) OVER earliest IS NULL, r.hash IS NULL,
           r.hash, first_value(r.was) OVER earliest
    FROM geodata_importstep s, unnest(s.pks, s.hashes, s.was) r (pk, hash, was)
    WHERE s.run_id = run
    WINDOW earliest AS (PARTITION BY s."table", r.pk ORDER BY s.id)
    ORDER BY s."table", r.pk, s.id DESC
$$;

CREATE FUNCTION undo_import(run bigint) RETURNS TABLE (place text, pk bigint, why text)
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

REVOKE ALL ON FUNCTION import_image, import_rows, note_import, undo_import FROM PUBLIC;
"""
NOTED = [
    "area", "boundary", "branch", "branch_areas", "carerecord", "contactlink", "duty", "household", "livelihood", "member",
    "occupancyperiod", "placement", "resident", "user", "visit", "visitor",
]


def noted(table: str) -> str:
    """Statement triggers, because an import writes sets."""
    return f"""
    CREATE TRIGGER note_import_insert AFTER INSERT ON geodata_{table} REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION note_import();
    CREATE TRIGGER note_import_update AFTER UPDATE ON geodata_{table}
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_import();
    CREATE TRIGGER note_import_delete AFTER DELETE ON geodata_{table} REFERENCING OLD TABLE AS old_rows
        FOR EACH STATEMENT EXECUTE FUNCTION note_import();
    """


UNDO = """
DROP FUNCTION undo_import;
DROP FUNCTION import_rows;
DROP FUNCTION note_import CASCADE;
DROP FUNCTION import_image;
"""
# Steps are written by the triggers and read by undo_import alone: nobody can make up what an import did.
GRANTS = f"""
GRANT SELECT, INSERT, UPDATE ON geodata_importrun TO {WEB};
GRANT SELECT, INSERT, UPDATE, DELETE ON geodata_importpart TO {WEB};
GRANT USAGE ON SEQUENCE geodata_importrun_id_seq, geodata_importpart_id_seq TO {WEB};
GRANT EXECUTE ON FUNCTION undo_import TO {WEB};
GRANT INSERT, UPDATE ON geodata_area, geodata_boundary, geodata_household, geodata_placement, geodata_occupancyperiod,
    geodata_member, geodata_branch, geodata_branch_areas, geodata_resident, geodata_carerecord TO {WEB};
"""
POLICIES = {
    "importrun": (f"coalesce(villages <@ {VILLAGES}, false)",) * 2,
    "importpart": ("run_id IN (SELECT r.id FROM geodata_importrun r)",) * 2,
    "importstep": ("false", "false"),
}


def policy(table: str, using: str, check: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
    ALTER TABLE geodata_{table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE geodata_{table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY web_sees_its_scope ON geodata_{table} TO {WEB} USING (coalesce({using}, false)) WITH CHECK ({check});
    DO $$ BEGIN
        EXECUTE format('CREATE POLICY owner_sees_all ON geodata_{table} TO %I USING (true)', current_user);
    END $$;
    """,
        f"""
    DROP POLICY web_sees_its_scope ON geodata_{table};
    DROP POLICY owner_sees_all ON geodata_{table};
    ALTER TABLE geodata_{table} NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE geodata_{table} DISABLE ROW LEVEL SECURITY;
    """,
    )


class Migration(migrations.Migration):
    dependencies = [("geodata", "0010_jobs")]
    operations = together([
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('villages', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='villages')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('state', models.CharField(choices=[('uploaded', 'uploaded'), ('mapped', 'columns confirmed'), ('checked', 'checked'), ('applying', 'being written'), ('applied', 'written'), ('undone', 'taken back'), ('abandoned', 'given up')], default='uploaded', max_length=10, verbose_name='state')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('rows', models.PositiveIntegerField(verbose_name='rows')),
                ('recognised', models.JSONField(default=dict, verbose_name='recognised')),
                ('mapping', models.JSONField(default=dict, verbose_name='columns')),
                ('datum', models.CharField(blank=True, max_length=20, verbose_name='datum')),
                ('options', models.JSONField(default=dict, verbose_name='options')),
                ('answers', models.JSONField(default=dict, verbose_name='answers')),
                ('counts', models.JSONField(default=dict, verbose_name='counts')),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('told', models.TextField(blank=True, verbose_name='told')),
                ('job', models.CharField(blank=True, max_length=40)),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='checked')),
                ('applied_at', models.DateTimeField(null=True, verbose_name='written')),
                ('day', models.DateField(null=True, verbose_name='valid from')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='taken back')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='office')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-uploaded_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ImportPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('table', 'rows of the file'), ('report', 'findings')], max_length=10, verbose_name='part')),
                ('content', models.BinaryField(verbose_name='content')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='geodata.importrun', verbose_name='import')),
            ],
            options={
                'verbose_name': 'part of an import',
                'verbose_name_plural': 'parts of imports',
            },
        ),
        migrations.CreateModel(
            name='ImportStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=63, verbose_name='table')),
                ('pks', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('hashes', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(null=True), size=None)),
                ('was', django.contrib.postgres.fields.ArrayField(base_field=models.JSONField(null=True), size=None)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='geodata.importrun', verbose_name='import')),
            ],
            options={
                'verbose_name': 'step of an import',
                'verbose_name_plural': 'steps of imports',
            },
        ),
        migrations.AddIndex(
            model_name='importrun',
            index=models.Index(fields=['area', 'kind', '-uploaded_at'], name='imports_of_an_office'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(('villages', []), _negated=True), name='import_touches_a_village'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', False), ('day__isnull', False)), models.Q(('state__in', ['applied', 'undone']), _negated=True), _connector='OR'), name='import_says_when_it_was_written'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False), ('undone_by__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at__isnull', True), ('undone_by__isnull', True)), _connector='OR'), name='import_says_who_took_it_back'),
        ),
        migrations.AddConstraint(
            model_name='importpart',
            constraint=models.UniqueConstraint(fields=('run', 'what'), name='one_part_of_a_kind_per_import'),
        ),
        migrations.RunSQL(NOTING, UNDO),
        migrations.RunSQL("".join(map(noted, NOTED)), migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        *[policy(table, *rules) for table, rules in POLICIES.items()],
    ])
