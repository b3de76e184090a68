"""/jobs/: what of mine runs in the background, how far it is, and the files that it made. Nobody sees another's,
nor one's own when the rights that it was started with are gone.
"""

import datetime as dt
import math
import uuid

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from api.web import throttling
from geodata.base import periods, wording
from geodata.base.errors import Conflict
from geodata.jobs import once, queue, service
from geodata.jobs.files import content, find_file, record_taken
from geodata.jobs.models import Job
from gridmap.error_pages import too_often
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once

PAGE = 50
PART = "X-Part"
"""A header by which the page's script asks for what changes alone."""


class JobFilters(Filters):
    """Of which area, and how far they are."""

    sorts = {"state": ("state", "-created", "pk"), "started": ("created", "pk"), "ended": ("finished", "pk")}

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All states")), *Job.State.choices],
    )


@answers_at_once
@require_safe
def jobs_page(request: ScopedRequest) -> HttpResponse:
    """The latest first, 50 to a page."""
    filters, start = JobFilters(request.GET), _start(request)
    jobs = filters.ordered(_own(request))
    asked = filters.told()
    filters.pick(asked["area"], request.scope, on=periods.today())
    jobs = jobs.filter(subject__startswith=asked["area"])
    if asked["state"]:
        jobs = jobs.filter(state=asked["state"])
    rows = list(jobs[start : start + PAGE + 1])
    context = {
        "filters": filters,
        "jobs": rows[:PAGE],
        "older": start + PAGE if len(rows) > PAGE else 0,
        "first": start == 0,
        "filtered": bool(asked["state"] or asked["area"]),
    }
    return render(request, "jobs/jobs.html", context)


@require_safe
def job_page(request: ScopedRequest, job: uuid.UUID) -> HttpResponse:
    """One job: how far it is, what came of it, and its files."""
    own = get_object_or_404(_own(request), pk=job)
    context = {
        "job": own,
        "left": in_words(own.pace.left),
        "files": own.files.offered(at=timezone.now()).within(request.scope).kept(on=periods.today()),
        "gone": own.files.exclude(kept_until__gte=periods.today()).count(),
        "waits": own.is_open and not queue.living(),
    }
    part = request.headers.get(PART) == "job"
    return render(request, "jobs/parts/panel.html" if part else "jobs/job.html", context)


@require_POST
def cancel_page(request: ScopedRequest, job: uuid.UUID) -> HttpResponseRedirect:
    """Ask the job to stop; back to the import that it has in hand, where that was asked from."""
    own = get_object_or_404(_own(request), pk=job)
    try:
        service.cancel(job=own, by=request.user, at=timezone.now())
    except Conflict as refused:
        messages.error(request, refused.message)
    number = request.POST.get("import", "")
    return (
        redirect("import", int(number)) if number.isdecimal() and len(number) < 10 else redirect("job", job)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def download(request: ScopedRequest, file: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
    """A file, piece by piece; one with data of households goes on the record of access.

    One that is given out once is taken by POST alone: whatever fetches addresses by itself must not use it up.
    """
    at = timezone.now()
    kept = find_file(file, by=request.user, scope=request.scope, at=at)
    if kept.once_until and request.method != "POST":
        return redirect("job", job=kept.job_id)
    if kept.personal and (wait := throttling.wait_to_export(request.user)):
        return too_often(request, wait)
    if kept.once_until:
        return _taken(request, file, at)
    record_taken(kept, by=request.user)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=kept.name),
        "Content-Length": str(kept.size),
    }
    return StreamingHttpResponse(content(kept), content_type=kept.content_type, headers=headers)


def _taken(request: ScopedRequest, file: uuid.UUID, at: dt.datetime) -> HttpResponse:
    kept, clear = once.take(file, by=request.user, scope=request.scope, at=at)
    disposition = content_disposition_header(as_attachment=True, filename=kept.name)
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(clear, content_type=kept.content_type, headers=headers)


def in_words(seconds: int | None) -> str:
    """How long it will still take, roughly; "" where nothing can be said."""
    if seconds is None:
        return ""
    if seconds < 90:
        tens = max(10, math.ceil(seconds / 10) * 10)
        return gettext("about %(n)s seconds left") % {"n": wording.figure(tens)}
    minutes = math.ceil(seconds / 60)
    return ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes) % {
        "n": wording.figure(minutes)
    }


def _own(request: ScopedRequest) -> QuerySet[Job]:
    return Job.objects.of(request.user).within(request.scope)


def _start(request: ScopedRequest) -> int:
    text = request.GET.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
