"""Moving a plan on, and asking for proposals."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import require, who
from api.recording import record
from api.schema import PLAN, documented
from api.serializers.base import Query
from api.serializers.plans import MoveBody, MovedShape, ProposalBegun, ProposeBody
from api.versions import stamped, version_if_any
from api.views.base import View
from api.views.plans import told_plan, visible_plan
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.errors import BadInput, Conflict
from geodata.jobs.verbs import start
from geodata.people.models import Household
from geodata.redrawing import moves
from geodata.redrawing.models import BoundaryPlan
from geodata.redrawing.publishing import publish
from geodata.redrawing.workflow import Move, State
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope
from geodata.wording import listed

NOTHING: dict[str, Any] = {"made": [], "ended": [], "moved": 0, "followed": 0, "followed_tokens": []}


class Moves(View):
    @documented(
        "plan_moved",
        _("Move a plan on"),
        {200: MovedShape, 201: MovedShape},
        body=MoveBody,
        path=[PLAN],
        problems=[404, 409, 412],
    )
    def post(self, request: Request, number: str) -> Response:
        """Submit, approve, reject, withdraw, rebase or publish it; 201 with a new draft for a copy or what reverts it.

        With If-Match only that version is moved. Each move is on record.
        """
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=[Right.PLAN, Right.APPROVE])
        body = MoveBody.read(request)
        told = moves.Told(by=who(request), at=timezone.now(), today=periods.today(), remarks=body["remarks"])
        made, more = self._moved(plan, body, told)
        record(
            request,
            AccessEntry.Action.PLAN_MOVED,
            told.by,
            subject=str(plan.number),
            details={"move": body["move"], "by": "api"},
        )
        status = 201 if made.pk != plan.pk else 200
        answer = Response({**told_plan(made, self.scope, told.by), **more}, status=status)
        return stamped(answer, made.version)

    def _moved(
        self, plan: BoundaryPlan, body: dict[str, Any], told: moves.Told
    ) -> tuple[BoundaryPlan, dict[str, Any]]:
        name, version = body["move"], version_if_any(self.request)
        if name in ("copy", "revert"):
            self._needs(plan, Right.PLAN)
            return (moves.copy if name == "copy" else moves.revert)(plan=plan, told=told), NOTHING
        move = Move(name)
        self._needs(plan, moves.NEEDS[move])
        if move == Move.SUBMIT:
            return moves.submit(plan=plan, told=told, version=version, leaders=body["leaders"]), NOTHING
        if move == Move.PUBLISH:
            done = publish(plan=plan, told=told, version=version)
            known = Household.objects.within(self.scope.to(Right.DETAILS)).filter(pk__in=done.followed)
            return done.plan, {
                "made": [area.code for area in done.made],
                "ended": [area.code for area in done.ended],
                "moved": len(done.moved),
                "followed": len(done.followed),
                "followed_tokens": list(known.order_by("pk").values_list("token", flat=True)),
            }
        return moves.VERBS[move](plan=plan, told=told, version=version), NOTHING

    def _needs(self, plan: BoundaryPlan, right: Right) -> None:
        if not self.scope.to(right).villages.issuperset(plan.villages):
            require(Scope(), right)


class Propose(View):
    @documented(
        "plan_proposed",
        _("Ask for a proposal"),
        {202: ProposalBegun},
        body=ProposeBody,
        path=[PLAN],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> Response:
        """A job that splits the villages of a draft afresh, or evens their grids out, and puts that into the draft."""
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=[Right.PLAN])
        told = ProposeBody.read(request)
        if plan.state != State.DRAFT:
            raise Conflict(
                gettext("Only a draft can be changed; this plan is %(state)s.")
                % {"state": State(plan.state).label},
                field="state",
                value=plan.state,
                remedy=gettext("Rebase it, or make a copy."),
            )
        job = start(
            "redrawing.propose",
            by=who(request),
            at=timezone.now(),
            arguments=self._arguments(plan, told),
            subject=plan.county.code,
            about=plan.name,
            request_id=request.META.get("REQUEST_ID", ""),
        )
        return Response({"job": str(job.pk)}, status=202)

    def _arguments(self, plan: BoundaryPlan, told: dict[str, Any]) -> dict[str, Any]:
        areas = dict(Area.objects.filter(pk__in=plan.villages).values_list("code", "pk"))
        code = told.get("village")
        if code and code not in areas:
            raise BadInput(
                gettext("The plan is not for this village."),
                field="village",
                value=code,
                remedy=gettext("Choose one of: %(names)s.") % {"names": listed(sorted(areas))},
            )
        return {
            "plan": plan.pk,
            "villages": [areas[code]] if code else plan.villages,
            "kind": told["kind"],
            "target": told["target"],
            "count": told.get("k"),
            "borders": told["borders"],
            "limit": told["limit"],
            "seed": told["seed"],
            "along": [line.wkt for line in told["along"]],
            "layers": told["layers"],
        }
