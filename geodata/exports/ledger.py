"""The visit ledger as a file."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from geodata.base import wording
from geodata.base.extracts import Column, Kind
from geodata.base.wording import listed
from geodata.coverage import households, states, tallies
from geodata.jobs import at_once
from geodata.visits.ledger import Figures, Ledger, Line
from geodata.visits.models import Visit, why_voided

CHUNK = 2000
USUAL = 90
KEPT = ("visits", "person_times", "visited", "households")
"""Counts of coverage that are the figures of a ledger."""


def figures_of(ledger: Ledger, *, most: int | None = None) -> tuple[Figures, int]:
    """The four figures, and all households of the area on the last day: what coverage is of. What is kept of today in the
    usual windows is read, whatever else is asked is counted; lines that are read and beyond `most`: only that there are more.
    """
    selection = states.select(scope=ledger.scope, area=ledger.area, on=ledger.last)
    window = (ledger.last - ledger.first).days + 1
    question = states.Question(selection, on=ledger.last, window=window)
    if ledger.counts_all and (kept := tallies.sums(question, *KEPT)):
        visits, person_times, met, households_there = kept
        lines = at_once.counted(ledger.visits(), most=most)
        return Figures(lines, visits, person_times, met), households_there
    return ledger.figures(), households.matched(replace(question, window=USUAL), "households")


COLUMNS = (
    Column(_("Visit date"), 12, _("The day of the visit."), Kind.DAY),
    Column(_("Village or community"), 16, _("The village in which the household lives.")),
    Column(_("Grid"), 14, _("Today's grid; empty outside every grid.")),
    Column(_("Household number"), 14, _("The local number within the village, as on the roster.")),
    Column(_("Head of household"), 14, _("As on the roster.")),
    Column(_("Mode"), 10, _("At the door, by phone, by video, or by chance.")),
    Column(_("Outcome"), 10, _("Figures count visits at which somebody was met.")),
    Column(_("Visitors"), 24, _("Everyone who went.")),
    Column(_("Person-times"), 8, _("How many people went."), Kind.WHOLE),
    Column(_("Also done"), 18, _("What else was done.")),
    Column(_("Note"), 40, _("As it was written.")),
    Column(_("Entered by"), 12, _("Who entered it.")),
    Column(_("Entered at"), 16, _("When it was entered, by the clock of the service."), Kind.MOMENT),
    Column(_("State"), 16, _("Valid, corrected by a newer version, or voided with its reason.")),
)  # fmt: skip


@dataclass(frozen=True)
class LedgerReport:
    """The visits of a ledger for a file, the latest first."""

    ledger: Ledger
    place: str
    by: str
    at: dt.datetime
    progress: Callable[[int], None] | None = None
    """Hears after every CHUNK how many rows have been read."""

    @property
    def title(self) -> str:
        return f"{gettext('Visit ledger')} · {self.place}"

    @property
    def as_of(self) -> str:
        return gettext("From %(first)s to %(last)s") % {
            "first": wording.day(self.ledger.first),
            "last": wording.day(self.ledger.last),
        }

    @property
    def columns(self) -> tuple[Column, ...]:
        return COLUMNS

    def rows(self) -> Iterator[list[str]]:
        """Two queries for every CHUNK."""
        after, read, words = None, 0, Words.now()
        while part := self.ledger.lines(after=after, limit=CHUNK):
            yield from (texts(line, words) for line in part)
            read += len(part)
            if self.progress:
                self.progress(read)
            if len(part) < CHUNK:
                return
            after = (part[-1].day, part[-1].pk)

    def definitions(self) -> list[tuple[str, str]]:
        """What was asked, the four figures, and what each column means."""
        counted, there = figures_of(self.ledger, most=0)
        first = [
            (gettext("Area"), self.place),
            (gettext("Period"), self.as_of),
            (gettext("Person-times"), str(counted.person_times)),
            (pgettext("figure", "Visits"), str(counted.visits)),
            (gettext("Households"), str(counted.households)),
            (gettext("Coverage"), f"{counted.households} / {there}"),
            (gettext("Prepared by"), self.by),
            (gettext("Prepared at"), f"{self.at:%Y-%m-%d %H:%M}"),
        ]
        return first + [(str(column.heading), str(column.meaning)) for column in COLUMNS]


@dataclass(frozen=True)
class Words:
    """What a cell says for each value, in the language of the file: looked up once, not once a line."""

    modes: dict[str, str]
    outcomes: dict[str, str]
    states: dict[str, str]
    brought: dict[str, str]

    @classmethod
    def now(cls) -> Self:
        found = (Visit.Mode, Visit.Outcome, Visit.State, Visit.Brought)
        return cls(*({value: str(label) for value, label in choices.choices} for choices in found))


def texts(line: Line, words: Words) -> list[str]:
    """The cells of a row, in the order of COLUMNS."""
    state = words.states[line.state]
    return [
        line.day.isoformat(),
        line.village,
        line.grid or "",
        line.number,
        line.head_name,
        words.modes[line.mode],
        words.outcomes[line.outcome],
        listed(line.visitors),
        str(line.person_times),
        listed(words.brought[thing] for thing in line.brought),
        line.note,
        line.entered_by,
        f"{line.entered_at.astimezone():%Y-%m-%d %H:%M}",
        f"{state}: {why_voided(line.void_reason)}" if line.void_reason else state,
    ]
