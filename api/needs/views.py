"""The ledger of needs, recording one, moving it on, and what became of them."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page, number_matched
from api.base.schema import IF_MATCH, NEED, documented
from api.base.serializers import Query
from api.base.views import View
from api.needs.input import NeedIn, NeedMoveIn, NeedsQuery, SummaryQuery
from api.needs.output import (
    NeedCategoriesOut,
    NeedCategoryOut,
    NeedOut,
    NeedsOut,
    NeedStepOut,
    NeedStepsOut,
    SummaryOut,
    line,
    step_line,
    whole,
)
from api.web.access import visible_area, who
from api.web.etags import stamped, version_of
from geodata.accounts.models import User
from geodata.base import keyset, periods
from geodata.base.access import require
from geodata.base.scope import Right, Scope
from geodata.coverage import households
from geodata.jobs.at_once import counted
from geodata.needs.analysis import RATES, Sums, rate, summary
from geodata.needs.doing import move_on, offered
from geodata.needs.finding import Filter, find_need, key_of, may_read, open_need, page, steps_of
from geodata.needs.models import Need
from geodata.needs.moving import BESIDE
from geodata.needs.recording import NeedReport, record_need
from geodata.needs.settings_models import NeedCategory
from geodata.territory.models import Area
from geodata.visits.record import Report

FILTERS = (
    "state",
    "category",
    "kind",
    "level",
    "urgency",
    "source",
    "number",
    "grid",
    "counted",
    "open",
    "late",
    "mine",
    "first",
    "last",
)


def area_of(scope: Scope, code: str | None) -> Area | None:
    """Where the right to needs holds, in the whole of it or in part: what is listed is of the scope all the same."""
    return visible_area(scope, code, on=periods.today(), field="area") if code else None


class Needs(View):
    """Recording has no right of its own: what counts is the one that the maker had on the day (geodata/needs/recording.py)."""

    @documented("needs", _("The ledger of needs"), {200: NeedsOut}, query=NeedsQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """Needs of your villages, grids and households, the newest or the first due first, page by page."""
        require(self.scope, Right.NEED)
        asked, by, now = NeedsQuery.read(request), who(request), timezone.now()
        said = Filter(
            area=area_of(self.scope, asked.get("area")),
            order=asked["order"],
            **{name: asked[name] for name in FILTERS if name in asked},
        )
        needs = said.of(by=by, scope=self.scope, at=now)
        found = page(needs, order=said.order, after=asked.get("after"), limit=asked["limit"] + 1)
        shown = found[: asked["limit"]]
        more = key_of(shown[-1], order=said.order) if len(found) > len(shown) else None
        told = {
            **number_matched(counted(needs, most=households.COUNTED), most=households.COUNTED),
            "results": [line(need, whole=may_read(need, by=by, scope=self.scope), at=now) for need in shown],
            "next": next_page(request, after=more and keyset.moment_and_number(*more)),
        }
        return Response(NeedsOut(told).data)

    @documented(
        "record_need", _("Record a need"), {200: NeedOut, 201: NeedOut}, body=NeedIn, problems=[404, 409]
    )
    def post(self, request: Request) -> Response:
        """Alone, or with the visit on which it was told. 200 when the same was sent before; a phone may be days late."""
        Query.read(request)
        body, by, now = NeedIn.read(request), who(request), timezone.now()
        report = report_of(body)
        need, new = record_need(report=report, by=by, scope=self.scope, at=now, today=periods.today())
        found = Need.objects.select_related(*BESIDE).get(pk=need.pk)
        # The hash of what was sent, which a phone waits for; what is kept has no ID number, and no hash of one.
        receipt = {"left_out": report.left_out(), "body_hash": report.digest()}
        return answer(found, self.scope, by, now, status=201 if new else 200, receipt=receipt)


class OneNeed(View):
    right = Right.NEED

    @documented("need", _("One need"), {200: NeedOut}, path=[NEED], problems=[404])
    def get(self, request: Request, need: uuid.UUID) -> Response:
        """With its words as far as you may know them, and what you may do with it now."""
        Query.read(request)
        by = who(request)
        return answer(find_need(need, by=by, scope=self.scope), self.scope, by, timezone.now())


class NeedMoves(View):
    right = Right.NEED

    @documented(
        "need_moves",
        _("Move a need on"),
        {200: NeedOut},
        body=NeedMoveIn,
        path=[NEED, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def post(self, request: Request, need: uuid.UUID) -> Response:
        """One of `moves`, with what it asks for: docs/needs.md tells each. Send the version that was seen as If-Match."""
        Query.read(request)
        by, now = who(request), timezone.now()
        found = find_need(need, by=by, scope=self.scope)
        told, version = NeedMoveIn.read(request), version_of(request)
        move = told.pop("move")
        done = move_on(move, need=found, by=by, scope=self.scope, at=now, version=version, told=told)
        return answer(done, self.scope, by, now)


class NeedSteps(View):
    right = Right.NEED

    @documented("need_steps", _("The steps of a need"), {200: NeedStepsOut}, path=[NEED], problems=[404])
    def get(self, request: Request, need: uuid.UUID) -> Response:
        """In their order: its way through the levels."""
        Query.read(request)
        by = who(request)
        found = find_need(need, by=by, scope=self.scope)
        told = [step_line(*each) for each in steps_of(found, by=by, scope=self.scope)]
        return Response({"results": NeedStepOut(told, many=True).data})


class Summary(View):
    right = Right.NEED

    @documented(
        "needs_summary", _("What became of needs"), {200: SummaryOut}, query=SummaryQuery, problems=[404]
    )
    def get(self, request: Request) -> Response:
        """Three rates that are never merged, each with what it is made of; by area, category or level, never by person."""
        asked = SummaryQuery.read(request)
        first, last = SummaryQuery().span(asked, periods.today())
        rows = summary(
            scope=self.scope,
            first=first,
            last=last,
            area=area_of(self.scope, asked.get("area")),
            by=asked["by"],
        )
        told = {"first": first, "last": last, "by": asked["by"], "results": [sums_line(row) for row in rows]}
        return Response(SummaryOut(told).data)


class Categories(View):
    right = Right.NEED

    @documented("need_categories", _("Categories of needs"), {200: NeedCategoriesOut})
    def get(self, request: Request) -> Response:
        """Those in use today, in the county's order."""
        Query.read(request)
        rows = NeedCategory.objects.filter(periods.covers(periods.today())).select_related("department")
        return Response({"results": NeedCategoryOut(rows, many=True).data})


def sums_line(row: Sums) -> dict[str, Any]:
    plain = (
        "key",
        "found",
        "not_ended",
        "declined",
        "withdrawn",
        "in_grid",
        "in_village",
        "in_township",
        "in_county",
    )
    more = ("reopened", "median_workdays", "unanswered")
    return {name: getattr(row, name) for name in (*plain, *more)} | {
        name: share(*row.share(name)) for name in RATES
    }


def share(part: int, whole: int) -> dict[str, Any]:
    return {"part": part, "whole": whole, "rate": rate(part, whole)}


def report_of(body: dict[str, Any]) -> NeedReport:
    visit = body.pop("visit")
    told = {name: value for name, value in body.items() if value is not None}
    return NeedReport(**told, visit=Report(household=0, **visit) if visit else None)


def answer(
    need: Need,
    scope: Scope,
    by: User,
    at: dt.datetime,
    *,
    status: int = 200,
    receipt: dict[str, str] | None = None,
) -> Response:
    opened = open_need(need, by=by, scope=scope, at=at)
    body = whole(opened, offered(need, by=by, scope=scope, at=at), at=at) | {"left_out": ""} | (receipt or {})
    return stamped(Response(NeedOut(body).data, status=status), need.version)
