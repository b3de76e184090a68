"""Livelihood projects: the list as GeoJSON, a proposal, one with its needs and steps, its moves, and whom it concerns."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.schema import IF_MATCH, PROJECT, documented
from api.base.serializers import Query
from api.base.views import GeoView
from api.projects.input import ProjectHouseholdsIn, ProjectIn, ProjectMoveIn, ProjectNeedsIn, ProjectsQuery
from api.projects.output import AddedHouseholdsOut, ProjectOut, ProjectsOut, collection, whole
from api.web.access import visible_area, who
from api.web.etags import stamped, version_of
from geodata.base import periods
from geodata.base.access import refuse
from geodata.base.scope import Right
from geodata.projects.finding import Filter, find_project, may_see
from geodata.projects.joining import join_needs, take_out
from geodata.projects.models import LivelihoodProject
from geodata.projects.moving import move_on
from geodata.projects.proposing import Plan, change, list_households, propose


class OfProjects(GeoView):
    """For whoever sees needs, and for departments."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not may_see(self.scope):
            refuse(Right.NEED)

    def told(self, request: Request) -> dict[str, Any]:
        Query.read(request)
        return {"by": who(request), "scope": self.scope, "at": timezone.now()}

    def one(self, project: LivelihoodProject, *, status: int = 200) -> HttpResponse:
        seen = find_project(project.key, scope=self.scope)
        answer = self.geojson(whole(seen, by=who(self.request), scope=self.scope, on=periods.today()))
        answer.status_code = status
        return stamped(answer, seen.version)


class Projects(OfProjects):
    @documented(
        "projects",
        _("Livelihood projects"),
        {200: ProjectsOut},
        query=ProjectsQuery,
        geojson=ProjectsOut,
        problems=[404],
    )
    def get(self, request: Request) -> HttpResponse:
        """The newest first, with the place where one is drawn. Households and needs are counted, never named."""
        asked, on = ProjectsQuery.read(request), periods.today()
        names = ("inside", "state", "category", "late")
        code = asked.get("area")
        area = visible_area(self.scope, code, on=on, field="area") if code else None
        chosen = Filter(area=area, **{name: asked[name] for name in names if name in asked})
        found = chosen.of(self.scope, on=on)
        if (after := asked.get("after")) is not None:
            found = found.filter(pk__lt=after)
        rows = list(found[: asked["limit"] + 1])
        page = rows[: asked["limit"]]
        more = str(page[-1].pk) if len(rows) > len(page) else None
        return self.geojson(collection(page, on=on, next=next_page(request, after=more)))

    @documented(
        "propose_project",
        _("Propose a livelihood project"),
        {201: ProjectOut},
        body=ProjectIn,
        geojson=ProjectOut,
        problems=[404],
    )
    def post(self, request: Request) -> HttpResponse:
        """By the office of the township or county, by the village for itself, or by a department for itself."""
        made = propose(plan=Plan(**ProjectIn.read(request)), **self.told(request))
        return self.one(made, status=201)


class OneProject(OfProjects):
    @documented(
        "project",
        _("One livelihood project"),
        {200: ProjectOut},
        path=[PROJECT],
        geojson=ProjectOut,
        problems=[404],
    )
    def get(self, request: Request, project: uuid.UUID) -> HttpResponse:
        """With its steps, the needs that you see, and what you may do with it now."""
        Query.read(request)
        return self.one(find_project(project, scope=self.scope))

    @documented(
        "change_project",
        _("Change the plan of a livelihood project"),
        {200: ProjectOut},
        body=ProjectIn,
        path=[PROJECT, IF_MATCH],
        geojson=ProjectOut,
        problems=[404, 409, 412, 428],
    )
    def put(self, request: Request, project: uuid.UUID) -> HttpResponse:
        """While it is not accepted; the area stays. Send the version that was seen as If-Match."""
        found, told = find_project(project, scope=self.scope), self.told(request)
        plan = Plan(**ProjectIn.read(request))
        return self.one(change(project=found, plan=plan, version=version_of(request), **told))


class ProjectMoves(OfProjects):
    @documented(
        "project_moves",
        _("Move a livelihood project on"),
        {200: ProjectOut},
        body=ProjectMoveIn,
        path=[PROJECT, IF_MATCH],
        geojson=ProjectOut,
        problems=[404, 409, 412, 428],
    )
    def post(self, request: Request, project: uuid.UUID) -> HttpResponse:
        """One of `moves`. Accepting finishes its needs with it. Send the version that was seen as If-Match."""
        found, told = find_project(project, scope=self.scope), self.told(request)
        asked = ProjectMoveIn.read(request)
        return self.one(
            move_on(asked.pop("move"), project=found, version=version_of(request), **asked, **told)
        )


class ProjectNeeds(OfProjects):
    @documented(
        "project_needs",
        _("Join needs to a livelihood project, or take them out"),
        {200: ProjectOut},
        body=ProjectNeedsIn,
        path=[PROJECT],
        geojson=ProjectOut,
        problems=[404, 409],
    )
    def post(self, request: Request, project: uuid.UUID) -> HttpResponse:
        """Those that were accepted and are not done. Those that are joined already stay."""
        found, told = find_project(project, scope=self.scope), self.told(request)
        asked = ProjectNeedsIn.read(request)
        if asked["take_out"]:
            for number in asked["needs"]:
                take_out(project=found, number=number, **told)
        else:
            join_needs(project=found, numbers=asked["needs"], **told)
        return self.one(found)


class ProjectHouseholds(OfProjects):
    @documented(
        "project_households",
        _("List households that a livelihood project concerns"),
        {200: AddedHouseholdsOut},
        body=ProjectHouseholdsIn,
        path=[PROJECT],
        problems=[404, 409],
    )
    def post(self, request: Request, project: uuid.UUID) -> Response:
        """Beside those of its place and its needs. Those that are concerned already stay."""
        found, told = find_project(project, scope=self.scope), self.told(request)
        tokens = ProjectHouseholdsIn.read(request)["households"]
        return Response({"added": list_households(project=found, tokens=tokens, **told)})
