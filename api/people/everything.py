"""Everything that is held about one household."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import TOKEN, documented
from api.base.serializers import Query
from api.base.views import View
from api.people.output import EverythingOut
from api.web.access import who
from api.web.throttling import wait_to_export
from geodata.base.scope import Right
from geodata.exports.everything import everything


class EverythingHeld(View):
    right = Right.DETAILS

    @documented(
        "everything",
        _("Everything held about one household"),
        {200: EverythingOut},
        path=[TOKEN],
        problems=[404, 429],
    )
    def get(self, request: Request, token: str) -> Response:
        """Every table that leads to the household, with its former values; what is left out says why. It is put on record."""
        Query.read(request)
        if seconds := wait_to_export(who(request)):
            raise Throttled(wait=seconds)
        told = everything(token, by=who(request), scope=self.scope, at=timezone.now())
        return Response(EverythingOut(told).data)
