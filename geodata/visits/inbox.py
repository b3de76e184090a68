"""The visit inbox: handing in what was not accepted, and an office's decision about it.

Handing in tries once more: what can be recorded by now is recorded, whatever was said before. Each id ends once, as a visit or
here, however often it is sent.
"""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.models import Notice
from geodata.audit.notices import tell
from geodata.contacts.models import Duty, Member
from geodata.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound
from geodata.people.models import Household
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope
from geodata.visits.companions import check_visitors
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit
from geodata.visits.record import Report, as_kept, record_visit
from geodata.visits.sending import VISITING, Sent, once_visited, take_visit

MOST_WAITING = 500
"""Of one maker: more than a phone ever holds."""
TOLD_FOR = dt.timedelta(hours=1)
"""So long the office is not told again of a maker who hands in and withdraws."""
State, Why = HeldVisit.State, HeldVisit.Why


@transaction.atomic
def hand_in(*, sent: Sent, by: User, scope: Scope, at: dt.datetime, today: dt.date) -> Visit | HeldVisit:
    """The visit where it is recorded (now, or before), else the line of the inbox. The same again is the same.

    Raises Conflict when the id was used for another content, and what `take_visit` raises for somebody who never visited.
    """
    held = HeldVisit.objects.select_for_update().filter(client_id=sent.client_id, maker=by).first()
    if held and held.body_hash != _digest(sent):
        raise _used(sent.client_id)
    if held and held.state != State.WAITING:
        return held
    try:
        visit, _new = take_visit(sent=sent, by=by, scope=scope, at=at, today=today)
    except DomainError as refused:
        return held or _hold(sent, refused, by=by, at=at)
    if held:
        _settle(held, State.ACCEPTED, at=at)
    return visit


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

    Raises Conflict where it is decided already or the household is not of the office, BadInput as recording does.
    """
    held = _open_line(held, by=by)
    home = (
        Household.objects.within(scope.to(Right.LINK))
        .filter(token=held.token)
        .select_related("village")
        .first()
    )
    if home is None:
        raise Conflict(
            _("This household is not of your village."),
            remedy=_("Refuse the visit, or ask the village where it was made."),
        )
    visitors = [] if alone else held.visitors
    report = Report(home.pk, day or held.day, held.mode, held.outcome, held.note, held.brought, visitors)
    check_visitors(household=home, visitors=visitors, by=held.maker, on=report.day)
    visit, _new = record_visit(
        client_id=held.client_id,
        report=report,
        by=held.maker,
        at=at,
        today=today,
        home=home,
        sent_as=held.body_hash,
    )
    _settle(held, State.ACCEPTED, at=at, by=by)
    _tell_maker(held, Notice.Kind.VISIT_ACCEPTED, at=at)
    return visit


@transaction.atomic
def refuse(*, held: HeldVisit, by: User, reason: str, at: dt.datetime) -> HeldVisit:
    """It stays on record with the reason, and its maker is told. Raises BadInput without one."""
    if not reason.strip():
        raise BadInput(_("Say why the visit is refused."), field="reason", remedy=_("Write a short reason."))
    held = _open_line(held, by=by)
    _settle(held, State.REFUSED, at=at, by=by, reason=as_kept(reason).strip()[:200])
    _tell_maker(held, Notice.Kind.VISIT_REFUSED, at=at)
    return held


@transaction.atomic
def withdraw(*, client_id: uuid.UUID, by: User, at: dt.datetime) -> HeldVisit:
    """Its maker takes it back while it waits. Withdrawn again it stays so. Raises NotFound, or Conflict when it is decided."""
    held = HeldVisit.objects.select_for_update().filter(client_id=client_id, maker=by).first()
    if held is None:
        raise NotFound(str(client_id))
    if held.state == State.WAITING:
        _settle(held, State.WITHDRAWN, at=at)
    elif held.state != State.WITHDRAWN:
        raise _decided()
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
    if village is None or taken:
        raise refused
    waiting = HeldVisit.objects.filter(maker=by).waiting()
    if waiting.count() >= MOST_WAITING:
        raise Conflict(
            _("%(n)d of your visits wait for the office.") % {"n": MOST_WAITING},
            remedy=_("Ask the village office to decide about them."),
        )
    told = Q(state=State.WAITING) | Q(state=State.WITHDRAWN, received_at__gt=at - TOLD_FOR)
    if not HeldVisit.objects.filter(told, maker=by, village=village).exists():
        _tell_office(village, at=at)
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
    told = sent.report.as_kept()
    return HeldVisit.objects.create(
        client_id=sent.client_id,
        body_hash=_digest(sent),
        maker=by,
        village=village,
        token=sent.token,
        day=told.day,
        mode=told.mode,
        outcome=told.outcome,
        note=told.note,
        brought=list(told.brought),
        visitors=list(told.visitors),
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
    posts = Duty.objects.filter(
        user=by, kind__in=VISITING, area__level__in=("village", "grid")
    ).select_related("area__parent")
    post = posts.order_by("-period__startswith", "pk").last()
    if post is None or post.area is None:
        return None
    return post.area if post.area.level == Area.Level.VILLAGE else post.area.parent


def _tell_office(village: Area, *, at: dt.datetime) -> None:
    """The village's office, or the nearest above it that has somebody."""
    on = at.date()
    for code in (village.code, *codes.ancestors(village.code)[::-1]):
        kinds = [Duty.Kind.VILLAGE_OFFICER, Duty.Kind.TOWNSHIP_OFFICER, Duty.Kind.COUNTY_OFFICER]
        users = Duty.objects.on(on).filter(area__code=code, kind__in=kinds).values_list("user_id", flat=True)
        if users:
            tell(users, kind=Notice.Kind.VISIT_HELD, subject=village.name, link="/visits/inbox/", at=at)
            return


def _tell_maker(held: HeldVisit, kind: Notice.Kind, *, at: dt.datetime) -> None:
    words = f"{held.village.name} {held.day.isoformat()}"
    tell([held.maker_id], kind=kind, subject=f"{words} {held.reason}".strip(), link="/today/", at=at)


def _lock(held: HeldVisit) -> None:
    """The row alone; what belongs to it is read afterwards, as it is then."""
    HeldVisit.objects.select_for_update().get(pk=held.pk)


def _open_line(held: HeldVisit, *, by: User) -> HeldVisit:
    _lock(held)
    line = HeldVisit.objects.select_related("maker", "village").get(pk=held.pk)
    if line.state != State.WAITING:
        raise _decided()
    if line.maker_id == by.pk or by.pk in line.visitors:
        raise NotAllowed(
            _("Nobody decides about a visit of one's own."), remedy=_("Ask somebody else of the office.")
        )
    return line


def _settle(
    held: HeldVisit, state: HeldVisit.State, *, at: dt.datetime, by: User | None = None, reason: str = ""
) -> None:
    held.state, held.decided_at, held.decided_by, held.reason = state, at, by, reason
    held.save(update_fields=["state", "decided_at", "decided_by", "reason"])


def _decided() -> Conflict:
    return Conflict(_("This visit is decided already."), remedy=_("Open the inbox again."))


def _used(client_id: uuid.UUID) -> Conflict:
    return Conflict(
        _("A visit with this id was already handed in with other content."),
        field="client_id",
        value=str(client_id),
        remedy=_("Hand it in as a new visit."),
    )
