"""/rosters/: who looks after whom, grid by grid, as of any day; generated from the links, never typed."""

from functools import partial

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from api.web import throttling
from geodata.audit.concept import Action
from geodata.base import periods
from geodata.base.errors import DomainError
from geodata.base.scope import Right
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.rosters import Rosters
from geodata.jobs import at_once
from geodata.jobs.service import start
from geodata.papers import rosters
from geodata.papers.pdf import MEDIA_TYPE, bound
from gridmap.error_pages import too_often
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import download, only_as_asked
from gridmap.pages.base.filters import answers_at_once
from gridmap.pages.exports.exports import ExportFilters
from gridmap.pages.pairing.areas import Place, around, let_choose, place_of
from gridmap.recording import record


@answers_at_once
@require_safe
def roster_page(request: ScopedRequest) -> HttpResponse:
    """In a village or grid the households; above, the areas below with their figures."""
    filters = ExportFilters(request.GET, usual={"on": periods.today().isoformat()})
    on = filters.day()
    place = place_of(request, on=on, right=Right.EXPORT)
    let_choose(filters, place)
    query = AreaQuestion(request.scope, place.area, on, request.user.name, timezone.localtime())
    context = around(place, request) | {
        "filters": filters,
        "headings": rosters.headings(),
        "sheets": rosters.sheets(query) if place.is_village else [],
        "counts": rosters.counts(query),
    }
    return render(request, "exports/roster.html", context)


@require_safe
def roster_pdf(request: ScopedRequest, code: str) -> HttpResponse | FileResponse:
    """The roster on paper. What takes long becomes a job, whose file is on the page of jobs."""
    filters = ExportFilters(request.GET)
    only_as_asked(filters)
    on = filters.day()
    place = place_of(request, on=on, right=Right.EXPORT, code=code)
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    query = AreaQuestion(request.scope, place.area, on, request.user.name, timezone.localtime())
    most = at_once.rows("roster.pdf")
    count = Rosters().count(query, most=most)
    if count > most:
        return _as_job(request, place)
    name = f"{Rosters.label}_{place.area.name}_{on}.pdf"
    answer = download(name, MEDIA_TYPE, partial(bound, list(rosters.parts(query))))
    details = {"list": "contacts", "on": on.isoformat(), "rows": count, "format": "pdf"}
    record(Action.EXPORT, request.user, subject=code, details=details)
    return answer


def _as_job(request: ScopedRequest, place: Place) -> HttpResponse:
    try:
        job = start(
            "reports.roster",
            by=request.user,
            at=timezone.now(),
            arguments={"area": place.area.code, "on": place.on.isoformat()},
            subject=place.area.code,
            about=place.area.name,
            request_id=request_id.get(),
        )
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
        return redirect("jobs")
    messages.success(request, _("The document is being made. It will appear on this page when it is ready."))
    return redirect("job", job=job.pk)
