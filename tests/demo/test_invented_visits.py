"""A year of visits that leaves the county as a county is: mostly well, in places forgotten."""

import datetime as dt

import numpy as np
import pytest

from geodata.demo.visiting import DUE, EXEMPT, LONG, NEVER, OK, OVERDUE, shares
from geodata.visits.rhythm import Status, status

DAY = dt.date(2026, 6, 30)
WORDS = {
    NEVER: Status.NEVER,
    LONG: Status.LONG,
    OVERDUE: Status.OVERDUE,
    DUE: Status.DUE,
    OK: Status.OK,
    EXEMPT: Status.EXEMPT,
}


def last_met(county) -> np.ndarray:
    """Age of the last visit at which somebody was met, -1 for never."""
    visits = county.visits
    met = visits.outcome == 0
    youngest = np.full(len(county.state), 10_000)
    np.minimum.at(youngest, visits.household[met], visits.age[met])
    return np.where(youngest == 10_000, -1, youngest)


def test_there_are_eighty_thousand_visits_within_a_year(county):
    assert len(county.visits.age) == 80_000
    assert county.visits.age.min() >= 1 and county.visits.age.max() <= 365


def test_the_visits_lead_to_the_state_that_was_chosen(county):
    ages = last_met(county)
    for state, age, interval in zip(
        county.state.tolist(), ages.tolist(), county.interval.tolist(), strict=True
    ):
        met = DAY - dt.timedelta(days=age) if age >= 0 else None
        assert status(on=DAY, last_met=met, interval=interval, exempt=state == EXEMPT) == WORDS[state]


def test_the_states_have_believable_shares(county):
    found = shares(county.state)
    for state, share in {OK: 0.69, DUE: 0.12, OVERDUE: 0.10, LONG: 0.04, NEVER: 0.03, EXEMPT: 0.025}.items():
        assert found[state] == pytest.approx(share, abs=0.012)


def test_three_villages_are_forgotten_and_most_are_well(county):
    badly = np.isin(county.state, (NEVER, LONG, OVERDUE))
    by_village = np.bincount(county.households.village, weights=badly) / county.lines.households
    assert set(np.argsort(by_village)[-3:]) == set(county.forgotten)
    assert by_village[county.forgotten].min() > 0.5
    assert np.median(by_village) < 0.15


def test_forgotten_villages_see_fewer_visits(county):
    by_village = (
        np.bincount(county.households.village[county.visits.household], minlength=38)
        / county.lines.households
    )
    assert by_village[county.forgotten].max() < 0.7 * np.median(by_village)


def test_special_households_are_overdue_somewhere(county):
    often = county.interval <= 31
    assert np.isin(county.state[often], (LONG, OVERDUE)).sum() > 100


def test_most_visits_meet_somebody(county):
    assert 0.9 < (county.visits.outcome == 0).mean() < 0.97


def test_one_to_three_different_people_go(county):
    visitors = county.visits.visitors
    assert (visitors[:, 0] >= 0).all()
    assert set(county.visits.person_times) == {1, 2, 3}
    assert all(
        len(set(row)) == len(row) for row in ([p for p in some if p >= 0] for some in visitors.tolist())
    )


def test_a_visit_is_entered_neither_before_it_happened_nor_after_the_day(county):
    visits = county.visits
    assert visits.entered_after.min() >= 0 and (visits.age - visits.entered_after).min() >= 1


def test_a_small_county_is_visited_as_often(small):
    assert len(small.visits.age) == round(600 * 80_000 / 22_000)
