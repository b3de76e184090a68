"""Ordering a service, or writing a wish down: once for each id."""

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import Right, Scope
from geodata.calendar import workdays
from geodata.people.models import Household
from geodata.services.concept import Action
from geodata.services.models import OrderStep, ServiceItem, ServiceOrder
from geodata.services.parts import ORDERERS, held_at
from geodata.services.words import Field, Move, Source, State
from geodata.territory.models import Area
from geodata.visits.record import as_kept, left_out

DAYS = 10
"""Working days until a wish is seen to."""


@dataclass(frozen=True, slots=True)
class OrderReport:
    """What is ordered, for a household (its token) or else in a village or grid (its code) with where to come."""

    client_id: uuid.UUID
    item: str = ""
    """The code of a service; none: a wish."""
    field: str = ""
    """Of a wish."""
    household: str = ""
    area: str = ""
    text: str = ""
    place: str = ""
    source: str = Source.OFFICE

    def as_kept(self) -> "OrderReport":
        """Without ID numbers, in its own words."""
        return replace(self, text=as_kept(self.text).strip()[:200], place=as_kept(self.place).strip()[:100])

    def left_out(self) -> str:
        """What of it is not kept, in words; empty if nothing."""
        return left_out(f"{self.text} {self.place}")

    def digest(self) -> str:
        """SHA-256 of all but the id: JSON without spaces, see docs/services.md."""
        said = [self.item, self.field, self.household, self.area, self.text, self.place, self.source]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def order_service(
    *, report: OrderReport, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> tuple[ServiceOrder, bool]:
    """The order and whether it is new. The same id and content again is the same order.

    Raises NotAllowed, NotFound for a place outside the scope, BadInput for what cannot be taken, Conflict for an id that was
    used for another content.
    """
    require(scope, Right.SERVE)
    report = report.as_kept()
    if known := ServiceOrder.objects.filter(client_id=report.client_id, by=by).first():
        return _same(known, report), False
    order = _unsaved(report, by=by, scope=scope, at=at, today=today)
    try:
        with transaction.atomic():
            order.save(force_insert=True)
            OrderStep.objects.create(order=order, by=by, at=at, move=Move.ORDER, before="", after=order.state)
            record_access(user=by, action=Action.ORDER_RECORDED, at=at, subject=order.number)
    except IntegrityError as error:
        # Somebody else's, or sent twice at once.
        raise _used(report.client_id) from error
    return order, True


def _unsaved(report: OrderReport, *, by: User, scope: Scope, at: dt.datetime, today: dt.date) -> ServiceOrder:
    place = _place_of(report, scope=scope, today=today)
    item = _item_of(report, place["village"], today=today)
    return ServiceOrder(
        client_id=report.client_id, body_hash=report.digest(), item=item, wish=item is None,
        field=item.field if item else report.field, text=report.text, place=report.place, source=report.source,
        by=by, at=at, state_since=at, state=State.ORDERED,
        due_at=workdays.calendar().add(at, item.days if item else DAYS), **place,
    )  # fmt: skip


def _item_of(report: OrderReport, village: Area, *, today: dt.date) -> ServiceItem | None:
    if not report.item:
        if not report.text or report.field not in Field.values:
            raise BadInput(
                _("Choose a service, or write a wish."),
                field="item",
                value=report.item,
                remedy=_("Of a wish say what it is about, in a few words."),
            )
        return None
    offered = ServiceItem.objects.on(today).filter(code=report.item).select_related("area")
    found = next((item for item in offered if village.code.startswith(item.area.code)), None)
    if found is None:
        raise BadInput(
            _("This service is not offered here."),
            field="item",
            value=report.item,
            remedy=_("Choose one of the catalogue."),
        )
    return found


def _place_of(report: OrderReport, *, scope: Scope, today: dt.date) -> dict[str, Any]:
    if report.household:
        home = Household.objects.within(scope.to(Right.SERVE)).called(report.household)
        if home is None:
            raise NotFound(report.household, field="household", value=report.household)
        parts = held_at(scope, village=home.village_id, grid=home.grid_id, household=home.pk)
        found = {"village": home.village, "grid": home.grid, "household": home, "synthetic": home.synthetic}
    else:
        area = Area.objects.on(today).select_related("parent").filter(code=report.area).first()
        if area is None or area.level not in (Area.Level.VILLAGE, Area.Level.GRID) or not report.place:
            raise BadInput(
                _("Say which household it is for, or where to come."),
                field="area",
                value=report.area,
                remedy=_("Give a household, or a village or grid and where to come."),
            )
        grid = area if area.level == Area.Level.GRID else None
        village = area.parent if grid else area
        assert village is not None
        parts = held_at(scope, village=village.pk, grid=grid.pk if grid else None)
        found = {"village": village, "grid": grid}
        if not parts and not scope.to(Right.SERVE).holds_code(area.code):
            raise NotFound(report.area, field="area", value=report.area)
    if not parts & ORDERERS:
        refuse(Right.SERVE)
    return found


def _same(known: ServiceOrder, report: OrderReport) -> ServiceOrder:
    if known.body_hash != report.digest():
        raise _used(known.client_id)
    return known


def _used(client_id: uuid.UUID) -> Conflict:
    return Conflict(
        _("An order with this id is already recorded with different content."),
        field="client_id",
        value=str(client_id),
        remedy=_("Record it as a new order."),
    )
