"""Old notes of visits that may be needs: offered once to who wrote them, and never made into needs by themselves."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import Conflict, NotFound
from geodata.base.scope import Right, Scope
from geodata.needs.models import Need
from geodata.needs.note_models import OldNotes
from geodata.needs.recording import NeedReport, record_need
from geodata.needs.words import Source, Urgency
from geodata.people.models import Household
from geodata.visits.models import Visit

MOST = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is said of a note that is a need; its text, its day and its household it has itself."""

    client_id: uuid.UUID
    kind: str
    category: str
    urgency: int = Urgency.ORDINARY


def old_notes(*, by: User, scope: Scope, on: dt.date, home: Household | None = None) -> list[Visit]:
    """Those still offered to that person, of households that are his or hers to visit, the latest first. Two queries at most."""
    return list(_offered(by=by, scope=scope, on=on, home=home).select_related("household")[:MOST])


def _offered(*, by: User, scope: Scope, on: dt.date, home: Household | None = None) -> QuerySet[Visit]:
    offer = OldNotes.objects.filter(user=by, until__gte=on).first()
    if offer is None or not scope.may(Right.NEED):
        return Visit.objects.none()
    own = Household.objects.within(scope.to(Right.VISIT))
    notes = Visit.objects.filter(
        entered_by=by, state=Visit.State.VALID, day__gte=offer.since, entered_at__lt=offer.before, needs=None,
        household__in=[home] if home else own,
    )  # fmt: skip
    return notes.exclude(note="").exclude(pk__in=offer.dismissed).order_by("-day", "-pk")


@transaction.atomic
def make_need_of(
    *, visit: uuid.UUID, chosen: Chosen, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> tuple[Need, bool]:
    """The need that an old note tells of, and whether it is new: raised on the day of the visit, which keeps its note.

    Raises NotFound for a visit that the user has not entered, Conflict where its note is not offered (any more), and what `record_need` raises.
    """
    note = _own(visit, by=by)
    report = NeedReport(
        client_id=chosen.client_id, kind=chosen.kind, category=chosen.category, urgency=chosen.urgency,
        household=note.household.token, raised_on=note.day, text=note.note, source=Source.VISIT,
    )  # fmt: skip
    known = Need.objects.filter(client_id=chosen.client_id, by=by).exists()
    if not known and not _offered(by=by, scope=scope, on=today).filter(pk=note.pk).exists():
        raise _over()
    return record_need(report=report, by=by, scope=scope, at=at, today=today, noted=note)


@transaction.atomic
def leave_note(*, visit: uuid.UUID, by: User, scope: Scope, today: dt.date) -> None:
    """It stays a note, and is offered no more; said again it is the same. Raises NotFound and Conflict as above."""
    note = _own(visit, by=by)
    offer = OldNotes.objects.select_for_update().filter(user=by).first()
    if offer is None or (
        note.pk not in offer.dismissed
        and not _offered(by=by, scope=scope, on=today).filter(pk=note.pk).exists()
    ):
        raise _over()
    if note.pk not in offer.dismissed:
        offer.dismissed.append(note.pk)
        offer.save(update_fields=["dismissed"])


def _own(visit: uuid.UUID, *, by: User) -> Visit:
    note = Visit.objects.select_related("household").filter(client_id=visit, entered_by=by).first()
    if note is None:
        raise NotFound(str(visit))
    return note


def _over() -> Conflict:
    return Conflict(
        _("This note is not offered any more."), field="visit", remedy=_("Record a need at the household.")
    )
