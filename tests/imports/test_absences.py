"""Lists of absences: who is away, since and until when; how the household is lived in follows."""

import datetime as dt

import pytest

from geodata.coverage.facts import differences
from geodata.imports.runs.report import Report
from geodata.people.models import Absence, Household, OccupancyPeriod
from geodata.people.placing import occupy
from geodata.register.coming_back import come_back
from tests.defaults import load_defaults
from tests.imports.rows import DAY, LATER, WEST, bring, wrong
from tests.village import county

pytestmark = pytest.mark.django_db
HEAD = "村编码,户编号,开始日期,结束日期,外出地点,外出联系电话,留守情况"
BEGAN = dt.date(2026, 2, 1)


@pytest.fixture
def house() -> Household:
    load_defaults()
    return county().homes[0]


def absences(house: Household, *rows: str, **more: object) -> Report:
    return bring("absences", HEAD, *(f"{WEST},{house.number},{row}" for row in rows), **more)  # type: ignore[arg-type]


def lived(house: Household, on: dt.date) -> str:
    return OccupancyPeriod.objects.get(household=house, period__contains=on).occupancy


def test_whoever_is_away_lives_there_for_a_season_from_that_day_on(house: Household) -> None:
    absences(house, "2026-02-01,,例市,10500000001,老人留守")
    away = Absence.objects.get()
    assert (away.period.lower, away.period.upper, away.where, away.stays) == (BEGAN, None, "例市", "elderly")
    house.refresh_from_db()
    assert (house.occupancy, lived(house, BEGAN), lived(house, BEGAN - dt.timedelta(days=1))) == (
        "seasonal",
        "seasonal",
        "lived_in",
    )
    assert differences(on=DAY) == []


def test_the_same_row_changes_nothing(house: Household) -> None:
    absences(house, "2026-02-01,,例市,10500000001,老人留守")
    assert absences(house, "2026-02-01,,例市,10500000001,老人留守", on=LATER).says_no_change
    assert absences(house, ",,,,", on=LATER).says_no_change


def test_an_absence_of_the_past_changes_nothing_of_how_the_household_is_lived_in(house: Household) -> None:
    absences(house, "2025-02-01,2025-03-01,例市,,")
    assert Absence.objects.get().period.upper == dt.date(2025, 3, 2)
    assert OccupancyPeriod.objects.filter(household=house).count() == 1


def test_when_it_is_ended_the_next_day_sees_to_it(house: Household) -> None:
    absences(house, "2026-02-01,,例市,,")
    absences(house, "2026-02-01,2026-02-20,,,")
    come_back(on=DAY)
    house.refresh_from_db()
    assert (house.occupancy, lived(house, dt.date(2026, 2, 20)), lived(house, dt.date(2026, 2, 21))) == (
        "lived_in",
        "seasonal",
        "lived_in",
    )


def test_who_stands_empty_or_began_later_keeps_what_is_recorded(house: Household) -> None:
    occupy(household=house, occupancy="empty", on=BEGAN)
    absences(house, "2026-01-01,,例市,,")
    house.refresh_from_db()
    assert house.occupancy == "empty"


def test_what_began_on_the_day_is_changed_and_not_ended(house: Household) -> None:
    occupy(household=house, occupancy="seasonal", on=BEGAN)
    occupy(household=house, occupancy="lived_in", on=BEGAN)
    absences(house, "2026-02-01,,例市,,")
    assert lived(house, BEGAN) == "seasonal" and differences(on=DAY) == []


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["2026-02-01,2026-01-01,,,"], [(2, "结束日期")]),
        (["2026-02-01,,,,", "2026-02-09,,,,"], [(3, "开始日期")]),
        ([",,,电话不详,"], [(2, "外出联系电话")]),
        ([",,,,也许"], [(2, "留守情况")]),
        (["昨天,,,,"], [(2, "开始日期")]),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_column(
    house: Household, rows: list[str], found: list[tuple[int, str]]
) -> None:
    assert wrong(absences(house, *rows)) == found


def test_a_household_that_has_left_is_not_away(house: Household) -> None:
    occupy(household=house, occupancy="moved_away", on=BEGAN)
    assert wrong(absences(house, "2026-02-01,,例市,,")) == [(2, "户编号")]
