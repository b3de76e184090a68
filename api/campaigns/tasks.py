"""Tasks at places: given by offices, moved on by departments."""

import uuid

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import CAMPAIGN, PLACE_TASK, documented
from api.base.serializers import Query
from api.base.views import View
from api.campaigns.input import TaskIn, TaskMoveIn, TasksQuery
from api.campaigns.output import TaskOut, TasksOut, task_line
from api.web.access import who
from geodata.base.scope import Right
from geodata.campaigns.finding import find_campaign
from geodata.campaigns.models import PlaceTask
from geodata.campaigns.tasks import TaskReport, give_task, move_task

MOST = 500
BESIDE = ("campaign", "village", "grid", "department")


class PlaceTasks(View):
    right = Right.CAMPAIGN

    @documented("place_tasks", _("Tasks at places"), {200: TasksOut}, query=TasksQuery)
    def get(self, request: Request) -> Response:
        """Those of your department, or of your places, the newest first, at most 500. They name no household."""
        asked = TasksQuery.read(request)
        found = PlaceTask.objects.within(self.scope).select_related(*BESIDE).order_by("-pk")
        if state := asked.get("state"):
            found = found.filter(state=state)
        return Response(TasksOut({"results": [task_line(task) for task in found[:MOST]]}).data)


class GiveTask(View):
    right = Right.CAMPAIGN

    @documented(
        "give_place_task",
        _("Give a task at a place"),
        {201: TaskOut},
        body=TaskIn,
        path=[CAMPAIGN],
        problems=[404, 409],
    )
    def post(self, request: Request, campaign: uuid.UUID) -> Response:
        """For offices that may open the roll-call."""
        Query.read(request)
        found, report = find_campaign(campaign, scope=self.scope), TaskReport(**TaskIn.read(request))
        task = give_task(campaign=found, report=report, by=who(request), scope=self.scope, at=timezone.now())
        return Response(TaskOut(task_line(task)).data, status=201)


class PlaceTaskMoves(View):
    right = Right.CAMPAIGN

    @documented(
        "place_task_moves",
        _("Move a task at a place on"),
        {200: TaskOut},
        body=TaskMoveIn,
        path=[PLACE_TASK],
        problems=[404, 409],
    )
    def post(self, request: Request, task: uuid.UUID) -> Response:
        """For its department, and for offices that may open the roll-call."""
        Query.read(request)
        state = TaskMoveIn.read(request)["state"]
        moved = move_task(key=task, state=state, by=who(request), scope=self.scope, at=timezone.now())
        return Response(TaskOut(task_line(PlaceTask.objects.select_related(*BESIDE).get(pk=moved.pk))).data)
