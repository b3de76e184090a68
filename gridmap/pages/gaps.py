"""/gaps/: which households are behind a number? A list page by page, and as a file."""

from functools import partial

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from api import rates
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.coverage import disclosure, households
from geodata.coverage.figures import FIGURES
from geodata.jobs import at_once
from geodata.jobs.models import Job
from geodata.jobs.verbs import start
from geodata.people.finding import LONGEST
from geodata.people.models import CareCategory
from geodata.reports.gap_layer import content_type, forms, write_list
from geodata.reports.gaps import Report
from geodata.territory.scope import Right
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.asking import Asked, Filters
from gridmap.pages.downloads import download, only_as_asked
from gridmap.pages.errors import too_often
from gridmap.pages.lists import Listing, key_of, listing, tells, trail
from gridmap.recording import record
from gridmap.tokens import takes_token

PAGE = 100


@require_safe
def gaps_page(request: ScopedRequest) -> HttpResponse:
    """The households of one figure in an area, 100 to a page."""
    filters = _filters(request)
    asked = filters.asked()
    sought = request.GET.get("q", "").strip()[:LONGEST]
    found = listing(asked, request.scope).answering(sought)
    after = key_of(request.GET.get("after", ""))
    page = households.page(found.question, found.figure, after=after, limit=PAGE + 1)
    more = page[PAGE - 1] if len(page) > PAGE else None
    told = {
        "filters": filters,
        "sought": sought,
        "asked": asked,
        "area": found.area,
        "figure": FIGURES[found.figure],
        "lines": found.describe(page[:PAGE]),
        "matched": found.matched(),
        "first": after is None,
        "next": f"{more.village_id}.{more.household_id}" if more else "",
        "may_count": bool(found.area) and request.scope.to(Right.COUNTS).holds_code(asked.area),
        "kinds": forms(found.area) if _may_export(request, found) else [],
        "trail": trail(found.area, found.scope, on=asked.on) if found.area else [],
    }
    return render(request, "pages/gaps.html", told)


@takes_token
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: ScopedRequest, kind: str) -> HttpResponse | FileResponse:
    """The whole list as a file, and a line in the record of access. A long one is offered as a job, which POST starts.

    It is written before the first byte is sent, so that a failure is an error page and not a file cut short.
    """
    filters = _filters(request)
    only_as_asked(filters)
    asked = filters.asked()
    found = listing(asked, request.scope, right=Right.EXPORT)
    if kind not in forms(found.area):
        raise Http404
    if request.method == "POST":
        return redirect("job", _job(request, found, asked, kind).pk)
    most = at_once.rows(f"gaps.{kind}")
    if (rows := found.matched(most=most)) > most:
        back = f"{reverse('gaps')}?{asked.address('area', 'gap', 'window', 'category', 'on')}"
        return render(request, "pages/long_list.html", {"most": most, "back": back, "kind": kind})
    if wait := rates.wait("export", settings.EXPORT_RATE, str(request.user.pk)):
        return too_often(request, wait)
    report = _report(request, found, asked, filters)
    name = f"{FIGURES[report.figure].label}_{report.place}_{asked.on}.{kind}"
    answer = download(name, content_type(kind), partial(write_list, kind, report))
    _record(request, asked, kind, rows=rows)
    return answer


def _job(request: ScopedRequest, found: Listing, asked: Asked, kind: str) -> Job:
    arguments = {
        "area": asked.area,
        "figure": found.figure,
        "on": asked.on.isoformat(),
        "window": asked.window,
        "category": asked.category,
        "details": tells(found.figure, asked.category),
        "form": kind,
    }
    about = (
        f"{FIGURES[found.figure].label} · {found.area.name}" if found.area else FIGURES[found.figure].label
    )
    return start(
        "reports.gaps",
        by=request.user,
        at=timezone.now(),
        arguments=arguments,
        subject=asked.area,
        about=str(about),
        request_id=request_id.get(),
    )


def _filters(request: ScopedRequest) -> Filters:
    scope = request.scope.to(Right.HOUSEHOLDS)
    today = periods.today()
    area = scope.codes[0] if len(scope.codes) == 1 and not scope.households else ""
    # Of households that somebody looks after in person none is without a contact.
    usual = Asked(on=today, area=area, gap="no_contact" if scope.codes else "households")
    seeing = request.scope.may(Right.DETAILS)
    categories = CareCategory.objects.all() if seeing else CareCategory.objects.none()
    return Filters(
        request.GET,
        today=today,
        usual=usual,
        categories=categories,
        free=disclosure.is_free(scope, request.GET.get("area") or area),
        gaps=None if seeing else disclosure.LISTED,
    )


def _may_export(request: ScopedRequest, found: Listing) -> bool:
    part = request.scope.to(Right.EXPORT)
    return part.holds_code(found.area.code) if found.area else bool(part.grants)


def _report(request: ScopedRequest, found: Listing, asked: Asked, filters: Filters) -> Report:
    return Report(
        question=found.question,
        figure=found.figure,
        scope=found.scope,
        area=found.area,
        by=request.user.name,
        at=timezone.localtime(),
        category=filters.category_name(asked.category),
    )


def _record(request: ScopedRequest, asked: Asked, kind: str, *, rows: int) -> None:
    filters = {
        "gap": asked.gap,
        "on": asked.on.isoformat(),
        "window": asked.window,
        "category": asked.category,
    }
    record(
        AccessEntry.Action.EXPORT,
        request.user,
        subject=asked.area,
        details=filters | {"rows": rows, "format": kind},
    )
