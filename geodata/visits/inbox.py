"""The visit inbox: handing in what was not accepted, and an office's decision about it.

Handing in tries once more: what can be recorded by now is recorded, whatever was said before. Each id ends once, as a visit or
here, however often it is sent.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.notices import tell
from geodata.audit.record import record_access
from geodata.base import wording
from geodata.base.errors import Conflict, DomainError, NotAllowed, NotFound
from geodata.base.scope import Right, Scope
from geodata.contacts.models import Member
from geodata.contacts.rights import kinds_with
from geodata.people.access import looked_up
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.visits.concept import Action, NoticeKind
from geodata.visits.held import LIFE, HeldVisit, Move
from geodata.visits.models import Visit
from geodata.visits.record import Report, as_kept, record_visit
from geodata.visits.sending import VISITING, Sent, once_visited, take_visit

MOST_WAITING = 500
"""Of one maker, with those withdrawn within a day: more than a phone ever holds."""
A_DAY = dt.timedelta(days=1)
TOLD_FOR = dt.timedelta(hours=1)
"""So long the office is not told again of a maker who hands in and withdraws."""
State, Why = HeldVisit.State, HeldVisit.Why


@transaction.atomic
def hand_in(*, sent: Sent, by: User, scope: Scope, at: dt.datetime, today: dt.date) -> Visit | HeldVisit:
    """The visit where it is recorded (now, or before), else the line of the inbox. The same again is the same.

    Raises Conflict when the id was used for another content, and what `take_visit` raises for somebody who never visited.
    """
    # Before anything is recorded: a decision under way is waited for, and then holds.
    held = HeldVisit.objects.select_for_update().filter(client_id=sent.client_id, maker=by).first()
    if held and held.body_hash != _digest(sent):
        raise _used(sent.client_id)
    if held and held.state != State.WAITING:
        return held
    try:
        return take_visit(sent=sent, by=by, scope=scope, at=at, today=today)[0]
    except DomainError as refused:
        return held or _hold(sent, refused, by=by, at=at)


@transaction.atomic
def accept(
    *,
    held: HeldVisit,
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
    day: dt.date | None = None,
    alone: bool = False,
) -> Visit:
    """Record it in the maker's name. `day`: where the one told cannot be; `alone`: without the others who are told to have gone.

    Raises NotFound where the line is not the office's, Conflict where it is decided already or the household is not of the
    office, BadInput as recording does.
    """
    held = _open_line(held, scope=scope)
    LIFE.check(held, Move.ACCEPT, by=by, scope=scope)
    homes = Household.objects.within(scope.to(Right.LINK)).select_related("village")
    home = looked_up(held.token, among=homes)
    if home is None:
        raise Conflict(
            _("This household is not in your village."),
            remedy=_("Refuse the visit, or ask the village where it was made."),
        )
    visitors = [] if alone else held.visitors
    report = Report(home.pk, day or held.day, held.mode, held.outcome, held.note, held.brought, visitors)
    visit, _new = record_visit(
        client_id=held.client_id,
        report=report,
        by=held.maker,
        at=at,
        today=today,
        home=home,
        sent_as=held.body_hash,
    )
    held.decided_by = by
    _settle(held, Move.ACCEPT, by=by, at=at, scope=scope)
    _record(held, by=by, at=at)
    _tell_maker(held, NoticeKind.VISIT_ACCEPTED, at=at)
    return visit


@transaction.atomic
def refuse(*, held: HeldVisit, by: User, scope: Scope, reason: str, at: dt.datetime) -> HeldVisit:
    """It stays on record with the reason, and its maker is told. Raises BadInput without one, else as `accept`.

    Of whatever household: it may be of none.
    """
    held = _open_line(held, scope=scope)
    held.decided_by, held.reason = by, as_kept(reason).strip()[:200]
    _settle(held, Move.REFUSE, by=by, at=at, scope=scope)
    _record(held, by=by, at=at)
    _tell_maker(held, NoticeKind.VISIT_REFUSED, at=at)
    return held


@transaction.atomic
def withdraw(*, client_id: uuid.UUID, by: User, at: dt.datetime) -> HeldVisit:
    """Its maker takes it back while it waits. Withdrawn again it stays so. Raises NotFound, or Conflict when it is decided."""
    held = HeldVisit.objects.select_for_update().filter(client_id=client_id, maker=by).first()
    if held is None:
        raise NotFound(str(client_id))
    if held.state == State.WAITING:
        _settle(held, Move.WITHDRAW, by=by, at=at)
    elif held.state != State.WITHDRAWN:
        raise LIFE.impossible(held.state, Move.WITHDRAW)
    return held


def states_of(ids: Sequence[uuid.UUID], *, by: User) -> list[tuple[uuid.UUID, str, str]]:
    """(id, state, reason) of those that this user has sent: what a phone counts, as the service has it. Two queries."""
    visits = Visit.objects.filter(client_id__in=ids, entered_by=by).values_list(
        "client_id", "state", "void_reason"
    )
    held = HeldVisit.objects.filter(client_id__in=ids, maker=by).values_list("client_id", "state", "reason")
    known = {pk: (state, reason) for pk, state, reason in held}
    # A visit that an office accepted stands in both: it is recorded.
    known |= {
        pk: ("voided" if state == Visit.State.VOIDED else "recorded", reason) for pk, state, reason in visits
    }
    return [(pk, *known[pk]) for pk in ids if pk in known]


def _hold(sent: Sent, refused: DomainError, *, by: User, at: dt.datetime) -> HeldVisit:
    village = _village_for(sent.token, by)
    taken = isinstance(refused, Conflict)
    # A conflict is of what is recorded already: no office could accept it.
    if village is None or taken:
        raise refused
    own = HeldVisit.objects.filter(maker=by)
    # Withdrawn ones count for a day, or handing in and withdrawing would fill an inbox without end.
    lately = own.waiting() | own.withdrawn().filter(received_at__gt=at - A_DAY)
    if lately.count() >= MOST_WAITING:
        raise Conflict(
            _("%(n)s of your visits are waiting for the office, or were withdrawn within a day.")
            % {"n": wording.figure(MOST_WAITING)},
            remedy=_("Ask the village office to decide on them."),
        )
    heard_lately = Q(state=State.WAITING) | Q(state=State.WITHDRAWN, received_at__gt=at - TOLD_FOR)
    # One notice for all that a person hands in: an office is not called once per visit.
    if not HeldVisit.objects.filter(heard_lately, maker=by, village=village).exists():
        _tell_office(village, besides={by.pk, *sent.report.visitors}, at=at)
    try:
        with transaction.atomic():
            return _line(sent, village, _why(refused, by), by=by, at=at)
    except IntegrityError as error:
        # Sent twice at once; or somebody else's id, which is hidden.
        held = HeldVisit.objects.filter(client_id=sent.client_id, maker=by).first()
        if held is None or held.body_hash != _digest(sent):
            raise _used(sent.client_id) from error
        return held


def _line(sent: Sent, village: Area, why: HeldVisit.Why, *, by: User, at: dt.datetime) -> HeldVisit:
    report = sent.report.as_kept()
    return HeldVisit.objects.create(
        client_id=sent.client_id,
        body_hash=_digest(sent),
        maker=by,
        village=village,
        token=sent.token,
        day=report.day,
        mode=report.mode,
        outcome=report.outcome,
        note=report.note,
        brought=list(report.brought),
        visitors=list(report.visitors),
        why=why,
        received_at=at,
    )


def _digest(sent: Sent) -> str:
    """Of what is kept: without ID numbers, as a visit's."""
    return sent.report.as_kept().digest(sent.token)


def _why(refused: DomainError, by: User) -> HeldVisit.Why:
    if not by.is_active:
        return Why.CLOSED
    if isinstance(refused, NotAllowed):
        return Why.RIGHT
    if isinstance(refused, NotFound):
        return Why.HOUSEHOLD
    return {"day": Why.DAY, "visitors": Why.VISITORS}.get(refused.field, Why.OTHER)


def _village_for(token: str, by: User) -> Area | None:
    """The village of the household, if it was ever the maker's; else the maker's own, so that a token tells nothing."""
    if home := once_visited(token, by=by):
        return home.village
    member = Member.objects.filter(user=by).select_related("village").first()
    if member:
        return member.village
    posts = Post.objects.filter(
        user=by, kind__in=VISITING, area__level__in=("village", "grid")
    ).select_related("area__parent")
    post = posts.order_by("-period__startswith", "pk").last()
    if post is None or post.area is None:
        return None
    return post.area if post.area.level == Area.Level.VILLAGE else post.area.parent


def _tell_office(village: Area, *, besides: Collection[int], at: dt.datetime) -> None:
    """Those of the village who may decide, or of the nearest area above it that has somebody; nobody decides of himself."""
    may = Post.objects.on(at.date()).filter(kind__in=kinds_with(Right.LINK)).exclude(user__in=besides)
    for code in (village.code, *codes.ancestors(village.code)[::-1]):
        # The nearest level alone: those above need not hear what the village can decide.
        if users := set(may.filter(area__code=code).values_list("user_id", flat=True)):
            tell(users, kind=NoticeKind.VISIT_HELD, subject=village.name, link="/visits/inbox/", at=at)
            return


def _tell_maker(held: HeldVisit, kind: str, *, at: dt.datetime) -> None:
    words = f"{held.village.name} {held.day.isoformat()}"
    tell([held.maker_id], kind=kind, subject=f"{words} {held.reason}".strip(), link="/today/", at=at)


def _open_line(held: HeldVisit, *, scope: Scope) -> HeldVisit:
    if not HeldVisit.objects.within(scope).filter(pk=held.pk).exists():
        raise NotFound(str(held.client_id))
    LIFE.locked(held)
    return HeldVisit.objects.select_related("maker", "village").get(pk=held.pk)


def _settle(held: HeldVisit, move: Move, *, by: User, at: dt.datetime, scope: Scope | None = None) -> None:
    held.decided_at = at
    LIFE.write(held, move, by=by, at=at, scope=scope, reason=held.reason)


def _record(held: HeldVisit, *, by: User, at: dt.datetime) -> None:
    action, details = Action.VISIT_DECIDED, {"state": held.state}
    record_access(user=by, action=action, at=at, subject=held.token, details=details)


def _used(client_id: uuid.UUID) -> Conflict:
    return Conflict(
        _("A visit with this id has already been submitted with different content."),
        field="client_id",
        value=str(client_id),
        remedy=_("Submit it as a new visit."),
    )
