"""Lists of residents: who lives in a household, died or moved out."""

import datetime as dt

import pytest

from geodata.coverage.facts import differences
from geodata.imports.runs.report import Report
from geodata.people.models import CareRecord, Household, Resident
from tests.defaults import load_defaults
from tests.imports.rows import DAY, LATER, WEST, bring, wrong
from tests.village import care, county

pytestmark = pytest.mark.django_db
HEAD = "村编码,户编号,居民姓名,出生年份,与户主关系,电话,死亡日期,迁出日期"


@pytest.fixture
def house() -> Household:
    load_defaults()
    return county().homes[0]


def residents(house: Household, *rows: str, **more: object) -> Report:
    return bring("residents", HEAD, *(f"{WEST},{house.number},{row}" for row in rows), **more)  # type: ignore[arg-type]


def test_a_row_becomes_a_resident_and_the_same_row_changes_nothing(house: Household) -> None:
    assert residents(house, "例老,1940,父亲,10500000001,,").created[0].subject == f"{house} 例老"
    who = Resident.objects.get()
    assert (who.household, who.name, who.birth_year, who.relation) == (house, "例老", 1940, "父亲")
    assert who.phone == "10500000001" and not who.synthetic
    assert residents(house, "例老,1940,父亲,10500000001,,", on=LATER).says_no_change


def test_what_is_empty_changes_nothing_and_what_is_said_does(house: Household) -> None:
    residents(house, "例老,1940,父亲,10500000001,,")
    residents(house, "例老,,,10500000002,,")
    who = Resident.objects.get()
    assert (who.birth_year, who.relation, who.phone) == (1940, "父亲", "10500000002")


def test_another_year_of_birth_is_another_resident(house: Household) -> None:
    residents(house, "例老,1940,,,,", "例老,1990,,,,")
    assert Resident.objects.count() == 2
    assert wrong(residents(house, "例老,,,10500000001,,")) == [(2, "居民姓名")]


def test_whose_year_is_not_known_is_told_apart_from_whose_is(house: Household) -> None:
    residents(house, "例老,1940,,,,"), residents(house, "例少,,,,,")
    Resident.objects.create(household=house, village=house.village, name="例老")
    assert residents(house, "例老,1940,,,,", "例老,,,,,").says_no_change


@pytest.mark.parametrize("place", [4, 5])
def test_the_care_of_who_died_or_moved_out_ends_on_that_day(house: Household, place: int) -> None:
    residents(house, "例老,1940,,,,")
    record = care(house)
    CareRecord.objects.filter(pk=record.pk).update(resident=Resident.objects.get())
    cells = ["例老", "1940", "", "", "", ""]
    cells[place] = "2026-02-01"
    told = residents(house, ",".join(cells))
    record.refresh_from_db()
    assert record.period.upper == dt.date(2026, 2, 1)
    assert [remark.column for remark in told.remarks] == ["居民姓名"]
    assert differences(on=DAY) == []


def test_the_same_person_twice_is_told_with_the_other_line(house: Household) -> None:
    assert wrong(residents(house, "例老,1940,,,,", "例老,1940,父亲,,,")) == [(3, "居民姓名")]


def test_who_is_left_out_stays_and_is_told_while_here(house: Household) -> None:
    residents(house, "例老,1940,,,,", "例少,1990,,,,", "例去,1980,,,,2026-01-01")
    assert [entry.subject for entry in residents(house, "例老,1940,,,,").gone] == [f"{house} 例少"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",1940,,,,", "居民姓名"),
        ("例老,四十,,,,", "出生年份"),
        ("例老,,,电话不详,,", "电话"),
        ("例老,,,,2030-01-01,", "死亡日期"),
        ("例老,,,,,昨天", "迁出日期"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_column(house: Household, row: str, column: str) -> None:
    assert wrong(residents(house, row)) == [(2, column)]


def test_a_household_that_is_not_there_is_a_problem(house: Household) -> None:
    assert wrong(bring("residents", HEAD, f"{WEST},404,例老,,,,,")) == [(2, "户编号")]
