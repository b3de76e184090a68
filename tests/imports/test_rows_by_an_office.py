"""What stands beside households, brought in by an office as the web role, and taken back as one step."""

from pathlib import Path

import pytest
from django.db import connection

from geodata.accounts.models import PhoneNumber
from geodata.imports.models import ImportRun
from geodata.imports.runs.report import Report
from geodata.people.models import Resident
from tests.defaults import load_defaults
from tests.imports.office import WEST, Office, fresh, office
from tests.roles import owner
from tests.village import County, care, county, department, link, member

pytestmark = pytest.mark.django_db

TABLES = (
    "user", "branch", "branch_areas", "member", "duty", "contactlink", "visit", "visitor", "resident", "carerecord",
    "householdfacts", "phonenumber", "absence", "department", "occupancyperiod", "household", "memberability",
    "need", "needstep", "dispute",
)  # fmt: skip


@pytest.fixture
def places() -> County:
    load_defaults()
    return county()


def everything() -> list[object]:
    with connection.cursor() as cursor:
        found: list[object] = []
        for table in TABLES:
            cursor.execute(f"SELECT '{table}', t::text FROM geodata_{table} t ORDER BY 2")
            found += cursor.fetchall()
        return found


def members(places: County) -> str:
    old = member(places.west)
    return (
        "村编码,党员姓名,登录名,党员电话,所属支部,能否联户,经度,纬度\n"
        f"{WEST},例新,,10500000001,例新支部,能,112.505,27.905\n"
        f"{WEST},{old.user.name},{old.user.username},10500000002,,外出,,\n"
    )


def links(places: County) -> str:
    who = member(places.west)
    link(member(places.west), places.homes[0])
    return (
        "村编码,户编号,党员编号,开始日期\n"
        f"{WEST},{places.homes[0].number},{who.user.username},2026-02-01\n"
        f"{WEST},{places.homes[1].number},{who.user.username},2026-02-01\n"
    )


def leaders(_made: County) -> str:
    return f"网格编码,职务,姓名,手机号\n{WEST}001,网格长,例长,10500000001\n"


def visits(places: County) -> str:
    who = member(places.west)
    return (
        "村编码,户编号,走访日期,走访人,走访内容\n"
        f"{WEST},{places.homes[0].number},2026-02-03,{who.user.username},好\n"
    )


def records(places: County) -> str:
    care(places.homes[1])
    return (
        "村编码,户编号,类别,对象姓名,终止日期\n"
        f"{WEST},{places.homes[0].number},重病,例老,\n{WEST},{places.homes[1].number},低保,,2026-02-01\n"
    )


def residents(places: County) -> str:
    with owner():
        old = Resident.objects.create(
            household=places.homes[1], village=places.west, name="例老", birth_year=1940
        )
        record = care(places.homes[1])
        type(record).objects.filter(pk=record.pk).update(resident=old)
    return (
        "村编码,户编号,居民姓名,出生年份,关系,电话,死亡日期\n"
        f"{WEST},{places.homes[0].number},例新,1950,父亲,10500000001,\n"
        f"{WEST},{places.homes[1].number},例老,1940,,,2026-02-01\n"
    )


def absences(places: County) -> str:
    return (
        "村编码,户编号,开始日期,结束日期,外出地点,外出联系电话,留守情况\n"
        f"{WEST},{places.homes[0].number},2026-02-01,,例市,10500000001,老人留守\n"
        f"{WEST},{places.homes[1].number},2025-02-01,2025-03-01,例市,,\n"
    )


def needs(places: County) -> str:
    return (
        "村编码,户编号,反映日期,事项类型,事项类别,反映内容,办理状态,办理结果,办结日期\n"
        f"{WEST},{places.homes[0].number},2026-02-01,矛盾纠纷,邻里,例墙,,,\n"
        f"{WEST},{places.homes[1].number},2026-02-01,问题,饮水,例井,办结,例好了,2026-02-02\n"
    )


FILES = {
    "members": members, "links": links, "leaders": leaders, "visits": visits, "care": records,
    "residents": residents, "absences": absences, "needs": needs,
}  # fmt: skip


def checked(who: Office, kind: str, text: str) -> tuple[ImportRun, Report]:
    run = who.upload(text, kind=kind)
    return fresh(run), who.check(run)


def test_a_county_brings_its_departments_in_and_takes_them_back(places: County, tmp_path: Path) -> None:
    department(places.county, "water")
    county_office = office("county_officer", places.county, tmp_path)
    text = "区域代码,部门代码,部门名称\n430382,water,例水务局\n430382100,agriculture,例农业站\n"
    before = everything()
    run, report = checked(county_office, "departments", text)
    assert (report.problems, report.new, report.changed) == ([], 1, 1)
    assert county_office.write(run)
    assert everything() != before
    assert county_office.undo(fresh(run)) == []
    assert everything() == before


@pytest.mark.parametrize("kind", FILES)
def test_an_office_brings_rows_in_and_takes_them_back(kind: str, places: County, tmp_path: Path) -> None:
    west = office("village_officer", places.west, tmp_path)
    text = FILES[kind](places)
    before = everything()
    run, report = checked(west, kind, text)
    assert (report.problems, report.open_questions) == ([], [])
    assert west.write(run)
    assert everything() != before
    assert west.undo(fresh(run)) == []
    assert everything() == before


def test_ties_that_a_phone_has_won_since_stand_in_nobodys_way(places: County, tmp_path: Path) -> None:
    west = office("village_officer", places.west, tmp_path)
    run, _report = checked(west, "members", members(places))
    west.write(run)
    phone = PhoneNumber.objects.get(number="10500000002")
    link(phone.user.member, places.homes[2])
    assert PhoneNumber.objects.get(pk=phone.pk).reach != phone.reach
    assert west.undo(fresh(run)) == []
    assert not PhoneNumber.objects.filter(pk=phone.pk).exists()


@pytest.mark.parametrize("kind", FILES)
def test_a_neighbour_brings_nothing_in(kind: str, places: County, tmp_path: Path) -> None:
    text = FILES[kind](places)
    east = office("village_officer", places.east, tmp_path)
    _run, report = checked(east, kind, text)
    assert report.problems


@pytest.mark.parametrize("kind", FILES)
def test_everything_that_was_written_is_in_the_scope_of_the_file(
    kind: str, places: County, tmp_path: Path
) -> None:
    west = office("village_officer", places.west, tmp_path)
    run, _report = checked(west, kind, FILES[kind](places))
    west.write(run)
    with owner(), connection.cursor() as cursor:
        cursor.execute('SELECT DISTINCT "table" FROM geodata_importstep WHERE run_id = %s', [run.pk])
        written = {name.removeprefix("geodata_") for (name,) in cursor.fetchall()}
    assert written <= set(TABLES)
