"""A year of visits that leaves the county as a county is: mostly well, in places forgotten."""

import datetime as dt

import numpy as np
import pytest

from geodata.demo.county import invent_county
from geodata.demo.visiting import CHANCE, DUE, EXEMPT, LONG, NEVER, OK, OVERDUE, YEAR, shares
from geodata.visits.schedule import Status, status

DAY = dt.date(2026, 6, 30)
DOOR = 0
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


def beyond(county, age: int) -> np.ndarray:
    """By how many days each household was beyond its interval so many days before the day; exempt ones as far from it as can be."""
    visits, everyone = county.visits, np.full(len(county.state), age)
    counted = (visits.outcome == 0) & np.isin(visits.mode, (DOOR, CHANCE)) & (visits.age >= age)
    youngest = np.full(len(county.state), 10_000)
    np.minimum.at(youngest, visits.household[counted], visits.age[counted])
    return np.where(county.rhythm.exempt(age), -10_000, youngest - age - county.rhythm.interval(everyone))


def owed(county, age: int) -> np.ndarray:
    """Who was owed a visit so many days before the day, by the rules of then: whoever was exempt was not."""
    return beyond(county, age) > 0


def falling_due(county, age: int) -> int:
    """How many were to be owed one within the week after."""
    over = beyond(county, age)
    return int(((over <= 0) & (over > -7)).sum())


@pytest.fixture(scope="module")
def weeks(county) -> np.ndarray:
    """By week of the last 53, the present one first, and household: whether it was owed a visit."""
    return np.array([owed(county, 7 * week) for week in range(53)])


def of_village(county, weeks, village: int) -> np.ndarray:
    return weeks[:, county.households.village == village].mean(axis=1)


def test_there_are_a_hundred_thousand_visits_within_a_year(county):
    within = county.visits.age <= YEAR
    assert within.sum() == 100_000 and county.visits.age.min() == 1


def test_of_what_was_before_the_year_there_is_the_last_visit_of_each_household(county):
    before = county.visits.household[county.visits.age > YEAR]
    assert len(before) == len(set(before.tolist())) > 20_000


def test_the_share_of_the_county_that_is_owed_a_visit_goes_up_and_down_and_nowhere(weeks):
    course = weeks.mean(axis=1)
    assert course.min() > 0.1 and course.max() < 0.3
    assert np.abs(np.diff(course)).max() < 0.06
    quarters = [course[start : start + 13].mean() for start in (0, 13, 26, 39)]
    assert max(quarters) - min(quarters) < 0.1
    rising = np.diff(course) < 0
    turns = np.flatnonzero(np.diff(rising.astype(int)))
    assert np.diff(np.r_[0, turns, 52]).max() <= 16


@pytest.mark.parametrize("day", [dt.date(2026, 2, 20), dt.date(2026, 10, 1)])
def test_so_it_is_in_every_season(day):
    small = invent_county("430382", 2_000, seed=7, day=day)
    course = np.array([owed(small, 7 * week).mean() for week in range(53)])
    assert course.min() > 0.08 and course.max() < 0.32
    assert abs(course[:26].mean() - course[26:].mean()) < 0.06


@pytest.mark.parametrize("day", [DAY, dt.date(2026, 12, 1)])
def test_the_last_weeks_are_like_those_before(day):
    """The states of the day are chosen and the weeks before laid out backwards: where the two meet nothing may jump."""
    whole = invent_county("430382", 6_000, seed=7, day=day)
    late = [owed(whole, 7 * week).mean() for week in range(4)]
    assert abs(late[0] - late[1]) < 0.012
    assert max(np.abs(np.diff(late))) < 0.025
    due = [falling_due(whole, 7 * week) for week in range(5)]
    assert 0.75 < due[0] / np.mean(due[1:]) < 1.3


def test_a_cold_wave_sends_everybody_out_and_the_festival_and_the_harvest_keep_them_at_home(county):
    by_day = np.bincount(county.visits.age, minlength=YEAR + 1)[: YEAR + 1]

    def a_day(first: dt.date, last: dt.date) -> float:
        return by_day[(DAY - last).days : (DAY - first).days + 1].mean()

    usual = np.median(by_day[1:])
    assert a_day(dt.date(2025, 12, 14), dt.date(2025, 12, 23)) > 1.8 * usual
    assert a_day(dt.date(2026, 2, 16), dt.date(2026, 3, 1)) < 0.7 * usual
    assert a_day(dt.date(2025, 9, 16), dt.date(2025, 10, 18)) < 0.9 * usual


def test_the_cold_wave_brings_the_overdue_down_and_the_harvest_brings_them_up(weeks):
    course = weeks.mean(axis=1)
    by_day = {DAY - dt.timedelta(days=7 * week): share for week, share in enumerate(course)}
    assert by_day[dt.date(2025, 12, 23)] < by_day[dt.date(2025, 12, 9)] - 0.03
    assert by_day[dt.date(2025, 10, 21)] > by_day[dt.date(2025, 9, 9)] + 0.03


def test_one_of_the_forgotten_villages_was_well_a_year_ago_and_two_never_were(county, weeks):
    worse, *always = (of_village(county, weeks, village) for village in county.forgotten)
    assert county.stories.worse == county.forgotten[0]
    assert worse[-1] < 0.4 and worse[:4].min() > 0.6
    assert np.diff(worse[::13]).max() < 0.05
    assert all(village.min() > 0.55 for village in always)


def test_one_village_has_recovered(county, weeks):
    course = of_village(county, weeks, county.stories.recovered)
    assert course[24:].max() > 0.7 and course[:14].max() < 0.25
    assert county.stories.recovered not in county.forgotten


def test_contacts_grew_over_the_year(county):
    links = county.links

    def linked(age: int) -> float:
        then = links.primary & (links.since_age >= age) & (links.until_age < age)
        return len(np.unique(links.household[then])) / 22_000

    course = [linked(7 * week) for week in range(53)]
    assert course == sorted(course, reverse=True)
    assert 0.8 < course[-1] < 0.85 and course[0] == pytest.approx(0.93, abs=0.01)


def test_as_many_cases_of_care_ended_within_the_year_as_began(county):
    care = county.care
    began, ended = (care.since_age <= YEAR).sum(), (care.until_age >= 0).sum()
    assert began > 300 and 0.4 < ended / began < 1.2


def test_the_visits_lead_to_the_state_that_was_chosen(county):
    ages = last_met(county)
    for state, age, interval in zip(
        county.state.tolist(), ages.tolist(), county.interval.tolist(), strict=True
    ):
        met = DAY - dt.timedelta(days=age) if age >= 0 else None
        assert status(on=DAY, last_met=met, interval=interval, exempt=state == EXEMPT) == WORDS[state]


def test_the_states_have_believable_shares(county):
    by_state = shares(county.state)
    for state, share in {OK: 0.69, DUE: 0.12, OVERDUE: 0.10, LONG: 0.04, NEVER: 0.03, EXEMPT: 0.025}.items():
        assert by_state[state] == pytest.approx(share, abs=0.012)


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
    assert (small.visits.age <= YEAR).sum() == round(600 * 100_000 / 22_000)
