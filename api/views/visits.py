"""The visit ledger, and recording a visit."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import visible_area, visible_household, who
from api.schema import TOKEN, documented
from api.serializers.base import Query
from api.serializers.visits import LedgerLine, LedgerQuery, LedgerShape, VisitBody, VisitMade
from api.views.base import View
from geodata import periods
from geodata.coverage import households, states
from geodata.people.models import Household
from geodata.territory.scope import Right
from geodata.visits.companions import check_visitors
from geodata.visits.ledger import Ledger
from geodata.visits.record import Report, record_visit


class LedgerOfVisits(View):
    right = Right.DETAILS

    @documented("visits", _("The visit ledger"), {200: LedgerShape}, query=LedgerQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """Visits from one day to another, the latest first, and the four figures of those that count.

        Person-times, visits and households are of valid visits at which somebody was met; `of` is how many
        households there are.
        """
        asked = LedgerQuery.read(request)
        last = asked.get("last") or periods.today()
        first = asked.get("first") or last - dt.timedelta(days=89)
        code, scope = asked.get("area"), self.scope.to(Right.DETAILS)
        area = visible_area(self.scope, code, right=Right.DETAILS, on=last, field="area") if code else None
        ledger = Ledger(
            scope,
            area,
            first,
            last,
            outcome=asked.get("outcome", ""),
            mode=asked.get("mode", ""),
            by=who(request) if asked["mine"] else None,
            voided=asked["voided"],
        )
        page = ledger.page(after=asked.get("after"), limit=asked["limit"] + 1)
        end = page[asked["limit"] - 1] if len(page) > asked["limit"] else None
        counted = ledger.figures()
        question = states.Question(states.select(scope=scope, area=area, on=last), on=last)
        return Response(
            {
                "first": first,
                "last": last,
                "lines": counted.lines,
                "visits": counted.visits,
                "person_times": counted.person_times,
                "households": counted.households,
                "of": households.matched(question, "households"),
                "next": f"{end.day}.{end.pk}" if end else None,
                "results": [LedgerLine(visit).data for visit in page[: asked["limit"]]],
            }
        )


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
        household = visible_household(self.scope, token, right=Right.VISIT, beside=())
        Query.read(request)
        told, by = VisitBody.read(request), who(request)
        now, phone_time = timezone.now(), told.pop("phone_time")
        client_id, report = told.pop("client_id"), report_of(household, told)
        check_visitors(household=household, visitors=report.visitors, by=by, on=report.day)
        visit, new = record_visit(
            client_id=client_id, report=report, by=by, at=now, today=periods.today(), home=household
        )
        ahead = None if phone_time is None else round((phone_time - now).total_seconds())
        told_back = VisitMade(visit).data | {"clock_difference": ahead}
        return Response(told_back, status=201 if new else 200)


def report_of(household: Household, told: dict[str, Any]) -> Report:
    return Report(
        household=household.pk,
        **{
            **told,
            "brought": list(dict.fromkeys(told["brought"])),
            "visitors": list(dict.fromkeys(told["visitors"])),
        },
    )
