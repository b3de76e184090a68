"""What of mine runs in the background, and the files that it made. Nobody sees another's,
nor one's own when the rights that it was started with are gone.
"""

import uuid

from django.db.models import Prefetch
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.renderers import AnyFile, Json
from api.base.schema import FILE, JOB, documented
from api.base.serializers import Query
from api.base.views import View
from api.jobs.input import JobsQuery
from api.jobs.output import Jobs, OneJob
from api.web import throttling
from api.web.access import scope_for, who
from geodata.base.errors import Conflict, NotFound
from geodata.jobs.files import content, find_file, record_taken
from geodata.jobs.models import Job, JobFile, JobQuerySet
from geodata.jobs.once import take
from geodata.jobs.service import cancel


class MyJobs(View):
    @documented("jobs", _("My jobs"), {200: Jobs}, query=JobsQuery)
    def get(self, request: Request) -> Response:
        """What I have started, the latest first."""
        query = JobsQuery.read(request)
        limit, start = query.get("limit", 50), query.get("start", 0)
        jobs = list(_own(request)[start : start + limit + 1])
        more = start + limit if len(jobs) > limit else None
        return Response(Jobs({"jobs": jobs[:limit], "next": next_page(request, start=more)}).data)


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

    @documented("file", _("A file of mine"), {}, path=[FILE], problems=[404, 409], binary=True)
    def get(self, request: Request, file: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
        """A file that I uploaded or that a job of mine made. One with data of households goes on the record of access."""
        Query.read(request)
        kept = find_file(file, by=who(request), scope=scope_for(request), at=timezone.now())
        if kept.once_until:
            raise Conflict(
                gettext("This file is given out once."),
                remedy=gettext("Take it by POST: it is gone from here with that."),
            )
        _wait(request, kept)
        record_taken(kept, by=who(request))
        headers = {
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=kept.name) or "",
            "Content-Length": str(kept.size),
        }
        return StreamingHttpResponse(content(kept), content_type=AnyFile.media_type, headers=headers)

    @documented(
        "take_file", _("Take a file that is given out once"), {}, path=[FILE], problems=[404], binary=True
    )
    def post(self, request: Request, file: uuid.UUID) -> HttpResponse:
        """It is gone from here with that; `once_until` tells until when it waits."""
        Query.read(request)
        at = timezone.now()
        kept = find_file(file, by=who(request), scope=scope_for(request), at=at)
        _wait(request, kept)
        kept, clear = take(file, by=who(request), scope=scope_for(request), at=at)
        disposition = content_disposition_header(as_attachment=True, filename=kept.name) or ""
        headers = {"Content-Disposition": disposition}
        return HttpResponse(clear, content_type=AnyFile.media_type, headers=headers)


def _wait(request: Request, file: JobFile) -> None:
    if file.personal and (wait := throttling.wait_to_export(who(request))):
        raise Throttled(wait)


def _own(request: Request) -> JobQuerySet:
    return Job.objects.of(who(request)).within(scope_for(request))


def own_job(request: Request, job: uuid.UUID) -> Job:
    files = Prefetch("files", JobFile.objects.within(scope_for(request)).offered(at=timezone.now()))
    own = _own(request).filter(pk=job).prefetch_related(files).first()
    if own is None:
        raise NotFound(str(job))
    return own
