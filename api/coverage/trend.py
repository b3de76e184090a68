"""The course of every figure: of an area, and of the areas below it."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.base.renderers import Json
from api.base.schema import documented
from api.base.views import View
from api.coverage.input import TrendQuery
from api.coverage.output import TrendOut
from api.coverage.views import level_asked
from api.people.categories import check_category
from api.web.access import visible_area
from geodata.base import periods
from geodata.base.scope import Right
from geodata.coverage.counts import names
from geodata.coverage.hiding import Mark
from geodata.coverage.through_time.trend import Course, Trend, change, trend
from geodata.plans.lineage import Kin, Relative, kin_of
from geodata.territory.models import Area


class TrendOfArea(View):
    right = Right.COUNTS

    @documented("trend", _("The course of every figure"), {200: TrendOut}, query=TrendQuery, problems=[404])
    def get(self, request: Request) -> HttpResponse:
        """Counts of an area, and with `by` of each area below it, on the day and on the same weekday of the weeks before,
        with the borders of each day. Visits count in the 90 days up to each day.

        Each day says what coverage/ says of it. Without details in the whole area it goes through the ends of months, and
        small counts are hidden as they are there. A grid's course begins and ends with the grid, and names those that its land
        came from and went to; a village's runs through.
        """
        query = TrendQuery.read(request)
        on = query.get("on") or periods.today()
        area = visible_area(self.scope, query["area"], right=Right.COUNTS, on=on, field="area")
        figure = query.get("figure")
        asked: dict[str, Any] = {
            "area": area,
            "by": level_asked(area, query["by"]) if query.get("by") else None,
            "on": on,
            "scope": self.scope.to(Right.COUNTS),
            "category": query.get("category"),
            "figures": (figure,) if figure else None,
        }
        if query.get("since"):
            answer = change(since=query["since"], **asked)
        else:
            answer = trend(weeks=query["weeks"], **asked)
        if answer.category and not any(answer.total.values("households")):
            check_category(answer.category)
        return HttpResponse(
            orjson.dumps(_told(answer, (figure,) if figure else names())), content_type=Json.media_type
        )


def _told(answer: Trend, asked: tuple[str, ...]) -> dict[str, Any]:
    courses = [answer.total, *answer.rows]
    kin = kin_of({each.area_id for each in courses if each.area_id and each.level == Area.Level.GRID})
    return {
        "area": answer.total.code,
        "category": answer.category,
        "step": answer.step,
        "days": answer.days,
        "year_before": answer.year_before,
        "from_history": answer.from_history,
        "total": _course(answer.total, asked, kin),
        "results": [_course(row, asked, kin) for row in answer.rows],
    }


def _course(course: Course, asked: tuple[str, ...], kin: Mapping[int, Kin]) -> dict[str, Any]:
    related = kin.get(course.area_id or 0, Kin())
    return {
        "code": course.code,
        "name": course.name,
        "level": course.level,
        "parent": course.parent,
        "begins": course.period.lower,
        "ends": course.period.upper,
        "came_from": [_relative(each) for each in related.came_from],
        "went_to": [_relative(each) for each in related.went_to],
        "counts": {
            name: [None if isinstance(value, Mark) else value for value in course.values(name)]
            for name in asked
        },
        "hidden": [
            {name: mark.value for name, mark in hidden.items() if name in asked} for hidden in course.hidden
        ],
    }


def _relative(other: Relative) -> dict[str, Any]:
    return {"code": other.area.code, "name": other.area.name, "day": other.day, "kind": other.kind.value}
