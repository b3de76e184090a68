"""Boundary plans: the list, one plan, and making a draft."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import require, visible_area, who
from api.schema import IF_MATCH, PLAN, documented
from api.serializers.base import Query
from api.serializers.plans import (
    OnePlanShape,
    PlanBody,
    PlanChange,
    PlanShape,
    PlansQuery,
    PlansShape,
)
from api.versions import stamped, version_of
from api.views.base import View
from geodata import periods
from geodata.accounts.models import User
from geodata.errors import BadInput, NotFound
from geodata.redrawing.drafting import Base, create_plan, describe_plan
from geodata.redrawing.models import BoundaryPlan
from geodata.redrawing.moves import is_stale, moves_for
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope

SHOWN = 200


PEOPLE = ("county", "drawn_by", "changed_by")


def visible_plan(
    scope: Scope, number: str | int, *, rights: Iterable[Right] = (), beside: Sequence[str] = PEOPLE
) -> BoundaryPlan:
    """The plan of that number, with what stands `beside` it; 403 where none of the rights holds in all of its villages."""
    plans = BoundaryPlan.objects.within(scope)
    found = (plans.select_related(*beside) if beside else plans).filter(pk=int(number)).first()
    if found is None:
        raise NotFound(str(number))
    wanted = list(rights)
    if wanted and not any(scope.to(right).villages.issuperset(found.villages) for right in wanted):
        require(Scope(), wanted[0])
    return found


class Plans(View):
    @documented("plans", _("Boundary plans"), {200: PlansShape}, query=PlansQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """Plans that you may see, the newest first: drafts only for those who redraw or approve."""
        asked = PlansQuery.read(request)
        found = BoundaryPlan.objects.within(self.scope).select_related(*PEOPLE)
        if state := asked.get("state"):
            found = found.filter(state=state)
        if code := asked.get("village"):
            found = found.at(visible_area(self.scope, code, on=periods.today(), field="village"))
        return Response({"results": told_plans(found[:SHOWN], self.scope, who(request))})

    @documented("plan_made", _("Begin a boundary plan"), {201: OnePlanShape}, body=PlanBody, problems=[404])
    def post(self, request: Request) -> Response:
        """A new draft for villages of one county, on the present borders, on another plan, or on those of a past day."""
        Query.read(request)
        require(self.scope, Right.PLAN)
        told, today = PlanBody.read(request), periods.today()
        villages = [
            visible_area(self.scope, code, on=today, field="villages", right=Right.PLAN)
            for code in dict.fromkeys(told["villages"])
        ]
        plan = create_plan(
            name=told["name"],
            villages=villages,
            by=who(request),
            at=timezone.now(),
            today=today,
            reason=told["reason"],
            effective=told["effective"],
            base=self._base(told["base"]),
        )
        return stamped(Response(told_plan(plan, self.scope, who(request)), status=201), plan.version)

    def _base(self, told: Any) -> Base:
        if isinstance(told, int):
            return Base(plan=visible_plan(self.scope, told, rights=[Right.PLAN]))
        if told is not None and told > periods.today():
            raise BadInput(
                gettext("This day is still to come."),
                field="base",
                value=told.isoformat(),
                remedy=gettext("Give a past day, or “current”."),
            )
        return Base(day=told)


class OnePlan(View):
    @documented("plan", _("One boundary plan"), {200: OnePlanShape}, path=[PLAN], problems=[404])
    def get(self, request: Request, number: str) -> Response:
        """What it is for, what happened to it, and, once published, which grid came from which."""
        Query.read(request)
        plan = visible_plan(self.scope, number)
        return stamped(Response(told_plan(plan, self.scope, who(request))), plan.version)

    @documented(
        "plan_changed",
        _("Change a draft's name, reason or day"),
        {200: OnePlanShape},
        body=PlanChange,
        path=[PLAN, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def patch(self, request: Request, number: str) -> Response:
        """Send the version that you have as If-Match."""
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=[Right.PLAN])
        version = version_of(request)
        plan = describe_plan(
            plan=plan, version=version, by=who(request), at=timezone.now(), **PlanChange.read(request)
        )
        return stamped(Response(told_plan(plan, self.scope, who(request))), plan.version)


def told_plans(plans: Iterable[BoundaryPlan], scope: Scope, user: User) -> list[dict[str, Any]]:
    found = list(plans)
    known = {area.pk: area for area in _villages(found)}
    return [dict(PlanShape(_filled(plan, known, scope, user)).data) for plan in found]


def told_plan(plan: BoundaryPlan, scope: Scope, user: User) -> dict[str, Any]:
    """The plan with its steps and lineage, as this user sees it."""
    filled: Any = _filled(plan, {area.pk: area for area in _villages([plan])}, scope, user)
    filled.told_steps = plan.steps.select_related("by")
    filled.told_lineage = plan.lineage.select_related("source", "target")
    return dict(OnePlanShape(filled).data)


def _villages(plans: Iterable[BoundaryPlan]) -> Iterable[Area]:
    wanted = {pk for plan in plans for pk in plan.villages}
    return Area.objects.filter(pk__in=wanted).order_by("code")


def _filled(plan: BoundaryPlan, known: dict[int, Area], scope: Scope, user: User) -> BoundaryPlan:
    filled: Any = plan
    filled.places = [known[pk] for pk in plan.villages if pk in known]
    filled.grid_count = plan.grids.count()
    filled.stale = is_stale(plan, today=periods.today())
    filled.moves = moves_for(scope, plan, user)
    return plan
