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

from api.base.renderers import Json
from api.base.schema import IF_MATCH, PLAN, documented
from api.base.serializers import Query
from api.base.views import GeoView, View
from api.geojson.drawing import drawing, layer
from api.plans.input import DrawingIn, HalvesIn, ImpactQuery, LassoIn, LinesQuery, SliversIn
from api.plans.output import CheckOut, DrawingOut, HalvesOut, ImpactsOut, LinesOut, SliversOut
from api.web.access import who
from api.web.etags import stamped, version_of
from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.geometry.arrays import Shapes
from geodata.plans.cache import anew, lately, saved
from geodata.plans.disclosure import Sight
from geodata.plans.editing import NO_LINES, Pencil, draw_plan, save_drawing
from geodata.plans.grid_drafts import Drawn, GridEdit
from geodata.plans.halving import halved
from geodata.plans.impact import leaders
from geodata.plans.lasso import lassoed
from geodata.plans.line_layers import lines_near
from geodata.plans.models import BoundaryPlan, LayerLine
from geodata.plans.permissions import SEEN_BY, find_plan
from geodata.plans.persistence import loose_of, opened, rows_of
from geodata.plans.recording import record_opening
from geodata.plans.slivers import without_slivers
from geodata.plans.snapshot import snapshots


class Drawing(View):
    @documented("drawing", _("The drawing of a plan"), {200: DrawingOut}, path=[PLAN], problems=[404])
    def get(self, request: Request, number: str) -> HttpResponse:
        """Lines, grids with their figures, the present borders, households without names, and what is wrong. On record."""
        Query.read(request)
        plan = find_plan(number, scope=self.scope, rights=SEEN_BY)
        record_opening(plan, by=who(request))
        # Read anew and remembered: every stroke that follows is checked against it.
        drawn = opened(plan, today=periods.today(), read=anew(who(request)))
        return answer_of(plan, drawn, self.scope, originals=saved_shapes(plan))

    @documented(
        "drawing_saved",
        _("Save the drawing of a draft"),
        {200: DrawingOut},
        body=DrawingIn,
        path=[PLAN, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def put(self, request: Request, number: str) -> HttpResponse:
        """The whole drawing, with whatever is still wrong in it. Send the version that you have as If-Match."""
        Query.read(request)
        plan = find_plan(number, scope=self.scope)
        # The version before the body: without one a large drawing need not be read at all.
        version, pencil = version_of(request), pencil_of(DrawingIn.read(request))
        plan, drawn = save_drawing(
            plan=plan,
            version=version,
            pencil=pencil,
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            today=periods.today(),
        )
        return answer_of(plan, drawn, self.scope, originals=pencil.lines)


class Check(View):
    @documented(
        "drawing_checked",
        _("Check a drawing without saving it"),
        {200: CheckOut},
        body=DrawingIn,
        path=[PLAN],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        """The same answer as saving gives, without what does not change. Nothing is written."""
        Query.read(request)
        # Nothing is joined: the check follows every stroke, and tells nobody's name.
        plan = find_plan(number, scope=self.scope, rights=[Right.PLAN], beside=())
        pencil = pencil_of(DrawingIn.read(request))
        drawn = draw_plan(plan, pencil, today=periods.today(), read=lately(who(request)), saved=saved)
        return answer_of(plan, drawn, self.scope, originals=pencil.lines, whole=False)


class Lasso(View):
    @documented(
        "drawing_lassoed",
        _("Give households to a neighbouring grid"),
        {200: CheckOut},
        body=LassoIn,
        path=[PLAN],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        """The drawing in which they lie in that grid; its border follows them. Nothing is written."""
        Query.read(request)
        plan = find_plan(number, scope=self.scope, rights=[Right.PLAN], beside=())
        body = LassoIn.read(request)
        pencil = pencil_of(body)
        drawn = lassoed(
            draw_plan(plan, pencil, today=periods.today(), read=lately(who(request)), saved=saved),
            places=np.array(body["places"], dtype=float),
            into=body["into"],
        )
        return answer_of(plan, drawn, self.scope, originals=pencil.lines, whole=False)


class Halves(View):
    @documented(
        "drawing_halved",
        _("Split a grid into two halves of as many households"),
        {200: HalvesOut},
        body=HalvesIn,
        path=[PLAN],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        """The drawing in which the grid is two, and the border that parts them. Nothing is written."""
        Query.read(request)
        plan = find_plan(number, scope=self.scope, rights=[Right.PLAN], beside=())
        body = HalvesIn.read(request)
        pencil = pencil_of(body)
        done = halved(
            draw_plan(plan, pencil, today=periods.today(), read=lately(who(request)), saved=saved),
            key=body["grid"],
        )
        told = {"halves": done.keys, "border": orjson.loads(shapely.to_geojson(done.border))}
        return answer_of(plan, done.drawing, self.scope, originals=pencil.lines, whole=False, more=told)


class Slivers(View):
    @documented(
        "drawing_slivers_closed",
        _("Close all strips of a drawing"),
        {200: SliversOut},
        body=SliversIn,
        path=[PLAN],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        """The drawing in which each strip that nobody lives in belongs to a neighbour. Nothing is written."""
        Query.read(request)
        plan = find_plan(number, scope=self.scope, rights=[Right.PLAN], beside=())
        body = SliversIn.read(request)
        pencil = pencil_of(body)
        drawn = draw_plan(plan, pencil, today=periods.today(), read=lately(who(request)), saved=saved)
        done = [without_slivers(each, within=body["within"]) for each in drawn]
        closed = [strip.key for _each, strips in done for strip in strips]
        mended = [each for each, _strips in done]
        return answer_of(
            plan, mended, self.scope, originals=pencil.lines, whole=False, more={"closed": closed}
        )


class Lines(GeoView):
    @documented(
        "plan_lines",
        _("Roads and rivers around a plan"),
        {200: LinesOut},
        query=LinesQuery,
        path=[PLAN],
        problems=[404],
        geojson=LinesOut,
    )
    def get(self, request: Request, number: str) -> HttpResponse:
        """The county's line layers near the plan's villages, as GeoJSON: empty where none is loaded."""
        kind = LinesQuery.read(request).get("kind")
        plan = find_plan(number, scope=self.scope, rights=SEEN_BY)
        rims = [each.rim for each in snapshots(plan.villages, on=periods.today(), people=False)]
        kinds = [kind] if kind else LayerLine.Kind.values
        return self.geojson(layer(lines_near(rims, county=plan.county_id, kinds=kinds)))


class Impacts(View):
    @documented(
        "plan_impact",
        _("Impact of a plan"),
        {200: ImpactsOut},
        query=ImpactQuery,
        path=[PLAN],
        problems=[404],
    )
    def get(self, request: Request, number: str) -> Response:
        """Figures of every grid before and after, who moves, which contacts cross; beside those of another plan."""
        other = ImpactQuery.read(request).get("compare")
        wanted = [number, *([other] if other else [])]
        plans = [find_plan(each, scope=self.scope, rights=SEEN_BY) for each in wanted]
        return Response({"plans": [self._of(plan) for plan in plans]})

    def _of(self, plan: BoundaryPlan) -> dict[str, Any]:
        drawn = opened(plan, today=periods.today())
        sight = Sight(self.scope, periods.today())
        body = drawing(plan, drawn, leaders(drawn), originals=saved_shapes(plan), sight=sight, whole=False)
        return {
            "plan": plan.number,
            "name": plan.name,
            "impact": body["impact"],
            "grids": body["grids"],
            "problems": len(body["problems"]),
        }


def answer_of(
    plan: BoundaryPlan,
    drawn: list[Drawn],
    scope: Scope,
    *,
    originals: Shapes,
    whole: bool = True,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    sight = Sight(scope, periods.today())
    body = drawing(plan, drawn, leaders(drawn), originals=originals, sight=sight, whole=whole)
    answer = HttpResponse(orjson.dumps(body | (more or {})), content_type=Json.media_type)
    return stamped(answer, plan.version)


def saved_shapes(plan: BoundaryPlan) -> Shapes:
    """The saved geometry in degrees, whose vertices an answer gives back as they are."""
    shapes = [shapely.from_wkb(bytes(row.geometry.wkb)) for row in rows_of(plan)]
    saved: Shapes = np.r_[np.array(shapes, dtype=object), loose_of(plan)]
    return saved


def pencil_of(body: dict[str, Any]) -> Pencil:
    lines = shapely.from_wkb([bytes(line["geometry"].wkb) for line in body["lines"]])
    return Pencil(
        np.array(lines, dtype=object) if len(lines) else NO_LINES,
        [(_grid_edit(grid), grid["point"].coords if grid.get("point") else None) for grid in body["grids"]],
    )


def _grid_edit(grid: dict[str, Any]) -> GridEdit:
    """null clears a code or a leader; what is left out stays as it was."""
    return GridEdit(
        key=grid.get("key", ""),
        name=grid.get("name"),
        code=(grid["code"] or "") if "code" in grid else None,
        locked=grid.get("locked"),
        in_pieces=grid.get("multipart_allowed"),
        leader_from=(grid["leader_from"] or "") if "leader_from" in grid else None,
    )
