"""The visit ledger, and recording a visit."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.schema import TOKEN, documented
from api.base.serializers import Query
from api.base.unchanged import VILLAGES, revalidated
from api.base.views import View
from api.visits.input import LedgerQuery, VisitIn
from api.visits.output import LedgerLine, LedgerOut, VisitMade
from api.web.access import visible_area, who
from geodata.base import periods
from geodata.base.scope import Right
from geodata.exports.ledger import figures_of
from geodata.people.models import Household
from geodata.visits.ledger import Ledger
from geodata.visits.record import Report, left_out
from geodata.visits.sending import Sent, take_visit


class LedgerOfVisits(View):
    right = Right.DETAILS
    rests_upon = VILLAGES

    @documented(
        "visits", _("The visit ledger"), {200: LedgerOut}, query=LedgerQuery, problems=[404], unchanged=True
    )
    @revalidated
    def get(self, request: Request) -> Response:
        """Visits from one day to another, the latest first, and the four figures of those that count.

        Person-times, visits and households are of valid visits at which somebody was met; `of` is how many
        households there are.
        """
        query = LedgerQuery.read(request)
        last = query.get("last") or periods.today()
        first = query.get("first") or last - dt.timedelta(days=89)
        code, scope = query.get("area"), self.scope.to(Right.DETAILS)
        area = visible_area(self.scope, code, right=Right.DETAILS, on=last, field="area") if code else None
        ledger = Ledger(
            scope,
            area,
            first,
            last,
            outcome=query.get("outcome", ""),
            mode=query.get("mode", ""),
            by=who(request) if query["mine"] else None,
            voided=query["voided"],
        )
        page = ledger.page(after=query.get("after"), limit=query["limit"] + 1)
        end = page[query["limit"] - 1] if len(page) > query["limit"] else None
        counted, there = figures_of(ledger)
        return Response(
            {
                "first": first,
                "last": last,
                "lines": counted.lines,
                "visits": counted.visits,
                "person_times": counted.person_times,
                "households": counted.households,
                "of": there,
                "next": next_page(request, after=end and f"{end.day}.{end.pk}"),
                "results": [LedgerLine(visit).data for visit in page[: query["limit"]]],
            }
        )


class Visits(View):
    """Without a right of its own: what counts is the one that the maker had on the visit's day."""

    @documented(
        "visit",
        _("Record a visit"),
        {201: VisitMade, 200: VisitMade},
        body=VisitIn,
        path=[TOKEN],
        problems=[404, 409],
    )
    def post(self, request: Request, token: str) -> Response:
        """Record a visit. The same `client_id` and content again is the same visit: 201 first, then 200.

        It is accepted when the household is yours to visit today, or was on the day of the visit.
        """
        Query.read(request)
        body, now = VisitIn.read(request), timezone.now()
        phone_time = body.pop("phone_time")
        sent = Sent(body.pop("client_id"), token, report_of(None, body))
        visit, new = take_visit(
            sent=sent,
            by=who(request),
            scope=self.scope,
            at=now,
            today=periods.today(),
        )
        ahead = None if phone_time is None else round((phone_time - now).total_seconds())
        answer = VisitMade(visit).data | receipt(sent.report, token) | {"clock_difference": ahead}
        return Response(answer, status=201 if new else 200)


def receipt(report: Report, token: str) -> dict[str, str]:
    """The hash of what was sent, which the phone waits for, and what of it was not kept."""
    return {"body_hash": report.digest(token), "left_out": left_out(report.note)}


def report_of(household: Household | None, body: dict[str, Any]) -> Report:
    """Without a household: that of the token, which the verb looks up."""
    return Report(
        household=household.pk if household else 0,
        **{
            **body,
            "brought": list(dict.fromkeys(body["brought"])),
            "visitors": list(dict.fromkeys(body["visitors"])),
        },
    )
