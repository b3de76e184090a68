"""The visit ledger, and recording a visit."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import next_page
from api.permissions import visible_area, who
from api.schema import TOKEN, documented
from api.serializers.base import Query
from api.serializers.visits import LedgerLine, LedgerQuery, LedgerShape, VisitBody, VisitMade
from api.views.base import View
from geodata import periods
from geodata.coverage import households, states
from geodata.people.models import Household
from geodata.territory.scope import Right
from geodata.visits.ledger import Ledger
from geodata.visits.record import Report, left_out
from geodata.visits.sending import Sent, take_visit


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
                "next": next_page(request, after=end and f"{end.day}.{end.pk}"),
                "results": [LedgerLine(visit).data for visit in page[: asked["limit"]]],
            }
        )


class Visits(View):
    """Without a right of its own: what counts is the one that the maker had on the visit's day."""

    @documented(
        "visit",
        _("Record a visit"),
        {201: VisitMade, 200: VisitMade},
        body=VisitBody,
        path=[TOKEN],
        problems=[404, 409],
    )
    def post(self, request: Request, token: str) -> Response:
        """Record a visit. The same `client_id` and content again is the same visit: 201 first, then 200.

        It is accepted when the household is yours to visit today, or was on the day of the visit.
        """
        Query.read(request)
        told, now = VisitBody.read(request), timezone.now()
        phone_time = told.pop("phone_time")
        sent = Sent(told.pop("client_id"), token, report_of(None, told))
        visit, new = take_visit(
            sent=sent,
            by=who(request),
            scope=self.scope,
            at=now,
            today=periods.today(),
        )
        ahead = None if phone_time is None else round((phone_time - now).total_seconds())
        told_back = VisitMade(visit).data | told_of(sent.report, token) | {"clock_difference": ahead}
        return Response(told_back, status=201 if new else 200)


def told_of(report: Report, token: str) -> dict[str, str]:
    """The hash of what was sent, which the phone waits for, and what of it was not kept."""
    return {"body_hash": report.digest(token), "left_out": left_out(report.note)}


def report_of(household: Household | None, told: dict[str, Any]) -> Report:
    """Without a household: that of the token, which the verb looks up."""
    return Report(
        household=household.pk if household else 0,
        **{
            **told,
            "brought": list(dict.fromkeys(told["brought"])),
            "visitors": list(dict.fromkeys(told["visitors"])),
        },
    )
