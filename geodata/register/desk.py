"""What of the register stands on the home page: changes to decide, and how many were confirmed."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import ngettext

from geodata.accounts.models import User
from geodata.base.desk import News, Wait
from geodata.base.periods import midnight
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.register.models import ChangeState, RegisterChange
from geodata.territory.models import Area


def waits(by: User, scope: Scope, _on: dt.date) -> Iterator[Wait]:
    if decides := scope.to(Right.CONFIRM).villages:
        changes = RegisterChange.objects.waiting().decided_in(decides).exclude(proposed_by=by)
        yield Wait("changes", changes, _to_decide, "register")


def _to_decide(number: int) -> str:
    return ngettext(
        "%(n)s change of the register waits for your decision",
        "%(n)s changes of the register wait for your decision",
        number,
    ) % {"n": figure(number)}


def news(area: Area, by: User, scope: Scope, after: dt.date, until: dt.date) -> Iterator[News]:
    """One query."""
    if not scope.to(Right.CONFIRM).holds_code(area.code):
        return
    begin, end = (midnight(day + dt.timedelta(days=1)) for day in (after, until))
    confirmed = RegisterChange.objects.within(scope, by=by).about(area.code)
    told = confirmed.filter(state=ChangeState.CONFIRMED, decided_at__gte=begin, decided_at__lt=end).aggregate(
        number=Count("pk"), last=Max("decided_at")
    )
    if number := told["number"]:
        words = ngettext(
            "%(n)s change of the register was confirmed",
            "%(n)s changes of the register were confirmed",
            number,
        )
        yield News(timezone.localdate(told["last"]), words % {"n": figure(number)}, "register")
