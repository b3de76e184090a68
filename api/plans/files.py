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

from api.base.parsers import GeoJsonFile, GridFile
from api.base.renderers import AnyFile, Json
from api.base.schema import BYTES, PLAN, documented
from api.base.serializers import Query
from api.base.views import View
from api.geojson.drawing import drawing
from api.plans.output import FiledOut, GridsFile, ProposalBegun
from api.web.access import who
from api.web.audit import record
from api.web.etags import stamped, version_if_any
from geodata.audit.concept import Action
from geodata.base import periods
from geodata.base.errors import BadInput
from geodata.base.scope import Right
from geodata.jobs import at_once, sealed
from geodata.jobs.models import Job, JobFile
from geodata.jobs.service import start, under_way
from geodata.plans.disclosure import Sight
from geodata.plans.files import geopackage, is_long, take_file
from geodata.plans.impact import leaders
from geodata.plans.models import BoundaryPlan
from geodata.plans.permissions import SEEN_BY, find_plan


class PlanGeoPackage(View):
    renderer_classes = [AnyFile, Json]

    @documented(
        "plan_geopackage",
        _("A plan's grids as a GeoPackage"),
        {202: ProposalBegun},
        path=[PLAN],
        problems=[404],
        binary=True,
    )
    def get(self, request: Request, number: str) -> HttpResponse:
        """One layer “grids” with the fields id, village, code and name: no households. On record.

        Of many grids a job makes it: 202 with the job.
        """
        Query.read(request)
        plan = find_plan(number, scope=self.scope, rights=SEEN_BY)
        most = at_once.rows("plan.gpkg")
        if at_once.counted(plan.grids.all(), most=most) > most:
            # One right is enough to see a plan; a job would ask for all that it is given.
            rights = [right for right in SEEN_BY if self.scope.may(right)][:1]
            return begun(_started(request, "redrawing.geopackage", plan, {"plan": plan.pk}, rights=rights))
        content = geopackage(list(plan.grids.select_related("village").order_by("key")))
        record(
            request,
            Action.EXPORT,
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
        _("Import grids drawn elsewhere into a draft"),
        {200: FiledOut, 202: ProposalBegun},
        path=[PLAN],
        sent={GridFile.media_type: BYTES, GeoJsonFile.media_type: GridsFile},
        problems=[404, 409, 412],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        """The body is a GeoPackage or GeoJSON, as its Content-Type says; `id` (or `code`) tells which grid is which.

        Slivers and overlaps are listed and stay as grids of their own: nothing is closed silently. A large file, or one for many
        grids, is taken in the background: the answer is 202 with the job, whose result tells the `differences`.
        """
        Query.read(request)
        plan = find_plan(number, scope=self.scope, rights=[Right.PLAN])
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
                scope=self.scope,
                at=timezone.now(),
                today=periods.today(),
            )
        sight = Sight(self.scope, periods.today())
        body = drawing(
            filed.plan, filed.drawn, leaders(filed.drawn), originals=filed.originals, sight=sight, whole=False
        )
        answer = orjson.dumps(body | {"differences": vars(filed.differences)})
        return stamped(HttpResponse(answer, content_type=Json.media_type), filed.plan.version)


def _file(data: Any) -> tuple[str, bytes]:
    """What the parser made of the body: an ending and the bytes. Raises BadInput for a body that is none."""
    if not isinstance(data, tuple) or not data[1]:
        raise BadInput(
            gettext("The file contains no grids."),
            field="file",
            remedy=gettext("Export the layer of grids from QGIS."),
        )
    return data


def _as_job(request: Request, plan: BoundaryPlan, path: Path) -> Job:
    """The upload waits sealed for its job; the same again is the same job."""
    arguments = {
        "plan": plan.pk,
        "version": version_if_any(request),
        "ending": path.suffix,
        "sha256": sealed.digest_of(path),
    }
    # Asked before the upload is kept: the same file twice is kept once.
    if same := under_way("redrawing.file", by=who(request), arguments=arguments):
        return same
    kept = sealed.keep(path, owner=who(request), name=path.name, at=timezone.now())
    return _started(request, "redrawing.file", plan, arguments, files=[kept])


def _started(
    request: Request,
    kind: str,
    plan: BoundaryPlan,
    arguments: dict[str, Any],
    files: Sequence[JobFile] = (),
    rights: Sequence[Right] = (),
) -> Job:
    return start(
        kind,
        by=who(request),
        at=timezone.now(),
        arguments=arguments,
        subject=plan.county.code,
        about=plan.name,
        files=files,
        rights=rights,
        request_id=request.META.get("REQUEST_ID", ""),
    )


def begun(job: Job) -> HttpResponse:
    return HttpResponse(orjson.dumps({"job": str(job.pk)}), status=202, content_type=Json.media_type)
