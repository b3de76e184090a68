"""What people were told of changes: which notices still stand, and what each is about, by what its reader may see."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, Q
from django.utils.translation import gettext as _

from geodata.audit.models import Notice
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.people.models import Household
from geodata.register.finding import BESIDE
from geodata.register.models import FRAGMENT, RegisterChange
from geodata.register.wording import in_short


def waiting(scope: Scope) -> Q:
    return Q(Exists(RegisterChange.objects.waiting().decided_in(scope.to(Right.CONFIRM).villages)))


def numbers(notices: list[Notice], scope: Scope) -> Mapping[Any, str]:
    """By notice, the village and how many wait there now. One query."""
    waiting = RegisterChange.objects.waiting().decided_in(scope.to(Right.CONFIRM).villages)
    places = Counter(change.deciding.name for change in waiting.select_related("village", "into"))
    return {
        notice.pk: _("%(village)s: %(n)s waiting")
        % {"village": notice.subject, "n": figure(places[notice.subject])}
        for notice in notices
        if places[notice.subject]
    }


def named(notices: list[Notice], scope: Scope) -> Mapping[Any, str]:
    """By notice, kind and household of its change and the reason: nothing where the reader sees it no longer. Two queries."""
    numbers = {notice.pk: _number(notice.link) for notice in notices}
    found = RegisterChange.objects.within(scope, by=notices[0].user).select_related(*BESIDE)
    changes = found.in_bulk([number for number in numbers.values() if number])
    keys = {key for change in changes.values() for key in [change.household_id, *change.households] if key}
    homes = Household.objects.within(scope.to(Right.DETAILS)).in_bulk(keys)
    return {pk: _said(changes[number], homes) for pk, number in numbers.items() if number in changes}


def _number(link: str) -> int | None:
    """Of the change; a notice of before names none."""
    number = link.partition(FRAGMENT)[2]
    return int(number) if number.isdecimal() else None


def _said(change: RegisterChange, homes: Mapping[int, Household]) -> str:
    keys = [key for key in [change.household_id, *change.households] if key and key in homes]
    whose = homes[keys[0]] if keys else change.village
    return " · ".join(filter(None, [str(whose), in_short(change), change.reason]))
