"""The worklist of entitlements, moving them on, what is done on somebody's behalf, trainings, and how far all has come."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page, number_matched
from api.base.schema import ENTITLEMENT, IF_MATCH, documented
from api.base.serializers import Query
from api.base.views import View
from api.entitlements.input import (
    AgencyIn,
    AgencyQuery,
    AskIn,
    EntitlementMoveIn,
    EntitlementsQuery,
    FunnelQuery,
    MovesIn,
    TrainingIn,
    TrainingsQuery,
)
from api.entitlements.output import (
    AgencyServiceOut,
    AgencyServicesOut,
    EntitlementsMovedOut,
    EntitlementsOut,
    FunnelOut,
    OneEntitlementOut,
    TrainingOut,
    TrainingsOut,
)
from api.web.access import visible_area, who
from api.web.etags import stamped, version_of
from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.coverage import funnel, households
from geodata.entitlements import shown
from geodata.entitlements.finding import Filter, find_entitlement, moves_of, opened, page
from geodata.entitlements.models import AgencyService, Entitlement, Training
from geodata.entitlements.moving import Told, Wanted, ask_for, move_entitlement, move_together
from geodata.entitlements.recording import Held, Helped, record_agency_service, record_training
from geodata.jobs.at_once import counted
from geodata.territory.models import Area

FILTERS = ("policy", "department", "state", "household", "open", "unfollowed", "closing", "unpaid")


def area_of(scope: Scope, code: str | None) -> Area | None:
    return visible_area(scope, code, on=periods.today(), field="area") if code else None


class Entitlements(View):
    right = Right.ENTITLE

    @documented(
        "entitlements", _("Entitlements"), {200: EntitlementsOut}, query=EntitlementsQuery, problems=[404]
    )
    def get(self, request: Request) -> Response:
        """Of your villages, grids and households, and of your department's policies, the newest first, page by page."""
        asked, by, now = EntitlementsQuery.read(request), who(request), timezone.now()
        said = Filter(
            area=area_of(self.scope, asked.get("area")),
            **{name: asked[name] for name in FILTERS if name in asked},
        )
        rows = said.of(scope=self.scope, on=periods.today(), at=now)
        found = page(rows, after=asked.get("after"), limit=asked["limit"] + 1)
        results = found[: asked["limit"]]
        told = {
            **number_matched(counted(rows, most=households.COUNTED), most=households.COUNTED),
            "results": with_moves(results, by, self.scope),
            "next": next_page(request, after=results[-1].pk if len(found) > len(results) else None),
        }
        opened(results, by=by, scope=self.scope, at=now)
        return Response(EntitlementsOut(told).data)

    @documented(
        "ask_for_entitlement",
        _("Ask for an entitlement"),
        {200: OneEntitlementOut, 201: OneEntitlementOut},
        body=AskIn,
        problems=[404],
    )
    def post(self, request: Request) -> Response:
        """What no rule has found. 200 with the one that is open already."""
        Query.read(request)
        told, by, now = AskIn.read(request), who(request), timezone.now()
        made, new = ask_for(wanted=Wanted(**told), by=by, scope=self.scope, at=now, today=periods.today())
        return answer(made.pk, self.scope, by, status=201 if new else 200)


class OneEntitlement(View):
    right = Right.ENTITLE

    @documented(
        "entitlement", _("One entitlement"), {200: OneEntitlementOut}, path=[ENTITLEMENT], problems=[404]
    )
    def get(self, request: Request, number: str) -> Response:
        """With its steps, and what you may do with it now."""
        Query.read(request)
        return answer(int(number), self.scope, who(request))


class EntitlementMoves(View):
    right = Right.ENTITLE

    @documented(
        "entitlement_moves",
        _("Move an entitlement on"),
        {200: OneEntitlementOut},
        body=EntitlementMoveIn,
        path=[ENTITLEMENT, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def post(self, request: Request, number: str) -> Response:
        """One of `moves`, with what it asks for. Send the version that was seen as If-Match."""
        Query.read(request)
        told, version = EntitlementMoveIn.read(request), version_of(request)
        by, move = who(request), told.pop("move")
        move_entitlement(
            key=int(number), move=move, told=Told(**told), by=by, scope=self.scope, at=timezone.now(),
            today=periods.today(), version=version,
        )  # fmt: skip
        return answer(int(number), self.scope, by)


class MovesTogether(View):
    right = Right.ENTITLE

    @documented(
        "entitlements_move",
        _("Move many entitlements on"),
        {200: EntitlementsMovedOut},
        body=MovesIn,
        problems=[404, 409],
    )
    def post(self, request: Request) -> Response:
        """The same move for all of them, or for none."""
        Query.read(request)
        told = MovesIn.read(request)
        moved = move_together(
            keys=told["entitlements"], move=told["move"], by=who(request), scope=self.scope, at=timezone.now()
        )
        return Response(EntitlementsMovedOut({"moved": len(moved)}).data)


class AgencyServices(View):
    right = Right.ENTITLE

    @documented(
        "agency_services", _("Agency services"), {200: AgencyServicesOut}, query=AgencyQuery, problems=[404]
    )
    def get(self, request: Request) -> Response:
        """The newest first, page by page; each is one person-time."""
        asked = AgencyQuery.read(request)
        found = AgencyService.objects.within(self.scope)
        if area := area_of(self.scope, asked.get("area")):
            found = found.filter(village__code__startswith=area.code)
        if "household" in asked:
            found = found.filter(household__token=asked["household"])
        told = paged(request, found.select_related("household"), asked) | {"person_times": found.count()}
        return Response(AgencyServicesOut(told).data)

    @documented(
        "record_agency_service",
        _("Record an agency service"),
        {200: AgencyServiceOut, 201: AgencyServiceOut},
        body=AgencyIn,
        problems=[404, 409],
    )
    def post(self, request: Request) -> Response:
        """200 when the same was sent before."""
        Query.read(request)
        told = AgencyIn.read(request)
        made, new = record_agency_service(
            client_id=told.pop("client_id"), helped=Helped(**told), by=who(request), scope=self.scope,
            at=timezone.now(), today=periods.today(),
        )  # fmt: skip
        return Response(AgencyServiceOut(made).data, status=201 if new else 200)


class Trainings(View):
    right = Right.ENTITLE

    @documented("trainings", _("Policy trainings"), {200: TrainingsOut}, query=TrainingsQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """The newest first, page by page: how many came, and nobody's name."""
        asked = TrainingsQuery.read(request)
        found = Training.objects.within(self.scope)
        if area := area_of(self.scope, asked.get("area")):
            found = found.filter(area__code__startswith=area.code)
        return Response(TrainingsOut(paged(request, found.select_related("area"), asked)).data)

    @documented(
        "record_training",
        _("Record a policy training"),
        {201: TrainingOut},
        body=TrainingIn,
        problems=[404],
    )
    def post(self, request: Request) -> Response:
        """Of an area in which you have a post."""
        Query.read(request)
        held, now = Held(**TrainingIn.read(request)), timezone.now()
        made = record_training(held=held, by=who(request), scope=self.scope, at=now, today=periods.today())
        return Response(TrainingOut(made).data, status=201)


class Funnel(View):
    right = Right.ENTITLE

    @documented(
        "entitlements_funnel",
        _("How far entitlements have come"),
        {200: FunnelOut},
        query=FunnelQuery,
        problems=[404],
    )
    def get(self, request: Request) -> Response:
        """By policy; with a policy and an area by the areas in it. Small counts are hidden from departments."""
        asked = FunnelQuery.read(request)
        area = area_of(self.scope, asked.get("area"))
        if "policy" in asked and area is not None:
            rows = funnel.by_area(policy=asked["policy"], scope=self.scope, area=area)
        else:
            rows = funnel.by_policy(scope=self.scope, area=area)
            rows = [row for row in rows if asked.get("policy") in (None, row.code)]
        return Response(FunnelOut({"states": funnel.COLUMNS, "results": rows}).data)


def paged(request: Request, found: QuerySet[Any], asked: dict[str, Any]) -> dict[str, Any]:
    if "after" in asked:
        found = found.filter(pk__lt=asked["after"])
    rows = list(found.order_by("-pk")[: asked["limit"] + 1])
    results = rows[: asked["limit"]]
    return {
        "results": results,
        "next": next_page(request, after=results[-1].pk if len(rows) > len(results) else None),
    }


def with_moves(rows: Sequence[Entitlement], by: User, scope: Scope) -> Sequence[Entitlement]:
    moves, plain = moves_of(rows, by=by, scope=scope), shown.plain(scope)
    for row in rows:
        home = row.household
        seen = plain.holds_household(pk=home.pk, village=home.village_id, grid=home.grid_id)
        row.moves = moves[row.pk]  # type: ignore[attr-defined]
        row.shown_token = home.token if seen else None  # type: ignore[attr-defined]
    return rows


def answer(key: int, scope: Scope, by: User, *, status: int = 200) -> Response:
    found = find_entitlement(key, scope=scope)
    with_moves([found], by, scope)
    opened([found], by=by, scope=scope, at=timezone.now())
    found.told_steps = found.steps.select_related("by").order_by("pk")  # type: ignore[attr-defined]
    return stamped(Response(OneEntitlementOut(found).data, status=status), found.version)
