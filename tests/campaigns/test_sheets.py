"""Lists on paper and their sheet: by grid, special ones first; all rows are checked before anything is stored."""

import datetime as dt
import uuid

import pytest

from geodata.base.errors import BadInput
from geodata.base.periods import today
from geodata.campaigns.models import CampaignResult
from geodata.campaigns.results import ResultReport
from geodata.campaigns.sheets import record_sheet, to_reach
from geodata.needs.models import Need
from tests import village as v

pytestmark = pytest.mark.django_db


@pytest.fixture
def plain(places):
    """Beside the special household of the first grid, by a smaller number."""
    return v.household(places.grids[0], v.middle(0, 0))


def report(home, made: dt.datetime, **said: object) -> ResultReport:
    return ResultReport(uuid.uuid4(), home.token, made, **said)


def enters(desk, campaign, *reports: ResultReport):
    return record_sheet(
        campaign=campaign, reports=reports, at=campaign.due_at, today=today(), by=desk.by, scope=desk.scope
    )


def test_a_list_goes_by_grid_with_special_households_first(plain, campaign, people, places):
    rows = list(to_reach(campaign, scope=people.village.scope))
    places_of = [(row.village.code, row.household.grid.code) for row in rows if row.household.grid]
    assert places_of == sorted(places_of)
    first = [row for row in rows if row.household.grid == places.grids[0]]
    assert [row.special for row in first] == sorted((row.special for row in first), reverse=True)
    assert {row.household for row in rows} >= {plain, places.homes[0]}


def test_of_a_grid_its_own_alone_and_nobody_who_is_reached(campaign, people, places):
    home = places.homes[0]
    code = places.grids[0].code
    before = {row.household for row in to_reach(campaign, scope=people.village.scope, area=code)}
    assert {one.grid for one in before} == {places.grids[0]} and home in before
    people.contact.tells(campaign, home, made=campaign.opened_at)
    assert home not in {row.household for row in to_reach(campaign, scope=people.village.scope)}


def test_good_rows_are_stored_with_their_visits(campaign, people, places):
    made = campaign.opened_at + dt.timedelta(minutes=5)
    rows = [report(places.homes[0], made), report(places.homes[1], made, state="unreached")]
    assert enters(people.village, campaign, *rows) == [None, None]
    assert [result.made_at for result in CampaignResult.objects.all()] == [made, made]


def test_one_wrong_row_keeps_all_out_and_each_says_what_is_wrong(campaign, people, places):
    made = campaign.opened_at + dt.timedelta(minutes=5)
    good = report(places.homes[0], made, state="needs", text="例炉子")
    early = report(places.homes[1], campaign.opened_at - dt.timedelta(minutes=5))
    strange = report(places.homes[0], made, answers={"roof": False})
    faults = enters(people.village, campaign, good, early, strange)
    assert [fault and fault.field for fault in faults] == [None, "made_at", "answers"]
    assert (CampaignResult.objects.count(), Need.objects.count()) == (0, 0)


def test_the_sheet_sent_again_stores_nothing_twice(campaign, people, places):
    row = report(places.homes[0], campaign.opened_at)
    for _time in range(2):
        assert enters(people.village, campaign, row) == [None]
    assert CampaignResult.objects.count() == 1


def test_an_empty_sheet_is_none(campaign, people):
    with pytest.raises(BadInput):
        enters(people.village, campaign)
