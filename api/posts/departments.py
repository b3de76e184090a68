"""Departments: which there are, their names and their ends, and officers whose department is not known."""

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import DEPARTMENT, documented
from api.base.serializers import Query
from api.base.views import View
from api.posts.input import (
    DepartmentEnd,
    DepartmentIn,
    DepartmentNames,
    DepartmentOfficerIn,
    DepartmentsQuery,
)
from api.posts.output import DepartmentOfficer, DepartmentRow, DepartmentsOut, WaitingOfficers
from api.web.access import who
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import NotFound
from geodata.base.ordering import pinyin
from geodata.base.scope import Right
from geodata.posts.department_changes import (
    departments_of,
    end_department,
    open_department,
    rename_department,
)
from geodata.posts.department_officers import say_department, without_department
from geodata.posts.departments import Department
from geodata.posts.queries import areas_of


class OfOffices(View):
    """For those who fill posts: offices below the county see departments and name none."""

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        if not self.scope.may(Right.ACCOUNTS):
            require(self.scope, Right.APPOINT)

    def department(self, number: str) -> Department:
        row = departments_of(self.scope).filter(pk=int(number)).first()
        if row is None:
            raise NotFound(number)
        return row


class Departments(OfOffices):
    @documented(
        "departments", _("Departments"), {200: DepartmentsOut}, query=DepartmentsQuery, problems=[404]
    )
    def get(self, request: Request) -> Response:
        """Those that are there today or later, by area and name."""
        asked = DepartmentsQuery.read(request)
        rows = departments_of(self.scope).lasting(periods.today())
        if code := asked.get("area"):
            if not areas_of(self.scope).filter(code=code).exists():
                raise NotFound(code, field="area", value=code)
            rows = rows.filter(area__code__startswith=code)
        found = list(rows.order_by("area__code", pinyin("name"), "pk"))
        return Response(DepartmentsOut({"results": found}).data)

    @documented(
        "open_department",
        _("Open a department"),
        {201: DepartmentRow},
        body=DepartmentIn,
        problems=[404, 409],
    )
    def post(self, request: Request) -> Response:
        """Of a county or a township, from a day on."""
        Query.read(request)
        told = DepartmentIn.read(request)
        area = areas_of(self.scope).on(periods.today()).filter(code=told["area"]).first()
        if area is None:
            raise NotFound(told["area"], field="area", value=told["area"])
        row = open_department(
            code=told["code"],
            name=told["name"],
            name_en=told["name_en"],
            area=area,
            on=told["since"],
            scope=self.scope,
            by=who(request),
        )
        return Response(DepartmentRow(row).data, status=201)


class RenameDepartment(OfOffices):
    @documented(
        "rename_department",
        _("Rename a department"),
        {200: DepartmentRow},
        body=DepartmentNames,
        path=[DEPARTMENT],
        problems=[404],
    )
    def post(self, request: Request, number: str) -> Response:
        """It is called so from now on; its code and its officers stay."""
        Query.read(request)
        department, told = self.department(number), DepartmentNames.read(request)
        row = rename_department(department=department, **told, scope=self.scope, by=who(request))
        return Response(DepartmentRow(row).data)


class EndDepartment(OfOffices):
    @documented(
        "end_department",
        _("End a department"),
        {200: DepartmentRow},
        body=DepartmentEnd,
        path=[DEPARTMENT],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> Response:
        """Refused while somebody holds a post in it on that day or later."""
        Query.read(request)
        department, told = self.department(number), DepartmentEnd.read(request)
        row = end_department(department=department, on=told["on"], scope=self.scope, by=who(request))
        return Response(DepartmentRow(row).data)


class OfficersWithout(OfOffices):
    @documented("department_officers", _("Officers without a department"), {200: WaitingOfficers})
    def get(self, request: Request) -> Response:
        """Department officers who were appointed before departments were recorded."""
        Query.read(request)
        waiting = list(without_department(self.scope, on=periods.today()))
        return Response(WaitingOfficers({"results": waiting}).data)

    @documented(
        "say_department",
        _("Say in which department an officer works"),
        {200: DepartmentOfficer},
        body=DepartmentOfficerIn,
        problems=[404],
    )
    def post(self, request: Request) -> Response:
        """Once; another department is another post."""
        Query.read(request)
        told, today = DepartmentOfficerIn.read(request), periods.today()
        post = without_department(self.scope, on=today).filter(pk=told["post"]).first()
        if post is None:
            raise NotFound(str(told["post"]), field="post", value=str(told["post"]))
        department = Department.objects.filter(area=post.area, pk=told["department"]).first()
        if department is None:
            raise NotFound(str(told["department"]), field="department", value=str(told["department"]))
        say_department(post=post, department=department, on=today, scope=self.scope, by=who(request))
        post.department = department
        return Response(DepartmentOfficer(post).data)
