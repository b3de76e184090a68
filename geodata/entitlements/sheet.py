"""A household's own sheet: what it receives, what is confirmed for it, what is possible and what is still to be asked, on paper.

Off unless the county switches it on: such a paper lies about. A policy whose rule asks a care category tells it by its name; it is
printed only where the household has agreed, on the day of printing. What stays in the house is a policy card, in the table of contact
cards; a leaflet that is handed over is one, too, and has no lines.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import refuse, require
from geodata.base.errors import Conflict, NotFound
from geodata.base.filters.tree import asked
from geodata.base.scope import Right, Scope
from geodata.cards.models import Card
from geodata.entitlements.concept import Action
from geodata.entitlements.models import Entitlement
from geodata.entitlements.recording import may_help
from geodata.entitlements.sheet_models import CardLine
from geodata.entitlements.words import OPEN, RECEIVED, State
from geodata.people.access import holds
from geodata.people.models import Household
from geodata.policies.answering import asked_by
from geodata.policies.asking import ToAsk, questions_at
from geodata.policies.models import PolicyVersion
from geodata.policies.rules import read_known

CONFIRMED = tuple(state for state in OPEN if state != State.POSSIBLE)
"""What makes a line."""
LISTED = ("policy", "policy_version__policy", "department", "resident")


class SheetState(TextChoices):
    """Of the policy card of a household for which something is confirmed."""

    MISSING = "missing", gettext_lazy("No sheet or leaflet yet")
    OUTDATED = "outdated", gettext_lazy("Out of date: what is confirmed has changed")
    WAITING = "waiting", gettext_lazy("Printed, not handed over")
    HELD = "held", gettext_lazy("Delivered")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed, each policy with whom it is for."""

    household: Household
    card: Card
    received: list[Entitlement]
    confirmed: list[Entitlement]
    possible: list[Entitlement]
    asked: list[ToAsk]
    left_out: int
    """Policies that are not named because the household has not agreed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest policy card of a household and what it is worth; `state` None: nothing is confirmed, so none is needed."""

    card: Card | None
    state: str | None


def reveals(version: PolicyVersion) -> bool:
    """Does the policy's name tell a care category, since its rule asks for one?"""
    tree = read_known(version.rule, version.policy.subject) if version.rule else None
    return tree is not None and any(one.leaf.name == "care" for one in asked(tree))


def may_print(household: Household, scope: Scope) -> bool:
    """Does somebody with that scope follow entitlements there, and see names?"""
    return may_help(household, scope) and holds(scope, household, Right.DETAILS)


def standing(household: Household, *, scope: Scope, known: Iterable[Entitlement] | None = None) -> Standing:
    """Three queries, two where all open ones are `known`."""
    rows = _listed(household, scope, CONFIRMED) if known is None else _in(known, CONFIRMED)
    card = _latest_card(household)
    now = {(row.pk, row.policy_version_id) for row in rows}
    said = (
        set(CardLine.objects.filter(card=card).values_list("entitlement", "policy_version"))
        if card
        else set()
    )
    if said and said != now:
        return Standing(card, SheetState.OUTDATED)
    if not now:
        return Standing(card, None)
    if card is None:
        return Standing(None, SheetState.MISSING)
    return Standing(card, SheetState.HELD if card.delivered_on else SheetState.WAITING)


def _listed(household: Household, scope: Scope, states: Iterable[str]) -> list[Entitlement]:
    found = Entitlement.objects.within(scope).filter(household=household, state__in=states)
    return list(found.select_related(*LISTED).order_by("policy__code", "pk"))


def _latest_card(household: Household) -> Card | None:
    cards = Card.objects.filter(household=household, kind=Card.Kind.POLICY)
    return cards.order_by("-printed_on", "-pk").first()


@transaction.atomic
def print_sheet(
    *, household: str, agreed: bool, by: User, scope: Scope, at: dt.datetime, on: dt.date
) -> Sheet:
    """The sheet, and its card; one that was printed today and says the same is not printed twice.

    `household`: its token. `agreed`: they have said today that policies may be named which tell of an illness or need.
    Raises NotAllowed, NotFound, and Conflict where sheets are switched off or nothing is confirmed.
    """
    home = _home(household, scope)
    if not settings.POLICY_SHEETS:
        raise Conflict(
            _("Sheets of single households are switched off."),
            field="household",
            remedy=_(
                "Hand over the leaflet; the administrator switches sheets on with GRIDMAP_POLICY_SHEETS=1."
            ),
        )
    rows = _listed(home, scope, CONFIRMED)
    if not rows:
        raise Conflict(
            _("Nothing is confirmed for this household yet."),
            field="household",
            remedy=_("Confirm an entitlement first."),
        )
    card = _card(home, rows, agreed=agreed, by=by, on=on)
    possible = _listed(home, scope, (State.POSSIBLE,))
    named = [row for row in (*rows, *possible) if agreed or not reveals(row.policy_version)]
    record_access(
        user=by, action=Action.SHEET_PRINTED, at=at, subject=home.token, details={"n": len(named), "agreed": agreed}
    )  # fmt: skip
    return Sheet(
        home,
        card,
        _in(named, RECEIVED),
        _in(named, set(CONFIRMED) - set(RECEIVED)),
        _in(named, (State.POSSIBLE,)),
        questions_at(home, on=on),
        len(rows) + len(possible) - len(named),
    )


def _in(rows: Iterable[Entitlement], states: Iterable[str]) -> list[Entitlement]:
    return [row for row in rows if row.state in states]


def _home(token: str, scope: Scope) -> Household:
    require(scope, Right.ENTITLE)
    home = asked_by(scope).called(token)
    if home is None:
        raise NotFound(token, field="household", value=token)
    if not may_print(home, scope):
        refuse(Right.ENTITLE)
    return home


def _card(home: Household, rows: list[Entitlement], *, agreed: bool, by: User, on: dt.date) -> Card:
    lines = {(row.pk, row.policy_version_id, agreed or not reveals(row.policy_version)) for row in rows}
    last = _latest_card(home)
    if last and last.printed_on == on:
        said = CardLine.objects.filter(card=last).values_list("entitlement", "policy_version", "named")
        if set(said) == lines:
            return last
    card = Card.objects.create(
        kind=Card.Kind.POLICY, household=home, village_id=home.village_id, printed_on=on, printed_by=by
    )
    CardLine.objects.bulk_create(
        CardLine(
            card=card, household=home, village_id=home.village_id, entitlement_id=entitlement, policy_version_id=version, named=named
        )
        for entitlement, version, named in sorted(lines)
    )  # fmt: skip
    return card


@transaction.atomic
def hand_over(*, household: str, by: User, scope: Scope, at: dt.datetime, on: dt.date) -> Card:
    """The sheet that waits was handed over today; where none does, the leaflet was. Twice is once. Raises NotAllowed, NotFound."""
    home = _home(household, scope)
    now = standing(home, scope=scope)
    if now.card and (now.state == SheetState.HELD or now.card.delivered_on == on):
        return now.card
    if now.card and now.state == SheetState.WAITING:
        card = now.card
        card.delivered_on, card.delivered_by = on, by
        card.save(update_fields=["delivered_on", "delivered_by"])
    else:
        card = Card.objects.create(
            kind=Card.Kind.POLICY, household=home, village_id=home.village_id, printed_on=on, printed_by=by,
            delivered_on=on, delivered_by=by,
        )  # fmt: skip
    record_access(user=by, action=Action.SHEET_HANDED_OVER, at=at, subject=home.token)
    return card
