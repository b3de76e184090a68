"""The own households of the day, as a phone takes them along."""

from dataclasses import asdict

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import who
from api.recording import record
from api.schema import documented
from api.serializers.base import Query
from api.serializers.today import TodayShape
from api.views.base import View
from geodata import periods
from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.reports.today import own_homes
from geodata.territory.scope import Right


class Today(View):
    right = Right.VISIT

    @documented("today", _("My households of today"), {200: TodayShape})
    def get(self, request: Request) -> Response:
        """Those whom one looks after as a contact member or grid leader: special and overdue first, then due, then the rest.

        Made for a phone that takes them along: it is put on record, and kept for `keep_hours` at most.
        """
        Query.read(request)
        user, on = who(request), periods.today()
        homes = own_homes(self.scope, on=on)
        people = {one for home in homes for one in home.companions}
        if any(home.special for home in homes):
            record(
                request,
                AccessEntry.Action.TAKEN_ALONG,
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
            }
        )
