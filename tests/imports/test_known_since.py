"""Households that were known before their first import, so that their past visits count."""

import contextlib
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from geodata.base.errors import BadInput
from geodata.base.periods import today
from geodata.coverage.facts import differences
from geodata.imports.runs.report import Report
from geodata.people.models import Household, OccupancyPeriod, Placement
from geodata.territory.models import Boundary
from geodata.visits.models import Visit
from tests.imports.rows import DAY, LATER, WEST, bring
from tests.village import county, member, owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]

SINCE = dt.date(2024, 5, 1)
HEAD = "村编码,户编号,户主姓名,经度,纬度"
ROW = f"{WEST},007,例甲,112.505,27.905"


def households(*rows: str, **more: Any) -> Report:
    return bring("households", HEAD, *(rows or (ROW,)), datum="wgs84", **more)


def test_a_new_household_begins_on_the_day_since_which_it_was_known() -> None:
    county()
    households(since=SINCE)
    home = Household.objects.get(number="007")
    assert home.point_since == SINCE
    for periods in (Placement.objects, OccupancyPeriod.objects):
        assert periods.get(household=home).period.lower == SINCE
    assert not differences(on=today())


def test_without_a_day_it_begins_with_the_import() -> None:
    county()
    households()
    assert Placement.objects.get(household__number="007").period.lower == DAY


def test_a_past_visit_before_the_import_counts_without_a_remark() -> None:
    places = county()
    who = member(places.west).user.username
    head, row = "村编码,户编号,走访日期,走访人", f"{WEST},007,2025-02-03,{who}"
    households()
    assert [one.column for one in bring("visits", head, row, apply=False).remarks] == ["走访日期"]
    households(f"{WEST},008,例乙,112.506,27.906", since=SINCE)
    assert not bring("visits", head, row.replace("007", "008")).remarks
    assert Visit.objects.get().day == dt.date(2025, 2, 3)
    assert not differences(on=today())


def test_what_is_registered_keeps_its_days() -> None:
    places = county()
    before = list(Placement.objects.values_list("household", "period"))
    number = places.homes[0].number
    households(f"{WEST},{number},例新名,,", since=SINCE)
    assert list(Placement.objects.values_list("household", "period")) == before


def test_a_border_that_begins_later_than_its_households_is_told() -> None:
    places = county()
    later = dt.date(2025, 1, 1)
    with owner():
        for border in Boundary.objects.filter(area=places.grids[0]):
            border.period = type(border.period)(later, None)
            border.save(update_fields=["period"])
    report = households(since=SINCE)
    told = [(one.line, one.column, one.value) for one in report.remarks if one.column == "since"]
    assert told == [(None, "since", places.grids[0].name)]
    assert "1 Jan 2025" in next(one.message for one in report.remarks if one.column == "since")
    assert any("1 May 2024" in note for note in report.notes)


def by_command(folder: Path, *words: str) -> str:
    file = folder / "roster.csv"
    file.write_text(f"{HEAD}\n{ROW}\n")
    out = io.StringIO()
    with contextlib.suppress(CommandError):
        call_command(
            "import_households", file, "--datum", "wgs84", "--apply", *words, language="en", stdout=out
        )
    return out.getvalue()


@pytest.mark.owner("a command of the owner")
def test_the_command_takes_the_day_too(tmp_path: Path) -> None:
    county()
    output = by_command(tmp_path, "--since", "2024-05-01")
    assert "on record since 1 May 2024" in output
    assert Placement.objects.get(household__number="007").period.lower == SINCE


@pytest.mark.owner("a command of the owner")
@pytest.mark.parametrize("day", ["1999-12-31", "2999-01-01"])
def test_the_command_refuses_a_day_since_which_nobody_can_be_known(tmp_path: Path, day: str) -> None:
    county()
    assert "until today" in by_command(tmp_path, "--since", day)
    assert not Household.objects.filter(number="007").exists()


def test_the_command_takes_nothing_that_is_no_day(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--since"):
        call_command("import_households", tmp_path / "roster.csv", "--since", "2024-02-31")


@pytest.mark.parametrize("day", [LATER, dt.date(1999, 12, 31)])
def test_a_day_ahead_or_before_all_records_is_refused(day: dt.date) -> None:
    county()
    with pytest.raises(BadInput) as refused:
        households(since=day)
    assert refused.value.field == "since"
