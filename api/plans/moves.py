"""Moving a plan on, and asking for proposals."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import PLAN, documented
from api.base.serializers import Query
from api.base.views import View
from api.plans.input import MoveIn, ProposeIn
from api.plans.output import MovedOut, ProposalBegun
from api.plans.views import plan_answer
from api.web.access import who
from api.web.etags import stamped, version_if_any
from geodata.base import periods
from geodata.base.errors import BadInput
from geodata.base.scope import Right
from geodata.base.wording import listed
from geodata.jobs.service import start
from geodata.people.models import Household
from geodata.plans.models import BoundaryPlan
from geodata.plans.moves import MoveContext
from geodata.plans.moving import Moved, move_on
from geodata.plans.permissions import SEEN_BY, check_draft, find_plan
from geodata.territory.models import Area

NOTHING: dict[str, Any] = {"made": [], "ended": [], "moved": 0, "followed": 0, "followed_tokens": []}


class Moves(View):
    @documented(
        "plan_moved",
        _("Move a plan to its next step"),
        {200: MovedOut, 201: MovedOut},
        body=MoveIn,
        path=[PLAN],
        problems=[404, 409, 412],
    )
    def post(self, request: Request, number: str) -> Response:
        """Submit, approve, reject, withdraw, rebase or publish it; 201 with a new draft for a copy or what reverts it.

        With If-Match only that version is moved. Each move is on record.
        """
        Query.read(request)
        plan = find_plan(number, scope=self.scope, rights=SEEN_BY)
        body = MoveIn.read(request)
        context = MoveContext(who(request), self.scope, timezone.now(), periods.today(), body["remarks"])
        done = move_on(
            body["move"],
            plan=plan,
            context=context,
            version=version_if_any(request),
            leaders=body["leaders"],
            day=body["effective"],
        )
        answer = {**plan_answer(done.plan, self.scope, context.by), **self._came_of(done)}
        status = 201 if done.plan.pk != plan.pk else 200
        return stamped(Response(answer, status=status), done.plan.version)

    def _came_of(self, moved: Moved) -> dict[str, Any]:
        if (done := moved.published) is None:
            return NOTHING
        known = Household.objects.within(self.scope.to(Right.DETAILS)).filter(pk__in=done.followed)
        return {
            "made": [area.code for area in done.made],
            "ended": [area.code for area in done.ended],
            "moved": len(done.moved),
            "followed": len(done.followed),
            "followed_tokens": list(known.order_by("pk").values_list("token", flat=True)),
        }


class Propose(View):
    @documented(
        "plan_proposed",
        _("Request a proposal"),
        {202: ProposalBegun},
        body=ProposeIn,
        path=[PLAN],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> Response:
        """A job that splits the villages of a draft afresh, or evens their grids out, and puts that into the draft (`take`)."""
        Query.read(request)
        plan = find_plan(number, scope=self.scope, rights=[Right.PLAN])
        context = ProposeIn.read(request)
        check_draft(plan)
        job = start(
            "redrawing.propose",
            by=who(request),
            at=timezone.now(),
            arguments=self._arguments(plan, context),
            subject=plan.county.code,
            about=plan.name,
            request_id=request.META.get("REQUEST_ID", ""),
        )
        return Response({"job": str(job.pk)}, status=202)

    def _arguments(self, plan: BoundaryPlan, context: dict[str, Any]) -> dict[str, Any]:
        areas = dict(Area.objects.filter(pk__in=plan.villages).values_list("code", "pk"))
        code = context.get("village")
        if code and code not in areas:
            raise BadInput(
                gettext("The plan does not include this village."),
                field="village",
                value=code,
                remedy=gettext("Choose one of: %(names)s.") % {"names": listed(sorted(areas))},
            )
        return {
            "plan": plan.pk,
            "villages": [areas[code]] if code else plan.villages,
            "kind": context["kind"],
            "target": context["target"],
            "count": context.get("k"),
            "borders": context["borders"],
            "limit": context["limit"],
            "seed": context["seed"],
            "along": [line.wkt for line in context["along"]],
            "layers": context["layers"],
            "take": context["take"],
        }
