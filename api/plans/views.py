"""Boundary plans: the list, one plan, and making a draft."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.schema import IF_MATCH, PLAN, documented
from api.base.serializers import Query
from api.base.views import View
from api.plans.input import PlanChange, PlanIn, PlansQuery
from api.plans.output import OnePlanOut, PlanOut, PlansOut
from api.web.access import visible_area, who
from api.web.etags import stamped, version_of
from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.plans.editing import Base, create_plan, describe_plan
from geodata.plans.models import BoundaryPlan
from geodata.plans.permissions import find_plan
from geodata.plans.reading import PlanRead, listed_plans, read_plan, read_plans


class Plans(View):
    @documented("plans", _("Boundary plans"), {200: PlansOut}, query=PlansQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """Plans that you may see, the newest first: drafts only for those who redraw or approve."""
        query = PlansQuery.read(request)
        today, code, limit = periods.today(), query.get("village"), query["limit"]
        under = visible_area(self.scope, code, on=today, field="village").code if code else ""
        listed = listed_plans(
            scope=self.scope, state=query.get("state", ""), under=under, after=query.get("after")
        )
        plans = list(listed[: limit + 1])
        end = plans[limit - 1].pk if len(plans) > limit else None
        read = read_plans(plans[:limit], scope=self.scope, by=who(request))
        return Response({"next": next_page(request, after=end), "results": plan_answers(read)})

    @documented("plan_made", _("Create a boundary plan"), {201: OnePlanOut}, body=PlanIn, problems=[404])
    def post(self, request: Request) -> Response:
        """A new draft for villages of one county, on the present borders, on another plan, or on those of a past day."""
        Query.read(request)
        require(self.scope, Right.PLAN)
        body, today = PlanIn.read(request), periods.today()
        villages = [
            visible_area(self.scope, code, on=today, field="villages")
            for code in dict.fromkeys(body["villages"])
        ]
        plan = create_plan(
            name=body["name"],
            villages=villages,
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            today=today,
            reason=body["reason"],
            effective=body["effective"],
            base=self._base(body["base"]),
        )
        return stamped(Response(plan_answer(plan, self.scope, who(request)), status=201), plan.version)

    def _base(self, base: Any) -> Base:
        if isinstance(base, int):
            return Base(plan=find_plan(base, scope=self.scope, rights=[Right.PLAN]))
        if base is not None and base > periods.today():
            raise BadInput(
                gettext("This day is in the future."),
                field="base",
                value=base.isoformat(),
                remedy=gettext("Provide a past day, or “current”."),
            )
        return Base(day=base)


class OnePlan(View):
    @documented("plan", _("One boundary plan"), {200: OnePlanOut}, path=[PLAN], problems=[404])
    def get(self, request: Request, number: str) -> Response:
        """What it is for, what happened to it, and, once published, which grid came from which."""
        Query.read(request)
        plan = find_plan(number, scope=self.scope)
        return stamped(Response(plan_answer(plan, self.scope, who(request))), plan.version)

    @documented(
        "plan_changed",
        _("Change a draft's name, reason or day"),
        {200: OnePlanOut},
        body=PlanChange,
        path=[PLAN, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def patch(self, request: Request, number: str) -> Response:
        """Send the version that you have as If-Match."""
        Query.read(request)
        plan = find_plan(number, scope=self.scope, rights=[Right.PLAN])
        version = version_of(request)
        plan = describe_plan(
            plan=plan,
            version=version,
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            **PlanChange.read(request),
        )
        return stamped(Response(plan_answer(plan, self.scope, who(request))), plan.version)


def plan_answers(plans: Iterable[PlanRead]) -> list[dict[str, Any]]:
    return [dict(PlanOut(_shaped(one)).data) for one in plans]


def plan_answer(plan: BoundaryPlan, scope: Scope, user: User) -> dict[str, Any]:
    """The plan with its steps and lineage, as this user sees it."""
    read = read_plan(plan, scope=scope, by=user)
    shaped: Any = _shaped(read)
    shaped.steps_read, shaped.lineage_read = read.steps, read.lineage
    return dict(OnePlanOut(shaped).data)


def _shaped(read: PlanRead) -> BoundaryPlan:
    shaped: Any = read.plan
    shaped.places, shaped.grid_count = read.places, read.grids
    shaped.stale, shaped.moves = read.stale, read.moves
    return read.plan
