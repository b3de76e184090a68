"""What a household's state is on a day (from history), and the facts of today that triggers keep beside it."""

from django.conf import settings
from django.db import migrations

STATES = """
CREATE FUNCTION gridmap_today() RETURNS date LANGUAGE sql STABLE AS
$$ SELECT (now() AT TIME ZONE '%(zone)s')::date $$;

CREATE FUNCTION household_states(day date, villages bigint[] DEFAULT NULL, ids bigint[] DEFAULT NULL)
RETURNS TABLE (household_id bigint, village_id bigint, grid_id bigint, linked boolean, special boolean,
               exempt boolean, has_point boolean, "interval" integer, last_met date)
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
        SELECT DISTINCT ON (a.id, r.category_id, r.occupancy) a.id AS area_id, r.category_id, r.occupancy, r.days
        FROM (SELECT DISTINCT area_id AS id FROM home) d
        JOIN geodata_area a USING (id)
        JOIN geodata_visitrule r ON r.period @> $1
        LEFT JOIN geodata_area ra ON ra.id = r.area_id
        WHERE r.area_id IS NULL OR a.code LIKE ra.code || '%%'
        ORDER BY a.id, r.category_id, r.occupancy, length(ra.code) DESC NULLS LAST
    ), care AS (
        SELECT home.household_id, bool_or(c.special) AS special, min(rule.days) AS days
        FROM geodata_carerecord x
        JOIN home ON home.household_id = x.household_id
        JOIN geodata_carecategory c ON c.id = x.category_id
        LEFT JOIN rule ON rule.area_id = home.area_id AND rule.category_id = x.category_id
        WHERE x.period @> $1 AND /*chosen*/
        GROUP BY home.household_id
    ), met AS (
        SELECT x.household_id, max(x.day) AS last_met FROM geodata_visit x
        WHERE x.state = 'valid' AND x.outcome = 'met' AND x.day <= $1 AND /*chosen*/
        GROUP BY x.household_id
    )
    SELECT home.household_id, home.village_id, home.grid_id, link.household_id IS NOT NULL,
           coalesce(care.special, false), home.occupancy IN ('empty', 'moved_away', 'dissolved'), home.has_point,
           least(coalesce(rule.days, 92), care.days)::integer, met.last_met
    FROM home
    LEFT JOIN rule ON rule.area_id = home.area_id AND rule.category_id IS NULL
         AND rule.occupancy = CASE home.occupancy WHEN 'seasonal' THEN 'seasonal' ELSE 'lived_in' END
    LEFT JOIN link ON link.household_id = home.household_id
    LEFT JOIN care ON care.household_id = home.household_id
    LEFT JOIN met ON met.household_id = home.household_id
    $query$, '/*chosen*/', chosen) USING day, villages, ids;
    PERFORM set_config('enable_nestloop', 'on', true);
END $body$;

CREATE FUNCTION refresh_facts(ids bigint[], villages bigint[] DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $body$
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
                                        "interval", last_met, good_until)
    SELECT s.household_id, s.village_id, s.grid_id, s.linked, s.special, s.exempt, s.has_point, s."interval",
           s.last_met, least($2, e.edge)
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
        "interval" = excluded."interval", last_met = excluded.last_met, good_until = excluded.good_until
    $query$, '/*chosen*/', chosen) USING today, next_rule, villages, ids;
END $body$;

CREATE FUNCTION facts_follow_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_facts(ARRAY(SELECT DISTINCT household_id FROM new_rows));
    RETURN NULL;
END $$;
CREATE FUNCTION facts_follow_old() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_facts(ARRAY(SELECT DISTINCT household_id FROM old_rows));
    RETURN NULL;
END $$;
CREATE FUNCTION facts_follow_both() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_facts(ARRAY(SELECT household_id FROM new_rows UNION SELECT household_id FROM old_rows));
    RETURN NULL;
END $$;

-- The hot path: a new visit only moves one day forward.
CREATE FUNCTION facts_follow_new_visits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := gridmap_today();
BEGIN
    UPDATE geodata_householdfacts f SET last_met = n.day
    FROM (SELECT household_id, max(day) AS day FROM new_rows
          WHERE state = 'valid' AND outcome = 'met' AND day <= today GROUP BY household_id) n
    WHERE f.household_id = n.household_id AND (f.last_met IS NULL OR f.last_met < n.day);
    IF EXISTS (SELECT FROM new_rows WHERE day > today) THEN
        PERFORM refresh_facts(ARRAY(SELECT DISTINCT household_id FROM new_rows WHERE day > today));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION facts_follow_households() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_facts(ARRAY(
        SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
        WHERE n.point_since IS DISTINCT FROM o.point_since));
    RETURN NULL;
END $$;

-- Rare, and for everybody: a rule of the rhythm, or a category that becomes special.
CREATE FUNCTION facts_follow_everything() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_facts(NULL, ARRAY(SELECT id FROM geodata_area WHERE level = 'village'));
    RETURN NULL;
END $$;

ALTER TABLE geodata_householdfacts SET (fillfactor = 80);
CREATE TRIGGER facts_follow_new_visits AFTER INSERT ON geodata_visit REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_new_visits();
CREATE TRIGGER facts_follow_changed_visits AFTER UPDATE ON geodata_visit
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_both();
CREATE TRIGGER facts_follow_households AFTER UPDATE ON geodata_household
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_households();
CREATE TRIGGER facts_follow_rules AFTER INSERT OR UPDATE OR DELETE ON geodata_visitrule
    FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_everything();
CREATE TRIGGER facts_follow_categories AFTER UPDATE ON geodata_carecategory
    FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_everything();
"""

UNDO = """
DROP TRIGGER facts_follow_new_visits ON geodata_visit;
DROP TRIGGER facts_follow_changed_visits ON geodata_visit;
DROP TRIGGER facts_follow_households ON geodata_household;
DROP TRIGGER facts_follow_rules ON geodata_visitrule;
DROP TRIGGER facts_follow_categories ON geodata_carecategory;
DROP FUNCTION facts_follow_new CASCADE;
DROP FUNCTION facts_follow_old CASCADE;
DROP FUNCTION facts_follow_both CASCADE;
DROP FUNCTION facts_follow_new_visits CASCADE;
DROP FUNCTION facts_follow_households CASCADE;
DROP FUNCTION facts_follow_everything CASCADE;
DROP FUNCTION refresh_facts;
DROP FUNCTION household_states;
DROP FUNCTION gridmap_today;
"""

FOLLOWED = ["placement", "occupancyperiod", "carerecord", "contactlink"]


def followed(table: str) -> str:
    return f"""
    CREATE TRIGGER facts_follow_insert AFTER INSERT ON geodata_{table} REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_new();
    CREATE TRIGGER facts_follow_update AFTER UPDATE ON geodata_{table}
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_both();
    CREATE TRIGGER facts_follow_delete AFTER DELETE ON geodata_{table} REFERENCING OLD TABLE AS old_rows
        FOR EACH STATEMENT EXECUTE FUNCTION facts_follow_old();
    """


class Migration(migrations.Migration):
    dependencies = [("geodata", "0002_laws_across_tables")]
    operations = [
        migrations.RunSQL(STATES % {"zone": settings.TIME_ZONE}, UNDO),
        migrations.RunSQL("".join(followed(table) for table in FOLLOWED), migrations.RunSQL.noop),
    ]
