"""The web role sees former rows of its scope only, and may append but not change them."""

from importlib import import_module

from django.db import migrations

first = import_module("geodata.migrations.0004_second_line")
OF_VILLAGE = ["carerecordevent", "contactlinkevent", "residentevent", "visitevent"]
OTHERS = ["carecategoryevent", "dutyevent", "memberevent", "userevent", "visitruleevent"]
POLICIES = {table: (first.SHOWN, first.SHOWN) for table in OF_VILLAGE} | {
    "householdevent": (f"village_id = ANY ({first.VILLAGES}) OR pgh_obj_id = ANY ({first.HOUSEHOLDS})",) * 2
}


def grant(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"GRANT SELECT, INSERT ON geodata_{table} TO {first.WEB};"
        f"GRANT USAGE ON SEQUENCE geodata_{table}_pgh_id_seq TO {first.WEB};",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("geodata", "0005_former_rows")]
    operations = [
        *[grant(table) for table in [*POLICIES, *OTHERS]],
        *[migrations.RunSQL(first.policy(table, *rules), first.undo(table)) for table, rules in POLICIES.items()],
    ]
