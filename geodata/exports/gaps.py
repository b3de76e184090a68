"""The list behind a figure as a table for files: headings, rows of text, and what each column and figure means."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from geodata.base import wording
from geodata.base.extracts import Column, Kind
from geodata.base.scope import Scope
from geodata.base.wording import listed
from geodata.coverage import households, states
from geodata.coverage.figures import LISTS
from geodata.display.lines import Line, describe
from geodata.territory.models import Area
from geodata.visits.schedule import Status

CHUNK = 2000
"""Households at a time: what a file of any length keeps in memory."""


COLUMNS = (
    Column(_("Village code"), 15, _("12 digits of the national statistical code, as text.")),
    Column(_("Village or community"), 16, _("The village in which the household lives.")),
    Column(_("Grid code"), 18, _("15 digits: the village and three of its own; empty outside every grid.")),
    Column(_("Grid"), 14, _("The grid on the day of the report.")),
    Column(_("Household number"), 14, _("The local number within the village, as on the roster.")),
    Column(_("Head of household"), 14, _("Masked for those who do not look after the household.")),
    Column(_("Villager group"), 12, _("As on the roster.")),
    Column(_("Address"), 28, _("As on the roster; empty for those who do not look after the household.")),
    Column(_("Phones"), 16, _("Masked for those who do not look after the household.")),
    Column(_("Persons"), 8, _("Number of people on the roster."), Kind.WHOLE),
    Column(_("Occupancy"), 12, _("Empty households are exempt from visits; those that left are listed only when asked for.")),
    Column(_("Care categories"), 24, _("Care records that are open on the day of the report.")),
    Column(_("Contact members"), 18, _("Who looks after the household on that day, the first contact first.")),
    Column(_("Why without a contact"), 16, _("Never had one, or why the last contact ended.")),
    Column(_("Visit status"), 14, _("Visited in time; due soon in the last fifth of the interval; overdue"
                                    " after it; long overdue after twice the interval.")),
    Column(_("Visit interval (days)"), 12, _("The shortest of the household's visit rules."), Kind.WHOLE),
    Column(_("Last met on"), 12, _("The last valid visit at which somebody was met, up to the day of the report."), Kind.DAY),
    Column(_("Days since last met"), 10, _("From the last visit at which somebody was met to the day of the report."), Kind.WHOLE),
    Column(_("Location"), 8, _("Whether the household has a point on the map.")),
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """A list for a file: the households of one figure, as somebody with this scope may take them away."""

    question: states.Question
    figure: str
    scope: Scope
    area: Area | None
    by: str
    at: dt.datetime
    category: str = ""
    """The name of the category asked for, in the reader's language."""
    progress: Callable[[int], None] | None = None
    """Hears after every CHUNK how many rows have been read."""

    columns = COLUMNS

    @property
    def title(self) -> str:
        return f"{LISTS[self.figure].label} · {self.place}"

    @property
    def place(self) -> str:
        return self.area.name if self.area else gettext("My households")

    @property
    def as_of(self) -> str:
        return gettext("As of %(day)s") % {"day": wording.day(self.question.on)}

    def matched(self, *, most: int | None = None) -> int:
        return households.matched(self.question, self.figure, most=most)

    def rows(self) -> Iterator[list[str]]:
        """A row of text per household."""
        return (texts(line, on=self.question.on) for part in self.parts() for line in part)

    def parts(self) -> Iterator[list[Line]]:
        """The households in the order of the pages, CHUNK at a time. Seven queries for each."""
        read = 0
        for part in households.everything(self.question, self.figure, chunk=CHUNK):
            yield describe(part, scope=self.scope, on=self.question.on)
            read += len(part)
            if self.progress:
                self.progress(read)

    def definitions(self) -> list[tuple[str, str]]:
        """What the list is about, how it was counted, and what each column means."""
        figure, question = LISTS[self.figure], self.question
        first = [
            (gettext("List"), str(figure.label)),
            *([(gettext("What it lists"), str(figure.help))] if figure.help else []),
            (gettext("Area"), f"{self.place} {self.area.code if self.area else ''}".strip()),
            (pgettext("cut-off", "Day"), question.on.isoformat()),
            (
                gettext("Window of visits"),
                gettext("%(days)s days up to that day") % {"days": wording.figure(question.window)},
            ),
            (gettext("Care category"), self.category or gettext("All households")),
            (gettext("Denominator"), str(LISTS[figure.of].label)),
            (gettext("Prepared by"), self.by),
            (gettext("Prepared at"), f"{self.at:%Y-%m-%d %H:%M}"),
        ]
        return first + [(str(column.heading), str(column.meaning)) for column in COLUMNS]


def texts(line: Line, *, on: dt.date) -> list[str]:
    """The cells of a row, in the order of COLUMNS."""
    return [
        line.village_code,
        line.village,
        line.grid_code,
        line.grid,
        line.number,
        line.head,
        line.group,
        line.address,
        " ".join(line.phones),
        "" if line.size is None else str(line.size),
        line.occupancy,
        listed(line.categories),
        listed(line.contacts),
        str(line.without),
        str(Status(line.status).label) if line.status else "",
        "" if line.interval is None else str(line.interval),
        "" if line.last_met is None else line.last_met.isoformat(),
        "" if line.last_met is None else str((on - line.last_met).days),
        pgettext("has a location", "Yes") if line.has_point else pgettext("has a location", "No"),
    ]
