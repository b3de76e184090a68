"""Care records begin, are moved on and end.

What begins and ends where and by whom is the register's matter (geodata/register/kinds/care.py), which writes it with all else
that a change says; the way of a clue into force is `move_care`'s.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts, wording
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.id_numbers import refuse_id_numbers
from geodata.base.periods import ended, since
from geodata.base.scope import Right, Scope
from geodata.people.access import find_household
from geodata.people.care_workflow import CARE_LIFE, CareMove, CareState, may_make
from geodata.people.concept import Action
from geodata.people.models import CareRecord, CareStep

LONGEST_NOTICE = dt.timedelta(days=92)


ENDED = ("state", "period")
"""The fields of a record that its end changes."""


def begin_care(record: CareRecord, *, on: dt.date, by: User, at: dt.datetime) -> CareStep | None:
    """A new record: in force from that day on or, where its category asks for a public notice, a clue with its first step.

    Neither is written.
    """
    if record.category.notice_days is None:
        record.period = since(on)
        return None
    record.state, record.notice_days = CareState.CLUE, record.category.notice_days
    return CareStep(record=record, by=by, at=at, move=CareMove.NOTE, after=record.state)


def end_care_record(record: CareRecord, *, on: dt.date, by: User, at: dt.datetime) -> CareStep:
    """`on` is the first day after it; what began later holds for its first day. What is not in force yet lapses.

    Gives the step; neither is written.
    """
    move = CareMove.REMOVE if record.period else CareMove.LAPSE
    before, after = record.state, CARE_LIFE.after(record.state, move)
    if record.period:
        record.period = ended(record.period, on)
    record.state = after
    return CareStep(record=record, by=by, at=at, move=move, before=before, after=after)


def find_record(token: str, number: int | str, *, scope: Scope) -> CareRecord:
    """One that somebody may move on. Raises what `find_household` raises, NotFound where the household has no such record."""
    home = find_household(token, scope=scope, right=Right.CONFIRM)
    records = home.care_records.select_related("category", "resident", "household")
    if (record := records.filter(pk=number).first()) is None:
        raise NotFound(str(number))
    return record


@transaction.atomic
def move_care(
    *,
    record: CareRecord,
    move: str,
    by: User,
    scope: Scope,
    on: dt.date,
    at: dt.datetime,
    reason: str = "",
    notice_until: dt.date | None = None,
) -> CareRecord:
    """A step further on the way into force, on that day. `notice_until` is the first day after the public notice; none: as
    soon as its category allows.

    Raises what CARE_LIFE raises, BadInput for a notice that is too short, Conflict before it is over.
    """
    if move not in CareMove.values:
        raise BadInput(
            _("There is no such move."),
            field="move",
            value=move,
            remedy=_("Choose one of: %(names)s.") % {"names": wording.listed(CareMove.values)},
        )
    record = CARE_LIFE.locked(record)
    reason = texts.line(reason)[:200] if move == CareMove.DROP else ""
    refuse_id_numbers([reason], field="reason")
    CARE_LIFE.check(record, move, by=by, scope=scope, reason=reason)
    if not may_make(record, move, scope=scope):
        raise NotAllowed(
            _("What a village proposed is reviewed by its township."),
            field="move",
            remedy=_("It waits for an officer of the township or the county."),
        )
    if move == CareMove.NOTICE:
        _post(record, on=on, until=notice_until)
    if move == CareMove.ENFORCE:
        _enforce(record, on=on)
    CARE_LIFE.write(record, move, by=by, at=at, scope=scope, reason=reason)
    details = {"number": record.pk, "state": record.state}
    record_access(user=by, action=Action.CARE_MOVED, at=at, subject=record.household.token, details=details)
    return record


def _post(record: CareRecord, *, on: dt.date, until: dt.date | None) -> None:
    least = on + dt.timedelta(days=record.notice_days or 0)
    if until and not least <= until <= on + LONGEST_NOTICE:
        raise BadInput(
            _("The public notice of this care category lasts until %(day)s or longer.")
            % {"day": wording.day(least)},
            field="notice_until",
            value=until.isoformat(),
            remedy=_("Give that day or a later one, within three months."),
        )
    record.notice_from, record.notice_until = on, until or least


def _enforce(record: CareRecord, *, on: dt.date) -> None:
    if record.notice_until and on < record.notice_until:
        raise Conflict(
            _("It is on public notice until %(day)s.") % {"day": wording.day(record.notice_until)},
            field="move",
            value=str(CareMove.ENFORCE),
            remedy=_("Put it in force from that day on, or drop it with a reason."),
        )
    same = CareRecord.objects.filter(
        household=record.household_id, category=record.category_id, resident=record.resident_id
    )
    if same.filter(period__overlap=since(on)).exists():
        raise Conflict(
            _("This care category is already recorded for these days."),
            field="move",
            value=str(CareMove.ENFORCE),
            remedy=_("Drop this one: the other holds."),
        )
    record.period, record.verified_on = since(on), on
