"""The drawing of a plan: reading, checking and saving it."""

from typing import Any

import numpy as np
import orjson
import shapely
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.features.drawing import drawing, layer
from api.permissions import who
from api.recording import record
from api.renderers import Json
from api.schema import IF_MATCH, PLAN, documented
from api.serializers.base import Query
from api.serializers.plans import (
    CheckShape,
    DrawingBody,
    DrawingShape,
    ImpactQuery,
    ImpactsShape,
    LassoBody,
    LinesQuery,
    LinesShape,
    SliversBody,
    SliversShape,
)
from api.versions import stamped, version_of
from api.views.base import GeoView, View
from api.views.plans import visible_plan
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.redrawing.drafting import NO_LINES, Pencil, draw_plan, save_drawing
from geodata.redrawing.grounds import grounds
from geodata.redrawing.judging import leaders
from geodata.redrawing.lassoing import lassoed
from geodata.redrawing.layers import lines_near
from geodata.redrawing.memory import anew, lately, saved
from geodata.redrawing.models import BoundaryPlan, LayerLine
from geodata.redrawing.sight import known_villages
from geodata.redrawing.sketches import Drawn, Told
from geodata.redrawing.slivers import without_slivers
from geodata.redrawing.storing import loose_of, opened, rows_of
from geodata.territory.planar import Shapes
from geodata.territory.scope import Right, Scope

SEEN_BY = (Right.PLAN, Right.APPROVE)


class Drawing(View):
    @documented("drawing", _("The drawing of a plan"), {200: DrawingShape}, path=[PLAN], problems=[404])
    def get(self, request: Request, number: str) -> HttpResponse:
        """Lines, grids with their figures, the present borders, households without names, and what is wrong. On record."""
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=SEEN_BY)
        record(
            request,
            AccessEntry.Action.PLAN_OPENED,
            who(request),
            subject=str(plan.number),
            details={"by": "api"},
        )
        drawn = opened(plan, today=periods.today(), read=anew(who(request)))
        return told(plan, drawn, self.scope, given=saved_shapes(plan))

    @documented(
        "drawing_saved",
        _("Save the drawing of a draft"),
        {200: DrawingShape},
        body=DrawingBody,
        path=[PLAN, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def put(self, request: Request, number: str) -> HttpResponse:
        """The whole drawing, with whatever is still wrong in it. Send the version that you have as If-Match."""
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=[Right.PLAN])
        version, pencil = version_of(request), pencil_of(DrawingBody.read(request))
        plan, drawn = save_drawing(
            plan=plan,
            version=version,
            pencil=pencil,
            by=who(request),
            at=timezone.now(),
            today=periods.today(),
        )
        return told(plan, drawn, self.scope, given=pencil.lines)


class Check(View):
    @documented(
        "drawing_checked",
        _("Check a drawing without saving it"),
        {200: CheckShape},
        body=DrawingBody,
        path=[PLAN],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        """The same answer as saving gives, without what does not change. Nothing is written."""
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=[Right.PLAN], beside=())
        pencil = pencil_of(DrawingBody.read(request))
        drawn = draw_plan(plan, pencil, today=periods.today(), read=lately(who(request)), saved=saved)
        return told(plan, drawn, self.scope, given=pencil.lines, whole=False)


class Lasso(View):
    @documented(
        "drawing_lassoed",
        _("Give households to a neighbouring grid"),
        {200: CheckShape},
        body=LassoBody,
        path=[PLAN],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        """The drawing in which they lie in that grid; its border follows them. Nothing is written."""
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=[Right.PLAN], beside=())
        body = LassoBody.read(request)
        pencil = pencil_of(body)
        drawn = lassoed(
            draw_plan(plan, pencil, today=periods.today(), read=lately(who(request)), saved=saved),
            places=np.array(body["places"], dtype=float),
            into=body["into"],
        )
        return told(plan, drawn, self.scope, given=pencil.lines, whole=False)


class Slivers(View):
    @documented(
        "drawing_slivers_closed",
        _("Close all strips of a drawing"),
        {200: SliversShape},
        body=SliversBody,
        path=[PLAN],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        """The drawing in which each strip that nobody lives in belongs to a neighbour. Nothing is written."""
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=[Right.PLAN], beside=())
        body = SliversBody.read(request)
        pencil = pencil_of(body)
        drawn = draw_plan(plan, pencil, today=periods.today(), read=lately(who(request)), saved=saved)
        done = [without_slivers(each, within=body["within"]) for each in drawn]
        closed = [strip.key for _each, strips in done for strip in strips]
        mended = [each for each, _strips in done]
        return told(plan, mended, self.scope, given=pencil.lines, whole=False, more={"closed": closed})


class Lines(GeoView):
    @documented(
        "plan_lines",
        _("Roads and rivers around a plan"),
        {200: LinesShape},
        query=LinesQuery,
        path=[PLAN],
        problems=[404],
        geojson=LinesShape,
    )
    def get(self, request: Request, number: str) -> HttpResponse:
        """The county's line layers near the plan's villages, as GeoJSON: empty where none is loaded."""
        kind = LinesQuery.read(request).get("kind")
        plan = visible_plan(self.scope, number, rights=SEEN_BY)
        rims = [each.rim for each in grounds(plan.villages, on=periods.today(), people=False)]
        kinds = [kind] if kind else LayerLine.Kind.values
        return self.geojson(layer(lines_near(rims, county=plan.county_id, kinds=kinds)))


class Impacts(View):
    @documented(
        "plan_impact",
        _("What a plan would mean"),
        {200: ImpactsShape},
        query=ImpactQuery,
        path=[PLAN],
        problems=[404],
    )
    def get(self, request: Request, number: str) -> Response:
        """Figures of every grid before and after, who moves, which contacts cross; beside those of another plan."""
        other = ImpactQuery.read(request).get("compare")
        wanted = [number, *([other] if other else [])]
        plans = [visible_plan(self.scope, each, rights=SEEN_BY) for each in wanted]
        return Response({"plans": [self._of(plan) for plan in plans]})

    def _of(self, plan: BoundaryPlan) -> dict[str, Any]:
        drawn = opened(plan, today=periods.today())
        known = known_villages(self.scope)
        body = drawing(plan, drawn, leaders(drawn), given=saved_shapes(plan), known=known, whole=False)
        return {
            "plan": plan.number,
            "name": plan.name,
            "impact": body["impact"],
            "grids": body["grids"],
            "problems": len(body["problems"]),
        }


def told(
    plan: BoundaryPlan,
    drawn: list[Drawn],
    scope: Scope,
    *,
    given: Shapes,
    whole: bool = True,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    known = known_villages(scope)
    body = drawing(plan, drawn, leaders(drawn), given=given, known=known, whole=whole)
    answer = HttpResponse(orjson.dumps(body | (more or {})), content_type=Json.media_type)
    return stamped(answer, plan.version)


def saved_shapes(plan: BoundaryPlan) -> Shapes:
    """The saved geometry in degrees, whose vertices an answer gives back as they are."""
    shapes = [shapely.from_wkb(bytes(row.geometry.wkb)) for row in rows_of(plan)]
    found: Shapes = np.r_[np.array(shapes, dtype=object), loose_of(plan)]
    return found


def pencil_of(body: dict[str, Any]) -> Pencil:
    lines = shapely.from_wkb([bytes(line["geometry"].wkb) for line in body["lines"]])
    return Pencil(
        np.array(lines, dtype=object) if len(lines) else NO_LINES,
        [(_told(grid), grid["point"].coords if grid.get("point") else None) for grid in body["grids"]],
    )


def _told(grid: dict[str, Any]) -> Told:
    """null clears a code or a leader; what is left out stays as it was."""
    return Told(
        key=grid.get("key", ""),
        name=grid.get("name"),
        code=(grid["code"] or "") if "code" in grid else None,
        locked=grid.get("locked"),
        in_pieces=grid.get("multipart_allowed"),
        leader_from=(grid["leader_from"] or "") if "leader_from" in grid else None,
    )
