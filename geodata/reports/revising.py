"""What of an edition's day is known otherwise now: its figures then and now, and household by household why.

Both sides are states of the same day: those that the edition keeps, and those that history tells today.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.coverage import gap_reasons, states
from geodata.coverage.figures import FIGURES
from geodata.coverage.households import State
from geodata.people.models import Household
from geodata.reports.figures import told
from geodata.reports.freezing import CAUSES, frozen
from geodata.reports.models import Edition

LISTED = 200
"""Households that are listed."""


class Why(TextChoices):
    """What was entered since; a household may have changed for several of these."""

    LATE = "late", _("Visit entered later")
    CORRECTED = "corrected", _("Visit corrected or taken out")
    PLACE = "place", _("Other grid or village: redraw or move")
    REGISTER = "register", _("Register: care, occupancy, rules, who belongs to it")
    CONTACT = "contact", _("Contact member")


@dataclass(frozen=True, slots=True)
class Changed:
    """A household, its state then or (None) that it was not known, its state now, and why they differ."""

    household_id: int
    before: State | None
    after: State | None
    why: tuple[Why, ...]

    @property
    def state(self) -> State:
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the whole area."""

    name: str
    label: Promise | str
    printed: int
    now: int

    @property
    def change(self) -> int:
        return self.now - self.printed


@dataclass(frozen=True, slots=True)
class Revision:
    figures: list[Figure]
    why: list[tuple[Why, int]]
    """How many households changed for each reason."""
    households: list[Changed]

    @property
    def is_empty(self) -> bool:
        return not self.households

    def listed(self, most: int, *, after: int = 0) -> list[Changed]:
        """As many of them as a list holds, by their keys: who was forgotten meanwhile has no line any more."""
        changed = {each.household_id: each for each in self.households if each.household_id > after}
        there = set(Household.objects.filter(pk__in=changed).values_list("pk", flat=True))
        return [each for pk, each in changed.items() if pk in there][:most]


COLUMNS = (
    """household_id, village_id, grid_id, linked, special, "interval", last_met, status, exempt, visits > 0"""
)
Known = Mapping[int, tuple[Any, ...]]


def revise(edition: Edition) -> Revision:
    """Seven queries at most, whatever the number of households."""
    then = {row[0]: row for row in frozen(edition, f"SELECT {COLUMNS}, cause FROM state")}  # noqa: S608
    selection = states.Selection(villages=tuple(edition.villages))
    question = states.Question(selection, on=edition.day, window=edition.window)
    now = {row[0]: row for row in _now(question)}
    changed = list(_changed(then, now))
    counted = Counter(why for each in changed for why in each.why)
    return Revision(
        _figures(edition, question), [(why, counted[why]) for why in Why if counted[why]], changed
    )


def _now(question: states.Question) -> Iterator[tuple[Any, ...]]:
    caused = gap_reasons.of_households(question)
    for row in states.rows(question, f"SELECT {COLUMNS} FROM state", with_visits=True):  # noqa: S608
        cause = caused.get(row[0])
        yield (*row, CAUSES.index(cause) + 1 if cause else 0)


def _changed(then: Known, now: Known) -> Iterator[Changed]:
    for household in sorted(then.keys() | now.keys()):
        before, after = then.get(household), now.get(household)
        if before != after:
            yield Changed(household, _state(before), _state(after), tuple(_why(before, after)))


def _state(row: Sequence[Any] | None) -> State | None:
    return State(*row[:8]) if row else None


def _why(before: Sequence[Any] | None, after: Sequence[Any] | None) -> Iterator[Why]:
    if before is None or after is None:
        yield Why.REGISTER
        return
    _id, village, grid, linked, special, interval, met, _status, exempt, visited, cause = before
    _id, village_, grid_, linked_, special_, interval_, met_, _status, exempt_, visited_, cause_ = after
    if (met_ is not None and (met is None or met_ > met)) or (visited_ and not visited):
        yield Why.LATE
    if (met is not None and (met_ is None or met_ < met)) or (visited and not visited_):
        yield Why.CORRECTED
    if (village, grid) != (village_, grid_):
        yield Why.PLACE
    if (special, interval, exempt) != (special_, interval_, exempt_):
        yield Why.REGISTER
    if (linked, cause) != (linked_, cause_):
        yield Why.CONTACT


def _figures(edition: Edition, question: states.Question) -> list[Figure]:
    """What was printed, beside what the same conditions count of the day today. One query."""
    was = told(edition)
    counted = ", ".join(f"count(*) FILTER (WHERE {FIGURES[name].condition})" for name in was.shown)
    (now,) = states.rows(question, f"SELECT {counted} FROM state", with_visits=True)  # noqa: S608
    return [
        Figure(name, FIGURES[name].label, was.number(was.total, name), number)
        for name, number in zip(was.shown, now, strict=True)
    ]
