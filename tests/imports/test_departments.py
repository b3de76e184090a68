"""Lists of departments: of a county and its townships, recognised by area and code."""

import datetime as dt

import pytest

from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.rights import scope_of
from geodata.imports.runs.report import Report
from geodata.posts.departments import Department
from tests.imports.rows import DAY, LATER, WEST, bring, wrong
from tests.village import county, department, officer

pytestmark = pytest.mark.django_db

HEAD = "区域代码,部门代码,部门名称,英文名称,起始日期"


def departments(*rows: str, head: str = HEAD, **more: object) -> Report:
    return bring("departments", head, *rows, **more)  # type: ignore[arg-type]


def names() -> list[tuple[str, str, str, str, dt.date | None]]:
    rows = Department.objects.select_related("area").order_by("area__code", "code")
    return [(one.area.code, one.code, one.name, one.name_en, one.period.lower) for one in rows]


def test_a_county_and_a_township_get_theirs() -> None:
    county()
    departments("430382,water,水务局,Water,2026-01-01", "430382100,agriculture,农业站,,")
    assert names() == [
        ("430382", "water", "水务局", "Water", dt.date(2026, 1, 1)),
        ("430382100", "agriculture", "农业站", "", DAY),
    ]


def test_where_no_area_is_named_it_is_the_only_county_or_the_township_by_name() -> None:
    county()
    departments(",water,水利局", "例镇,water,水利站", head="乡镇,部门代码,部门名称")
    assert [(row[0], row[2]) for row in names()] == [("430382", "水利局"), ("430382100", "水利站")]


def test_the_same_list_again_is_no_change_and_a_name_may_change() -> None:
    county()
    departments("430382,water,水利局,Water,2026-01-01")
    assert departments("430382,water,水利局,Water,2026-01-01", on=LATER).says_no_change
    report = departments("430382,water,水务局,,", on=LATER)
    assert (report.new, report.changed) == (0, 1)
    assert names() == [("430382", "water", "水务局", "Water", dt.date(2026, 1, 1))]


def test_what_the_list_leaves_out_is_told_and_stays() -> None:
    places = county()
    kept = department(places.county)
    report = departments("430382,water,水利局,,")
    assert [row.subject for row in report.gone] == [kept.name]
    assert Department.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("430382,,水利局,,", "部门代码"),
        ("430382,Water Board,水利局,,", "部门代码"),
        ("430382,水利,水利局,,", "部门代码"),
        ("430382,water,,,", "部门名称"),
        ("999999,water,水利局,,", "区域代码"),
        (f"{WEST},water,水利局,,", "区域代码"),
        ("430382,water,水利局,,2099-01-01", "起始日期"),
        ("430382,water,水利局,,\n430382,water,水务局,,", "起始日期"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_column(row: str, column: str) -> None:
    county()
    report = departments(*row.split("\n"))
    assert wrong(report) == [(len(row.split("\n")) + 1, column)]
    assert all(problem.remedy for problem in report.problems)
    assert not Department.objects.exists()


def test_a_township_names_no_departments_and_a_county_those_of_its_townships() -> None:
    places = county()
    row = "430382100,water,水利站,,"
    town = Scope((Grant(frozenset({Right.APPOINT}), places.town.code),))
    assert [column for _line, column in wrong(departments(row, scope=town))] == ["区域代码"]
    office = scope_of(officer("county_officer", places.county), on=DAY)
    assert departments(row, scope=office).new == 1
