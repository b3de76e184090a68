"""The visit ledger as a file."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from geodata.coverage import households, states
from geodata.reports.cells import Kind
from geodata.reports.files import Column
from geodata.visits.ledger import Ledger
from geodata.visits.models import Visit
from geodata.wording import listed

CHUNK = 2000


def households_of(ledger: Ledger) -> int:
    """All households of the ledger's area on its last day: what coverage is of."""
    selection = states.select(scope=ledger.scope, area=ledger.area, on=ledger.last)
    return households.matched(states.Question(selection, on=ledger.last), "households")


COLUMNS = (
    Column(_("Day"), 12, _("The day of the visit."), Kind.DAY),
    Column(_("Village"), 16, _("The village in which the household lives.")),
    Column(_("Grid"), 14, _("The grid of today; empty outside every grid.")),
    Column(_("Household number"), 14, _("The local number within the village, as on the roster.")),
    Column(_("Head of household"), 14, _("As on the roster.")),
    Column(_("How"), 10, _("At the door, by phone, by video, or by chance.")),
    Column(_("Outcome"), 10, _("Figures count visits at which somebody was met.")),
    Column(_("Visitors"), 24, _("All who went.")),
    Column(_("Person-times"), 8, _("How many went."), Kind.WHOLE),
    Column(_("Brought"), 18, _("What was brought.")),
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
    households: int
    by: str
    at: dt.datetime
    told: Callable[[int], None] | None = None
    """Hears after every CHUNK how many rows have been read."""

    @property
    def title(self) -> str:
        return f"{gettext('Visit ledger')} · {self.place}"

    @property
    def as_of(self) -> str:
        days = {"first": self.ledger.first.isoformat(), "last": self.ledger.last.isoformat()}
        return gettext("From %(first)s to %(last)s") % days

    @property
    def columns(self) -> tuple[Column, ...]:
        return COLUMNS

    def rows(self) -> Iterator[list[str]]:
        """Two queries for every CHUNK."""
        after, read = None, 0
        while part := self.ledger.page(after=after, limit=CHUNK):
            yield from map(texts, part)
            read += len(part)
            if self.told:
                self.told(read)
            after = (part[-1].day, part[-1].pk)

    def definitions(self) -> list[tuple[str, str]]:
        """What was asked, the four figures, and what each column means."""
        counted = self.ledger.figures()
        first = [
            (gettext("Area"), self.place),
            (gettext("Days"), self.as_of),
            (gettext("Person-times"), str(counted.person_times)),
            (pgettext("figure", "Visits"), str(counted.visits)),
            (gettext("Households"), str(counted.households)),
            (gettext("Coverage"), f"{counted.households} / {self.households}"),
            (gettext("Made by"), self.by),
            (gettext("Made at"), f"{self.at:%Y-%m-%d %H:%M}"),
        ]
        return first + [(str(column.heading), str(column.meaning)) for column in COLUMNS]


def texts(visit: Visit) -> list[str]:
    """The cells of a row, in the order of COLUMNS. No query for visits of a page."""
    home = visit.household
    state = str(visit.get_state_display())
    return [
        visit.day.isoformat(),
        home.village.name,
        home.grid.name if home.grid else "",
        home.number,
        home.head_name,
        str(visit.get_mode_display()),
        str(visit.get_outcome_display()),
        listed(one.user.name for one in visit.visitors.all()),
        str(visit.person_times),
        listed(Visit.Brought(thing).label for thing in visit.brought),
        visit.note,
        visit.entered_by.name,
        f"{visit.entered_at.astimezone():%Y-%m-%d %H:%M}",
        f"{state}: {visit.why_voided}" if visit.void_reason else state,
    ]
