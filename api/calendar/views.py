"""Working days and days off of a year, and what the county says of a day."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.fields import DayField, TextField, WholeField
from api.base.schema import documented
from api.base.serializers import Body, Query
from api.base.views import View
from api.web.access import who
from geodata.base import periods
from geodata.base.scope import Right
from geodata.calendar import workdays
from geodata.calendar.models import WorkDay
from geodata.calendar.overruling import overrule_day, take_back


class CalendarQuery(Query):
    year = WholeField(least=2000, most=2100, required=False, help_text=_("The year; this one if left out."))


class WorkDayRow(serializers.Serializer[WorkDay]):
    day = serializers.DateField()
    works = serializers.BooleanField()
    name = serializers.CharField(allow_blank=True)
    origin = serializers.ChoiceField(
        WorkDay.Source.choices, source="source", help_text=_("Published, by law, or set by the county.")
    )


class CalendarOut(serializers.Serializer[dict[str, Any]]):
    """Days that are not listed are worked from Monday to Friday."""

    known_until = serializers.DateField(
        allow_null=True, help_text=_("Until when adjusted working days are published and loaded.")
    )
    version = serializers.IntegerField(help_text=_("Grows with each change of the calendar."))
    results = WorkDayRow(many=True)


class WorkDayIn(Body):
    day = DayField(help_text=_("The day."))
    works = serializers.BooleanField(help_text=_("Whether it is worked."))
    name = TextField(max_length=60, allow_blank=True, default="", help_text=_("Why, in a few words."))


class WorkDayBack(Body):
    day = DayField(help_text=_("The day."))


class Calendar(View):
    @documented("calendar", _("Working days and days off"), {200: CalendarOut}, query=CalendarQuery)
    def get(self, request: Request) -> Response:
        """Of a year, by day."""
        year = CalendarQuery.read(request).get("year") or periods.today().year
        told = {
            "known_until": workdays.known_until(),
            "version": workdays.version(),
            "results": list(WorkDay.objects.filter(day__year=year)),
        }
        return Response(CalendarOut(told).data)


class OneDay(View):
    right = Right.RULES

    @documented("set_work_day", _("Set a day of the calendar"), {200: WorkDayRow}, body=WorkDayIn)
    def post(self, request: Request) -> Response:
        """Whatever is published of it."""
        Query.read(request)
        told = WorkDayIn.read(request)
        row = overrule_day(**told, scope=self.scope, today=periods.today(), by=who(request))
        return Response(WorkDayRow(row).data)


class DayBack(View):
    right = Right.RULES

    @documented(
        "take_work_day_back",
        _("Take back what was set of a day"),
        {204: None},
        body=WorkDayBack,
        problems=[404],
    )
    def post(self, request: Request) -> Response:
        """It is again what is published, or what its weekday says."""
        Query.read(request)
        told = WorkDayBack.read(request)
        take_back(**told, scope=self.scope, today=periods.today(), by=who(request))
        return Response(status=204)
