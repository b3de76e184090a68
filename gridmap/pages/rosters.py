"""/rosters/: who looks after whom, grid by grid, as of any day; generated from the links, never typed."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from api import rates
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.errors import DomainError
from geodata.jobs import at_once
from geodata.jobs.verbs import start
from geodata.reports import roster_paper
from geodata.reports.extracts.extract import Asked
from geodata.reports.extracts.rosters import Rosters
from geodata.reports.pdf import MEDIA_TYPE, bound
from geodata.territory.scope import Right
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.downloads import download, only_as_asked
from gridmap.pages.errors import too_often
from gridmap.pages.exports import ExportFilters
from gridmap.pages.pairing_areas import Place, around, place_of
from gridmap.recording import record


@require_safe
def roster_page(request: ScopedRequest) -> HttpResponse:
    """In a village or grid the households; above, the areas below with their figures."""
    filters = ExportFilters({"on": periods.today().isoformat()} | request.GET.dict())
    filters.is_valid()
    on = filters.cleaned_data.get("on") or periods.today()
    place = place_of(request, on=on, right=Right.EXPORT)
    asked = Asked(request.scope, place.area, on, request.user.name, timezone.localtime())
    told = around(place, request) | {
        "filters": filters,
        "headings": roster_paper.headings(),
        "sheets": roster_paper.sheets(asked) if place.is_village else [],
        "counts": roster_paper.counts(asked),
    }
    return render(request, "pages/roster.html", told)


@require_safe
def roster_pdf(request: ScopedRequest, code: str) -> HttpResponse | FileResponse:
    """The roster on paper. What takes long becomes a job, whose file is on the page of jobs."""
    filters = ExportFilters({"on": request.GET.get("on", "")})
    only_as_asked(filters)
    on = filters.cleaned_data["on"] or periods.today()
    place = place_of(request, on=on, right=Right.EXPORT, code=code)
    if wait := rates.wait("export", settings.EXPORT_RATE, str(request.user.pk)):
        return too_often(request, wait)
    asked = Asked(request.scope, place.area, on, request.user.name, timezone.localtime())
    most = at_once.rows("roster.pdf")
    count = Rosters().count(asked, most=most)
    if count > most:
        return _as_job(request, place)
    name = f"{Rosters.label}_{place.area.name}_{on}.pdf"
    answer = download(name, MEDIA_TYPE, partial(bound, list(roster_paper.parts(asked))))
    details = {"list": "contacts", "on": on.isoformat(), "rows": count, "format": "pdf"}
    record(AccessEntry.Action.EXPORT, request.user, subject=code, details=details)
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
    messages.success(request, _("The paper is being made. It will be on this page when it is ready."))
    return redirect("job", job=job.pk)
