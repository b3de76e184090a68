"""What a redraw and a proposal of contacts would change in what is ahead."""

import datetime as dt

import numpy as np
import pytest

from geodata.base.errors import NotAllowed
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage.ahead.arithmetic import Homes
from geodata.coverage.ahead.compared import NOBODY, Looked, grids_ahead, paired, redrawn
from geodata.coverage.ahead.forecast import forecast
from geodata.coverage.ahead.proposed import with_proposal
from geodata.coverage.ahead.reading import read_looked
from geodata.coverage.states import Question, select
from geodata.pairing.models import Pairing, PairingLine
from tests import village as v
from tests.coverage.test_forecast import some_are_due

pytestmark = pytest.mark.usefixtures("defaults")
NAMED = [("a", "A"), ("b", "B")]


@pytest.fixture(scope="module")
def build():
    return some_are_due


def looked(since: list[int], members: list[int], burden: dict[int, int]) -> Looked:
    size = len(since)
    flags = np.zeros(size, np.bool_)
    homes = Homes(
        np.full(size, 92), np.array(since), flags, np.array(members) != NOBODY, np.zeros(size, np.int64)
    )
    return Looked(np.arange(size) + 10, homes, np.ones(size, np.bool_), np.array(members), burden)


def test_a_redraw_takes_the_work_and_the_members_time_along():
    homes = looked([91] * 6, [7, 7, 7, NOBODY, NOBODY, NOBODY], {7: 3})
    before = np.array([0, 0, 0, 1, 1, 1])
    answer = redrawn(homes, before, np.array([0, 0, 1, 1, 0, 0]), (NAMED, NAMED), 30)
    assert [grid.due[7] for grid in answer.before] == [3, 3]
    assert [round(grid.possible, 2) for grid in answer.before] == [2, 0]
    assert [grid.due[7] for grid in answer.after] == [4, 2]
    assert [round(grid.possible, 2) for grid in answer.after] == [1.33, 0.67]
    assert [grid.code for grid in answer.cannot_before] == ["b"]


def test_a_proposal_shares_a_members_time_anew():
    homes = looked([80] * 4, [7, NOBODY, NOBODY, NOBODY], {7: 1})
    place = np.array([0, 0, 1, 1])
    answer = paired(homes, {12: 7, 13: 8}, place, NAMED, 30)
    assert [grid.possible for grid in answer.before] == [2, 0]
    assert [grid.possible for grid in answer.after] == [1, 3]
    assert [grid.code for grid in answer.cannot_before] == ["b"]
    assert ([grid.code for grid in answer.relieved], answer.cannot_after) == (["b"], [])
    assert homes.burden == {7: 1}


def test_households_that_are_not_known_are_not_to_be_visited():
    homes = looked([91, 91], [7, NOBODY], {7: 1}).among(np.array([11, 99, 10]))
    assert homes.ids.tolist() == [11, 99, 10]
    assert homes.visited.tolist() == [True, False, True]
    assert homes.member.tolist() == [NOBODY, NOBODY, 7]
    assert looked([], [], {}).among(np.array([5])).visited.tolist() == [False]


def test_exempt_households_take_of_a_members_time_and_need_no_visit(places):
    scope = scope_of(v.officer("county_officer", places.county), on=today())
    question = Question(select(scope=scope, area=places.county, on=today()), on=today())
    homes, grids = read_looked(question, more="grid_id")
    ground = [(grid.code, grid.name) for grid in places.grids]
    number = {grid.pk: place for place, grid in enumerate(places.grids)}
    place = np.array([number[grid] for (grid,) in grids])
    told = forecast(area=places.county, by="grid", days=30, on=today(), scope=scope)
    rows = {row.code: row for row in told.rows}
    for grid in grids_ahead(homes, place, ground, 30):
        row = rows[grid.code]
        assert (grid.households, grid.due) == (row.households, row.due)
        assert round(grid.pace_needed, 2) == row.pace_needed
        assert round(grid.possible, 2) == row.possible
        assert grid.cannot == (grid.code in told.cannot)


def proposal(places, *pairs) -> Pairing:
    pairing = Pairing.objects.create(
        area=places.county, villages=[places.west.pk, places.east.pk, places.far.pk], on=today()
    )
    for home, member in pairs:
        PairingLine.objects.create(
            pairing=pairing, household=home, village_id=home.village_id, grid_id=home.grid_id, member=member
        )
    return pairing


def test_a_proposal_says_which_grids_could_keep_up(places):
    scope = scope_of(v.officer("county_officer", places.county), on=today())
    alone = forecast(area=places.county, by="grid", days=30, on=today(), scope=scope)
    unlinked = [home for home in places.homes if home.grid.code in alone.cannot]
    pairing = proposal(places, *((home, v.member(places.west)) for home in unlinked))
    answer = with_proposal(pairing=pairing, on=today(), scope=scope)
    assert [grid.code for grid in answer.cannot_before] == alone.cannot
    assert alone.cannot
    assert answer.cannot_after == []
    assert [grid.code for grid in answer.relieved] == alone.cannot
    pairing.lines.update(state=PairingLine.State.REJECTED)
    assert with_proposal(pairing=pairing, on=today(), scope=scope).cannot_after == answer.cannot_before


def test_a_proposal_is_told_to_those_who_see_details_there(places, django_assert_max_num_queries):
    pairing = proposal(places)
    planner = scope_of(v.officer("planner", places.county), on=today())
    with pytest.raises(NotAllowed):
        with_proposal(pairing=pairing, on=today(), scope=planner)
    scope = scope_of(v.officer("county_officer", places.county), on=today())
    with django_assert_max_num_queries(9):
        with_proposal(pairing=pairing, on=today() + dt.timedelta(0), scope=scope)
