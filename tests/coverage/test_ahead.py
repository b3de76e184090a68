"""Due visits as arrays, beside the same worked out household by household and day by day."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from geodata.coverage.ahead import arithmetic
from geodata.coverage.ahead.arithmetic import NEVER, Homes
from geodata.coverage.ahead.expected import HALF, KINDS, Rates, chance_overdue, kinds, learn
from geodata.coverage.ahead.forecast import LEARNT

HOME = some.tuples(
    some.integers(1, 120), some.integers(NEVER, 150), some.booleans(), some.booleans(), some.integers(0, 3)
)


def homes(rows) -> Homes:
    interval, since, special, linked, place = zip(*rows, strict=True) if rows else ([],) * 5
    return Homes(
        np.array(interval, np.int64),
        np.array(since, np.int64),
        np.array(special, np.bool_),
        np.array(linked, np.bool_),
        np.array(place, np.int64),
    )


def by_place(rows: Homes, chosen, places: int):
    """Sums by area."""
    return np.bincount(rows.place, weights=chosen, minlength=places)


def owed(interval: int, since: int, *, in_days: int) -> bool:
    return since == NEVER or since + in_days > interval


@given(some.lists(HOME, max_size=12), some.integers(1, 40))
def test_what_falls_due_is_what_is_owed_then_and_not_today(rows, days):
    expected = [
        owed(interval, since, in_days=days) and not owed(interval, since, in_days=0)
        for interval, since, *_rest in rows
    ]
    assert arithmetic.falls_due(homes(rows), days).tolist() == expected


def manages(rows, days: int, each_day: float) -> bool:
    """Played day by day: whoever has the fewest days left to be visited goes first, and no visit is made too early."""
    starts = sorted(
        max(1, days - interval) for interval, since, *_rest in rows if owed(interval, since, in_days=days)
    )
    room = [each_day] * (days + 1)
    # From the last day backwards: the visit that may begin latest has the fewest days.
    for start in reversed(starts):
        left = 1.0
        for day in range(days, start - 1, -1):
            part = min(left, room[day])
            room[day] -= part
            left -= part
        if left > 1e-6:
            return False
    return True


@given(some.lists(HOME, min_size=1, max_size=12), some.integers(1, 40))
def test_the_pace_that_is_needed_is_enough_and_no_less_is(rows, days):
    pace = arithmetic.pace_needed(homes(rows), days)
    assert manages(rows, days, pace)
    assert pace == 0 or not manages(rows, days, pace * 0.99)


def test_what_is_too_early_is_done_at_the_end():
    weekly = [(7, 3, False, True, 0)] * 14
    assert arithmetic.pace_needed(homes(weekly), 30) == pytest.approx(14 / 8)
    assert arithmetic.pace_needed(homes(weekly), 5) == pytest.approx(14 / 5)
    assert arithmetic.pace_needed(homes(weekly), 4) == 0


def test_a_place_cannot_where_it_needs_more_visits_than_are_possible():
    rows = [(30, 31, False, True, 0)] * 10 + [(30, 31, False, True, 1)] * 2 + [(30, 1, False, True, 2)]
    assert arithmetic.places_that_cannot(homes(rows), np.array([0.9, 0.2, 0.0]), 10) == [0]
    assert by_place(homes(rows), arithmetic.overdue(homes(rows)), 3).tolist() == [10, 2, 0]


def test_rates_are_learnt_from_the_days_that_a_kind_has_lived_through():
    rows = homes([(40, 0, False, True, 0)] * 1000)
    # Half of them are met on the first day of the last quarter, the others never.
    rates = learn(rows, (np.arange(500), np.full(500, 30)), 39)
    last, first = (int(kinds(rows, np.full(1000, day))[0]) for day in (30, 5))
    weigh = [0.5 ** (back / HALF) for back in range(10)]
    lived = 1000 * weigh[-1] + 500 * sum(weigh[:-1])
    assert rates.daily[last] == pytest.approx(500 * weigh[-1] / lived, rel=0.02)
    assert rates.daily[first] < 0.001


def test_the_last_weeks_weigh_most():
    rows = homes([(40, 0, False, True, 0)] * 1000)
    early, late = (learn(rows, (np.arange(900), np.full(900, day)), 28).daily for day in (2, 27))
    kind = int(kinds(rows, np.full(1000, 27))[0])
    assert late[kind] > early[int(kinds(rows, np.full(1000, 2))[0])]


def test_the_chance_is_that_of_many_plays_by_the_same_rates():
    generator = np.random.default_rng(7)
    rates = Rates(generator.uniform(0.005, 0.08, KINDS))
    rows = homes(
        [(interval, since, special, True, 0) for interval, since, special in
         [(7, 3, True), (14, 20, False), (30, 1, True), (30, 29, False), (92, 80, False), (92, NEVER, False)]]
    )  # fmt: skip
    plays, chance = 20_000, np.random.default_rng(3)
    for number, expected in enumerate(chance_overdue(rows, rates, 21)):
        played = rows.only(np.full(plays, number))
        since = played.since
        for _day in range(21):
            since = np.where(since == NEVER, NEVER, since + 1)
            since = np.where(chance.random(plays) < rates.daily[kinds(played, since)], 0, since)
        assert arithmetic.overdue(replace(played, since=since)).mean() == pytest.approx(expected, abs=0.015)


def test_the_same_past_gives_the_same_answer():
    rows = homes([(30, 5, False, True, 0), (92, NEVER, True, False, 1)])
    met = (np.array([0, 1, 0]), np.array([3, 7, 20]))
    first, again = (chance_overdue(rows, learn(rows, met, 84), 30) for _time in range(2))
    assert first.tolist() == again.tolist()


def simulated(days: int, *, villages: int = 40, each: int = 100) -> tuple[Homes, np.ndarray, Homes]:
    """A year and more of visits by a habit that the forecast does not know: near the end of its interval a household is gone
    to sooner, special ones sooner still, and some villages go more often than others. The homes `LEARNT` days before the
    end of `days`, the meetings since (household, day), and the homes at the end.
    """
    chance = np.random.default_rng(11)
    number = villages * each
    homes = Homes(
        chance.choice([31, 92, 183], number, p=[0.2, 0.7, 0.1]),
        chance.integers(0, 90, number),
        chance.random(number) < 0.2,
        chance.random(number) < 0.9,
        np.repeat(np.arange(villages), each),
    )
    zeal = np.repeat(chance.uniform(0.7, 1.3, villages), each)
    met, start = [], homes
    for day in range(1, days + 1):
        homes = replace(homes, since=homes.since + 1)
        gone = np.clip((homes.since / homes.interval - 0.5) / 6, 0, 0.1) * zeal * (1 + homes.special)
        today = chance.random(number) < gone
        homes = replace(homes, since=np.where(today, 0, homes.since))
        if day > days - LEARNT:
            met += [(who, day - (days - LEARNT)) for who in np.flatnonzero(today)]
        elif day == days - LEARNT:
            start = homes
    return start, np.array(met, np.int64), homes


def test_a_simulated_month_brings_what_was_expected_and_the_pace_alone_errs_more():
    start, met, today = simulated(300)
    rates = learn(start, (met[:, 0], met[:, 1]), LEARNT)
    expected = by_place(today, chance_overdue(today, rates, 30), 40)
    pace = np.bincount(start.place[met[met[:, 1] > LEARNT - 28, 0]], minlength=40) / 28
    naive = np.maximum(
        0,
        by_place(today, arithmetic.overdue(today), 40)
        + by_place(today, arithmetic.falls_due(today, 30), 40)
        - 30 * pace,
    )
    _start, _met, then = simulated(330)
    brought = by_place(then, arithmetic.overdue(then), 40)
    assert expected.sum() == pytest.approx(brought.sum(), rel=0.1)
    assert np.abs(expected - brought).mean() < 0.6 * np.abs(naive - brought).mean()
