"""What stands beside households, brought in by an office as the web role, and taken back as one step."""

from pathlib import Path

import pytest
from django.db import connection

from geodata.imports.models import ImportRun
from geodata.imports.report import Report
from geodata.people.defaults import load_defaults
from tests.imports.office import WEST, Office, fresh, office
from tests.roles import owner
from tests.village import County, care, county, link, member

pytestmark = pytest.mark.django_db

TABLES = (
    "user", "branch", "branch_areas", "member", "duty", "contactlink", "visit", "visitor", "resident", "carerecord",
    "householdfacts", "phonenumber",
)  # fmt: skip


@pytest.fixture
def made() -> County:
    load_defaults()
    return county()


def everything() -> list[object]:
    with connection.cursor() as cursor:
        found: list[object] = []
        for table in TABLES:
            cursor.execute(f"SELECT '{table}', t::text FROM geodata_{table} t ORDER BY 2")
            found += cursor.fetchall()
        return found


def members(made: County) -> str:
    old = member(made.west)
    return (
        "村编码,党员姓名,登录名,党员电话,所属支部,能否联户,经度,纬度\n"
        f"{WEST},例新,,10500000001,例新支部,能,112.505,27.905\n"
        f"{WEST},{old.user.name},{old.user.username},10500000002,,外出,,\n"
    )


def links(made: County) -> str:
    who = member(made.west)
    link(member(made.west), made.homes[0])
    return (
        "村编码,户编号,党员编号,开始日期\n"
        f"{WEST},{made.homes[0].number},{who.user.username},2026-02-01\n"
        f"{WEST},{made.homes[1].number},{who.user.username},2026-02-01\n"
    )


def leaders(_made: County) -> str:
    return f"网格编码,职务,姓名,手机号\n{WEST}001,网格长,例长,10500000001\n"


def visits(made: County) -> str:
    who = member(made.west)
    return (
        "村编码,户编号,走访日期,走访人,走访内容\n"
        f"{WEST},{made.homes[0].number},2026-02-03,{who.user.username},好\n"
    )


def records(made: County) -> str:
    care(made.homes[1])
    return (
        "村编码,户编号,类别,对象姓名,终止日期\n"
        f"{WEST},{made.homes[0].number},重病,例老,\n{WEST},{made.homes[1].number},低保,,2026-02-01\n"
    )


FILES = {"members": members, "links": links, "leaders": leaders, "visits": visits, "care": records}


def checked(who: Office, kind: str, text: str) -> tuple[ImportRun, Report]:
    run = who.upload(text, kind=kind)
    return fresh(run), who.check(run)


@pytest.mark.parametrize("kind", FILES)
def test_an_office_brings_rows_in_and_takes_them_back(kind: str, made: County, tmp_path: Path) -> None:
    west = office("village_officer", made.west, tmp_path)
    text = FILES[kind](made)
    before = everything()
    run, report = checked(west, kind, text)
    assert (report.problems, report.open_questions) == ([], [])
    assert west.write(run)
    assert everything() != before
    assert west.undo(fresh(run)) == []
    assert everything() == before


@pytest.mark.parametrize("kind", FILES)
def test_a_neighbour_brings_nothing_in(kind: str, made: County, tmp_path: Path) -> None:
    text = FILES[kind](made)
    east = office("village_officer", made.east, tmp_path)
    _run, report = checked(east, kind, text)
    assert report.problems


@pytest.mark.parametrize("kind", FILES)
def test_everything_that_was_written_is_in_the_scope_of_the_file(
    kind: str, made: County, tmp_path: Path
) -> None:
    west = office("village_officer", made.west, tmp_path)
    run, _report = checked(west, kind, FILES[kind](made))
    west.write(run)
    with owner(), connection.cursor() as cursor:
        cursor.execute('SELECT DISTINCT "table" FROM geodata_importstep WHERE run_id = %s', [run.pk])
        written = {name.removeprefix("geodata_") for (name,) in cursor.fetchall()}
    assert written <= set(TABLES)
