"""How well is each area looked after?"""

import datetime as dt
from dataclasses import asdict
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.base.renderers import GeoJson, Json
from api.base.schema import documented
from api.base.unchanged import VILLAGES, revalidated
from api.base.views import View, asked_for
from api.coverage.input import CoverageQuery, ForecastQuery
from api.coverage.output import CoverageFeatures, CoverageOut, ForecastOut
from api.geojson.ahead import compared_ahead
from api.geojson.areas import borders
from api.geojson.rendering import collection, feature, fragment
from api.people.categories import check_category
from api.web.access import found_among, visible_area
from geodata.base import periods
from geodata.base.errors import BadInput
from geodata.base.scope import Right
from geodata.base.wording import listed
from geodata.coverage import of_areas
from geodata.coverage.ahead.compared import Compared
from geodata.coverage.ahead.forecast import Forecast, Outlook, forecast
from geodata.coverage.ahead.proposed import find_proposal, with_proposal
from geodata.coverage.counts import Coverage, coverage
from geodata.coverage.figures import FIGURES
from geodata.territory import codes
from geodata.territory.models import Area, Placed


class CoverageOfArea(View):
    right = Right.COUNTS
    rests_upon = VILLAGES
    renderer_classes = [Json, GeoJson]

    @documented(
        "coverage",
        _("Coverage by area"),
        {200: CoverageOut},
        query=CoverageQuery,
        problems=[404],
        geojson=CoverageFeatures,
        unchanged=True,
    )
    @revalidated
    def get(self, request: Request) -> HttpResponse:
        """Counts of an area and of each area of a level below it; the rows add up to the area for every count.

        Without details in the whole area: only today and the ends of months, only fixed windows, no sensitive count below
        the village, and above it none of 1 to 4 (see `hidden`).

        Every count but `visits`, `person_times` and those of leader posts is the number of households in the
        list households/?figure=… for the same area, day, window and category.
        """
        query = CoverageQuery.read(request)
        on = query.get("on") or periods.today()
        below = of_areas.under(query["area"], on=on) if self.scope.holds_code(query["area"]) else []
        area = found_among(below, self.scope, query["area"], right=Right.COUNTS, field="area")
        answer = coverage(
            area=area,
            by=level_asked(area, query.get("by")),
            on=on,
            scope=self.scope.to(Right.COUNTS),
            window=query["window"],
            category=query.get("category"),
            below=below,
        )
        if not answer.total.counts.households:
            check_category(answer.category)
        return _answer(answer, geojson=self._wants_geojson(query.get("format")))

    def _wants_geojson(self, named: str | None) -> bool:
        if named:
            return named == "geojson"
        return asked_for(self.request) == GeoJson.media_type


class ForecastOfArea(View):
    right = Right.DETAILS

    @documented(
        "forecast", _("What is ahead of an area"), {200: ForecastOut}, query=ForecastQuery, problems=[404]
    )
    def get(self, request: Request) -> HttpResponse:
        """What falls due within 7, 14 and 30 days, the pace of visits that keeps everybody from being owed one, the present
        pace, what is to be expected if visits go on as they did, and the grids that cannot with the members they have.

        It is reckoned from each household's own interval, so it needs the right to see details in the whole area.
        """
        query = ForecastQuery.read(request)
        on = query.get("on") or periods.today()
        area = visible_area(self.scope, query["area"], right=Right.DETAILS, on=on, field="area")
        ahead = forecast(
            area=area,
            by=level_asked(area, query.get("by")),
            days=query["days"],
            on=on,
            scope=self.scope.to(Right.DETAILS),
        )
        answer = _ahead(ahead)
        if number := query.get("proposal"):
            answer["proposal"] = compared_ahead(self._with_proposal(number, area, on))
        return HttpResponse(orjson.dumps(answer), content_type=Json.media_type)

    def _with_proposal(self, number: int, area: Area, on: dt.date) -> Compared:
        pairing = find_proposal(number, area=area, scope=self.scope)
        return with_proposal(pairing=pairing, on=on, scope=self.scope.to(Right.DETAILS))


def _ahead(ahead: Forecast) -> dict[str, Any]:
    total = _outlook(ahead.total)
    return {
        "area": ahead.total.code,
        "on": ahead.on.isoformat(),
        "days": ahead.days,
        **{name: total[name] for name in ("due", "pace_needed", "pace_now")},
        "cannot": ahead.cannot,
        "total": total,
        "results": [_outlook(row) for row in ahead.rows],
    }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    told = asdict(outlook)
    return told | {
        name: {str(days): count for days, count in told[name].items()} for name in ("due", "expected")
    }


def _denominators() -> dict[str, str]:
    """Of each count that is a share of another, by its name."""
    figures = {name: figure.of for name, figure in FIGURES.items() if name != "households"}
    return figures | of_areas.OF


def level_asked(area: Placed, by: str | None) -> str:
    """The level asked for, which is the area's own or below it; the next below if none is asked for."""
    below = codes.levels_below(area.level)
    if by is None:
        return below[0] if below else area.level
    if by not in (area.level, *below):
        raise BadInput(
            gettext("An area of level %(level)s is not made up of areas of level %(by)s.")
            % {"level": area.level, "by": by},
            field="by",
            value=by,
            remedy=gettext("Choose one of: %(names)s.") % {"names": listed((area.level, *below))},
        )
    return by


def _answer(answer: Coverage, *, geojson: bool) -> HttpResponse:
    head: dict[str, Any] = {
        "area": answer.total.code,
        "on": answer.on.isoformat(),
        "window": answer.window,
        "category": answer.category,
        "of": _denominators(),
        "total": answer.total.as_dict(),
    }
    if not geojson:
        body = {**head, "results": [row.as_dict() for row in answer.rows]}
        return HttpResponse(orjson.dumps(body), content_type=Json.media_type)
    shapes = borders([row.area_id for row in answer.rows if row.area_id], on=answer.on)
    features = (
        feature(row.code, fragment(shapes.get(row.area_id or 0)), row.as_dict()) for row in answer.rows
    )
    return HttpResponse(orjson.dumps(collection(features, **head)), content_type=GeoJson.media_type)
