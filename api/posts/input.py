"""A department as it is sent, and what is asked of departments."""

from django.utils.translation import gettext_lazy as _

from api.base.fields import LARGEST_ID, CodeField, DayField, TextField, WholeField
from api.base.serializers import Body, Query


class DepartmentsQuery(Query):
    area = CodeField(required=False, help_text=_("A county or township: its departments and those below it."))


class DepartmentNames(Body):
    name = TextField(max_length=100, help_text=_("What it is called."))
    name_en = TextField(max_length=100, allow_blank=True, default="", help_text=_("The same in English."))


class DepartmentIn(DepartmentNames):
    area = CodeField(help_text=_("The county or township."))
    code = TextField(max_length=30, help_text=_("A word of small letters, such as civil_affairs."))
    since = DayField(help_text=_("Its first day."))


class DepartmentEnd(Body):
    on = DayField(help_text=_("The first day without it."))


class DepartmentOfficerIn(Body):
    post = WholeField(least=1, most=LARGEST_ID, help_text=_("The post, as in departments/officers/."))
    department = WholeField(least=1, most=LARGEST_ID, help_text=_("The department, as in departments/."))
