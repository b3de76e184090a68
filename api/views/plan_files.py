"""Plans as files: GeoPackage out to QGIS, GeoPackage or GeoJSON back in."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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
from api.serializers.plans import FiledShape, ProposalBegun
from api.versions import stamped, version_if_any
from api.views.base import View
from api.views.drawing import SEEN_BY
from api.views.plans import visible_plan
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.errors import BadInput
from geodata.jobs import at_once, sealed
from geodata.jobs.models import Job, JobFile
from geodata.jobs.verbs import start, under_way
from geodata.redrawing.files import geopackage, is_long, take_file
from geodata.redrawing.judging import leaders
from geodata.redrawing.models import BoundaryPlan
from geodata.redrawing.sight import known_villages
from geodata.territory.scope import Right


class PlanGeoPackage(View):
    renderer_classes = [AnyFile, Json]

    @documented(
        "plan_geopackage",
        _("A plan's grids as a GeoPackage"),
        {200: None, 202: ProposalBegun},
        path=[PLAN],
        problems=[404],
        binary=True,
    )
    def get(self, request: Request, number: str) -> HttpResponse:
        """One layer “grids” with the fields id, village, code and name: no households. On record.

        Of many grids a job makes it: 202 with the job.
        """
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=SEEN_BY)
        most = at_once.rows("plan.gpkg")
        if at_once.counted(plan.grids.all(), most=most) > most:
            rights = [right for right in SEEN_BY if self.scope.may(right)][:1]
            return begun(_started(request, "redrawing.geopackage", plan, {"plan": plan.pk}, rights=rights))
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
        {200: FiledShape, 202: ProposalBegun},
        path=[PLAN],
        sent=[GridFile.media_type, GeoJsonFile.media_type],
        problems=[404, 409, 412],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        """The body is a GeoPackage or GeoJSON, as its Content-Type says; `id` (or `code`) tells which grid is which.

        Slivers and overlaps are listed and stay as grids of their own: nothing is closed silently. A large file, or one for many
        grids, is taken in the background: the answer is 202 with the job, whose result tells the `differences`.
        """
        Query.read(request)
        plan = visible_plan(self.scope, number, rights=[Right.PLAN])
        ending, content = _file(request.data)
        with tempfile.TemporaryDirectory(prefix="plan-") as folder:
            path = Path(folder) / f"grids{ending}"
            path.write_bytes(content)
            if is_long(plan, len(content)):
                return begun(_as_job(request, plan, path))
            filed = take_file(
                plan=plan,
                path=path,
                version=version_if_any(request),
                by=who(request),
                at=timezone.now(),
                today=periods.today(),
            )
        known = known_villages(self.scope)
        body = drawing(
            filed.plan, filed.drawn, leaders(filed.drawn), given=filed.given, known=known, whole=False
        )
        told = orjson.dumps(body | {"differences": vars(filed.differences)})
        return stamped(HttpResponse(told, content_type=Json.media_type), filed.plan.version)


def _file(data: Any) -> tuple[str, bytes]:
    """What the parser made of the body: an ending and the bytes. Raises BadInput for a body that is none."""
    if not isinstance(data, tuple) or not data[1]:
        raise BadInput(
            gettext("The file holds no grids."),
            field="file",
            remedy=gettext("Export the layer of grids from QGIS."),
        )
    return data


def _as_job(request: Request, plan: BoundaryPlan, path: Path) -> Job:
    """The upload waits sealed for its job; the same again is the same job."""
    told = {
        "plan": plan.pk,
        "version": version_if_any(request),
        "ending": path.suffix,
        "sha256": sealed.digest_of(path),
    }
    if same := under_way("redrawing.file", by=who(request), arguments=told):
        return same
    kept = sealed.keep(path, owner=who(request), name=path.name, at=timezone.now())
    return _started(request, "redrawing.file", plan, told, files=[kept])


def _started(
    request: Request,
    kind: str,
    plan: BoundaryPlan,
    told: dict[str, Any],
    files: Sequence[JobFile] = (),
    rights: Sequence[Right] = (),
) -> Job:
    return start(
        kind,
        by=who(request),
        at=timezone.now(),
        arguments=told,
        subject=plan.county.code,
        about=plan.name,
        files=files,
        rights=rights,
        request_id=request.META.get("REQUEST_ID", ""),
    )


def begun(job: Job) -> HttpResponse:
    return HttpResponse(orjson.dumps({"job": str(job.pk)}), status=202, content_type=Json.media_type)
