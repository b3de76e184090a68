"""Undoing an import as one step: everything as it was, or nothing and what stands in the way."""

import pytest
from django.db import ProgrammingError, connection, transaction

from geodata.base.errors import Conflict
from geodata.coverage.models import HouseholdFacts
from geodata.imports.models import ImportRun
from geodata.imports.runs.undoing import COUNTED, begin, undo
from geodata.people.models import Household, OccupancyPeriod, Placement
from geodata.people.placing import move
from tests.imports.office import WEST, Office, fresh, roster
from tests.roles import owner
from tests.village import NOON, County, link, member, user, visit

pytestmark = pytest.mark.django_db
NEW = f"{WEST},007,例甲,112.505,27.905,,10500000001"


def everything() -> list[object]:
    """Every row of the tables that an import of households writes, to the last digit."""
    with connection.cursor() as cursor:
        found = []
        for table in ("household", "placement", "occupancyperiod", "householdfacts"):
            cursor.execute(f"SELECT t::text FROM geodata_{table} t ORDER BY 1")
            found += cursor.fetchall()
        return found


def of(made: County, name: str) -> str:
    """A row about a registered household that changes its name, place, grid and phone."""
    return f"{WEST},{made.homes[0].number},{name},112.515,27.905,002,10500000009"


def test_undone_everything_is_as_it_was(west: Office, made: County) -> None:
    before = everything()
    run = west.take(roster(NEW, of(made, "例新")), answers={"far": "keep"})
    assert everything() != before
    assert west.undo(run) == []
    assert everything() == before
    assert (fresh(run).state, fresh(run).undone_by) == (ImportRun.State.UNDONE, west.user)


def test_two_imports_of_one_day_are_undone_the_last_first(west: Office, made: County) -> None:
    before = everything()
    first = west.take(roster(of(made, "例一")))
    between = everything()
    second = west.take(roster(f"{WEST},{made.homes[0].number},例二,112.505,27.905,001,"))
    assert len(west.undo(first)) > 0
    assert west.undo(second) == []
    assert everything() == between
    assert west.undo(first) == []
    assert everything() == before


def test_a_created_household_that_was_visited_stands_in_the_way(west: Office) -> None:
    run = west.take(roster(NEW))
    home = Household.objects.get(number="007")
    visit(home, west.day, by=user())
    before = everything()
    assert [obstacle.subject for obstacle in west.undo(run)] == ["007 例甲"]
    assert everything() == before


def test_a_created_household_with_a_contact_stands_in_the_way(west: Office, made: County) -> None:
    run = west.take(roster(NEW))
    link(member(made.west), Household.objects.get(number="007"))
    assert len(west.undo(run)) == 1


def test_a_household_that_was_changed_since_stands_in_the_way(west: Office) -> None:
    run = west.take(roster(NEW))
    Household.objects.filter(number="007").update(address="例路9号")
    [obstacle] = west.undo(run)
    assert obstacle.subject == "007 例甲"


def test_a_household_that_was_moved_since_stands_in_the_way(west: Office, made: County) -> None:
    run = west.take(roster(NEW))
    move(household=Household.objects.get(number="007"), grid=made.grids[1], on=west.day.replace(day=9))
    assert len(west.undo(run)) >= 1
    assert Placement.objects.filter(household__number="007").count() == 2


def test_what_others_did_meanwhile_elsewhere_is_left_alone(west: Office, made: County) -> None:
    run = west.take(roster(NEW))
    Household.objects.filter(pk=made.homes[1].pk).update(address="例路9号")
    assert west.undo(run) == []
    assert Household.objects.get(pk=made.homes[1].pk).address == "例路9号"


def test_it_is_undone_once(west: Office) -> None:
    run = west.take(roster(NEW))
    west.undo(run)
    with pytest.raises(Conflict):
        west.undo(run)


def test_before_it_is_written_there_is_nothing_to_undo(west: Office) -> None:
    with pytest.raises(Conflict):
        west.undo(west.upload(roster(NEW)))


def test_facts_follow_there_and_back(west: Office) -> None:
    run = west.take(roster(NEW))
    home = Household.objects.get(number="007")
    assert HouseholdFacts.objects.filter(household=home).exists()
    west.undo(run)
    assert not HouseholdFacts.objects.filter(household_id=home.pk).exists()
    assert not OccupancyPeriod.objects.filter(household_id=home.pk).exists()


@pytest.mark.owner("the steps of an import are read by nobody but the owner")
def test_ordinary_work_leaves_no_notes(west: Office, made: County) -> None:
    run = west.take(roster(NEW))
    steps = run.steps.count()
    visit(made.homes[0], west.day, by=user())
    Household.objects.filter(pk=made.homes[0].pk).update(address="例路1号")
    assert run.steps.count() == steps > 0


def test_what_stands_in_the_way_is_kept_until_it_is_tried_again(west: Office) -> None:
    run = west.take(roster(NEW))
    Household.objects.filter(number="007").update(address="例路9号")
    west.undo(run)
    assert (fresh(run).state, [why for _table, _pk, why in fresh(run).in_the_way]) == (
        ImportRun.State.APPLIED,
        ["changed"],
    )
    Household.objects.filter(number="007").update(address="")
    west.undo(run)
    assert (fresh(run).state, fresh(run).in_the_way) == (ImportRun.State.UNDONE, [])


def test_it_tells_how_many_rows_it_takes_back_and_counts_them(west: Office) -> None:
    run, told = west.take(roster(NEW)), []
    before = taken_back()
    with west.scope() as scope:
        begin(run=run, by=west.user, scope=scope, at=NOON)
        undo(run=run, by=west.user, scope=scope, at=NOON, tell=lambda rows, _step: told.append(rows))
    # The household, its placement and its occupancy.
    assert (told, taken_back() - before) == ([0, 3], 3)


def taken_back() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(pg_sequence_last_value(%s), 0)", [COUNTED])
        return int(cursor.fetchone()[0])


def test_nothing_is_taken_back_that_was_not_looked_at(west: Office) -> None:
    west.take(roster(NEW))
    with west.scope(), pytest.raises(ProgrammingError, match="looked at"), transaction.atomic():
        connection.cursor().execute("SELECT undo_import()")


MADE_UP = "CREATE TEMPORARY TABLE import_undo (place text, pk bigint, created boolean)"


@pytest.mark.owner("it takes the web role itself, as an attacker in it would")
def test_the_web_role_cannot_make_up_what_is_taken_back(west: Office, made: County) -> None:
    with west.scope(), connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
        cursor.execute(MADE_UP)
    # Nor would it help to have the right to make tables.
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT TEMPORARY ON DATABASE "{connection.settings_dict["NAME"]}" TO gridmap_web')
    with west.scope(), connection.cursor() as cursor:
        cursor.execute(MADE_UP)
        cursor.execute("INSERT INTO import_undo VALUES ('geodata_household', %s, true)", [made.homes[0].pk])
        with pytest.raises(ProgrammingError, match="looked at"), transaction.atomic():
            cursor.execute("SELECT undo_import()")
        cursor.execute("DROP TABLE import_undo")
    assert Household.objects.filter(pk=made.homes[0].pk).exists()


def test_a_column_that_came_after_the_import_stays_as_it_is(west: Office, made: County) -> None:
    """What was noted of a row before its table got a column says nothing of it: here a household knows of no mark yet."""
    before = everything()
    run = west.take(roster(of(made, "例一")))
    with owner(), connection.cursor() as cursor:
        cursor.execute("""UPDATE geodata_importstep SET was = ARRAY(SELECT w - 'synthetic' FROM unnest(was) w)
                          WHERE "table" = 'geodata_household' AND was[1] IS NOT NULL""")
        assert cursor.rowcount
    assert west.undo(run) == []
    assert everything() == before
