"""Ledgers of past visits: the same row again is the same visit."""

import datetime as dt
from pathlib import Path

import pytest

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.coverage.facts import differences
from geodata.imports.runs.report import Report
from geodata.people.models import Household
from geodata.visits.models import Visit
from geodata.visits.record import Report as Told
from tests.imports.office import office
from tests.imports.rows import DAY, EAST, LATER, WEST, bring, wrong
from tests.village import County, county, member, user, visit

pytestmark = pytest.mark.django_db

HEAD = "村编码,户编号,走访日期,走访人,走访方式,走访结果,走访内容,走访编号"


def visits(*rows: str, head: str = HEAD, **more: object) -> Report:
    return bring("visits", head, *rows, **more)  # type: ignore[arg-type]


def scene() -> tuple[County, Household, str]:
    places = county()
    return places, places.homes[0], member(places.west).user.username


def test_a_row_becomes_a_visit_as_a_phone_would_have_sent_it() -> None:
    _made, home, who = scene()
    visits(f"{WEST},{home.number},2026.2.3,{who},电话,见到,一切都好,Z-1")
    visit = Visit.objects.get()
    assert (visit.household, visit.day, visit.mode, visit.outcome) == (
        home,
        dt.date(2026, 2, 3),
        "phone",
        "met",
    )
    sentence = Told(home.pk, visit.day, "phone", "met", "一切都好", (), [visit.visitors.get().user_id])
    assert visit.body_hash == sentence.digest(home.token)
    assert (visit.person_times, visit.entered_by.username, visit.village_id) == (1, who, home.village_id)


@pytest.mark.parametrize("key", ["", "Z-1"])
def test_the_same_ledger_again_adds_nothing(key: str) -> None:
    _made, home, who = scene()
    row = f"{WEST},{home.number},2026-02-03,{who},,,好,{key}"
    visits(row)
    again = visits(row, on=LATER)
    assert (again.says_no_change, again.unchanged) == (True, 1)
    assert Visit.objects.count() == 1


def test_a_row_with_a_known_key_and_other_content_is_a_problem() -> None:
    _made, home, who = scene()
    visits(f"{WEST},{home.number},2026-02-03,{who},,,好,Z-1")
    assert wrong(visits(f"{WEST},{home.number},2026-02-04,{who},,,好,Z-1")) == [(2, "走访编号")]


def test_a_visit_that_brought_something_comes_back_as_no_change() -> None:
    made, home, who = scene()
    sent = visit(home, dt.date(2026, 2, 3), by=User.objects.get(username=who), brought=["card"], note="好")
    row = f"{WEST},{home.number},2026-02-03,{who},,,,{sent.client_id}"
    assert visits(row).says_no_change
    assert wrong(visits(row.replace("02-03", "02-04"))) == [(2, "走访编号")]
    assert made.homes


def test_the_id_of_a_visit_that_the_office_does_not_see_is_a_key_like_any_other(tmp_path: Path) -> None:
    made, home, who = scene()
    hidden = visit(made.homes[2], dt.date(2026, 2, 3), by=User.objects.get(username=who))
    west = office("village_officer", made.west, tmp_path)
    text = f"{HEAD}\n{WEST},{home.number},2026-02-03,{who},,,,{hidden.client_id}\n"
    run = west.upload(text, kind="visits")
    assert west.check(run).problems == []
    assert west.write(run)
    assert Visit.objects.filter(household=home).exclude(client_id=hidden.client_id).count() == 1


def test_one_key_in_two_villages_means_two_visits() -> None:
    made, home, who = scene()
    other = member(made.east).user.username
    visits(
        f"{WEST},{home.number},2026-02-03,{who},,,,1",
        f"{EAST},{made.homes[2].number},2026-02-03,{other},,,,1",
    )
    assert Visit.objects.count() == 2


def test_a_visitor_whom_the_village_did_not_know_is_a_problem() -> None:
    made, home, _who = scene()
    stranger = member(made.far).user
    report = visits(f"{WEST},{home.number},2026-02-03,{stranger.username},,,,")
    [problem] = report.problems
    assert stranger.name in problem.message


def test_several_visitors_are_counted_as_person_times() -> None:
    made, home, who = scene()
    other = member(made.west).user.username
    report = visits(f"{WEST},{home.number},2026-02-03,{who}、{other} {who},,,,")
    assert report.new == 1
    assert Visit.objects.get().person_times == Visit.objects.get().visitors.count() == 2


def test_a_visitor_by_name_is_confirmed_once_for_all_rows() -> None:
    made, home, _who = scene()
    name = member(made.west).user.name
    rows = [f"{WEST},{home.number},2026-02-0{n},{name},,,," for n in (1, 2, 3)]
    [question] = visits(*rows).open_questions
    assert len(question.cases) == 1
    assert visits(*rows, answers={"person": "same"}).new == 3


def test_a_person_without_a_tie_to_the_place_is_nobody_there() -> None:
    _made, home, _who = scene()
    stranger = user()
    assert wrong(visits(f"{WEST},{home.number},2026-02-03,{stranger.name},,,,")) == [(2, "走访人")]


def test_who_enters_the_ledger_is_on_record() -> None:
    _made, home, who = scene()
    clerk = user()
    visits(f"{WEST},{home.number},2026-02-03,{who},,,,", by=clerk.pk)
    assert Visit.objects.get().entered_by == clerk


def test_facts_follow_the_imported_visits() -> None:
    made, home, who = scene()
    visits(
        f"{WEST},{home.number},2026-02-03,{who},,,,",
        f"{WEST},{made.homes[1].number},2025-02-03,{who},,不在家,,",
    )
    assert differences(on=today()) == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("{home},2030-01-01,{who},,,,", "走访日期"),
        ("{home},1999-12-31,{who},,,,", "走访日期"),
        ("{home},,{who},,,,", "走访日期"),
        ("{home},2026-02-03,,,,,", "走访人"),
        ("{home},2026-02-03,nobody,,,,", "走访人"),
        ("{home},2026-02-03,{who},托梦,,,", "走访方式"),
        ("{home},2026-02-03,{who},,也许,,", "走访结果"),
        ("{home},2026-02-03,{who},,," + "字" * 501 + ",", "走访内容"),
        ("99999,2026-02-03,{who},,,,", "户编号"),
        ("{home},2026-02-03,{who},,,,\n{west},{home},2026-02-03,{who},,,,", "走访编号"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_column(row: str, column: str) -> None:
    _made, home, who = scene()
    said = row.format(home=home.number, who=who, west=WEST)
    assert [name for _line, name in wrong(visits(*f"{WEST},{said}".split("\n")))] == [column]
    assert not Visit.objects.exists()


def test_a_visit_before_the_household_was_known_is_told() -> None:
    _made, home, who = scene()
    report = visits(f"{WEST},{home.number},2019-12-31,{who},,,,")
    assert [remark.line for remark in report.remarks] == [2]
    assert report.applied


def test_nothing_is_written_before_apply() -> None:
    _made, home, who = scene()
    assert visits(f"{WEST},{home.number},2026-02-03,{who},,,,", apply=False).new == 1
    assert not Visit.objects.exists()
    assert DAY < LATER
