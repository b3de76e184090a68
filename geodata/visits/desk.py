"""What of visits stands on the home page: the inbox, and how many households were met."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geodata.accounts.models import User
from geodata.base.desk import News, Wait
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.territory.models import Area
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit


def waits(by: User, scope: Scope, _on: dt.date) -> Iterator[Wait]:
    if scope.may(Right.LINK):
        held = HeldVisit.objects.within(scope).waiting().exclude(maker=by)
        yield Wait("held_visits", held, _held, "inbox")


def _held(number: int) -> str:
    return ngettext("%(n)s visit waits in the inbox", "%(n)s visits wait in the inbox", number) % {
        "n": figure(number)
    }


def news(area: Area, _by: User, scope: Scope, after: dt.date, until: dt.date) -> Iterator[News]:
    """One query."""
    seen = scope.to(Right.DETAILS)
    if not seen.holds_code(area.code):
        return
    villages = Area.objects.level(Area.Level.VILLAGE).under(area.code)
    met = Visit.objects.valid().filter(
        village__in=villages.values("pk"), outcome=Visit.Outcome.MET, day__gt=after, day__lte=until
    )
    told = met.aggregate(
        visits=Count("pk"),
        person_times=Sum("person_times"),
        households=Count("household", distinct=True),
        last=Max("day"),
    )
    if told["visits"]:
        first = after + dt.timedelta(days=1)
        yield News(
            told["last"],
            _("%(households)s households were met in %(visits)s visits (%(times)s person-times)")
            % {
                "households": figure(told["households"]),
                "visits": figure(told["visits"]),
                "times": figure(told["person_times"]),
            },
            "ledger",
            f"area={area.code}&first={first}&last={until}&outcome=met",
        )
