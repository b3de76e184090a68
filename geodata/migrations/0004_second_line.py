"""Row-level security for the web role, on every table that leads to a household."""

from django.db import migrations

WEB = "gridmap_web"

# One affordable shape: arrays that are read once a query (initplans), never a function, a cast or a join per row.
VISIBLE = """ARRAY(SELECT unnest(nullif(current_setting('gridmap.{name}', true), '')::bigint[]))"""
VILLAGES, GRIDS, HOUSEHOLDS = (VISIBLE.format(name=name) for name in ("villages", "grids", "households"))

OF_VILLAGE = [
    "placement", "occupancyperiod", "livelihood", "resident", "carerecord", "contactlink", "visit", "householdfacts",
]

SHOWN = f"village_id = ANY ({VILLAGES}) OR household_id = ANY ({HOUSEHOLDS})"
POLICIES = {table: (SHOWN, SHOWN) for table in OF_VILLAGE} | {
    "household": (f"village_id = ANY ({VILLAGES}) OR id = ANY ({HOUSEHOLDS}) OR grid_id = ANY ({GRIDS})",) * 2,
    # What was in a grid on a past day counts in its figures of that day.
    "placement": (f"{SHOWN} OR grid_id = ANY ({GRIDS})", SHOWN),
    # Somebody's own links tell which households to show.
    "contactlink": (
        SHOWN + """ OR member_id = (SELECT m.id FROM geodata_member m
            WHERE m.user_id = nullif(current_setting('gridmap.user', true), '')::bigint)""",
        SHOWN,
    ),
    "visitor": ("EXISTS (SELECT FROM geodata_visit v WHERE v.id = visit_id)",) * 2,
    "accessentry": ("(SELECT current_setting('gridmap.audit', true)) = 'on'", "true"),
}

ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{WEB}') THEN
        CREATE ROLE {WEB} NOLOGIN NOINHERIT;
    END IF;
    IF NOT pg_has_role(current_user, '{WEB}', 'MEMBER') THEN
        EXECUTE format('GRANT {WEB} TO %I', current_user);
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO {WEB}', current_schema());
END $$;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
GRANT INSERT, UPDATE ON geodata_visit, geodata_visitor, geodata_contactlink, geodata_householdfacts TO {WEB};
-- Also what a row lock asks for.
GRANT UPDATE ON geodata_household, geodata_member TO {WEB};
GRANT DELETE ON geodata_householdfacts TO {WEB};
GRANT INSERT ON geodata_accessentry TO {WEB};
GRANT INSERT, UPDATE ON geodata_user, geodata_duty TO {WEB};
GRANT INSERT, DELETE ON geodata_apitoken TO {WEB};
"""


def shown(condition: str) -> str:
    """The condition as a mere filter: the planner takes neither an index nor an estimate from a policy.

    As a plain OR it did: it took a county for a handful of households and read the whole list for its first page.
    """
    return f"coalesce({condition}, false)"


def policy(table: str, using: str, check: str) -> str:
    return f"""
    ALTER TABLE geodata_{table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE geodata_{table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY web_sees_its_scope ON geodata_{table} TO {WEB} USING ({shown(using)}) WITH CHECK ({check});
    DO $$ BEGIN
        EXECUTE format('CREATE POLICY owner_sees_all ON geodata_{table} TO %I USING (true)', current_user);
    END $$;
    """


def undo(table: str) -> str:
    return f"""
    DROP POLICY web_sees_its_scope ON geodata_{table};
    DROP POLICY owner_sees_all ON geodata_{table};
    ALTER TABLE geodata_{table} NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE geodata_{table} DISABLE ROW LEVEL SECURITY;
    """


class Migration(migrations.Migration):
    dependencies = [("geodata", "0003_states_and_facts"), ("sessions", "0001_initial")]
    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(f"GRANT INSERT, UPDATE, DELETE ON django_session TO {WEB}", migrations.RunSQL.noop),
        *[migrations.RunSQL(policy(table, *rules), undo(table)) for table, rules in POLICIES.items()],
    ]
