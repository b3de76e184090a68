"""What happened to a household: who changed what, when and why."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import TOKEN, documented
from api.base.serializers import Query
from api.base.views import View
from api.people.output import HistoryOut, MomentOut
from api.web.access import who
from geodata.base.scope import Right
from geodata.display.timelines import of_household
from geodata.people.access import can_see_details, open_household


class History(View):
    right = Right.HOUSEHOLDS

    @documented(
        "history", _("Change history of a household"), {200: HistoryOut}, path=[TOKEN], problems=[404]
    )
    def get(self, request: Request, token: str) -> Response:
        """Former values of the household, its contacts and, for those who look after it, care records and visits."""
        Query.read(request)
        household = open_household(token, by=who(request), scope=self.scope, at=timezone.now())
        detailed = can_see_details(self.scope, household)
        moments = of_household(household, detailed=detailed)
        results = [MomentOut(moment).data for moment in moments]
        return Response({"household": household.token, "masked": not detailed, "results": results})
