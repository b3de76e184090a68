"""Who should look after whom: the cheapest pairing, by the rules."""

import numpy as np
import pytest
from hypothesis import given, settings
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

from geodata.pairing.solver import search, solve
from geodata.pairing.solver.prepare import even_load
from geodata.pairing.solver.solve import Places, Reason, Rules, propose
from tests.pairing.pairing_cases import Case, Helper, Home, cases, cost, households, members, pair

NAN = float("nan")


@settings(max_examples=150, deadline=None)
@given(cases())
def test_no_other_pairing_from_scratch_is_better(case: Case):
    proposal = case.proposed(from_scratch=True)
    assert case.worth(proposal.member.tolist(), {}) == case.best({})
    assert proposal.gap == 0


@settings(max_examples=150, deadline=None)
@given(cases())
def test_no_other_pairing_that_keeps_what_may_stay_is_better(case: Case):
    proposal = case.proposed(from_scratch=False)
    assert case.worth(proposal.member.tolist(), case.keeps()) == case.best(case.keeps())
    assert proposal.cost == proposal.bound


def crowd(count: int, helpers: int) -> tuple[list[Home], list[Helper]]:
    """Households and members at random in 9 × 9 km of nine villages, with a tenth more places than are needed."""
    chance = np.random.default_rng(7)
    where = chance.integers(0, 9_000, (count + helpers, 2))
    village = (where // 3_000) @ [1, 3]
    spots = [
        {"x": x, "y": y, "village": v, "grid": v}
        for (x, y), v in zip(where.tolist(), village.tolist(), strict=True)
    ]
    special = (chance.random(count) < 0.2).tolist()
    places_each = -(-count * 11 // (10 * helpers))
    homes = [Home(**spot, special=each) for spot, each in zip(spots, special, strict=False)]
    return homes, [Helper(**spot, capacity=places_each) for spot in spots[count:]]


@pytest.fixture
def short_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few pairs to begin with that the optimum has to be found by the prices."""
    for name, value in {
        "AT_ONCE": 0,
        "BLOCK": 3,
        "DISTRICT": 9,
        "NEAR": 2,
        "LOOKS": (1, 1),
        "NEW_PER_ROUND": 1,
    }.items():
        monkeypatch.setattr(search, name, value)
    monkeypatch.setattr(solve, "WITH_ROOM", 1)


@pytest.mark.usefixtures("short_sight")
@pytest.mark.parametrize("many", [solve.MANY, 0])
def test_many_households_cost_as_little_as_in_a_dense_assignment(monkeypatch, many):
    monkeypatch.setattr(solve, "MANY", many)
    monkeypatch.setattr(solve, "UNLIKELY", 0)
    homes, helpers = crowd(300, 40)
    places = [helper for helper in helpers for _ in range(helper.capacity)]
    dense = SimpleLinearSumAssignment()
    for j, place in enumerate(places):
        for i in range(len(places)):
            dense.add_arc_with_cost(i, j, cost(homes[i], place) if i < len(homes) else 0)
    assert dense.solve() == dense.OPTIMAL
    assert pair(homes, helpers).cost == dense.optimal_cost()


def test_the_same_question_has_the_same_answer():
    homes, helpers = crowd(300, 40)
    once, again = pair(homes, helpers), pair(homes, helpers)
    assert once.member.tolist() == again.member.tolist()


@pytest.mark.usefixtures("short_sight")
def test_a_search_that_may_stop_early_tells_a_true_gap():
    homes, helpers = crowd(300, 40)
    early, best = pair(homes, helpers, Rules(gap=1.0)), pair(homes, helpers)
    assert early.bound <= best.cost <= early.cost
    assert early.rounds < best.rounds


@pytest.mark.usefixtures("short_sight")
def test_each_round_is_told_with_its_gap():
    told: list[tuple[int, float]] = []
    homes, helpers = crowd(300, 40)
    propose(households(homes), members(helpers), progress=lambda number, gap: told.append((number, gap)))
    assert [number for number, _gap in told] == list(range(1, len(told) + 1))
    assert told[-1][1] == 0


def test_nobody_is_paired_where_nobody_lives():
    pairs = pair([], [Helper()])
    assert pairs.member.tolist() == []
    assert (pairs.cost, pairs.gap, pairs.nearest_first_ratio) == (0, 0, None)


def test_without_members_all_are_left_out():
    pairs = pair([Home(), Home(special=True)], [])
    assert pairs.member.tolist() == [-1, -1]
    assert set(pairs.reasons.values()) == {Reason.NO_MEMBER}


def test_a_household_where_its_member_lives_costs_nothing():
    pairs = pair([Home(50, 50)], [Helper(50, 50)])
    assert (pairs.member.tolist(), pairs.cost, pairs.metres.tolist()) == ([0], 0, [0])


def test_the_own_grid_is_worth_200_metres():
    helpers = [Helper(0, grid=2), Helper(300, grid=1)]
    assert pair([Home(55)], helpers).member.tolist() == [1]
    assert pair([Home(45)], helpers).member.tolist() == [0]


def test_the_own_village_is_worth_1000_metres_more():
    helpers = [Helper(0, village=2, grid=2), Helper(2_000)]
    assert pair([Home(405)], helpers).member.tolist() == [1]
    assert pair([Home(395)], helpers).member.tolist() == [0]


def test_the_last_place_goes_to_the_special_household():
    pairs = pair([Home(10), Home(500, special=True)], [Helper(0, capacity=1)])
    assert pairs.member.tolist() == [-1, 0]
    assert pairs.reasons == {0: Reason.NO_ROOM}


def test_a_special_household_travels_a_third_as_far():
    homes = [Home(100), Home(100, special=True)]
    pairs = pair(homes, [Helper(0, capacity=1), Helper(1_000, capacity=1)])
    assert pairs.member.tolist() == [1, 0]


def test_a_kept_pair_stays_though_another_would_be_nearer():
    pairs = pair([Home(0, member=1)], [Helper(0), Helper(900)])
    assert pairs.member.tolist() == [1]
    assert pairs.kept.tolist() == [True]


def test_from_scratch_forgets_the_present_pair():
    pairs = pair([Home(0, member=1)], [Helper(0), Helper(900)], from_scratch=True)
    assert pairs.member.tolist() == [0]
    assert (pairs.metres.tolist(), pairs.former_metres.tolist()) == ([0], [900])


def test_who_is_no_longer_able_keeps_nobody():
    assert pair([Home(0, member=0)], [Helper(0, able=False), Helper(900)]).member.tolist() == [1]


def test_of_too_many_the_special_and_the_nearest_stay():
    homes = [Home(300, member=0), Home(100, member=0), Home(800, member=0, special=True)]
    pairs = pair(homes, [Helper(0, capacity=2), Helper(5_000)])
    assert pairs.member.tolist() == [1, 0, 0]


def test_a_kept_pair_yields_only_to_a_special_household():
    helpers = [Helper(0, capacity=1)]
    assert pair([Home(0, member=0), Home(10)], helpers).member.tolist() == [0, -1]
    assert pair([Home(0, member=0), Home(10, special=True)], helpers).member.tolist() == [-1, 0]


def test_within_a_radius_a_kept_pair_moves_on_for_a_special_household():
    homes = [Home(100, member=0), Home(0, special=True)]
    pairs = pair(homes, [Helper(0, capacity=1), Helper(200)], Rules(radius=150))
    assert pairs.member.tolist() == [1, 0]


def test_beyond_the_radius_nobody_is_proposed():
    pairs = pair([Home(0), Home(900)], [Helper(0)], Rules(radius=500))
    assert pairs.member.tolist() == [0, -1]
    assert pairs.reasons == {1: Reason.TOO_FAR}


def test_nobody_is_given_more_than_the_load():
    pairs = pair([Home(n) for n in range(4)], [Helper(0), Helper(5_000)], Rules(load=3))
    assert sorted(pairs.member.tolist()) == [0, 0, 0, 1]


def test_who_has_more_than_the_load_keeps_them_and_is_given_no_more():
    homes = [Home(n, member=0) for n in range(4)] + [Home(4)]
    assert pair(homes, [Helper(0), Helper(5_000)], Rules(load=3)).member.tolist() == [0, 0, 0, 0, 1]


def test_a_second_contact_is_not_proposed_as_the_first():
    assert pair([Home(0)], [Helper(0), Helper(900)], barred=[(0, 0)]).member.tolist() == [1]


def test_a_household_without_a_point_is_paired_in_the_middle_of_its_grid():
    homes = [Home(900), Home(1_100), Home(NAN, NAN)]
    pairs = pair(homes, [Helper(0), Helper(1_000)])
    assert pairs.member.tolist() == [1, 1, 1]
    assert np.isnan(pairs.metres[2])
    # The middle of 0, 900, 1,000 and 1,100 is 750: 250 m to the member, and 500 for what is not known.
    assert pairs.travel == 100 + 100 + 250 + 500


def test_without_any_point_in_its_grid_the_middle_of_the_village_counts():
    homes = [Home(0, grid=1), Home(5_000, grid=9, village=2), Home(NAN, NAN, grid=3)]
    pairs = pair(homes, [Helper(0, grid=1), Helper(5_000, grid=9, village=2)])
    assert pairs.member.tolist() == [0, 1, 0]


def test_where_no_point_is_known_the_own_grid_decides():
    homes = [Home(NAN, NAN, grid=grid) for grid in (1, 2, 1)]
    helpers = [Helper(NAN, NAN, grid=2), Helper(NAN, NAN, grid=1)]
    assert pair(homes, helpers).member.tolist() == [1, 0, 1]


def test_two_unknown_grids_are_not_the_same_grid():
    helpers = [Helper(0, grid=-1), Helper(100, grid=1)]
    assert pair([Home(0, grid=-1)], helpers).travel == 200


def test_nearest_first_is_measured_for_the_same_households():
    # The first takes the place that the second needs: 100 + 1,900 where 900 + 100 would do.
    pairs = pair([Home(900), Home(1_100)], [Helper(1_000, capacity=1), Helper(0), Helper(3_000)])
    assert pairs.rival_travel == 1_000
    assert pairs.rival == 100 + 1_100
    assert pairs.nearest_first_ratio == 1.2


def test_the_even_load_leaves_a_tenth_of_the_places_free():
    helpers = members([Helper(capacity=20), Helper(capacity=20), Helper(capacity=2), Helper(able=False)])
    assert even_load(helpers, 20) == 10
    assert even_load(helpers, 100) == 0


def test_places_know_which_points_are_missing():
    at = Places(*(np.array([1.0, NAN]),) * 2, *(np.zeros(2, np.int64),) * 3)
    assert at.known.tolist() == [True, False]
