"""Making facts anew, and comparing them with history."""

import datetime as dt

from django.db import connection, transaction

from geodata.territory.models import Area

VILLAGES_AT_ONCE = 50


def refresh_all() -> int:
    """Derive the facts of all households from history, some villages at a time. Returns how many there are."""
    villages = list(Area.objects.level(Area.Level.VILLAGE).order_by("code").values_list("pk", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(villages), VILLAGES_AT_ONCE):
            cursor.execute("SELECT refresh_facts(NULL, %s)", [villages[start : start + VILLAGES_AT_ONCE]])
        cursor.execute("SELECT count(*) FROM geodata_householdfacts")
        return int(cursor.fetchone()[0])


def refresh_outdated(*, on: dt.date) -> int:
    """Derive anew what a period that began or ended has made old; to be run after midnight. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT household_id FROM geodata_householdfacts WHERE good_until <= %s", [on])
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT refresh_facts(%s)", [ids])
    return len(ids)


def differences(*, on: dt.date) -> list[int]:
    """Ids of households whose facts are not what history says on that day: there should be none."""
    columns = (
        'household_id, village_id, grid_id, linked, special, exempt, has_point, "interval", counted, last_met'
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH history AS (SELECT {columns} FROM household_states(%s, ARRAY(
                    SELECT id FROM geodata_area WHERE level = 'village'))),
                 facts AS (SELECT {columns.replace('"interval", counted', '"interval"::integer, counted::integer')} FROM geodata_householdfacts)
            SELECT DISTINCT household_id FROM (
                (TABLE history EXCEPT TABLE facts) UNION ALL (TABLE facts EXCEPT TABLE history)) different
            ORDER BY household_id""",
            [on],
        )
        return [row[0] for row in cursor.fetchall()]
