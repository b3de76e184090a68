"""What happened to a household: who changed what, when and why."""

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import visible_household
from api.schema import TOKEN, documented
from api.serializers.base import Query
from api.serializers.history import HistoryShape, MomentShape
from api.views.base import View
from geodata.reports.timelines import of_household
from geodata.territory.scope import Right


class History(View):
    right = Right.HOUSEHOLDS

    @documented(
        "history", _("What happened to a household"), {200: HistoryShape}, path=[TOKEN], problems=[404]
    )
    def get(self, request: Request, token: str) -> Response:
        """Former values of the household, its contacts and, for those who look after it, care records and visits."""
        Query.read(request)
        household = visible_household(self.scope, token)
        detailed = self.scope.to(Right.DETAILS).holds_household(
            pk=household.pk, village=household.village_id, grid=household.grid_id
        )
        moments = of_household(household, detailed=detailed)
        results = [MomentShape(moment).data for moment in moments]
        return Response({"household": household.token, "masked": not detailed, "results": results})
