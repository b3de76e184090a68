"""Branches of grids, as of a day; joining and ending."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.fields import LARGEST_ID, CodeField, DayField, TextField, WholeField
from api.base.schema import CODE, documented
from api.base.serializers import Body, Query
from api.base.views import View
from api.web.access import visible_area, who
from geodata.base import periods
from geodata.base.errors import NotFound
from geodata.base.periods import check_past
from geodata.base.scope import Right
from geodata.contacts.branches import grids_of, grids_without_branch, of_village
from geodata.contacts.joining import end_joining, found_branch, join_area
from geodata.contacts.models import Branch, BranchArea
from geodata.territory.models import Area


class BranchesQuery(Query):
    area = CodeField(help_text=_("The area whose grids are requested."))
    on = DayField(required=False, help_text=_("As of which day; today if left out."))
    without = serializers.BooleanField(default=False, help_text=_("Only grids without a branch."))


class JoinedBranch(serializers.Serializer[BranchArea]):
    row = serializers.IntegerField(source="pk", help_text=_("What is ended by this number."))
    id = serializers.IntegerField(source="branch_id")
    name = serializers.CharField(source="branch.name")
    kind = serializers.ChoiceField(Branch.Kind.choices)
    since = serializers.DateField(source="period.lower", allow_null=True)
    until = serializers.DateField(
        source="period.upper", allow_null=True, help_text=_("The first day without it.")
    )


class GridOfBranches(serializers.Serializer[Area]):
    code = serializers.CharField()
    name = serializers.CharField()
    village = serializers.CharField(source="parent.code")
    branches = JoinedBranch(many=True, source="of_the_day")


class BranchesOut(serializers.Serializer[dict[str, Any]]):
    results = GridOfBranches(many=True)


class BranchJoin(Body):
    branch = WholeField(
        least=1,
        most=LARGEST_ID,
        required=False,
        help_text=_("One of the village's branches; left out: a new one."),
    )
    name = TextField(max_length=100, allow_blank=True, default="", help_text=_("Of a new one."))
    kind = serializers.ChoiceField(
        [Branch.Kind.GRID, Branch.Kind.GROUP], default=Branch.Kind.GRID, help_text=_("Of a new one.")
    )
    since = DayField(help_text=_("The first day."))


class BranchEnd(Body):
    row = WholeField(least=1, most=LARGEST_ID, help_text=_("As in branches/."))
    on = DayField(help_text=_("The first day without it."))


class Branches(View):
    right = Right.COUNTS

    @documented("branches", _("Branches of grids"), {200: BranchesOut}, query=BranchesQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """Of each grid of an area the branches and party groups of that day."""
        asked, today = BranchesQuery.read(request), periods.today()
        area = visible_area(self.scope, asked["area"], on=today, field="area", right=Right.COUNTS)
        on = asked.get("on") or today
        check_past(on)
        scope = self.scope.to(Right.COUNTS)
        grids = grids_of(scope, under=area.code, on=on)
        if asked["without"]:
            grids = grids.filter(pk__in=grids_without_branch(scope, under=area.code, on=on).values("pk"))
        return Response(BranchesOut({"results": list(grids)}).data)


class AreaBranches(View):
    @documented(
        "join_branch",
        _("Join a branch to a grid"),
        {201: JoinedBranch},
        body=BranchJoin,
        path=[CODE],
        problems=[404, 409],
    )
    def post(self, request: Request, code: str) -> Response:
        """From a day on; the grid branch that it had before is joined until then."""
        Query.read(request)
        told, today = BranchJoin.read(request), periods.today()
        grid = visible_area(self.scope, code, on=today, right=Right.COUNTS)
        common = {"area": grid, "on": told["since"], "today": today, "scope": self.scope, "by": who(request)}
        if "branch" not in told:
            row = found_branch(name=told["name"], kind=told["kind"], **common)
        else:
            branch = of_village(grid, on=today).filter(pk=told["branch"]).first()
            if branch is None:
                raise NotFound(str(told["branch"]), field="branch", value=str(told["branch"]))
            row = join_area(branch=branch, **common)
        return Response(JoinedBranch(row).data, status=201)


class EndAreaBranch(View):
    @documented(
        "end_branch",
        _("End that a branch is joined to a grid"),
        {200: JoinedBranch},
        body=BranchEnd,
        path=[CODE],
        problems=[404, 409],
    )
    def post(self, request: Request, code: str) -> Response:
        """What was stays on record."""
        Query.read(request)
        told, today = BranchEnd.read(request), periods.today()
        grid = visible_area(self.scope, code, on=today, right=Right.COUNTS)
        row = BranchArea.objects.filter(area=grid, pk=told["row"]).first()
        if row is None:
            raise NotFound(str(told["row"]), field="row", value=str(told["row"]))
        done = end_joining(row=row, on=told["on"], today=today, scope=self.scope, by=who(request))
        return Response(JoinedBranch(done).data)
