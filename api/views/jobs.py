"""What of mine runs in the background, and the files that it made. Nobody sees another's,
nor one's own when the rights that it was started with are gone.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from api import rates
from api.paging import next_page
from api.permissions import scope_for, who
from api.recording import record
from api.renderers import AnyFile, Json
from api.schema import FILE, JOB, documented
from api.serializers.base import Query
from api.serializers.jobs import Jobs, JobsQuery, OneJob
from api.views.base import View
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.errors import NotFound
from geodata.jobs.files import content
from geodata.jobs.models import Job, JobFile, JobQuerySet
from geodata.jobs.verbs import cancel


class MyJobs(View):
    @documented("jobs", _("My jobs"), {200: Jobs}, query=JobsQuery)
    def get(self, request: Request) -> Response:
        """What I have started, the latest first."""
        told = JobsQuery.read(request)
        limit, start = told.get("limit", 50), told.get("start", 0)
        found = list(_own(request)[start : start + limit + 1])
        more = start + limit if len(found) > limit else None
        return Response(Jobs({"jobs": found[:limit], "next": next_page(request, start=more)}).data)


class MyJob(View):
    @documented("job", _("One of my jobs"), {200: OneJob}, path=[JOB], problems=[404])
    def get(self, request: Request, job: uuid.UUID) -> Response:
        """How far it is, what came of it, and its files."""
        Query.read(request)
        return Response(OneJob(own_job(request, job)).data)


class CancelJob(View):
    @documented("cancel_job", _("Cancel a job"), {200: OneJob}, path=[JOB], problems=[404, 409])
    def post(self, request: Request, job: uuid.UUID) -> Response:
        """A waiting job is cancelled at once, a running one when it next tells of its progress."""
        Query.read(request)
        own_job(request, job)
        cancel(job=job, by=who(request), at=timezone.now())
        return Response(OneJob(own_job(request, job)).data)


class MyFile(View):
    renderer_classes = [AnyFile, Json]

    @documented("file", _("A file of mine"), {200: None}, path=[FILE], problems=[404], binary=True)
    def get(self, request: Request, file: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
        """A file that I uploaded or that a job of mine made. One with data of households goes on the record of access."""
        Query.read(request)
        own = JobFile.objects.of(who(request)).within(scope_for(request))
        found = own.offered().kept(on=periods.today()).filter(pk=file).first()
        if found is None:
            raise NotFound(str(file))
        if found.personal:
            if wait := rates.wait("export", settings.EXPORT_RATE, str(request.user.pk)):
                raise Throttled(wait)
            _record(request, found)
        headers = {
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=found.name) or "",
            "Content-Length": str(found.size),
        }
        return StreamingHttpResponse(content(found), content_type=AnyFile.media_type, headers=headers)


def _own(request: Request) -> JobQuerySet:
    return Job.objects.of(who(request)).within(scope_for(request))


def own_job(request: Request, job: uuid.UUID) -> Job:
    files = Prefetch("files", JobFile.objects.within(scope_for(request)).offered())
    found = _own(request).filter(pk=job).prefetch_related(files).first()
    if found is None:
        raise NotFound(str(job))
    return found


def _record(request: Request, file: JobFile) -> None:
    record(
        request,
        AccessEntry.Action.EXPORT,
        who(request),
        subject=file.job.subject if file.job else "",
        details=export_details(file),
    )


def export_details(file: JobFile) -> dict[str, Any]:
    """What the record of access says of a file that was taken away: never its name, which a person chose.

    A job says more by `record` in its result: filters and counts.
    """
    kind, more = (file.job.kind, file.job.result.get("record", {})) if file.job else ("", {})
    return {"job": kind, "format": file.name.rpartition(".")[2][:10], "bytes": file.size, **more}
