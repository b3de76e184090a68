"""The ledger of orders, ordering and moving on; the catalogue as HSDS; teams and who belongs to them."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page, number_matched
from api.base.schema import IF_MATCH, ORDER, TEAM, documented
from api.base.serializers import Query
from api.base.views import View
from api.services.input import OrderIn, OrderMoveIn, OrdersQuery, OrderSummaryQuery, TeamIn, TeamMoveIn
from api.services.output import (
    OneTeamOut,
    OrderOut,
    OrdersOut,
    OrderSumsOut,
    SuggestionsOut,
    TeamOut,
    TeamsOut,
    line,
    whole,
)
from api.web.access import visible_area, who
from api.web.etags import stamped, version_of
from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.coverage import households
from geodata.jobs.at_once import counted
from geodata.services import hsds, teams
from geodata.services.doing import move_on, offered
from geodata.services.finding import Filter, find_order, page
from geodata.services.lifecycle import LIFE
from geodata.services.models import ServiceOrder, Team
from geodata.services.ordering import OrderReport, order_service
from geodata.services.suggesting import suggest
from geodata.services.summary import summary
from geodata.services.words import Move
from geodata.territory.models import Area

FILTERS = ("state", "field", "open", "untaken", "late", "mine", "wish")


ROUNDS = 50
"""So many are told of a team, the latest first."""


def area_of(scope: Scope, code: str | None) -> Area | None:
    return visible_area(scope, code, on=periods.today(), field="area") if code else None


class Orders(View):
    right = Right.SERVE

    @documented("orders", _("The ledger of orders"), {200: OrdersOut}, query=OrdersQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """Orders of your villages, grids and households, and those offered to you; the newest first, page by page."""
        asked, by, now = OrdersQuery.read(request), who(request), timezone.now()
        said = Filter(
            area=area_of(self.scope, asked.get("area")),
            **{name: asked[name] for name in FILTERS if name in asked},
        )
        orders = said.of(by=by, scope=self.scope, at=now)
        found = page(orders, after=asked.get("after"), limit=asked["limit"] + 1)
        shown = found[: asked["limit"]]
        told = {
            **number_matched(counted(orders, most=households.COUNTED), most=households.COUNTED),
            "results": [line(order, scope=self.scope, at=now) for order in shown],
            "next": next_page(request, after=shown[-1].pk if len(found) > len(shown) else None),
        }
        return Response(OrdersOut(told).data)

    @documented(
        "order_service",
        _("Order a service"),
        {200: OrderOut, 201: OrderOut},
        body=OrderIn,
        problems=[404, 409],
    )
    def post(self, request: Request) -> Response:
        """200 when the same was sent before."""
        Query.read(request)
        report = OrderReport(**OrderIn.read(request))
        by, now = who(request), timezone.now()
        order, new = order_service(report=report, by=by, scope=self.scope, at=now, today=periods.today())
        return answer(order, self.scope, by, now, status=201 if new else 200, left_out=report.left_out())


class OneOrder(View):
    right = Right.SERVE

    @documented("order", _("One order"), {200: OrderOut}, path=[ORDER], problems=[404])
    def get(self, request: Request, order: uuid.UUID) -> Response:
        """With its steps, and what you may do with it now."""
        Query.read(request)
        by = who(request)
        return answer(find_order(order, by=by, scope=self.scope), self.scope, by, timezone.now())


class OrderMoves(View):
    right = Right.SERVE

    @documented(
        "order_moves",
        _("Move an order on"),
        {200: OrderOut},
        body=OrderMoveIn,
        path=[ORDER, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def post(self, request: Request, order: uuid.UUID) -> Response:
        """One of `moves`, with what it asks for: docs/services.md tells each. Send the version that was seen as If-Match."""
        Query.read(request)
        by, now = who(request), timezone.now()
        found = find_order(order, by=by, scope=self.scope)
        told, version = OrderMoveIn.read(request), version_of(request)
        move = told.pop("move")
        done = move_on(move, order=found, by=by, scope=self.scope, at=now, version=version, told=told)
        return answer(done, self.scope, by, now)


class OrderSuggestions(View):
    right = Right.SERVE

    @documented(
        "order_suggestions", _("Who could do an order"), {200: SuggestionsOut}, path=[ORDER], problems=[404]
    )
    def get(self, request: Request, order: uuid.UUID) -> Response:
        """For those who may dispatch it: teams of its field, the nearest first, and contact members of its village."""
        Query.read(request)
        by = who(request)
        found = find_order(order, by=by, scope=self.scope)
        LIFE.check(found, Move.DISPATCH, by=by, scope=self.scope)
        near, people = suggest(found, on=periods.today())
        return Response(SuggestionsOut({"teams": near, "people": people}).data)


class OrderSummary(View):
    right = Right.SERVE

    @documented(
        "orders_summary",
        _("What became of orders"),
        {200: OrderSumsOut},
        query=OrderSummaryQuery,
        problems=[404],
    )
    def get(self, request: Request) -> Response:
        """Satisfaction with how many were asked, and how many have not answered; by area, never by person."""
        asked, today = OrderSummaryQuery.read(request), periods.today()
        last = asked.get("last") or today
        first = asked.get("first") or last - dt.timedelta(days=365)
        sums = summary(
            by=who(request), scope=self.scope, area=area_of(self.scope, asked.get("area")),
            first=periods.midnight(first), after=periods.midnight(last + dt.timedelta(days=1)),
        )  # fmt: skip
        return Response(OrderSumsOut(sums).data)


class Items(View):
    right = Right.SERVE

    @documented("service_items", _("The catalogue of services"), {200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """A page of services as HSDS 3.1 has it, with our own `code` and `days` beside."""
        Query.read(request)
        return Response(hsds.page(on=periods.today()))


class Teams(View):
    right = Right.SERVE

    @documented("teams", _("Teams"), {200: TeamsOut})
    def get(self, request: Request) -> Response:
        """Those that serve in your areas today; to who belongs to teams alone, those."""
        Query.read(request)
        rows = (
            teams.seen(self.scope).on(periods.today()).select_related("area").order_by("area__code", "name")
        )
        return Response({"results": TeamOut(rows, many=True).data})

    @documented("found_team", _("Found a team"), {201: TeamOut}, body=TeamIn, problems=[404, 409])
    def post(self, request: Request) -> Response:
        """By an officer of the township in which it serves."""
        Query.read(request)
        body, today = TeamIn.read(request), periods.today()
        area = visible_area(self.scope, body.pop("area"), on=today, field="area")
        made = teams.found_team(
            **body, area=area, by=who(request), scope=self.scope, at=timezone.now(), today=today
        )
        return Response(TeamOut(made).data, status=201)


class OneTeam(View):
    right = Right.SERVE

    @documented("team", _("One team"), {200: OneTeamOut}, path=[TEAM], problems=[404])
    def get(self, request: Request, number: str) -> Response:
        """Who belongs to it today, and its rounds."""
        Query.read(request)
        return team_answer(teams.find_team(int(number), scope=self.scope))


class TeamMoves(View):
    right = Right.SERVE

    @documented(
        "team_moves", _("Change a team"), {200: OneTeamOut}, body=TeamMoveIn, path=[TEAM], problems=[404, 409]
    )
    def post(self, request: Request, number: str) -> Response:
        """Let somebody join or leave it, plan a round and tell that it was done, or end it."""
        Query.read(request)
        team, body = teams.find_team(int(number), scope=self.scope), TeamMoveIn.read(request)
        told: dict[str, Any] = {
            "by": who(request),
            "scope": self.scope,
            "at": timezone.now(),
            "today": periods.today(),
        }
        teams.change_team(body.pop("move"), team=team, said=body, **told)
        return team_answer(teams.find_team(team.pk, scope=self.scope))


def team_answer(team: Team) -> Response:
    same = ("id", "name", "kind", "field", "area", "has_last_day")
    on_day = team.members.filter(periods.covers(periods.today()))
    told = {name: getattr(team, name) for name in same} | {
        "members": on_day.select_related("user").order_by("pk"),
        "rounds": team.visits.select_related("village").order_by("-planned_on", "-pk")[:ROUNDS],
    }
    return Response(OneTeamOut(told).data)


def answer(
    order: ServiceOrder, scope: Scope, by: User, at: dt.datetime, *, status: int = 200, left_out: str = ""
) -> Response:
    body = whole(order, offered(order, by=by, scope=scope), scope=scope, at=at) | {"left_out": left_out}
    return stamped(Response(OrderOut(body).data, status=status), order.version)
