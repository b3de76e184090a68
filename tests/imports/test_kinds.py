"""What every kind of import says before it writes: which rows are new, changed or gone, and whose they are."""

import datetime as dt
from pathlib import Path

import pytest

from geodata.base.errors import NotFound
from geodata.contacts.rights import scope_of
from geodata.files.dispatch import parse
from geodata.imports.kinds.importer import take
from geodata.imports.kinds.registry import KINDS, kind_of
from geodata.imports.runs.findings import Change
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report
from tests.village import County, county, officer

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)
WEST, EAST = "430382100201", "430382100202"


def check(folder: Path, kind: str, text: str, *, apply: bool = False, **wishes: object) -> Report:
    path = folder / "rows.csv"
    path.write_text(text)
    wished = Wishes(**wishes)  # type: ignore[arg-type]
    return take(kind_of(kind), parse(path), on=DAY, wishes=wished, apply=apply)


def homes(*rows: str) -> str:
    return "\n".join(["村编码,户编号,户主姓名,所属网格", *rows])


def scope(kind: str, made: County) -> object:
    return scope_of(officer(kind, made.west if kind == "village_officer" else made.county), on=DAY)


def test_each_kind_is_known_by_its_name() -> None:
    assert [kind.name for kind in KINDS.values()] == list(KINDS)
    with pytest.raises(NotFound):
        kind_of("cattle")


def test_new_households_are_listed_with_number_name_and_village(tmp_path: Path) -> None:
    county()
    [entry] = check(tmp_path, "households", homes(f"{WEST},007,例甲,001")).created
    assert (entry.line, entry.subject, entry.place) == (2, "007 例甲", "例西村")


def test_a_changed_household_is_told_field_by_field(tmp_path: Path) -> None:
    home = county().homes[0]
    [entry] = check(tmp_path, "households", homes(f"{WEST},{home.number},例改,002")).altered
    assert entry.changes == (
        Change("grid", "第一网格", "第二网格"),
        Change("head_name", home.head_name, "例改"),
    )


def test_households_that_the_file_leaves_out_are_told_for_its_villages_only(tmp_path: Path) -> None:
    places = county()
    report = check(tmp_path, "households", homes(f"{WEST},{places.homes[0].number},例,"))
    assert [entry.subject for entry in report.gone] == [str(places.homes[1])]


def test_rows_of_another_village_are_problems_for_a_village_office(tmp_path: Path) -> None:
    own = scope("village_officer", county())
    report = check(tmp_path, "households", homes(f"{WEST},1,例甲,", f"{EAST},2,例乙,"), scope=own, apply=True)
    assert [(problem.line, problem.column) for problem in report.problems] == [(3, "village")]
    assert not report.applied


def test_a_planner_imports_areas_of_the_own_county_only(tmp_path: Path) -> None:
    own = scope("planner", county())
    text = "code,name\n430382100203,例新村\n430381,例别县"
    report = check(tmp_path, "areas", text, scope=own)
    assert [(problem.line, problem.column) for problem in report.problems] == [(3, "code")]
    assert [entry.subject for entry in report.created] == ["430381 例别县", "430382100203 例新村"][::-1]


def test_an_office_without_that_right_imports_nothing(tmp_path: Path) -> None:
    own = scope("village_officer", county())
    assert len(check(tmp_path, "areas", "code,name\n430382100201009,例新网格", scope=own).problems) == 1


def test_a_renamed_area_is_told_with_both_names(tmp_path: Path) -> None:
    county()
    [entry] = check(tmp_path, "areas", f"code,name\n{WEST},例新村").altered
    assert entry.changes == (Change("name", "例西村", "例新村"),)
