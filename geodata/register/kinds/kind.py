"""What every kind of change is made of, and what several of them do."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import BadInput, Conflict
from geodata.base.periods import ended
from geodata.base.scope import Scope
from geodata.contacts.assigning import ENDING, ending
from geodata.contacts.models import ContactLink
from geodata.contacts.recording import entry_of_step
from geodata.people.care_workflow import PENDING
from geodata.people.caring import ENDED, end_care_record
from geodata.people.models import Absence, CareRecord, CareStep, Household, OccupancyPeriod, Resident
from geodata.people.placing import occupied
from geodata.register.books import Books
from geodata.register.models import RegisterChange
from geodata.register.payload import Field
from geodata.territory.models import Area

Row = TypeVar("Row", bound=Model)


@dataclass
class Work:
    """A change at work, with the books in which it reads and writes. `touched` are the keys of all households that it has written."""

    change: RegisterChange
    books: Books
    scope: Scope
    by: User
    at: dt.datetime
    touched: set[int] = field(default_factory=set)

    @property
    def payload(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.change.payload
        return found

    @property
    def village(self) -> Area:
        return self.change.village

    @property
    def grid(self) -> Area | None:
        return self.change.grid

    @property
    def on(self) -> dt.date:
        return self.change.effective_on

    @cached_property
    def home(self) -> Household:
        """As it stands, locked."""
        assert self.change.household_id is not None
        return self.books.homes[self.change.household_id]

    def rows(self, table: type[Row]) -> list[Row]:
        """Of the household, with what has been written of them so far."""
        return self.books.rows(table, self.home)

    def add(self, row: Row) -> Row:
        self.books.add(row, self.change)
        return row

    def changed(self, row: Model, *names: str) -> None:
        """These fields of the row are to be saved as they are now."""
        self.books.changed(row, *names)


class Kind(ABC):
    """One kind. `check` raises what stands against it, when it is proposed and again when it is confirmed."""

    name: ClassVar[str]
    label: ClassVar[Promise | str]
    fields: ClassVar[Mapping[str, Field]] = {}
    of_household: ClassVar[bool] = True
    """Is it about a household that is there?"""
    of_those_here: ClassVar[bool] = True
    """Is it nothing for a household that has left?"""
    makes: ClassVar[bool] = False
    """Does it make a household, with a number of its village?"""
    alone: ClassVar[bool] = False
    """Does it write by other means than the books, and so not beside other changes?"""

    def check(self, work: Work) -> None:
        if self.of_household and self.of_those_here and work.home.has_left:
            raise Conflict(
                _("Nobody of this household is here any more."),
                field="household",
                remedy=_("Say first that it came back, or undo what says that it left."),
            )

    def into(self, told: Mapping[str, Any], *, home: Household | None, on: dt.date) -> Area | None:
        """The other village to which the household goes. Raises BadInput for one that is none."""
        return None

    def completed(self, told: dict[str, Any], *, home: Household | None) -> dict[str, Any]:
        """With what those who decide have to know."""
        return told

    @abstractmethod
    def apply(self, work: Work) -> None:
        """Write the change, forward; taking it back is alike for every kind."""


def check_latest(work: Work, dated: Iterable[Any]) -> None:
    """Raises Conflict where one of these begins later: history is not rewritten by a change."""
    if any(row.period.lower is not None and row.period.lower > work.on for row in dated):
        raise Conflict(
            _("Something later is recorded of where or how this household lives."),
            field="effective_on",
            value=work.on.isoformat(),
            remedy=_("Give a later day."),
        )


def live(work: Work, occupancy: str) -> None:
    """From the day of the change on the household is lived in so."""
    now = next(row for row in work.rows(OccupancyPeriod) if is_open(row))
    following = occupied(now, occupancy=occupancy, on=work.on)
    work.changed(now, "occupancy", "period")
    if following:
        work.add(following)
    work.home.occupancy = occupancy
    work.changed(work.home, "occupancy")


def is_open(row: Any) -> bool:
    return row.period.upper is None


def leave(work: Work, occupancy: str) -> None:
    """The household is not here any more: its contacts end with it."""
    live(work, occupancy)
    let_go(work)


def let_go(work: Work) -> None:
    links = list(filter(is_open, work.rows(ContactLink)))
    if not links:
        return
    day = max([work.on, *(link.period.lower for link in links if link.period.lower)])
    step, changes = ending(links, reason=ContactLink.EndReason.HOUSEHOLD_LEFT, on=day, by=work.by)
    # It tells of no household by itself: its key tells the tables whose doing it is.
    step.pk = work.books.new_key(type(step))
    for row in (step, *changes):
        work.add(row)
    for link in links:
        work.changed(link, *ENDING)
    work.books.entries.append(entry_of_step(step, {work.home.pk}, work.home.token, by=work.by))


def come_home(work: Work) -> None:
    """An absence that goes on ends on the day of the change."""
    for absence in work.rows(Absence):
        if work.on in absence.period:
            end(work, absence)


def end(work: Work, row: Any) -> None:
    row.period = ended(row.period, work.on)
    work.changed(row, "period")


def end_care(work: Work, *, of: Resident | None = None) -> None:
    """The open care records of the household, or those of one resident, and what was on its way to be one."""
    for record in filter(goes_on, list(work.rows(CareRecord))):
        if of is None or record.resident_id == of.pk:
            end_record(work, record)


def goes_on(record: CareRecord) -> bool:
    """In force without an end, or on its way."""
    return is_open(record) if record.period else record.state in PENDING


def end_record(work: Work, record: CareRecord) -> None:
    """It is in force until the day of the change, or comes to nothing."""
    step = end_care_record(record, on=work.on, by=work.by, at=work.at)
    work.changed(record, *ENDED)
    add_step(work, step)


def add_step(work: Work, step: CareStep) -> None:
    """It tells of no household by itself: its key tells the tables whose doing it is."""
    step.pk = work.books.new_key(CareStep)
    work.add(step)


def one_less(work: Work) -> None:
    """A person less, where it is known how many there are."""
    if work.home.size and work.home.size > 1:
        work.home.size -= 1
        work.changed(work.home, "size")


def resident_of(work: Work, name: str = "resident") -> Resident:
    """Raises BadInput where it is nobody of the household, or somebody who has died or moved out."""
    resident = next((one for one in residents_here(work) if one.pk == work.payload.get(name)), None)
    if resident is None:
        raise BadInput(
            _("There is no such resident in this household."),
            field=f"payload.{name}",
            value=work.payload.get(name),
            remedy=_("Choose one from the list."),
        )
    return resident


def residents_here(work: Work) -> list[Resident]:
    """Of the household, without those who have died or moved out."""
    return [one for one in work.rows(Resident) if one.died_on is None and one.moved_out_on is None]
