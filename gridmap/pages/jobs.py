"""/jobs/: what of mine runs in the background, how far it is, and the files that it made. Nobody sees another's,
nor one's own when the rights that it was started with are gone.
"""

import math
import uuid

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from api import rates
from api.views.jobs import export_details
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.errors import Conflict
from geodata.jobs import queue, verbs
from geodata.jobs.files import content
from geodata.jobs.models import Job, JobFile
from gridmap.middleware import ScopedRequest
from gridmap.pages.errors import too_often
from gridmap.recording import record

PAGE = 50
PART = "X-Part"
"""A header by which the page's script asks for what changes alone."""


@require_safe
def jobs_page(request: ScopedRequest) -> HttpResponse:
    """The latest first, 50 to a page."""
    found = list(_own(request)[(start := _start(request)) : start + PAGE + 1])
    told = {"jobs": found[:PAGE], "older": start + PAGE if len(found) > PAGE else 0, "first": start == 0}
    return render(request, "pages/jobs.html", told)


@require_safe
def job_page(request: ScopedRequest, job: uuid.UUID) -> HttpResponse:
    """One job: how far it is, what came of it, and its files."""
    found = get_object_or_404(_own(request), pk=job)
    told = {
        "job": found,
        "left": in_words(found.pace.left),
        "files": found.files.offered().within(request.scope).kept(on=periods.today()),
        "gone": found.files.exclude(kept_until__gte=periods.today()).count(),
        "waits": found.is_open and not queue.living(),
    }
    part = request.headers.get(PART) == "job"
    return render(request, "parts/job.html" if part else "pages/job.html", told)


@require_POST
def cancel_page(request: ScopedRequest, job: uuid.UUID) -> HttpResponseRedirect:
    """Ask the job to stop; back to the import that it has in hand, where that was asked from."""
    found = get_object_or_404(_own(request), pk=job)
    try:
        verbs.cancel(job=found, by=request.user, at=timezone.now())
    except Conflict as refused:
        messages.warning(request, refused.message)
    number = request.POST.get("import", "")
    return (
        redirect("import", int(number)) if number.isdecimal() and len(number) < 10 else redirect("job", job)
    )


@require_safe
def download(request: ScopedRequest, file: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
    """A file, piece by piece; one with data of households goes on the record of access."""
    own = JobFile.objects.of(request.user).within(request.scope)
    kept = own.offered().kept(on=periods.today()).select_related("job")
    found = get_object_or_404(kept, pk=file)
    if found.personal:
        if wait := rates.wait("export", settings.EXPORT_RATE, str(request.user.pk)):
            return too_often(request, wait)
        subject = found.job.subject if found.job else ""
        record(AccessEntry.Action.EXPORT, request.user, subject=subject, details=export_details(found))
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=found.name),
        "Content-Length": str(found.size),
    }
    return StreamingHttpResponse(content(found), content_type=found.content_type, headers=headers)


def in_words(seconds: int | None) -> str:
    """How long it will still take, roughly; "" where nothing can be said."""
    if seconds is None:
        return ""
    if seconds < 90:
        tens = max(10, math.ceil(seconds / 10) * 10)
        return gettext("about %(n)d seconds left") % {"n": tens}
    minutes = math.ceil(seconds / 60)
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}


def _own(request: ScopedRequest) -> QuerySet[Job]:
    return Job.objects.of(request.user).within(request.scope)


def _start(request: ScopedRequest) -> int:
    text = request.GET.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
