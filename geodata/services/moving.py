"""Moving an order on: dispatched, taken or refused, served, finished, and those served are asked."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.errors import BadInput, Conflict, NotFound, Stale
from geodata.base.scope import Scope
from geodata.base.wording import figure
from geodata.calendar import workdays
from geodata.services.concept import Action
from geodata.services.lifecycle import LIFE
from geodata.services.models import MOST_OFFERS, OrderOffer, OrderStep, ServiceOrder
from geodata.services.suggesting import people_of, teams_of
from geodata.services.words import ENDED, Answer, Move, Offered, RatedBy, State
from geodata.visits.record import as_kept

BESIDE = ("village__parent", "household", "grid", "item", "by", "team", "taken_by")
LONGEST_REASON = 500
MOST_SERVED = 10_000


def locked(order: ServiceOrder, *, version: int | None = None) -> ServiceOrder:
    """As it is now, locked alone. Raises Stale for another version than was seen."""
    LIFE.locked(order)
    fresh = ServiceOrder.objects.select_related(*BESIDE).get(pk=order.pk)
    if version is not None and fresh.version != version:
        raise Stale(
            _("This order was changed by someone else meanwhile."),
            field="version",
            value=fresh.version,
            remedy=_("Load it again."),
        )
    return fresh


def step(
    order: ServiceOrder,
    move: str,
    *,
    by: User | None,
    at: dt.datetime,
    scope: Scope | None,
    reason: str = "",
    **values: Any,
) -> ServiceOrder:
    """Move a locked one on with these values and append the step. Raises what LIFE.check raises."""
    reason = as_kept(reason).strip()[:LONGEST_REASON]
    turn, before = LIFE.check(order, move, by=by, scope=scope, reason=reason), order.state
    values |= {"state": State(turn.state), "version": order.version + 1}
    if turn.state != before:
        values |= {"state_since": at, "ended_at": at if turn.state in ENDED else None}
    for name, value in values.items():
        setattr(order, name, value)
    # To whom it is offered is kept by the database.
    order.save(update_fields=list(values))
    OrderStep.objects.create(
        order=order, by=by, at=at, move=move, before=before, after=order.state, reason=reason
    )
    if by is not None:
        told = {"move": str(move)}
        record_access(user=by, action=Action.ORDER_MOVED, at=at, subject=order.number, details=told)
    return order


def _open(order: ServiceOrder) -> Any:
    return OrderOffer.objects.filter(order=order, answer="")


def _answered(offers: Any, answer: str, *, at: dt.datetime) -> None:
    offers.update(answer=answer, answered_at=at)


@transaction.atomic
def dispatch(
    *,
    order: ServiceOrder,
    by: User,
    scope: Scope,
    at: dt.datetime,
    teams: Collection[int] = (),
    users: Collection[int] = (),
    version: int | None = None,
) -> ServiceOrder:
    """Offer it to teams, and to people of the village, until the end of the next working day. Three offers are open at most.

    Raises BadInput for nobody or too many, NotFound for who does not serve there.
    """
    order = locked(order, version=version)
    LIFE.check(order, Move.DISPATCH, by=by, scope=scope)
    offers = list(_open(order))
    asked = _asked(order, teams, users, offers, on=at.date())
    free = sorted(set(range(1, MOST_OFFERS + 1)) - {offer.slot for offer in offers})
    if not 0 < len(asked) <= len(free):
        raise BadInput(
            _("Offer it to one, two or three at a time."), field="teams", value=len(asked) + len(offers)
        )
    order = step(order, Move.DISPATCH, by=by, at=at, scope=scope)
    until = workdays.calendar().add(at, 1)
    OrderOffer.objects.bulk_create(
        OrderOffer(order=order, slot=slot, at=at, until=until, **whom)
        for slot, whom in zip(free, asked, strict=False)
    )
    return order


def _asked(
    order: ServiceOrder,
    teams: Collection[int],
    users: Collection[int],
    offers: Collection[OrderOffer],
    *,
    on: dt.date,
) -> list[dict[str, int]]:
    known = {offer.team_id for offer in offers}, {offer.user_id for offer in offers}
    able = set(teams_of(order, on=on)), set(people_of(order, on=on))
    for name, wanted, may in (("teams", teams, able[0]), ("users", users, able[1])):
        if strange := sorted(set(wanted) - may):
            raise NotFound(str(strange[0]), field=name, value=strange[0])
    found = [{"team_id": team} for team in sorted(set(teams) - known[0])]
    return found + [{"user_id": user} for user in sorted(set(users) - known[1])]


@transaction.atomic
def take(
    *, order: ServiceOrder, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> ServiceOrder:
    """Whoever it is offered to takes it, alone or for the team; all other offers are over. Raises Conflict for one that timed out."""
    order = locked(order, version=version)
    LIFE.check(order, Move.TAKE, by=by, scope=scope)
    own = _own(order, by=by, scope=scope).filter(until__gt=at).order_by("slot").first()
    if own is None:
        raise Conflict(
            _("This offer has timed out."), field="move", value=Move.TAKE, remedy=_("Ask who dispatches it.")
        )
    order = step(order, Move.TAKE, by=by, at=at, scope=scope, taken_by=by, team=own.team)
    _answered(_open(order).exclude(pk=own.pk), Offered.OVER, at=at)
    _answered(_open(order).filter(pk=own.pk), Offered.TAKEN, at=at)
    return order


def _own(order: ServiceOrder, *, by: User, scope: Scope) -> Any:
    return _open(order).filter(Q(user=by) | Q(team__in=scope.teams)).select_related("team")


@transaction.atomic
def refuse_order(
    *,
    order: ServiceOrder,
    reason: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    version: int | None = None,
) -> ServiceOrder:
    """It stays offered to the others; refused by the last it waits for the next dispatch."""
    order = step(locked(order, version=version), Move.REFUSE, by=by, at=at, scope=scope, reason=reason)
    own = list(_own(order, by=by, scope=scope).values_list("pk", flat=True))
    if not _open(order).exclude(pk__in=own).exists():
        order = step(order, Move.RETURN, by=None, at=at, scope=None)
    # Last: whoever has refused does not see it any more.
    _answered(OrderOffer.objects.filter(pk__in=own), Offered.REFUSED, at=at)
    return order


@transaction.atomic
def give_back(
    *,
    order: ServiceOrder,
    reason: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    version: int | None = None,
) -> ServiceOrder:
    """Whoever has taken it cannot do it after all, or whoever dispatched it takes it away: it waits for the next dispatch."""
    order = locked(order, version=version)
    order = step(order, Move.GIVE_BACK, by=by, at=at, scope=scope, reason=reason, taken_by=None, team=None)
    _answered(OrderOffer.objects.filter(order=order, answer=Offered.TAKEN), Offered.GIVEN_BACK, at=at)
    return order


@transaction.atomic
def begin(
    *, order: ServiceOrder, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> ServiceOrder:
    """They are on their way."""
    return step(locked(order, version=version), Move.BEGIN, by=by, at=at, scope=scope)


@transaction.atomic
def finish(
    *,
    order: ServiceOrder,
    by: User,
    scope: Scope,
    at: dt.datetime,
    persons: int = 1,
    trips: int = 0,
    result: str = "",
    version: int | None = None,
) -> ServiceOrder:
    """It is done: for how many persons, and with how many trips. Raises BadInput for numbers that cannot be."""
    order = locked(order, version=version)
    LIFE.check(order, Move.FINISH, by=by, scope=scope)
    for name, number, least in (("persons", persons, 1), ("trips", trips, 0)):
        if not least <= number <= MOST_SERVED:
            raise BadInput(
                _("Enter a whole number from %(least)s to %(most)s.")
                % {"least": figure(least), "most": figure(MOST_SERVED)},
                field=name,
                value=number,
            )
    return step(
        order, Move.FINISH, by=by, at=at, scope=scope, persons=persons, trips=trips,
        result=as_kept(result).strip()[:200], finished_by=by, finished_at=at,
    )  # fmt: skip


@transaction.atomic
def rate(
    *,
    order: ServiceOrder,
    answer: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    how: str = RatedBy.CALL,
    reason: str = "",
    version: int | None = None,
) -> ServiceOrder:
    """What those served say of it, asked by somebody else than who has served. Who is not satisfied says why."""
    order = locked(order, version=version)
    LIFE.check(order, Move.RATE, by=by, scope=scope)
    if answer not in Answer.values or how not in RatedBy.values:
        raise BadInput(_("Say what those concerned answer."), field="answer", value=answer)
    if answer == Answer.NOT and not reason.strip():
        raise LIFE.reasonless(Move.RATE)
    return step(
        order, Move.RATE, by=by, at=at, scope=scope, reason=reason, answer=answer, answered_by=by, asked_how=how
    )  # fmt: skip


@transaction.atomic
def cancel(
    *,
    order: ServiceOrder,
    reason: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    version: int | None = None,
) -> ServiceOrder:
    """It is not wanted any more."""
    order = step(locked(order, version=version), Move.CANCEL, by=by, at=at, scope=scope, reason=reason)
    _answered(_open(order), Offered.OVER, at=at)
    return order
