"""What reaches back leaves a note of its village and day, each trigger on its own table alone."""

import pytest
from django.db import connection

from tests.laws.alone import insert, leave
from tests.laws.test_triggers import run

pytestmark = [pytest.mark.django_db, pytest.mark.owner("other laws of a table are the owner's to take away")]
PERIODS = ("placement", "occupancyperiod", "carerecord", "contactlink")
LONG_PAST = {"period": "[2025-01-05,)"}
CHANGE = {
    "placement": "grid_id = 9",
    "occupancyperiod": "occupancy = 'empty'",
    "carerecord": "category_id = 9",
    "contactlink": '"primary" = NOT "primary"',
    "visit": "outcome = 'absent'",
    "visitrule": "days = days + 1",
}
CASES = [
    (f"past_follows_{statement}", f"geodata_{table}")
    for table in (*PERIODS, "visit", "visitrule")
    for statement in ("insert", "update", "delete")
] + [("past_follows_update", "geodata_household"), ("past_follows_update", "geodata_carecategory")]


def notes() -> set[tuple[int, str]]:
    return {
        (village, day.isoformat()) for village, day in run("SELECT village_id, since FROM geodata_pastchange")
    }


@pytest.fixture(autouse=True)
def _one_village():
    leave("geodata_area", "past_follows_delete")
    leave("geodata_pastchange")
    insert("geodata_area", id=3, code="430382100201", level="village")


@pytest.mark.parametrize(
    ("trigger", "table"), [pytest.param(*each, id=f"{each[0]} on {each[1]}") for each in CASES]
)
def test_what_reaches_back_leaves_a_note(trigger, table):
    name, statement = table.removeprefix("geodata_"), trigger.rsplit("_", 1)[1]
    for place in ("geodata_household", "geodata_placement"):
        leave(place, *([trigger] if place == table else []))
    leave(table, trigger)
    since = "2000-01-01"
    if name == "household":
        insert(table, id=7, village_id=3)
        run("UPDATE geodata_household SET point_since = '2025-01-05'")
        since = "2025-01-05"
    elif name == "carecategory":
        insert(table)
        run("UPDATE geodata_carecategory SET special = NOT special")
    else:
        since = "2025-01-05"
        insert(table, **_row(name))
        if statement == "update":
            run(f"UPDATE {table} SET {CHANGE[name]}")
        elif statement == "delete":
            run(f"DELETE FROM {table}")
    assert notes() == {(3, since)}


def _row(name: str) -> dict[str, object]:
    if name == "visit":
        return {"village_id": 3, "household_id": 7, "day": "2025-01-05", "state": "valid", "outcome": "met"}
    if name == "visitrule":
        return {"area_id": 3, **LONG_PAST}
    return {"village_id": 3, "household_id": 7, **LONG_PAST}


@pytest.mark.parametrize("table", PERIODS)
def test_an_end_reaches_back_no_further_than_itself(table):
    leave("geodata_household")
    leave(f"geodata_{table}", "past_follows_update")
    insert(f"geodata_{table}", **_row(table))
    run(f"UPDATE geodata_{table} SET period = '[2025-01-05,2026-02-03)'")
    assert notes() == {(3, "2026-02-03")}


def test_what_is_of_today_leaves_no_note():
    for table in (*PERIODS, "visit"):
        leave(f"geodata_{table}", "past_follows_insert", "past_follows_update", "past_follows_delete")
    with connection.cursor() as cursor:
        cursor.execute("SELECT gridmap_today()::text, (gridmap_today() + 1)::text")
        today, tomorrow = cursor.fetchone()
    insert("geodata_visit", **_row("visit") | {"day": today})
    run("DELETE FROM geodata_visit")
    for table in PERIODS:
        insert(f"geodata_{table}", **_row(table) | {"period": f"[{today},)"})
        run(f"UPDATE geodata_{table} SET period = '[{today},{tomorrow})'")
        run(f"DELETE FROM geodata_{table}")
    assert notes() == set()


@pytest.mark.parametrize("law", ["past_follows_delete on geodata_area"])
def test_what_was_counted_of_an_area_that_is_taken_back_is_dropped(law):
    leave("geodata_keptcounts")
    insert("geodata_area", id=4, code="430382100202", level="village")
    for village, grid in ((3, 30), (3, None), (4, 40), (4, None)):
        run(
            f"INSERT INTO geodata_keptcounts (village_id, grid_id, day, version, numbers) VALUES ({village}, {grid or 'NULL'}, '2026-01-01', 1, '{{}}')"
        )
    insert("geodata_area", id=30, code="430382100201001", level="grid")
    run("DELETE FROM geodata_area WHERE id IN (4, 30)")
    assert run("SELECT DISTINCT village_id FROM geodata_keptcounts") == [(3,)]
    assert notes() == {(3, "2000-01-01")}


ROLL_CALL = {"campaign_id": 1, "village_id": 3, "household_id": 7}


def _asked(reason: str) -> None:
    leave("geodata_campaign")
    insert("geodata_campaign", id=1, reason=reason)


@pytest.mark.parametrize("law", ["past_follows_insert on geodata_campaignresult"])
def test_a_late_result_leaves_a_note_of_the_day_that_it_is_of(law):
    leave("geodata_campaignresult", "past_follows_insert")
    _asked("cold")
    late = {"made_at": "2025-01-05 23:30+00", "at": "2025-01-09 09:00+08"}
    insert("geodata_campaignresult", id=1, target_id=1, **ROLL_CALL, **late)
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()::text")
        (now,) = cursor.fetchone()
    insert("geodata_campaignresult", id=2, target_id=1, **ROLL_CALL, made_at=now, at=now)
    assert notes() == {(3, "2025-01-06")}


def test_a_drill_changes_no_day_that_is_over():
    leave("geodata_campaignresult", "past_follows_insert")
    _asked("drill")
    insert("geodata_campaignresult", id=1, target_id=1, **ROLL_CALL, made_at="2025-01-05", at="2025-01-09")
    assert notes() == set()


@pytest.mark.parametrize("law", ["past_follows_update on geodata_campaigntarget"])
def test_who_is_asked_for_elsewhere_by_now_leaves_a_note_of_both_villages(law):
    leave("geodata_campaigntarget", "past_follows_update")
    _asked("cold")
    insert("geodata_campaigntarget", id=1, **ROLL_CALL, added_at="2025-01-05 12:00+08")
    run("UPDATE geodata_campaigntarget SET level = 2")
    assert notes() == set()
    run("UPDATE geodata_campaigntarget SET village_id = 4")
    assert notes() == {(3, "2025-01-05"), (4, "2025-01-05")}
