"""What is assigned to a department, an office or a person: read without the need, and answered."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.schema import ASSIGNMENT, IF_MATCH, SUPERVISION, documented
from api.base.serializers import Query
from api.base.views import View
from api.needs.input import AssignmentMoveIn, AssignmentsQuery, SupervisionAnswerIn
from api.needs.output import AssignmentOut, AssignmentsOut, SupervisionOut
from api.web.access import who
from api.web.etags import stamped, version_of
from geodata.base.access import refuse
from geodata.base.scope import Right
from geodata.needs import assigning
from geodata.needs.answering import answer
from geodata.needs.beside import answer_supervision, find_supervision
from geodata.needs.beside_models import UNDER_WAY


class OfAssignments(View):
    """For whoever may be assigned something: departments, and those who hold needs."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not (self.scope.may(Right.UNIT) or self.scope.may(Right.NEED)):
            refuse(Right.UNIT)


class Assignments(OfAssignments):
    @documented("assignments", _("What is assigned to you"), {200: AssignmentsOut}, query=AssignmentsQuery)
    def get(self, request: Request) -> Response:
        """To your department, to your office or to you: number, category, task, place, due day and state; never a name or a phone."""
        asked = AssignmentsQuery.read(request)
        found = assigning.assignments_of(self.scope, by=who(request))
        if "state" in asked:
            found = found.filter(state=asked["state"])
        if asked["late"]:
            found = found.filter(state__in=UNDER_WAY, due_at__lt=timezone.now())
        if "after" in asked:
            found = found.filter(pk__lt=asked["after"])
        rows = list(found.order_by("-pk")[: asked["limit"] + 1])
        shown = rows[: asked["limit"]]
        more = shown[-1].pk if len(rows) > len(shown) else None
        return Response(AssignmentsOut({"results": shown, "next": next_page(request, after=more)}).data)


class OneAssignment(OfAssignments):
    @documented("assignment", _("One assignment"), {200: AssignmentOut}, path=[ASSIGNMENT], problems=[404])
    def get(self, request: Request, number: str) -> Response:
        """As the list tells it."""
        Query.read(request)
        found = assigning.find_assignment(number, by=who(request), scope=self.scope)
        return stamped(Response(AssignmentOut(found).data), found.version)


class AssignmentMoves(OfAssignments):
    @documented(
        "assignment_moves",
        _("Answer an assignment"),
        {200: AssignmentOut},
        body=AssignmentMoveIn,
        path=[ASSIGNMENT, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def post(self, request: Request, number: str) -> Response:
        """Accept it, refuse it (once for each need), refer the second one to the county, ask for more time, or say what was done."""
        Query.read(request)
        by, now = who(request), timezone.now()
        found = assigning.find_assignment(number, by=by, scope=self.scope)
        told, version = AssignmentMoveIn.read(request), version_of(request)
        done = answer(
            told.pop("move"), assignment=found, by=by, scope=self.scope, at=now, version=version, told=told
        )
        return stamped(Response(AssignmentOut(done).data), done.version)


class AnswerSupervision(OfAssignments):
    @documented(
        "answer_supervision",
        _("Answer a supervision"),
        {200: SupervisionOut},
        body=SupervisionAnswerIn,
        path=[SUPERVISION],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> Response:
        """By the level that holds the need, or by whom the assignment was given to that it is about."""
        Query.read(request)
        by = who(request)
        found = find_supervision(number, by=by, scope=self.scope)
        told = SupervisionAnswerIn.read(request)
        done = answer_supervision(
            supervision=found, answer=told["answer"], by=by, scope=self.scope, at=timezone.now()
        )
        return Response(SupervisionOut(done).data)
