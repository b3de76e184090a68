"""Who am I, and what may I do?"""

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import who
from api.schema import documented
from api.serializers.accounts import Me
from api.serializers.base import Query
from api.views.base import View
from geodata import periods
from geodata.contacts.models import Duty
from geodata.territory.scope import Right


class Myself(View):
    @documented("me", _("Who am I, and what may I do?"), {200: Me})
    def get(self, request: Request) -> Response:
        """The user, today's duties, and what they allow."""
        Query.read(request)
        user, on = who(request), periods.today()
        scope = self.scope
        told = {
            "username": user.username,
            "name": user.name,
            "on": on,
            "duties": Duty.objects.on(on)
            .filter(user=user)
            .select_related("area")
            .order_by("kind", "area__code"),
            "scope": {"codes": scope.codes, "households": len(scope.households)},
            "rights": [right for right in Right if scope.may(right)],
        }
        return Response(Me(told).data)
