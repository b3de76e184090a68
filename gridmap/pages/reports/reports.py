"""/reports/: the gap report by one press, every edition as it was, and what has changed since."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.display.lines import describe
from geodata.jobs.models import Job
from geodata.jobs.service import start
from geodata.people.models import Household
from geodata.reports.finding import editions_of, find_edition, recompute
from geodata.reports.jobs import FILE, FORMS
from geodata.reports.making import area_of
from geodata.reports.models import Edition, part_of
from geodata.reports.revising import LISTED, revise
from geodata.reports.telling import report_of
from geodata.reports.weekly import EDITION, end_weekly, report_weekly
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
    require(request.scope, Right.EXPORT)
    area = area_of(request.POST.get("area", "")[:15], request.scope)
    arguments = {
        "area": area.code,
        "on": periods.today().isoformat(),
        "names": request.POST.get("names") == "on",
    }
    return redirect("job", _start(request, EDITION, arguments, area).pk)


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
    # Who was forgotten meanwhile has no line any more.
    changed = {each.household_id: each for each in revision.households}
    there = set(Household.objects.filter(pk__in=changed).values_list("pk", flat=True))
    listed = [each for pk, each in changed.items() if pk in there][:LISTED]
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
    arguments = {"edition": str(found.pk), "form": form, "names": request.POST.get("names") == "on"}
    return redirect("job", _start(request, FILE, arguments, found.area).pk)


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


def _start(request: ScopedRequest, kind: str, arguments: dict[str, object], area: Area) -> Job:
    return start(
        kind,
        by=request.user,
        at=timezone.now(),
        arguments=arguments,
        subject=area.code,
        about=area.name,
        request_id=request_id.get(),
    )
