"""Lists of care records: which household or resident belongs to a category, since and until when."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage.facts import differences
from geodata.imports.runs.report import Report
from geodata.people.models import CareRecord, Household, Resident
from tests.defaults import load_defaults
from tests.imports.rows import DAY, EAST, LATER, WEST, bring, wrong
from tests.village import care, county, officer

pytestmark = pytest.mark.django_db

HEAD = "村编码,户编号,人群类别,对象姓名,出生年份,认定日期,终止日期,认定依据,核实日期"


@pytest.fixture(autouse=True)
def categories() -> None:
    load_defaults()


def records(*rows: str, head: str = HEAD, **more: object) -> Report:
    return bring("care", head, *rows, **more)  # type: ignore[arg-type]


def home() -> Household:
    return county().homes[0]


def test_a_row_becomes_a_record_of_the_household() -> None:
    house = home()
    records(f"{WEST},{house.number},低保,,,2025-01-01,,民政名册,2026-02-01")
    care_record = CareRecord.objects.get()
    assert (care_record.household, care_record.category.code, care_record.resident) == (
        house,
        "low_income",
        None,
    )
    assert (care_record.period.lower, care_record.source) == (dt.date(2025, 1, 1), "民政名册")
    assert care_record.verified_on == dt.date(2026, 2, 1)


def test_a_named_resident_is_made_once_and_known_again() -> None:
    house = home()
    rows = [
        f"{WEST},{house.number},低保,例老,1940,2025-01-01,,,",
        f"{WEST},{house.number},重病,例老,1940,2025-01-01,,,",
    ]
    records(*rows)
    assert Resident.objects.get().birth_year == 1940
    assert CareRecord.objects.values("resident").distinct().count() == 1
    assert records(*rows, on=LATER).says_no_change


@pytest.mark.parametrize("name", ["低保", "低保户", "低保对象", " 低保 家庭", "low_income", "Low income"])
def test_a_category_is_known_by_every_form_of_its_name(name: str) -> None:
    records(f"{WEST},{home().number},{name},,,,,,")
    assert CareRecord.objects.get().category.code == "low_income"


@pytest.mark.parametrize("name", ["五保", "特困人员", "特困（五保）户"])
def test_either_name_of_a_category_is_known(name: str) -> None:
    records(f"{WEST},{home().number},{name},,,,,,")
    assert CareRecord.objects.get().category.code == "destitute"


def test_another_year_of_birth_is_another_resident() -> None:
    house = home()
    records(f"{WEST},{house.number},低保,例同,1940,,,,")
    records(f"{WEST},{house.number},低保,例同,1990年,,,,")
    assert Resident.objects.count() == 2


def test_a_day_of_birth_gives_the_year_alone() -> None:
    records(f"{WEST},{home().number},低保,例老,1940-05-06,,,,")
    assert Resident.objects.get().birth_year == 1940


def test_a_record_is_ended_and_verified_by_its_row() -> None:
    house = home()
    old = care(house)
    report = records(f"{WEST},{house.number},低保,,,,2026-02-28,,2026-02-20")
    old.refresh_from_db()
    assert report.changes == {"until": 1, "verified_on": 1}
    assert (old.period.upper, old.verified_on) == (DAY, dt.date(2026, 2, 20))


def test_facts_follow_the_imported_records() -> None:
    house = home()
    records(
        f"{WEST},{house.number},低保,,,2025-01-01,,,",
        f"{WEST},{house.number},重病,例老,,2025-01-01,2025-12-31,,",
    )
    assert differences(on=today()) == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("{home},富豪,,,,,,", "人群类别"),
        ("{home},,,,,,,", "人群类别"),
        ("{home},低保,例老,四十,,,,", "出生年份"),
        ("{home},低保,,,2030-01-01,,,", "认定日期"),
        ("{home},低保,,,2026-02-01,2026-01-01,,", "终止日期"),
        ("{home},低保,,,,,,2030-01-01", "核实日期"),
        ("99999,低保,,,,,,", "户编号"),
        ("{home},低保,,,,,,\n{west},{home},低保,,,,,,", "认定日期"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_column(row: str, column: str) -> None:
    said = row.format(home=home().number, west=WEST)
    assert [name for _line, name in wrong(records(*f"{WEST},{said}".split("\n")))] == [column]
    assert not CareRecord.objects.exists()


def test_a_record_over_a_recorded_one_is_a_problem() -> None:
    house = home()
    care(house)
    assert wrong(records(f"{WEST},{house.number},低保,,,2025-01-01,,,")) == [(2, "认定日期")]


def test_two_residents_of_one_name_need_a_year_of_birth() -> None:
    house = home()
    for year in (1940, 1990):
        Resident.objects.create(household=house, village=house.village, name="例同", birth_year=year)
    assert wrong(records(f"{WEST},{house.number},低保,例同,,,,,")) == [(2, "对象姓名")]


def test_records_that_the_list_leaves_out_are_told_for_its_villages_and_categories() -> None:
    places = county()
    for place in (1, 2):
        care(places.homes[place])
    report = records(f"{WEST},{places.homes[0].number},低保,,,,,,")
    assert [entry.place for entry in report.gone] == ["例西村"]


def test_a_village_office_brings_in_its_own_records_only() -> None:
    places = county()
    own = scope_of(officer("village_officer", places.west), on=DAY)
    assert wrong(records(f"{EAST},{places.homes[2].number},低保,,,,,,", scope=own)) == [(2, "village")]


def test_one_record_ends_and_the_next_begins_in_one_file() -> None:
    house = home()
    care(house)
    records(f"{WEST},{house.number},低保,,,,2026-01-31,,", f"{WEST},{house.number},低保,,,2026-02-01,,,")
    ended, begun = CareRecord.objects.order_by("period")
    assert (ended.period.upper, begun.period.lower) == (dt.date(2026, 2, 1), dt.date(2026, 2, 1))
    assert differences(on=today()) == []
