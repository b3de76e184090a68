"""What a month did to the register, and the households behind each number."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.fields import CodeField, NextField, WholeField
from api.base.paging import next_page
from api.base.schema import documented
from api.base.serializers import Query
from api.base.views import View
from api.web.access import visible_area
from geodata.base import periods
from geodata.base.access import refuse
from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.base.wording import listed
from geodata.register.month import NUMBERS, Line, Month, held, homes_behind, levels_for, report, villages_of
from geodata.territory.models import Area

LARGEST_ID = 999_999_999_999
LEVELS = [(level, Area.Level(level).label) for level in ("city", "county", "township", "village")]


class MonthQuery(Query):
    area = CodeField(help_text=_("A village, or an area above it."))
    month = serializers.RegexField(
        r"^20\d\d-(0[1-9]|1[0-2])\Z", help_text=_("YYYY-MM; this month ends with today.")
    )


class BalanceQuery(MonthQuery):
    by = serializers.ChoiceField(
        LEVELS, required=False, help_text=_("Of which areas the lines are; else the next below.")
    )


class HouseholdsQuery(MonthQuery):
    number = serializers.ChoiceField(list(NUMBERS.items()), help_text=_("Which number is to be opened."))
    limit = WholeField(least=1, most=1000, default=100, help_text=_("Households per page."))
    after = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("As the page before says it."))


class BalanceLineOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.ChoiceField(LEVELS)
    difference = serializers.IntegerField(help_text=_("Households after less households before."))

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """And each number by its name."""
        counts = {
            name: serializers.IntegerField(min_value=0, help_text=str(label))
            for name, label in NUMBERS.items()
        }
        return super().get_fields() | counts


class BalanceOut(serializers.Serializer[Any]):
    month = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()
    total = BalanceLineOut()
    results = BalanceLineOut(many=True)


class MovedHouseholdOut(serializers.Serializer[Any]):
    household = serializers.CharField(help_text=_("The token of the household."))
    number = serializers.CharField()
    head_name = serializers.CharField()
    village = serializers.CharField()
    day = serializers.DateField(allow_null=True, help_text=_("When it came, went or had a new head."))


class MovedHouseholdsOut(serializers.Serializer[Any]):
    results = MovedHouseholdOut(many=True)
    next = NextField()


class Months(View):
    right = Right.REGISTER

    @documented(
        "register_month",
        _("What a month did to the register"),
        {200: BalanceOut},
        query=BalanceQuery,
        problems=[404],
    )
    def get(self, request: Request) -> Response:
        """Households before, with those that came, without those that went, are households after: of the area and of its parts."""
        asked = BalanceQuery.read(request)
        area, month = _asked(self.scope, asked)
        levels = levels_for(area)
        by = asked.get("by", levels[0])
        if by not in (*levels, area.level):
            raise BadInput(
                str(_("The area is not made up of such areas.")),
                field="by",
                value=by,
                remedy=str(_("Choose one of: %(names)s.")) % {"names": listed(levels)},
            )
        found = report(area=area, by=by, month=month, scope=self.scope)
        told = {
            "month": str(month),
            "first": month.first,
            "last": month.last,
            "total": _line(found.total),
            "results": map(_line, found.lines),
        }
        return Response(BalanceOut(told).data)


class MonthHouseholds(View):
    right = Right.REGISTER

    @documented(
        "register_month_households",
        _("Households behind a number of the month"),
        {200: MovedHouseholdsOut},
        query=HouseholdsQuery,
        problems=[404],
    )
    def get(self, request: Request) -> Response:
        """In the order of their keys."""
        asked = HouseholdsQuery.read(request)
        area, month = _asked(self.scope, asked)
        villages = [village.pk for village in villages_of(area, scope=self.scope, on=month.last)]
        homes, days = homes_behind(asked["number"], villages=villages, month=month)
        homes = homes.filter(pk__gt=asked.get("after", 0)).select_related("village").order_by("pk")
        page = list(homes[: asked["limit"] + 1])
        more = page[asked["limit"] - 1].pk if len(page) > asked["limit"] else None
        results = [
            {
                "household": home.token,
                "number": home.number,
                "head_name": home.head_name,
                "village": home.village.code,
                "day": days.get(home.pk),
            }
            for home in page[: asked["limit"]]
        ]
        return Response(MovedHouseholdsOut({"results": results, "next": next_page(request, after=more)}).data)


def _asked(scope: Scope, asked: dict[str, Any]) -> tuple[Area, Month]:
    today = periods.today()
    if not held(scope).villages:
        refuse(Right.REGISTER)
    area = visible_area(scope, asked["area"], on=today, field="area", right=Right.REGISTER)
    if area.level == Area.Level.GRID:
        raise BadInput(
            str(_("The register is told of villages and areas above them.")),
            field="area",
            value=area.code,
            remedy=str(_("Give the code of a village or an area above it.")),
        )
    return area, Month.of(asked["month"], today=today)


def _line(line: Line) -> dict[str, Any]:
    place = {"code": line.area.code, "name": line.area.name, "level": line.area.level}
    return place | {"difference": line.difference} | dict(line.numbers)
