"""Industry: rows of each kind listed and added, changes of one, and figures of villages."""

import datetime as dt
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import INDUSTRY, documented
from api.base.serializers import Body, Query
from api.base.views import View
from api.industry import input as said
from api.industry import output as told
from api.web.access import visible_area, who
from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.industry import doing, summary
from geodata.industry.keeping import Keeper


def keeper(view: View, request: Request) -> Keeper:
    return Keeper(who(request), view.scope, timezone.now(), periods.today())


class Rows(View):
    """Rows of a kind, and one more."""

    right = Right.REGISTER
    kind: ClassVar[str]
    body: ClassVar[type[Body]]
    out: ClassVar[type[serializers.Serializer[Any]]]

    def get(self, request: Request) -> Response:
        """Of your villages and of what lies around them."""
        limit = said.IndustryQuery.read(request)["limit"]
        rows = doing.listed(self.kind, scope=self.scope, on=periods.today())[:limit]
        return Response({"results": self.out(rows, many=True).data})

    def post(self, request: Request) -> Response:
        """By a village officer or leader in the own village, and by officers of its township and county."""
        Query.read(request)
        row = doing.make(self.kind, said=self.body.read(request), keeper=keeper(self, request))
        return Response(self.out(row).data, status=201)


class Moves(View):
    """A change of one."""

    right = Right.REGISTER
    kind: ClassVar[str]
    body: ClassVar[type[Body]]

    def post(self, request: Request, number: str) -> Response:
        """By whoever keeps its area up to date."""
        Query.read(request)
        body, by = self.body.read(request), keeper(self, request)
        row = doing.find(self.kind, int(number), scope=self.scope, on=by.today)
        doing.change(self.kind, row, body.pop("move"), said=body, keeper=by)
        return Response(status=204)


def rows_of(kind: str, title: Promise, one: Promise, body: type[Body], out: type[Any]) -> type[Rows]:
    """The view of a kind, with its own description."""
    many = type(f"{out.__name__}s", (serializers.Serializer,), {"results": out(many=True)})
    answers = {"get": documented(kind, title, {200: many}, query=said.IndustryQuery),
               "post": documented(f"add_to_{kind}", one, {201: out}, body=body, problems=[404, 409])}  # fmt: skip
    methods = {name: described(_own(getattr(Rows, name))) for name, described in answers.items()}
    return type(kind.title(), (Rows,), {"kind": kind, "body": body, "out": out, **methods})


def moves_of(kind: str, title: Promise, body: type[Body]) -> type[Moves]:
    described = documented(
        f"change_{kind}", title, {204: None}, body=body, path=[INDUSTRY], problems=[404, 409]
    )
    return type(
        f"{kind.title()}Moves", (Moves,), {"kind": kind, "body": body, "post": described(_own(Moves.post))}
    )


def _own(method: Any) -> Any:
    """A function of its own: what describes one kind is not said of all."""

    def call(self: Any, *args: Any, **parts: Any) -> Response:
        answer: Response = method(self, *args, **parts)
        return answer

    call.__doc__, call.__name__ = method.__doc__, method.__name__
    return call


Cooperatives = rows_of(
    "cooperatives", _("Co-operatives"), _("Found a co-operative"), said.CooperativeIn, told.CooperativeOut
)
Enterprises = rows_of(
    "enterprises", _("Enterprises"), _("Take an enterprise in"), said.EnterpriseIn, told.EnterpriseOut
)
Specialists = rows_of(
    "specialists", _("Specialists"), _("Take a specialist in"), said.SpecialistIn, told.SpecialistOut
)
Guidances = rows_of(
    "guidance", _("Visits of guidance"), _("Record guidance"), said.GuidanceIn, told.GuidanceOut
)
Sales = rows_of("sales", _("Sales with help"), _("Record a sale"), said.SaleIn, told.SaleOut)
Offers = rows_of(
    "offers", _("Offers of industry"), _("Make an offer"), said.IndustryOfferIn, told.IndustryOfferOut
)
Incomes = rows_of("incomes", _("Mean incomes"), _("Tell a mean income"), said.IncomeIn, told.IncomeOut)
CooperativeMoves = moves_of("cooperatives", _("Change a co-operative"), said.CooperativeMoveIn)
EnterpriseMoves = moves_of("enterprises", _("Change an enterprise"), said.EnterpriseMoveIn)
SpecialistMoves = moves_of("specialists", _("Change a specialist"), said.SpecialistMoveIn)
GuidanceMoves = moves_of("guidance", _("Take guidance back"), said.RecordMoveIn)
SaleMoves = moves_of("sales", _("Take a sale back"), said.RecordMoveIn)
OfferMoves = moves_of("offers", _("Take an offer back"), said.RecordMoveIn)


class OneCooperative(View):
    right = Right.REGISTER

    @documented(
        "cooperative", _("One co-operative"), {200: told.OneCooperativeOut}, path=[INDUSTRY], problems=[404]
    )
    def get(self, request: Request, number: str) -> Response:
        """With the households of today that you see."""
        Query.read(request)
        on = periods.today()
        row = doing.find("cooperatives", int(number), scope=self.scope, on=on)
        members = row.memberships.filter(periods.covers(on)).select_related("household").order_by("pk")
        return Response(
            {**told.CooperativeOut(row).data, "memberships": told.MembershipOut(members, many=True).data}
        )


class OneEnterprise(View):
    right = Right.REGISTER

    @documented(
        "enterprise", _("One enterprise"), {200: told.OneEnterpriseOut}, path=[INDUSTRY], problems=[404]
    )
    def get(self, request: Request, number: str) -> Response:
        """With the villages of today."""
        Query.read(request)
        on = periods.today()
        row = doing.find("enterprises", int(number), scope=self.scope, on=on)
        pairs = row.pairs.filter(periods.covers(on)).select_related("village").order_by("village__code")
        return Response(
            {**told.EnterpriseOut(row).data, "pairs": told.EnterprisePairOut(pairs, many=True).data}
        )


class IndustrySummary(View):
    right = Right.REGISTER

    @documented(
        "industry_summary",
        _("Figures of industry"),
        {200: told.IndustrySumsOut},
        query=said.IndustrySumsQuery,
        problems=[404],
    )
    def get(self, request: Request) -> Response:
        """By village, by topic and by product; mean incomes with how many households were asked."""
        asked, today = said.IndustrySumsQuery.read(request), periods.today()
        code = asked.get("area")
        area = visible_area(self.scope, code, on=today, field="area") if code else None
        last = asked.get("last") or today
        days = {"first": asked.get("first") or last - dt.timedelta(days=365), "last": last, "on": today}
        return Response(told.IndustrySumsOut(figures(self.scope, area, days)).data)


def figures(scope: Scope, area: Any, days: dict[str, dt.date]) -> dict[str, Any]:
    on = days["on"]
    topics = summary.by_topic(scope, area, **days)
    products = summary.by_product(scope, area, **days)
    return {
        "villages": summary.by_village(scope, area, **days),
        "village_without_enterprise": summary.without_enterprise(scope, area, on=on).values_list("code", flat=True),
        "topics": [{"topic": topic, "guided": n, "persons": persons} for topic, n, persons in topics],
        "products": [{"product": product, "kg": kg, "yuan": yuan} for product, kg, yuan in products],
        "incomes": summary.differences(scope, area, on=on),
    }  # fmt: skip
