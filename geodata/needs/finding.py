"""Needs as somebody may see them: one with its words, and the ledger page by page."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, Q
from django.db.models.expressions import RawSQL

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import require
from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.needs.concept import Action
from geodata.needs.counted import COUNTED
from geodata.needs.models import Need, NeedQuerySet, NeedStep, told_whole
from geodata.needs.moving import BESIDE
from geodata.needs.paging import Key, due_first
from geodata.needs.parts import held_in
from geodata.needs.sealing import Said, opened_words, result_of, unseal_said, unseal_text
from geodata.needs.words import OPEN, Part, State
from geodata.territory.models import Area

NewestFirst, DueFirst = "newest", "due"
ORDERS = (NewestFirst, DueFirst)
NO_GRID = "none"


def find_need(name: str | uuid.UUID, *, by: User, scope: Scope) -> Need:
    """By its client id or its number. Raises NotAllowed where the right holds nowhere, NotFound for what is not there for this reader."""
    require(scope, Right.NEED)
    key = {"client_id": name} if isinstance(name, uuid.UUID) else {"number": name}
    need = Need.objects.within(scope, by=by.pk).select_related(*BESIDE).filter(**key).first()
    if need is None:
        raise NotFound(str(name))
    return need


def may_read(need: Need, *, by: User, scope: Scope) -> bool:
    """The words of a sensitive need are read by the offices of townships and counties alone, not by who recorded it."""
    if by.pk in need.named:
        return False
    if not need.sensitive:
        return True
    held = set(held_in(need, scope))
    return Part.COUNTY in held or (Part.TOWNSHIP in held and need.least_level < 3)


@dataclass(frozen=True, slots=True)
class Opened:
    """A need with its words, as far as the reader may know them; `whole`: all of it, else number and state alone."""

    need: Need
    whole: bool
    said: Said
    result: str = ""
    parties: str = ""
    agreement: str = ""


def open_need(need: Need, *, by: User, scope: Scope, at: dt.datetime) -> Opened:
    """Opening a sensitive one leaves an entry on the record of access, each time."""
    if not may_read(need, by=by, scope=scope):
        return Opened(need, False, Said())
    if need.sensitive:
        record_access(user=by, action=Action.NEED_OPENED, at=at, subject=need.number)
    dispute = getattr(need, "dispute", None)
    return Opened(
        need,
        True,
        unseal_said(need) if need.sensitive else Said(need.title, need.text),
        result_of(need),
        unseal_text(need, "parties", dispute.parties) if dispute else "",
        unseal_text(need, "agreement", dispute.agreement) if dispute else "",
    )


def steps_of(need: Need, *, by: User, scope: Scope) -> Iterator[tuple[NeedStep, dict[str, Any]]]:
    """Each with its details in clear; none of a need that is not wholly told: they say where it is, and who has it in hand."""
    if not may_read(need, by=by, scope=scope):
        return
    for step in need.steps.select_related("by").order_by("pk"):
        yield step, {"reason": step.reason} | opened_words(need, step.payload)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of the ledger is asked for; all that is said has to hold."""

    area: Area | None = None
    state: str = ""
    category: str = ""
    kind: str = ""
    level: int | None = None
    urgency: int | None = None
    source: str = ""
    open: bool = False
    late: bool = False
    mine: bool = False
    """Recorded by the reader."""
    number: str = ""
    grid: str = ""
    """`NO_GRID`: those that stand with their village alone."""
    counted: str = ""
    """A number of the analysis: those that it counts."""
    first: dt.date | None = None
    last: dt.date | None = None
    order: str = NewestFirst

    def of(self, *, by: User, scope: Scope, at: dt.datetime) -> NeedQuerySet:
        needs = Need.objects.within(scope, by=by.pk).filter(self._said())
        if self.area is not None:
            at_grid = self.area.level == Area.Level.GRID
            here = Q(grid=self.area) if at_grid else Q(village__code__startswith=self.area.code)
            needs = needs.filter(here)
        if self.grid == NO_GRID:
            needs = needs.filter(grid=None)
        if self.counted:
            those = RawSQL(COUNTED[self.counted], [], BooleanField())  # noqa: S611  (our own text)
            needs = needs.counted(scope).filter(those)
        if self.open:
            needs = needs.filter(state__in=OPEN)
        if self.late:
            needs = needs.filter(late(at))
        if self.mine:
            needs = needs.filter(by=by)
        if self.order == DueFirst:
            # What is due at no time has no place in this order.
            needs = needs.filter(due_at__isnull=False)
        if self.level or self.late or self.grid or self.order == DueFirst:
            # Who only recorded a sensitive one is not told where it is by now, nor when it is due: no filter tells it either.
            needs = needs.filter(told_whole(scope))
        return needs

    def _said(self) -> Q:
        same = {
            "state": self.state, "category__code": self.category, "kind": self.kind, "level": self.level,
            "urgency": self.urgency, "source": self.source, "number": self.number, "raised_on__gte": self.first,
            "raised_on__lte": self.last,
        }  # fmt: skip
        return Q(**{name: value for name, value in same.items() if value not in ("", None)})


def page(needs: NeedQuerySet, *, order: str, after: Key | None, limit: int) -> list[Need]:
    """From the one after that key: (due at, id), of the newest first (None, id)."""
    if order == DueFirst:
        return due_first(needs.select_related(*LISTED), after=after, limit=limit)
    if after is not None:
        needs = needs.filter(pk__lt=after[1])
    return list(needs.select_related(*LISTED).order_by("-pk")[:limit])


LISTED = ("village", "household", "grid", "category", "unit_area", "unit_department")


def head_of(needs: NeedQuerySet, state: State, *, most: int) -> list[Need]:
    """Of those in that state the first due; of those that nobody has to settle any more the newest."""
    order = F("due_at").asc(nulls_last=True) if state in OPEN else F("pk").desc()
    return list(needs.filter(state=state).select_related(*LISTED).order_by(order, "pk")[:most])


def key_of(need: Need, *, order: str) -> Key:
    return (need.due_at, need.pk) if order == DueFirst else (None, need.pk)


def late(at: dt.datetime) -> Q:
    """Those that somebody still has to settle, and that were due."""
    return Q(state__in=OPEN, due_at__lt=at)


def is_late(need: Need, *, at: dt.datetime) -> bool:
    return need.state in OPEN and need.due_at is not None and need.due_at < at
