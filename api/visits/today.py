"""The own households of the day, as a phone takes them along, and the base around them."""

from dataclasses import asdict

import orjson
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import documented
from api.base.serializers import Query
from api.base.views import View
from api.visits.output import BaseAlongOut, TodayOut
from api.web.access import who
from api.web.audit import record
from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.scope import Right
from geodata.campaigns.along import calls_along
from geodata.display.today import falling_due, own_homes, own_villages
from geodata.needs.along import needs_along
from geodata.policies.along import questions_along
from geodata.register.lists import taken_along
from geodata.territory.base_map import base_along, base_now
from geodata.visits.concept import Action


class Today(View):
    right = Right.VISIT

    @documented("today", _("My households for today"), {200: TodayOut})
    def get(self, request: Request) -> Response:
        """Those whom one looks after as a contact member or grid leader: special and overdue first, then due, then the rest.

        Made for a phone that takes them along: it is put on record, and kept for `keep_hours` at most.
        """
        Query.read(request)
        user, on = who(request), periods.today()
        homes = own_homes(self.scope, on=on)
        tokens = [home.token for home in homes]
        people = {one for home in homes for one in home.companions}
        if any(home.special for home in homes):
            record(
                request,
                Action.TAKEN_ALONG,
                user,
                details={"list": "today", "rows": len(homes), "format": "phone"},
            )
        names = User.objects.filter(pk__in=people).exclude(pk=user.pk).order_by("name", "pk")
        return Response(
            {
                "account": user.pk,
                "day": on,
                "keep_hours": settings.PHONE_HOURS,
                "people": [{"id": one.pk, "name": one.name} for one in names],
                "households": [asdict(home) for home in homes],
                "falls_due": {str(days): n for days, n in falling_due(homes, on=on).items()},
                "register": taken_along(tokens, scope=self.scope, on=on),
                "needs": asdict(needs_along(tokens, by=user, scope=self.scope, at=timezone.now(), on=on)),
                "questions": {
                    token: list(map(asdict, asked))
                    for token, asked in questions_along(tokens, scope=self.scope, on=on).items()
                },
                "calls": asdict(calls_along(tokens, scope=self.scope)),
            }
        )


class BaseAlong(View):
    """Its address names no place: the villages are those of the own households."""

    right = Right.VISIT

    @documented("today_base", _("The base map around my households"), {200: BaseAlongOut})
    def get(self, request: Request) -> HttpResponse:
        """The base around the villages of the own households in one piece, which a phone keeps beside them."""
        Query.read(request)
        base, on = base_now(), periods.today()
        shapes = base_along(own_villages(self.scope), on=on) if base else []
        told = {
            "account": who(request).pk,
            "day": on,
            "credit": base.credit if base and shapes else "",
            "shapes": shapes,
        }
        return HttpResponse(orjson.dumps(told), content_type="application/json")
