"""What an import of households asks before it writes, and what each answer does."""

import datetime as dt
from pathlib import Path

import pytest

from geodata.files.reading import read_table
from geodata.imports.kinds.households.households import import_households
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report
from geodata.people.models import Household
from tests.village import SIDE, SOUTH, WEST, County, county

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)
VILLAGE = "430382100201"
HEAD = "村编码,户编号,户主姓名,经度,纬度,所属网格,联系电话"


def take(folder: Path, *rows: str, **answers: str) -> Report:
    path = folder / "roster.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n")
    wishes = Wishes(datum="wgs84", answers={key.replace("_", "."): value for key, value in answers.items()})
    return import_households(read_table(path), on=DAY, wishes=wishes, apply=True)


def at(column: float, row: float = 0) -> str:
    return f"{WEST + (column + 0.5) * SIDE:.6f},{SOUTH + (row + 0.5) * SIDE:.6f}"


def known(made: County) -> Household:
    """A registered household in the middle of the first grid."""
    return made.homes[0]


def open_keys(report: Report) -> list[str]:
    return [question.key for question in report.open_questions]


def test_a_new_number_with_a_known_name_and_place_is_asked_about_and_nothing_written(tmp_path: Path) -> None:
    home = known(county())
    report = take(tmp_path, f"{VILLAGE},900,{home.head_name},{at(0)},,")
    assert (open_keys(report), report.applied) == (["same"], False)
    assert [(case.line, case.subject) for case in report.questions[0].cases] == [(2, f"900 {home.head_name}")]


def test_the_name_alone_is_no_reason_to_ask(tmp_path: Path) -> None:
    home = known(county())
    report = take(tmp_path, f"{VILLAGE},900,{home.head_name},{at(1)},,")
    assert (report.questions, report.new, report.applied) == ([], 1, True)


def test_the_same_phone_and_name_are_asked_about_too(tmp_path: Path) -> None:
    home = known(county())
    Household.objects.filter(pk=home.pk).update(phones=["10500000001"])
    assert open_keys(take(tmp_path, f"{VILLAGE},900,{home.head_name},,,,10500000001")) == ["same"]


def test_answered_as_the_same_the_registered_household_is_changed(tmp_path: Path) -> None:
    home = known(county())
    report = take(tmp_path, f"{VILLAGE},900,{home.head_name},{at(0)},,10500000001", same="same")
    assert (report.new, report.changed, report.applied) == (0, 1, True)
    home.refresh_from_db()
    assert home.phones == ["10500000001"]


def test_answered_as_another_one_it_is_added(tmp_path: Path) -> None:
    home = known(county())
    report = take(tmp_path, f"{VILLAGE},900,{home.head_name},{at(0)},,", same="other")
    assert (report.new, report.applied) == (1, True)


def test_each_case_may_have_its_own_answer(tmp_path: Path) -> None:
    places = county()
    rows = [f"{VILLAGE},90{n},{places.homes[n].head_name},{at(n)},," for n in (0, 1)]
    report = take(tmp_path, *rows, same="same", same_3="other")
    assert (report.new, report.unchanged, report.applied) == (1, 1, True)
    assert report.questions[0].answer == "each"


def test_an_unknown_answer_is_none(tmp_path: Path) -> None:
    home = known(county())
    assert open_keys(take(tmp_path, f"{VILLAGE},900,{home.head_name},{at(0)},,", same="perhaps")) == ["same"]


def test_a_household_entered_twice_is_asked_about_and_left_out_once(tmp_path: Path) -> None:
    county()
    rows = [f"{VILLAGE},90{n},例同名,{at(1)},," for n in (0, 1)]
    assert open_keys(take(tmp_path, *rows)) == ["twice"]
    assert take(tmp_path, *rows, twice="once").new == 1
    assert Household.objects.filter(head_name="例同名").count() == 1


def test_points_mostly_in_another_grid_ask_for_the_datum(tmp_path: Path) -> None:
    county()
    rows = [f"{VILLAGE},90{n},例{n},{at(n % 2)},001," for n in range(10)]
    assert open_keys(take(tmp_path, *rows)) == ["datum"]
    assert take(tmp_path, *rows, datum="right").applied


def test_a_few_points_in_another_grid_are_only_remarked(tmp_path: Path) -> None:
    county()
    rows = [f"{VILLAGE},90{n},例{n},{at(0 if n else 1)},001," for n in range(10)]
    report = take(tmp_path, *rows)
    assert (report.questions, len(report.remarks)) == ([], 1)


@pytest.mark.parametrize(("answer", "point"), [("keep", True), ("drop", False)])
def test_a_point_far_outside_its_village_is_asked_about(tmp_path: Path, answer: str, point: bool) -> None:
    county()
    row = f"{VILLAGE},900,例甲,{at(2)},,"
    assert open_keys(take(tmp_path, row)) == ["far"]
    take(tmp_path, row, far=answer)
    assert (Household.objects.get(number="900").point is not None) is point


def test_a_point_just_outside_its_village_is_only_remarked(tmp_path: Path) -> None:
    county()
    report = take(tmp_path, f"{VILLAGE},900,例甲,{at(1.51)},,")
    assert (report.questions, report.remarks[0].column) == ([], "point")
