"""Recording, correcting and voiding visits."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import periods, texts
from geodata.base.errors import BadInput, Conflict
from geodata.base.id_numbers import MARK, holds_id_number, without_id_numbers
from geodata.base.scope import Scope
from geodata.people.models import Household
from geodata.visits.concept import Action
from geodata.visits.models import UNDONE, Visit, Visitor
from geodata.visits.permissions import check_change, check_version
from geodata.visits.visitors import check_number, check_visitors

UNDO = dt.timedelta(seconds=60)
"""How long a visit can be undone: the page offers it for ten seconds, a slow network has the rest."""


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

    def as_kept(self) -> "Report":
        """Without ID numbers: a visit recorded far from any network must not be lost because of one."""
        return replace(self, note=as_kept(self.note))

    def digest(self, token: str) -> str:
        """SHA-256 of the content, as a phone that knows the household by its token works it out too.

        The JSON has no spaces and keeps characters as they are: what JSON.stringify writes.
        """
        place = [self.point.x, self.point.y] if self.point else None
        content: list[Any] = [token, self.day.isoformat(), self.mode, self.outcome, self.note]
        content += [sorted(self.brought), sorted(self.visitors), place]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def record_visit(
    *,
    client_id: uuid.UUID,
    report: Report,
    by: User,
    at: dt.datetime,
    today: dt.date,
    home: Household | None = None,
    sent_as: str = "",
) -> tuple[Visit, bool]:
    """The visit and whether it is new. The same id and content again is the same visit. ID numbers are left out.

    `home`: the report's household, where it is at hand. `sent_as`: the digest of what the client sent, where an office has
    changed something of it. Raises BadInput for a day to come or a stranger among the visitors, Conflict when the id was
    used for another content. Whether the household is the maker's to visit is asked before: see sending.py.
    """
    _check(report, today=today)
    report, home = report.as_kept(), home or _home(report)
    check_visitors(household=home, visitors=report.visitors, besides=[by.pk], on=report.day)
    try:
        # Written without looking first: repeats are rare, and the law finds them.
        with transaction.atomic():
            return _write(client_id, report, home, by=by, at=at, sent_as=sent_as), True
    except IntegrityError as error:
        if known := Visit.objects.filter(client_id=client_id).first():
            return same_again(known, sent_as or report.digest(home.token)), False
        if "one_visit_per_client_id" in str(error):
            # Of a household that is hidden from this user.
            raise _taken(client_id) from error
        raise


@transaction.atomic
def correct_visit(
    *,
    visit: Visit,
    client_id: uuid.UUID,
    report: Report,
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
    seen: str = "*",
) -> tuple[Visit, bool]:
    """A new version in place of a valid visit, which stays on record, and whether it is new.

    The same correction again is the same version. Raises NotAllowed when it is not the user's to change, Stale when the
    visit is not what was `seen`, Conflict when it is not valid any more.
    """
    check_change(visit, by=by, scope=scope, on=today)
    _check(report, today=today)
    report, home = report.as_kept(), _home(report)
    # Locked before it is asked whether this correction is there: sent twice at once, the second waits and finds it.
    old = Visit.objects.select_for_update().get(pk=visit.pk)
    if known := Visit.objects.filter(client_id=client_id, corrects=old).first():
        return same_again(known, report.digest(home.token)), False
    check_version(old, seen)
    _check_valid(old)
    if report.household != old.household_id:
        raise BadInput(
            _("A correction cannot move the visit to another household."),
            field="household",
            remedy=_("Void this visit and record one for the other household."),
        )
    if Visit.objects.filter(client_id=client_id).exists():
        raise _taken(client_id)
    went = set(old.visitors.values_list("user_id", flat=True))
    # Who stood in it already stays, even a stranger by now: a correction of the day must not lose a person.
    stay = {by.pk, old.entered_by_id, *went}
    check_visitors(household=home, visitors=report.visitors, besides=stay, on=report.day)
    old.state = Visit.State.CORRECTED
    old.save(update_fields=["state"])
    _on_record(old, by=by, at=at)
    return _write(client_id, report, home, by=by, at=at, corrects=old), True


def as_kept(text: str) -> str:
    """What somebody wrote of a visit, as it is stored: one kind of line end, and a mark in the place of each ID number."""
    return without_id_numbers(texts.free(text), mark=MARK)


def left_out(text: str) -> str:
    """What of a text is not stored, in words."""
    return _("ID numbers are never stored: one was removed from the text.") if holds_id_number(text) else ""


@transaction.atomic
def void_visit(
    *, visit: Visit, reason: str, by: User, scope: Scope, at: dt.datetime, today: dt.date, seen: str = "*"
) -> Visit:
    """Take a visit out of all figures, with a reason; it stays on record. Raises NotAllowed, Stale or Conflict as above."""
    check_change(visit, by=by, scope=scope, on=today)
    if not reason.strip():
        raise BadInput(
            _("Give the reason why the visit is voided."), field="reason", remedy=_("Give a short reason.")
        )
    return _void(visit, reason, by=by, at=at, seen=seen)


def _void(visit: Visit, reason: str, *, by: User, at: dt.datetime, seen: str = "*") -> Visit:
    old = Visit.objects.select_for_update().get(pk=visit.pk)
    check_version(old, seen)
    _check_valid(old)
    # Cut after the mark is set: an ID number cut in half would not be recognised.
    old.state, old.void_reason = Visit.State.VOIDED, as_kept(reason)[:200]
    old.save(update_fields=["state", "void_reason"])
    _on_record(old, by=by, at=at)
    return old


@transaction.atomic
def undo_visit(*, visit: Visit, at: dt.datetime) -> Visit:
    """Void it as undone, shortly after it was entered. Undone again it stays so. Raises Conflict when it is too late."""
    now = Visit.objects.select_for_update().get(pk=visit.pk)
    if now.state == Visit.State.VOIDED and now.void_reason == UNDONE:
        return now
    if at - now.entered_at > UNDO:
        raise Conflict(
            _("It is too late to undo this visit."),
            remedy=_("Open the household and void the visit with a reason."),
        )
    return _void(now, UNDONE, by=visit.entered_by, at=at)


def _on_record(visit: Visit, *, by: User, at: dt.datetime) -> None:
    action = Action.VISIT_CORRECTED
    record_access(user=by, action=action, at=at, subject=visit.household.token)


def _check(report: Report, *, today: dt.date) -> None:
    if report.day > today:
        raise BadInput(
            _("The visit is in the future."),
            field="day",
            value=report.day.isoformat(),
            remedy=_("Enter today or an earlier day."),
        )
    if report.day < periods.FIRST_DAY:
        raise BadInput(
            _("The day is before 2000."),
            field="day",
            value=report.day.isoformat(),
            remedy=_("Check the year."),
        )
    check_number(report.visitors)


def _home(report: Report) -> Household:
    return Household.objects.only("token", "synthetic", "village_id").get(pk=report.household)


def same_again(visit: Visit, digest: str) -> Visit:
    """The visit itself, when that content is what it was recorded with. Raises Conflict when it is not."""
    if visit.body_hash != digest:
        raise _taken(visit.client_id)
    return visit


def _taken(client_id: uuid.UUID) -> Conflict:
    return Conflict(
        _("A visit with this id is already recorded with different content."),
        field="client_id",
        value=str(client_id),
        remedy=_("Record it as a new visit, or correct the recorded one."),
    )


def _check_valid(visit: Visit) -> None:
    if visit.state != Visit.State.VALID:
        raise Conflict(
            _("This visit has already been corrected or voided."),
            remedy=_("Open the household again to see it."),
        )


def _write(
    client_id: uuid.UUID,
    report: Report,
    household: Household,
    *,
    by: User,
    at: dt.datetime,
    corrects: Visit | None = None,
    sent_as: str = "",
) -> Visit:
    # Each once and in the order told: person-times are counted from it.
    people = list(dict.fromkeys(report.visitors)) or [by.pk]
    visit = Visit.objects.create(
        client_id=client_id,
        body_hash=sent_as or report.digest(household.token),
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
