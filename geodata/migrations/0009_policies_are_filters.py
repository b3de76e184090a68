"""Policies of an earlier installation take the form that costs lists nothing: see `shown` in 0004."""

from django.db import migrations

VILLAGES = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.villages', true), '')::bigint[]))"
GRIDS = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.grids', true), '')::bigint[]))"
HOUSEHOLDS = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.households', true), '')::bigint[]))"
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

FORMER = {table: (SHOWN, SHOWN) for table in ("carerecordevent", "contactlinkevent", "residentevent", "visitevent")} | {
    "householdevent": (f"village_id = ANY ({VILLAGES}) OR pgh_obj_id = ANY ({HOUSEHOLDS})",) * 2
}


def alter(table: str, using: str) -> str:
    return f"ALTER POLICY web_sees_its_scope ON geodata_{table} USING (coalesce({using}, false));"


class Migration(migrations.Migration):
    dependencies = [("geodata", "0008_second_line_on_signing_in")]
    operations = [
        migrations.RunSQL(
            "".join(alter(table, using) for table, (using, _) in {**POLICIES, **FORMER}.items()),
            migrations.RunSQL.noop,
        )
    ]
