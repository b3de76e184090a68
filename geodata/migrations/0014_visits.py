"""Which visits count for the rhythm: rules say so, the state on a day and the facts of today follow."""

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import geodata.visits.models
from geodata.sql.together import together

COUNTED = """
CREATE FUNCTION counted_modes(modes varchar[]) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('door' = ANY (modes))::integer + 2 * ('chance' = ANY (modes))::integer
         + 4 * ('video' = ANY (modes))::integer + 8 * ('phone' = ANY (modes))::integer
$$;
DROP FUNCTION household_states;
"""

STATES = """
CREATE FUNCTION household_states(day date, villages bigint[] DEFAULT NULL, ids bigint[] DEFAULT NULL)
RETURNS TABLE (household_id bigint, village_id bigint, grid_id bigint, linked boolean, special boolean,
               exempt boolean, has_point boolean, "interval" integer, last_met date, counted integer)
LANGUAGE plpgsql STABLE AS $body$
DECLARE
    -- One of the two selections is given; a plan is made for it, so that one household takes an index and a
    -- county takes hash joins.
    chosen text := CASE WHEN ids IS NULL THEN 'x.village_id = ANY ($2)' ELSE 'x.household_id = ANY ($3)' END;
BEGIN
    -- Row-level security hides the statistics of ranges from the planner, which then takes a county for a handful.
    PERFORM set_config('enable_nestloop', CASE WHEN ids IS NULL THEN 'off' ELSE 'on' END, true);
    RETURN QUERY EXECUTE replace($query$
    WITH home AS (
        SELECT x.household_id, x.village_id, x.grid_id, coalesce(x.grid_id, x.village_id) AS area_id,
               o.occupancy, coalesce(h.point_since <= $1, false) AS has_point
        FROM geodata_placement x
        JOIN geodata_household h ON h.id = x.household_id
        JOIN geodata_occupancyperiod o ON o.household_id = x.household_id AND o.period @> $1
        WHERE x.period @> $1 AND /*chosen*/
    ), link AS (
        SELECT DISTINCT x.household_id FROM geodata_contactlink x
        WHERE x."primary" AND x.period @> $1 AND /*chosen*/
    ), rule AS (
        SELECT DISTINCT ON (a.id, r.category_id, r.occupancy) a.id AS area_id, r.category_id, r.occupancy,
               -- One number: the days first, then what counts. See geodata/visits/rhythm.py.
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
           home.occupancy IN ('empty', 'moved_away', 'dissolved') AS exempt, home.has_point,
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
    $query$, '/*chosen*/', chosen) USING day, villages, ids;
    PERFORM set_config('enable_nestloop', 'on', true);
END $body$;

"""

FACTS = """
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
        SELECT FROM geodata_placement p WHERE p.household_id = x.household_id AND p.period @> $1)
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

-- The hot path: a new visit of a mode that counts only moves one day forward.
CREATE OR REPLACE FUNCTION facts_follow_new_visits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := gridmap_today();
BEGIN
    UPDATE geodata_householdfacts f SET last_met = n.day
    FROM (SELECT v.household_id, max(v.day) AS day
          FROM new_rows v JOIN geodata_householdfacts k ON k.household_id = v.household_id
          WHERE v.state = 'valid' AND v.outcome = 'met' AND v.day <= today
            AND k.counted & counted_modes(ARRAY[v.mode]) > 0
          GROUP BY v.household_id) n
    WHERE f.household_id = n.household_id AND (f.last_met IS NULL OR f.last_met < n.day);
    IF EXISTS (SELECT FROM new_rows WHERE day > today) THEN
        PERFORM refresh_facts(ARRAY(SELECT DISTINCT household_id FROM new_rows WHERE day > today));
    END IF;
    RETURN NULL;
END $$;
"""

ANEW = "SELECT refresh_facts(NULL, ARRAY(SELECT id FROM geodata_area WHERE level = 'village'))"

WEB = "gridmap_web"


class Migration(migrations.Migration):
    dependencies = [("geodata", "0013_pairing")]
    operations = together([
        pgtrigger.migrations.RemoveTrigger(
            model_name="visitrule",
            name="changed_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="visitrule",
            name="deleted_delete",
        ),
        migrations.RemoveIndex(
            model_name="visit",
            name="met_visits_by_household",
        ),
        migrations.AddField(
            model_name="householdfacts",
            name="counted",
            field=models.PositiveSmallIntegerField(default=3, verbose_name="modes that count, as bits"),
        ),
        migrations.AddField(
            model_name="visitrule",
            name="modes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("door", "at the door"),
                        ("phone", "by phone"),
                        ("video", "by video"),
                        ("chance", "by chance"),
                    ],
                    max_length=10,
                ),
                default=geodata.visits.models.in_person,
                size=None,
                verbose_name="what counts",
            ),
        ),
        migrations.AddField(
            model_name="visitruleevent",
            name="modes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("door", "at the door"),
                        ("phone", "by phone"),
                        ("video", "by video"),
                        ("chance", "by chance"),
                    ],
                    max_length=10,
                ),
                default=geodata.visits.models.in_person,
                size=None,
                verbose_name="what counts",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("outcome", "met"), ("state", "valid")),
                fields=["household", "day"],
                include=("person_times", "mode"),
                name="met_visits_by_household_mode",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["village", "day", "id"], name="ledger_by_village_and_day"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visitrule",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_visitruleevent" ("area_id", "category_id", "days", "id", "modes", "occupancy", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."area_id", old_values."category_id", old_values."days", old_values."id", old_values."modes", old_values."occupancy", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a284f4cd1f516c247476fab1527dd0c1df054855",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_c4db2",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="geodata_visitrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visitrule",
            trigger=pgtrigger.compiler.Trigger(
                name="deleted_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_visitruleevent" ("area_id", "category_id", "days", "id", "modes", "occupancy", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."area_id", old_values."category_id", old_values."days", old_values."id", old_values."modes", old_values."occupancy", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="d26b5611f61d39d2081294eed37a293868aae794",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_deleted_delete_94da5",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="geodata_visitrule",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("modes__contains", ["door"]),
                    ("modes__contained_by", ["door", "phone", "video", "chance"]),
                ),
                name="visit_rule_counts_visits_at_the_door",
                violation_error_message="Visits at the door always count.",
            ),
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
        migrations.RunSQL(STATES, migrations.RunSQL.noop),
        migrations.RunSQL(FACTS, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"GRANT INSERT, UPDATE ON geodata_visitrule TO {WEB}; GRANT INSERT ON geodata_visitruleevent TO {WEB}",
            f"REVOKE INSERT, UPDATE ON geodata_visitrule FROM {WEB}",
        ),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ])
