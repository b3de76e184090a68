"""Minutes: confirmed once, and then added to by numbered addenda alone. Decisions are done when somebody says so, or by themselves."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.id_numbers import refuse_id_numbers
from geodata.base.scope import Right, Scope
from geodata.meetings.concept import Action
from geodata.meetings.holding import locked
from geodata.meetings.lifecycle import LIFE, may_run
from geodata.meetings.models import Addendum, Decision, Meeting
from geodata.meetings.own import end, settled
from geodata.meetings.words import DecisionState, Move, State
from geodata.visits.visitors import Gone, strangers

MOST_PRESENT = 100


@transaction.atomic
def confirm(
    *,
    meeting: Meeting,
    by: User,
    scope: Scope,
    at: dt.datetime,
    text: str = "",
    chair: int | None = None,
    writer: int | None = None,
    present: Collection[int] = (),
    version: str = "*",
) -> Meeting:
    """The minutes are what they are from then on. What was not decided comes again by itself. Raises NotAllowed, Stale, Conflict, BadInput."""
    found = locked(meeting, version)
    LIFE.check(found, Move.CONFIRM, by=by, scope=scope)
    refuse_id_numbers([text], field="text")
    people = sorted({*present, *filter(None, [chair, writer])})
    if len(people) > MOST_PRESENT:
        raise BadInput(_("Name at most 100 persons."), field="present", value=len(people))
    day = timezone.localdate(found.planned_at)
    if people and (unknown := sorted(strangers([Gone(found.code, day, set(people) - {by.pk})])[0])):
        raise BadInput(
            _("Not known in this area: %(ids)s.") % {"ids": ", ".join(map(str, unknown))}, field="present"
        )
    found.minutes, found.present, found.confirmed_at = texts.free(text)[:4000], people, at
    found.chair_id, found.writer_id = chair or by.pk, writer or by.pk
    found.version += 1
    LIFE.write(found, Move.CONFIRM, by=by, scope=scope, at=at)
    record_access(
        user=by,
        action=Action.MEETING_MOVED,
        at=at,
        subject=str(found.key),
        details={"move": str(Move.CONFIRM)},
    )
    return found


@transaction.atomic
def add(*, meeting: Meeting, text: str, by: User, scope: Scope, at: dt.datetime) -> Addendum:
    """To confirmed minutes. Raises NotAllowed, Conflict, BadInput."""
    found = LIFE.locked(meeting)
    if not may_run(scope, found.code, found.level):
        refuse(Right.MEET)
    if found.state != State.CONFIRMED:
        raise Conflict(
            _("Minutes are added to once they are confirmed."), field="text", remedy=_("Write it into them.")
        )
    said = texts.free(text)[:1000]
    if not said:
        raise BadInput(_("Say what is to be added."), field="text")
    refuse_id_numbers([said], field="text")
    number = 1 + found.addenda.count()
    made = Addendum.objects.create(meeting=found, number=number, text=said, by=by, at=at)
    record_access(
        user=by, action=Action.MEETING_MOVED, at=at, subject=str(found.key), details={"addendum": number}
    )
    return made


def find_decision(number: int, *, by: User, scope: Scope) -> Decision:
    """Raises NotFound."""
    rows = Decision.objects.within(scope, by=by.pk).select_related("meeting__area", "item", "owner")
    if (found := rows.filter(pk=number).first()) is None:
        raise NotFound(str(number))
    return found


@transaction.atomic
def finish(*, decision: Decision, by: User, scope: Scope, at: dt.datetime) -> Decision:
    """It is done: its owner says so, or whoever holds the area's meetings. Raises NotAllowed, Conflict."""
    meeting = decision.meeting
    if decision.owner_id != by.pk and not may_run(scope, meeting.code, meeting.level):
        refuse(Right.MEET)
    found = Decision.objects.select_for_update().get(pk=decision.pk)
    if found.state != DecisionState.OPEN:
        raise Conflict(_("This decision is not open any more."), remedy=_("Load it again."))
    end(found, DecisionState.DONE, on=timezone.localdate(at))
    record_access(
        user=by,
        action=Action.MEETING_DECIDED,
        at=at,
        subject=str(meeting.key),
        details={"done": found.item.number},
    )
    return found


def finish_settled(*, on: dt.date) -> int:
    """Decisions whose things are settled by themselves are done. How many; a second time none."""
    rows: Sequence[Decision] = list(Decision.objects.open().select_related("item"))
    over = settled([one.item for one in rows])
    done = [one for one in rows if (one.item.things, one.item.ref) in over]
    for one in done:
        end(one, DecisionState.DONE, on=on)
    return len(done)
