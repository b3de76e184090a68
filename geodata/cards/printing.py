"""Printing cards and noting that they were handed over."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.errors import BadInput
from geodata.cards.concept import Action
from geodata.cards.models import Card
from geodata.contacts.models import ContactLink


@transaction.atomic
def print_cards(*, households: Iterable[int], by: User, on: dt.date) -> list[Card]:
    """A contact card for each of these households (keys) that has a first contact. Three queries.

    One that was printed today and still holds is not printed twice.
    """
    links = (
        ContactLink.objects.on(on).primary().filter(household__in=list(households)).order_by("household_id")
    )
    printable = list(links.select_for_update())
    printed = Card.objects.filter(
        printed_on=on, kind=Card.Kind.CONTACT, link__in=[link.pk for link in printable]
    )
    there = set(printed.values_list("link_id", "member_id"))
    fresh = Card.objects.bulk_create(
        [
            Card(
                kind=Card.Kind.CONTACT,
                household_id=link.household_id,
                village_id=link.village_id,
                link=link,
                member_id=link.member_id,
                printed_on=on,
                printed_by=by,
            )
            for link in printable
            if (link.pk, link.member_id) not in there
        ],
        batch_size=2000,
    )
    _record(len(fresh), by=by)
    return fresh


@transaction.atomic
def hand_out(*, cards: Iterable[int], by: User, day: dt.date, on: dt.date) -> int:
    """Note that these cards (keys) were handed over on that day. Returns how many; those noted before stay."""
    rows = list(Card.objects.select_for_update().filter(pk__in=list(cards), delivered_on=None).order_by("pk"))
    if not day <= on or any(day < card.printed_on for card in rows):
        raise BadInput(
            _("The day of handing over is from the day of printing up to today."),
            field="day",
            value=day.isoformat(),
            remedy=_("Choose another day."),
        )
    for card in rows:
        card.delivered_on, card.delivered_by = day, by
    Card.objects.bulk_update(rows, ["delivered_on", "delivered_by"], batch_size=2000)
    _record(len(rows), by=by)
    return len(rows)


def _record(cards: int, *, by: User) -> None:
    if cards:
        record_access(user=by, action=Action.CARDS_CHANGED, details={"cards": cards})
