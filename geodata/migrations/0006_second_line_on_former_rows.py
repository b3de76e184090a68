"""The web role sees former rows of its scope only, and may append but not change them."""


from django.db import migrations

WEB = "gridmap_web"
VILLAGES = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.villages', true), '')::bigint[]))"
HOUSEHOLDS = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.households', true), '')::bigint[]))"
SHOWN = f"village_id = ANY ({VILLAGES}) OR household_id = ANY ({HOUSEHOLDS})"
OF_VILLAGE = ["carerecordevent", "contactlinkevent", "residentevent", "visitevent"]
OTHERS = ["carecategoryevent", "dutyevent", "memberevent", "userevent", "visitruleevent"]
POLICIES = {table: (SHOWN, SHOWN) for table in OF_VILLAGE} | {
    "householdevent": (f"village_id = ANY ({VILLAGES}) OR pgh_obj_id = ANY ({HOUSEHOLDS})",) * 2
}


def grant(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"GRANT SELECT, INSERT ON geodata_{table} TO {WEB};"
        f"GRANT USAGE ON SEQUENCE geodata_{table}_pgh_id_seq TO {WEB};",
        migrations.RunSQL.noop,
    )


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
    dependencies = [("geodata", "0005_former_rows")]
    operations = [
        *[grant(table) for table in [*POLICIES, *OTHERS]],
        *[policy(table, *rules) for table, rules in POLICIES.items()],
    ]
