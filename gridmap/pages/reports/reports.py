"""/reports/: the gap report by one press, every edition as it was, and what has changed since."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata.base import periods
from geodata.display.lines import describe
from geodata.reports.finding import editions_of, find_edition, recompute
from geodata.reports.jobs import FORMS
from geodata.reports.models import Edition, part_of
from geodata.reports.revising import LISTED, revise
from geodata.reports.starting import start_edition, start_file
from geodata.reports.telling import report_of
from geodata.reports.weekly import end_weekly, report_weekly
from geodata.territory.models import Area
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once

PAGE = 50


@answers_at_once
@require_safe
def reports_page(request: ScopedRequest) -> HttpResponse:
    """The editions of an area, the latest first, and the button for the next one."""
    scope = request.scope
    editions = editions_of(scope)
    part = part_of(scope)
    filters = Filters(request.GET, usual={"area": part.codes[0]})
    code = filters.told()["area"]
    filters.pick(code, part, on=periods.today(), down_to=Area.Level.VILLAGE)
    area = Area.objects.on(periods.today()).within(part).filter(code=code).first()
    if code:
        editions = editions.filter(area_code=code)
    context = {
        "filters": filters,
        "area": area,
        "page": Paginator(editions, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "reports/reports.html", context)


@require_POST
def make_report(request: ScopedRequest) -> HttpResponse:
    """A new edition of today, with its documents, as a job: two presses from the home page, one from a saved view."""
    job = start_edition(request.POST.get("area", "")[:15], scope=request.scope, **_told(request))
    return redirect("job", job.pk)


@require_safe
def edition_page(request: ScopedRequest, edition: uuid.UUID) -> HttpResponse:
    """As it was told, whether it still comes out so, and what is known otherwise now."""
    found = find_edition(edition, request.scope)
    context = {
        "edition": found,
        "report": report_of(found, scope=request.scope),
        "forms": list(FORMS),
        **(_since(request, found) if found.parts.exists() else {}),
    }
    return render(request, "reports/edition.html", context)


def _since(request: ScopedRequest, edition: Edition) -> dict[str, object]:
    """Whether it still comes out, and what is known otherwise now, with as many households as a page holds."""
    revision = revise(edition)
    listed = revision.listed(LISTED)
    lines = describe([each.state for each in listed], scope=request.scope, on=edition.day)
    return {
        "again": recompute(edition),
        "revision": revision,
        "changed": list(zip(listed, lines, strict=True)),
    }


@require_POST
def report_file(request: ScopedRequest, edition: uuid.UUID) -> HttpResponse:
    """One document of an edition, as a job."""
    found, form = find_edition(edition, request.scope), request.POST.get("form", "")
    if form not in FORMS:
        raise Http404
    return redirect("job", start_file(found, form, **_told(request)).pk)


@require_POST
def weekly_report(request: ScopedRequest, saved: uuid.UUID) -> HttpResponse:
    """From a saved view: every Monday, or no more."""
    if request.POST.get("state") == "off":
        end_weekly(saved, by=request.user, at=timezone.now())
        messages.success(request, _("The weekly report of this view has ended."))
    else:
        names = request.POST.get("names") == "on"
        report_weekly(saved, names=names, by=request.user, scope=request.scope, at=timezone.now())
        messages.success(request, _("The report of this view will come every Monday at 7:00."))
    return redirect("saved_views")


def _told(request: ScopedRequest) -> dict[str, Any]:
    return {
        "names": request.POST.get("names") == "on",
        "by": request.user,
        "at": timezone.now(),
        "request_id": request_id.get(),
    }
