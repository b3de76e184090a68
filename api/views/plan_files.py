"""Plans as files: GeoPackage out to QGIS, GeoPackage or GeoJSON back in."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.features.drawing import drawing
from api.parsers import GeoJsonFile, GridFile
from api.permissions import who
from api.recording import record
from api.renderers import AnyFile, Json
from api.schema import PLAN, documented
from api.serializers.base import Query
from api.serializers.plans import FiledShape
from api.versions import stamped, version_if_any
from api.views.base import View
from api.views.drawing import SEEN_BY
from api.views.plans import visible_plan
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.errors import BadInput
from geodata.redrawing.drafting import replace_drawing
from geodata.redrawing.files import drawn_by_file, geopackage, read_grids
from geodata.redrawing.grounds import grounds
from geodata.redrawing.judging import leaders
from geodata.redrawing.sight import known_villages
from geodata.redrawing.storing import day_of, rows_of
from geodata.territory.scope import Right


class PlanGeoPackage(View):
    renderer_classes = [AnyFile, Json]

    @documented(
        "plan_geopackage",
        _("A plan's grids as a GeoPackage"),
        {200: None},
        path=[PLAN],
        problems=[404],
        binary=True,
    )
    def get(self, request: Request, number: str) -> HttpResponse:
        """One layer “grids” with the fields id, village, code and name: no households. On record."""
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=SEEN_BY)
        content = geopackage(list(plan.grids.select_related("village").order_by("key")))
        record(
            request,
            AccessEntry.Action.EXPORT,
            who(request),
            subject=str(plan.number),
            details={"what": "plan", "rows": plan.grids.count()},
        )
        answer = HttpResponse(content, content_type=AnyFile.media_type)
        answer["Content-Disposition"] = f'attachment; filename="plan-{plan.number}.gpkg"'
        return answer


class PlanFile(View):
    parser_classes = [GridFile, GeoJsonFile]

    @documented(
        "plan_filed",
        _("Take grids drawn elsewhere into a draft"),
        {200: FiledShape},
        path=[PLAN],
        sent=[GridFile.media_type, GeoJsonFile.media_type],
        problems=[404, 409, 412],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        """The body is a GeoPackage or GeoJSON, as its Content-Type says; `id` (or `code`) tells which grid is which.

        Slivers and overlaps are listed and stay as grids of their own: nothing is closed silently.
        """
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=[Right.PLAN])
        today = periods.today()
        grids = _grids(request.data)
        found = grounds(plan.villages, on=day_of(plan, today=today), today=today)
        drawn, differences = drawn_by_file(found, rows_of(plan), grids)
        given = np.array([shape for _fields, shape in grids], dtype=object)
        plan = replace_drawing(
            plan=plan,
            version=version_if_any(request),
            drawing=drawn,
            by=who(request),
            at=timezone.now(),
            given=given,
        )
        known = known_villages(self.scope)
        body = drawing(plan, drawn, leaders(drawn), given=given, known=known, whole=False)
        answer = HttpResponse(
            orjson.dumps(body | {"differences": vars(differences)}), content_type=Json.media_type
        )
        return stamped(answer, plan.version)


def _grids(data: Any) -> list[tuple[dict[str, str], Any]]:
    """What the parser made of the body, read apart. Raises BadInput for a body that is none."""
    if not isinstance(data, tuple) or not data[1]:
        raise BadInput(
            gettext("The file holds no grids."),
            field="file",
            remedy=gettext("Export the layer of grids from QGIS."),
        )
    with tempfile.TemporaryDirectory(prefix="plan-") as folder:
        path = Path(folder) / f"grids{data[0]}"
        path.write_bytes(data[1])
        return read_grids(path)
