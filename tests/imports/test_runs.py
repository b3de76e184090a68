"""An office's import on its way into the register, as the web role within the office's scope."""

import datetime as dt
import zlib
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.files import compressed_rows
from geodata.imports.models import ImportPart, ImportRun, ImportStep
from geodata.imports.runs import kept_rows, lifecycle
from geodata.imports.runs.undoing import begin
from geodata.imports.workflow import LIFE, Move
from geodata.people.models import Household, Placement
from tests.imports.office import EAST, WEST, Office, fresh, office, roster
from tests.lives import bring
from tests.roles import owner
from tests.village import NOON, County

pytestmark = pytest.mark.django_db
S = ImportRun.State
NEW = f"{WEST},007,例甲,112.505,27.905,,10500000001"


def test_nothing_is_written_before_it_is_applied(west: Office) -> None:
    before = Household.objects.count()
    run = west.upload(roster(NEW))
    assert west.check(run).new == 1
    assert (Household.objects.count(), fresh(run).state) == (before, S.CHECKED)


def test_a_new_household_is_written_and_the_rows_of_the_file_forgotten(west: Office) -> None:
    run = west.take(roster(NEW))
    home = Household.objects.get(number="007")
    assert (home.head_name, home.point_datum, run.state, run.day) == ("例甲", "wgs84", S.APPLIED, west.day)
    with pytest.raises(NotFound):
        kept_rows.table_of(run)
    assert kept_rows.report_of(run).new == 1


def test_what_was_kept_in_an_earlier_form_is_no_longer_kept(west: Office) -> None:
    run = west.take(roster(NEW))
    ImportPart.objects.filter(run=run).update(content=zlib.compress(b"{}"))
    with pytest.raises(NotFound):
        kept_rows.report_of(run)


def test_a_file_of_several_blocks_waits_and_is_written_as_it_was_shown(
    west: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compressed_rows, "BLOCK", 2)
    rows = [f"{WEST},{number},例{number},112.505,27.905,,10500000001" for number in range(101, 106)]
    run = west.upload(roster(*rows, f"{WEST},106,例丁,far,27.905,,"))
    assert kept_rows.table_of(run).column("户编号") == [str(number) for number in range(101, 107)]
    west.check(run, leave_out=True)
    shown = kept_rows.report_of(fresh(run))
    assert [entry.line for entry in shown.created] == [2, 3, 4, 5, 6]
    assert [problem.line for problem in shown.left_out] == [7]
    assert west.write(fresh(run))
    assert kept_rows.table_of(run).column("户编号") == ["106"]
    assert Household.objects.filter(number__in=range(101, 107)).count() == 5


def test_the_same_file_again_says_no_change_and_cannot_be_applied(west: Office) -> None:
    west.take(roster(NEW))
    run = west.upload(roster(NEW))
    assert west.check(run).says_no_change
    with pytest.raises(Conflict):
        west.write(run)


def test_id_numbers_are_not_even_kept_while_it_waits(west: Office) -> None:
    text = "村编码,户编号,户主姓名,身份证号\n" + f"{WEST},007,例甲,11010119900307773X\n"
    run = west.upload(text)
    assert kept_rows.table_of(run).headings == ["村编码", "户编号", "户主姓名"]
    assert any("身份证号" in note for note in run.recognised["notes"])


def test_columns_confirmed_once_are_proposed_the_next_time(west: Office) -> None:
    text = "村编码,户编号,户主,怪名\n" + f"{WEST},007,例甲,例路1号\n"
    first = west.upload(text)
    west.confirm(first, mapping=first.mapping | {"怪名": "address"}, datum="")
    assert west.upload(text).mapping["怪名"] == "address"


def test_another_office_has_its_own_memory(west: Office, made: County, tmp_path: Path) -> None:
    text = "村编码,户编号,户主,怪名\n" + f"{WEST},007,例甲,例路1号\n"
    first = west.upload(text)
    west.confirm(first, mapping=first.mapping | {"怪名": "address"}, datum="")
    assert office("county_officer", made.county, tmp_path).upload(text).mapping["怪名"] == ""


@pytest.mark.parametrize(
    "mapping",
    [
        {"户编号": "head_name", "户主姓名": "head_name"},
        {"户编号": "colour"},
        {"不存在": "address"},
        {},
    ],
)
def test_columns_that_make_no_sense_are_refused(west: Office, mapping: dict[str, str]) -> None:
    run = west.upload(roster(NEW))
    with pytest.raises(BadInput):
        west.confirm(run, mapping=mapping)


def test_coordinates_without_a_datum_are_refused_in_words(west: Office) -> None:
    run = west.upload(roster(NEW))
    run = west.confirm(run, datum="")
    with pytest.raises(BadInput):
        west.check(run)


def test_a_datum_that_nobody_knows_is_refused(west: Office) -> None:
    run = west.upload(roster(NEW))
    with pytest.raises(BadInput):
        west.confirm(run, datum="EPSG:2436; DROP")


def test_rows_of_another_village_stop_a_village_office(west: Office) -> None:
    run = west.upload(roster(NEW, f"{EAST},008,例乙,,,,"))
    assert len(west.check(run).problems) == 1
    with pytest.raises(Conflict):
        west.write(run)


def test_rows_with_problems_are_left_out_on_demand_and_named(west: Office) -> None:
    run = west.upload(roster(NEW, f"{WEST},008,例乙,abc,27.9,,", f"{EAST},009,例丙,,,,"))
    report = west.check(run, leave_out=True)
    assert (report.new, report.problems, [problem.line for problem in report.left_out]) == (1, [], [3, 4])
    assert west.write(run)
    assert list(
        Household.objects.filter(number__in=["007", "008", "009"]).values_list("number", flat=True)
    ) == ["007"]


def test_what_has_changed_since_it_was_shown_is_shown_again_and_not_written(west: Office) -> None:
    run = west.upload(roster(NEW))
    west.check(run)
    west.take(roster(NEW.replace("例甲", "例丁")))
    assert west.write(run) is False
    again = fresh(run)
    assert (again.state, again.counts["changed"], bool(again.told)) == (S.CHECKED, 1, True)
    assert Household.objects.get(number="007").head_name == "例丁"


def test_writing_twice_writes_once(west: Office) -> None:
    run = west.take(roster(NEW))
    with west.scope() as scope:
        assert lifecycle.write(run=run, scope=scope, on=west.day, at=run.uploaded_at)
    assert Placement.objects.filter(household__number="007").count() == 1


def test_given_up_its_rows_are_forgotten(west: Office) -> None:
    run = west.upload(roster(NEW))
    with west.scope() as scope:
        lifecycle.abandon(run=run, by=west.user, scope=scope, at=NOON)
    assert (fresh(run).state, ImportPart.objects.count()) == (S.ABANDONED, 0)
    with owner():
        (entry,) = AccessEntry.objects.filter(action="import_prepared")
    assert (entry.user, entry.details) == (west.user, {"import": run.pk, "kind": "households"})


def test_a_leader_may_not_import(made: County, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        office("small_leader", made.grids[0], tmp_path).upload(roster(NEW))


def test_a_village_office_may_not_import_areas(west: Office) -> None:
    with pytest.raises(NotAllowed):
        west.upload("code,name\n430382100203,例新村\n", kind="areas")


def test_a_planner_imports_areas(made: County, tmp_path: Path) -> None:
    planner = office("planner", made.county, tmp_path)
    run = planner.upload("code,name\n430382100203,例新村\n", kind="areas", name="areas.csv")
    planner.check(run)
    assert planner.write(run)
    assert planner.undo(fresh(run)) == []


@pytest.mark.parametrize(
    ("kind", "place", "seen"),
    [("village_officer", "west", 1), ("village_officer", "east", 0), ("township_officer", "town", 1),
     ("township_officer", "other_town", 0), ("county_officer", "county", 1), ("auditor", None, 0)],
)  # fmt: skip
def test_an_import_is_seen_by_those_who_see_all_its_villages(
    west: Office, made: County, tmp_path: Path, kind: str, place: str | None, seen: int
) -> None:
    west.upload(roster(NEW))
    who = office(kind, getattr(made, place) if place else None, tmp_path)
    with who.scope() as scope:
        assert ImportRun.objects.count() == seen
        assert ImportRun.objects.within(scope).count() == seen
        assert ImportPart.objects.count() == seen


@pytest.mark.owner("it reads with its own scope, and looks afterwards at what nobody else may read")
def test_the_web_role_cannot_make_up_what_an_import_did(west: Office) -> None:
    west.take(roster(NEW))
    for statement in ("SELECT * FROM geodata_importstep", "DELETE FROM geodata_household"):
        with west.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(statement)
    assert ImportStep.objects.exists()


@pytest.mark.parametrize("state", list(S))
def test_every_verb_asks_the_table(state: S, west: Office) -> None:
    run = west.upload(roster(NEW))
    over = {"undone_at": NOON, "undone_by": west.user} if state == S.UNDONE else {}
    counts = {"problems": 0, "open": 0, "new": 1, "changed": 0}
    bring(run, state, applied_at=NOON, day=west.day, counts=counts, **over)
    verbs = [
        (lifecycle.abandon, Move.ABANDON),
        (lifecycle.begin, Move.APPLY),
        (begin, Move.UNDO),
        (lifecycle.begin_check, Move.CHECK),
    ]
    for verb, move in verbs:
        refused = nullcontext() if LIFE.allowed(state, move) else pytest.raises(Conflict)
        with west.scope() as scope, refused, transaction.atomic():
            verb(run=fresh(run), by=west.user, scope=scope, at=NOON)
            transaction.set_rollback(True)


def test_what_moved_it_is_appended_with_who(west: Office) -> None:
    run = west.take(roster(NEW))
    west.undo(run)
    moves = [(step.move, step.by) for step in run.moves.order_by("pk")]
    assert moves == [
        ("confirm", west.user), ("check", west.user), ("report", None), ("apply", west.user), ("write", None),
        ("undo", west.user), ("restore", None),
    ]  # fmt: skip


def test_the_day_is_that_on_which_it_was_written(west: Office) -> None:
    run = west.upload(roster(NEW))
    west.check(run)
    west.day = west.day + dt.timedelta(days=1)
    assert west.write(run)
    assert Household.objects.get(number="007").point_since == west.day
