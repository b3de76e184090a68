"""Recording, correcting and voiding visits."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.errors import BadInput, Conflict
from geodata.people.models import Household
from geodata.visits.models import Visit, Visitor


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody tells of a visit. `visitors` are user ids; the one who enters it, if empty."""

    household: int
    day: dt.date
    mode: str = Visit.Mode.DOOR
    outcome: str = Visit.Outcome.MET
    note: str = ""
    brought: Sequence[str] = ()
    visitors: Sequence[int] = ()
    point: Point | None = field(default=None, compare=False)

    def digest(self) -> str:
        """SHA-256 of the content: the same report again gives the same."""
        place = [self.point.x, self.point.y] if self.point else None
        content: list[Any] = [self.household, self.day.isoformat(), self.mode, self.outcome, self.note]
        content += [sorted(self.brought), sorted(self.visitors), place]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def record_visit(
    *, client_id: uuid.UUID, report: Report, by: User, at: dt.datetime, today: dt.date
) -> tuple[Visit, bool]:
    """The visit and whether it is new. The same id and content again is the same visit.

    Raises BadInput for a day to come, Conflict when the id was used for another content.
    """
    _check(report, today=today)
    digest = report.digest()
    if known := Visit.objects.filter(client_id=client_id).first():
        return _same(known, digest), False
    try:
        with transaction.atomic():
            return _write(client_id, report, digest, by=by, at=at), True
    except IntegrityError as error:
        if known := Visit.objects.filter(client_id=client_id).first():
            return _same(known, digest), False
        raise error


@transaction.atomic
def correct_visit(
    *, visit: Visit, client_id: uuid.UUID, report: Report, by: User, at: dt.datetime, today: dt.date
) -> Visit:
    """A new version in place of a valid visit, which stays on record. Raises Conflict when it is not valid."""
    _check(report, today=today)
    old = _lock_valid(visit)
    if report.household != old.household_id:
        raise BadInput(
            _("A correction stays with the household."),
            field="household",
            remedy=_("Void this visit and record one for the other household."),
        )
    old.state = Visit.State.CORRECTED
    old.save(update_fields=["state"])
    return _write(client_id, report, report.digest(), by=by, at=at, corrects=old)


@transaction.atomic
def void_visit(*, visit: Visit, reason: str) -> Visit:
    """Take a visit out of all figures, with a reason; it stays on record. Raises Conflict when it is not valid."""
    if not reason.strip():
        raise BadInput(_("Say why the visit is voided."), field="reason", remedy=_("Write a short reason."))
    old = _lock_valid(visit)
    old.state, old.void_reason = Visit.State.VOIDED, reason.strip()[:200]
    old.save(update_fields=["state", "void_reason"])
    return old


def _check(report: Report, *, today: dt.date) -> None:
    if report.day > today:
        raise BadInput(
            _("The visit lies in the future."),
            field="day",
            value=report.day.isoformat(),
            remedy=_("Give today or an earlier day."),
        )
    if report.day < dt.date(2000, 1, 1):
        raise BadInput(
            _("The day is before 2000."),
            field="day",
            value=report.day.isoformat(),
            remedy=_("Check the year."),
        )


def _same(visit: Visit, digest: str) -> Visit:
    if visit.body_hash != digest:
        raise Conflict(
            _("A visit with this id is already recorded with other content."),
            field="client_id",
            value=str(visit.client_id),
            remedy=_("Record it as a new visit, or correct the recorded one."),
        )
    return visit


def _lock_valid(visit: Visit) -> Visit:
    locked = Visit.objects.select_for_update().get(pk=visit.pk)
    if locked.state != Visit.State.VALID:
        raise Conflict(
            _("This visit was already corrected or voided."), remedy=_("Open the household again to see it.")
        )
    return locked


def _write(
    client_id: uuid.UUID,
    report: Report,
    digest: str,
    *,
    by: User,
    at: dt.datetime,
    corrects: Visit | None = None,
) -> Visit:
    people = list(dict.fromkeys(report.visitors)) or [by.pk]
    household = Household.objects.only("synthetic", "village_id").get(pk=report.household)
    visit = Visit.objects.create(
        client_id=client_id,
        body_hash=digest,
        household=household,
        village_id=household.village_id,
        day=report.day,
        entered_at=at,
        entered_by=by,
        mode=report.mode,
        outcome=report.outcome,
        note=report.note,
        brought=list(report.brought),
        point=report.point,
        person_times=len(people),
        corrects=corrects,
        synthetic=household.synthetic,
    )
    Visitor.objects.bulk_create([Visitor(visit=visit, user_id=person) for person in people])
    return visit
