"""Recording a visit."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import visible_household, who
from api.schema import TOKEN, documented
from api.serializers.base import Query
from api.serializers.visits import VisitBody, VisitMade
from api.views.base import View
from geodata import periods
from geodata.people.models import Household
from geodata.territory.scope import Right
from geodata.visits.companions import check_visitors
from geodata.visits.record import Report, record_visit


class Visits(View):
    right = Right.VISIT

    @documented(
        "visit",
        _("Record a visit"),
        {201: VisitMade, 200: VisitMade},
        body=VisitBody,
        path=[TOKEN],
        problems=[404, 409],
    )
    def post(self, request: Request, token: str) -> Response:
        """Record a visit. The same `client_id` and content again is the same visit: 201 first, then 200."""
        household = visible_household(self.scope, token, right=Right.VISIT)
        Query.read(request)
        told, by = VisitBody.read(request), who(request)
        client_id, report = told.pop("client_id"), _report(household, told)
        check_visitors(household=household, visitors=report.visitors, by=by, on=report.day)
        visit, new = record_visit(
            client_id=client_id, report=report, by=by, at=timezone.now(), today=periods.today()
        )
        return Response(VisitMade(visit).data, status=201 if new else 200)


def _report(household: Household, told: dict[str, Any]) -> Report:
    return Report(
        household=household.pk,
        **{
            **told,
            "brought": list(dict.fromkeys(told["brought"])),
            "visitors": list(dict.fromkeys(told["visitors"])),
        },
    )
