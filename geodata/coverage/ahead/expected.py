"""What is to be expected if visits go on as in the last weeks: how likely a visit is, by how far a household's interval has gone.

A household is of a kind (interval gone by in quarters, special or not, with or without a first contact). For each kind the past
weeks tell on how many of its days somebody was met: a daily rate, drawn towards that of all kinds where there were few days.
The days to come are then worked out by these rates, without chance, so that the same past gives the same answer.
A kind says nothing about persons: rates are of all households of the area together, never of a member.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from geodata.coverage.ahead.arithmetic import NEVER, Homes, Shares, Whole

QUARTERS = 12
"""Quarters of an interval that are told apart: up to three times the interval; then all are alike, and those never met."""
KINDS = (QUARTERS + 2) * 4
WEIGHT = 50.0
"""Days at the rate of all kinds that a kind starts with."""
HALF = 14.0
"""Days after which a day weighs half as much: a month that goes better or worse than the one before is to be seen."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The share of a kind's days on which somebody was met, by kind."""

    daily: Shares

    @classmethod
    def of(cls, days: Shares, meetings: Shares) -> "Rates":
        """From the days that were lived through by kind, and the meetings on them."""
        usual = meetings.sum() / max(1.0, days.sum())
        # First by the interval gone by, which says most, then by what else is known.
        lived, met = (each.reshape(-1, 4).sum(axis=1) for each in (days, meetings))
        by_quarter = np.repeat((met + WEIGHT * usual) / (lived + WEIGHT), 4)
        return cls((meetings + WEIGHT * by_quarter) / (days + WEIGHT))


def kinds(homes: Homes, since: Whole) -> Whole:
    """The kind of each household so many days after its last meeting."""
    quarter = np.minimum(4 * since // homes.interval, QUARTERS)
    quarter = np.where(since == NEVER, QUARTERS + 1, quarter)
    kind: Whole = quarter * 4 + 2 * homes.special + homes.linked
    return kind


def learn(homes: Homes, met_on: tuple[Whole, Whole], days: int) -> Rates:
    """Rates from `homes` as they were at the beginning of the past `days`, and the meetings since: the positions of the
    households, and the day (1 to `days`) of each, in any order.
    """
    lived, met = np.zeros(KINDS), np.zeros(KINDS)
    since = homes.since.copy()
    order = np.argsort(met_on[1], kind="stable")
    who, when = met_on[0][order], met_on[1][order]
    bounds = np.searchsorted(when, np.arange(1, days + 2))
    weights = 0.5 ** (np.arange(days - 1, -1, -1) / HALF)
    for weight, (start, end) in zip(weights, pairwise(bounds), strict=True):
        since = np.where(since == NEVER, NEVER, since + 1)
        kind = kinds(homes, since)
        today = np.unique(who[start:end])
        lived += weight * np.bincount(kind, minlength=KINDS)
        met += weight * np.bincount(kind[today], minlength=KINDS)
        since[today] = 0
    return Rates.of(lived, met)


def chance_overdue(homes: Homes, rates: Rates, days: int) -> Shares:
    """How likely each household is owed on the last of the `days`."""
    shapes, shape = _shapes(homes)
    again = _after_a_meeting(shapes, rates, days)
    alive, since, likely = np.ones(len(homes)), homes.since, np.zeros(len(homes))
    for day in range(1, days + 1):
        since = np.where(since == NEVER, NEVER, since + 1)
        met = alive * rates.daily[kinds(homes, since)]
        alive = alive - met
        likely += met * again[shape, days - day]
    owed: Shares = likely + alive * ((since == NEVER) | (since > homes.interval))
    return owed


def _shapes(homes: Homes) -> tuple[Homes, Whole]:
    """Households that differ in what their rates depend on, just met, and the position of each household among them."""
    told = np.stack([homes.interval, homes.special.astype(np.int64), homes.linked.astype(np.int64)])
    found, which = np.unique(told, axis=1, return_inverse=True)
    nothing = np.zeros(found.shape[1], np.int64)
    return Homes(found[0], nothing, found[1] > 0, found[2] > 0, nothing), which.reshape(-1)


def _after_a_meeting(shapes: Homes, rates: Rates, days: int) -> Shares:
    """How likely each of the shapes is owed 0 to `days` - 1 days after a meeting: only short intervals are, within the time."""
    daily = np.stack(
        [rates.daily[kinds(shapes, np.full(len(shapes), day))] for day in range(days + 1)], axis=1
    )
    alive = np.cumprod(1 - daily[:, 1:], axis=1)
    likely = np.zeros((len(shapes), days))
    for length in range(int(shapes.interval.min(initial=days)) + 1, days):
        met = (
            np.concatenate([np.ones((len(shapes), 1)), alive], axis=1)[:, :length] * daily[:, 1 : length + 1]
        )
        owed = (met * likely[:, length - 1 :: -1][:, :length]).sum(axis=1)
        likely[:, length] = owed + alive[:, length - 1] * (length > shapes.interval)
    return likely
