"""What of contacts stands on the home page: where households have lost theirs."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, Max, OuterRef
from django.utils.translation import ngettext

from geodata.accounts.models import User
from geodata.base.desk import News
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.contacts.models import ContactLink
from geodata.territory.models import Area

PLACES = 3
"""Villages that are named, those with most first."""
GONE = (ContactLink.EndReason.HOUSEHOLD_LEFT, ContactLink.EndReason.MISTAKE)
"""Reasons after which nobody lacks a contact."""


def news(area: Area, _by: User, scope: Scope, after: dt.date, until: dt.date) -> Iterator[News]:
    """One query. A contact is open to whoever lists households."""
    if not scope.to(Right.HOUSEHOLDS).holds_code(area.code):
        return
    again = ContactLink.objects.on(until).primary().filter(household=OuterRef("household"))
    lost = (
        ContactLink.objects.primary()
        .filter(village__code__startswith=area.code, period__endswith__gt=after, period__endswith__lte=until)
        .exclude(end_reason__in=GONE)
        .exclude(Exists(again))
    )
    rows = lost.order_by().values_list("village__code", "village__name")
    sums = rows.annotate(number=Count("household", distinct=True), last=Max("period__endswith"))
    for code, name, number, last in sums.order_by("-number", "village__code")[:PLACES]:
        words = ngettext(
            "%(village)s: %(n)s household has lost its contact member",
            "%(village)s: %(n)s households have lost their contact member",
            number,
        )
        yield News(
            last, words % {"village": name, "n": figure(number)}, "gaps", f"area={code}&gap=no_contact"
        )
