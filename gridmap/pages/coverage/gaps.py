"""/gaps/: which households are behind a number? A list page by page, and as a file."""

from dataclasses import replace
from functools import partial
from urllib.parse import quote

from django import forms
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from api.web import throttling
from geodata.audit.concept import Action
from geodata.base import keyset, periods
from geodata.base.scope import Right
from geodata.coverage import disclosure, households
from geodata.coverage.figures import LISTS
from geodata.exports import gap_layer
from geodata.exports.gap_layer import content_type, write_list
from geodata.exports.gaps import Report
from geodata.jobs import at_once
from geodata.jobs.models import Job
from geodata.jobs.service import start
from geodata.people.finding import LONGEST
from geodata.people.models import CareCategory
from gridmap.error_pages import too_often
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.asked import Asked, CoverageFilters, figure_of
from gridmap.pages.base.downloads import as_job, download, only_as_asked
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.lists import Listing, listing, trail
from gridmap.recording import record
from gridmap.tokens import takes_token

PAGE = 100


class GapFilters(CoverageFilters):
    """Of a list also those that answer to a text."""

    q = forms.CharField(
        label=_("Find a household"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Name, initials, address, phone, number")}
        ),
    )


@answers_at_once
@require_safe
def gaps_page(request: ScopedRequest) -> HttpResponse:
    """The households of one figure in an area, 100 to a page."""
    filters = _filters(request)
    query = filters.asked()
    sought = filters.told()["q"]
    gaps = listing(query, request.scope).answering(sought)
    filters.pick(query.area, gaps.scope, on=query.on)
    if sees_days := bool(query.area) and request.scope.to(Right.DETAILS).holds_code(query.area):
        filters.sorts = {"last_met": ()}
    page, following = _page(gaps, filters, request.GET.get("after", ""))
    context = {
        "filters": filters,
        "asked": query,
        "area": gaps.area,
        "figure": LISTS[gaps.figure],
        "lines": gaps.describe(page),
        "by_day": filters if sees_days else None,
        "matched": gaps.matched(most=households.COUNTED),
        "left": _left_too(request, query, sought),
        "first": "after" not in request.GET,
        "next": following,
        "may_count": bool(gaps.area) and request.scope.to(Right.COUNTS).holds_code(query.area),
        "kinds": gap_layer.forms(gaps.area) if _may_export(request, gaps) else [],
        "trail": trail(gaps.area, gaps.scope, on=query.on) if gaps.area else [],
    }
    return render(request, "coverage/gaps.html", context)


def _left_too(request: ScopedRequest, query: Asked, sought: str) -> tuple[int, str]:
    """How many that have left answer to the text, and the address of their list: they are found whatever is looked through."""
    seen = request.scope.to(Right.DETAILS)
    if not sought or LISTS[figure_of(query.gap)].gone or not seen.grants:
        return 0, ""
    if query.area and not seen.holds_code(query.area):
        return 0, ""
    asked = replace(query, gap="left", category="")
    address = f"{asked.address('area', 'gap', 'on')}&q={quote(sought, safe='')}"
    return listing(asked, request.scope).answering(sought).matched(), address


def _page(found: Listing, filters: Filters, after: str) -> tuple[list[households.State], str]:
    """A page in the order that is asked for, and where the next one begins ("" for the last)."""
    name, latest = filters.sorted_by()
    if name:
        end = keyset.day_and_number(after)
        states = households.page_by_last_met(
            found.question, found.figure, after=end, limit=PAGE + 1, latest=latest
        )
    else:
        states = households.page(found.question, found.figure, after=keyset.numbers(after), limit=PAGE + 1)
    if len(states) <= PAGE:
        return states, ""
    last = states[PAGE - 1]
    first = (last.last_met or households.NEVER) if name else last.village_id
    return states[:PAGE], keyset.joined(first, last.household_id)


@takes_token
@answers_at_once
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: ScopedRequest, kind: str) -> HttpResponse | FileResponse:
    """The whole list as a file, and a line in the record of access. A long one is offered as a job, which POST starts.

    It is written before the first byte is sent, so that a failure is an error page and not a file cut short.
    """
    filters = _filters(request)
    only_as_asked(filters)
    query = filters.asked()
    gaps = listing(query, request.scope, right=Right.EXPORT)
    if kind not in gap_layer.forms(gaps.area):
        raise Http404
    if request.method == "POST":
        return redirect("job", _job(request, gaps, query, kind).pk)
    most = at_once.rows(f"gaps.{kind}")
    if (rows := gaps.matched(most=most)) > most:
        back = f"{reverse('gaps')}?{query.address('area', 'gap', 'window', 'category', 'on')}"
        begin = partial(_job, request, gaps, query, kind)
        return as_job(request, begin, most=most, back=back, kind=kind)
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    report = _report(request, gaps, query, filters)
    name = f"{LISTS[report.figure].label}_{report.place}_{query.on}.{kind}"
    answer = download(name, content_type(kind), partial(write_list, kind, report))
    _record(request, query, kind, rows=rows)
    return answer


def _job(request: ScopedRequest, gaps: Listing, query: Asked, kind: str) -> Job:
    arguments = {
        "area": query.area,
        "figure": gaps.figure,
        "on": query.on.isoformat(),
        "window": query.window,
        "category": query.category,
        "details": disclosure.list_tells(gaps.figure, query.category),
        "form": kind,
    }
    about = f"{LISTS[gaps.figure].label} · {gaps.area.name}" if gaps.area else LISTS[gaps.figure].label
    return start(
        "reports.gaps",
        by=request.user,
        at=timezone.now(),
        arguments=arguments,
        subject=query.area,
        about=str(about),
        request_id=request_id.get(),
    )


def _filters(request: ScopedRequest) -> GapFilters:
    scope = request.scope.to(Right.HOUSEHOLDS)
    today = periods.today()
    area = scope.codes[0] if len(scope.codes) == 1 and not scope.households else ""
    # Of households that somebody looks after in person none is without a contact.
    usual = Asked(on=today, area=area, gap="no_contact" if scope.codes else "households")
    seeing = request.scope.may(Right.DETAILS)
    categories = CareCategory.objects.all() if seeing else CareCategory.objects.none()
    return GapFilters(
        request.GET,
        without=["metric", "by"],
        today=today,
        usual=usual,
        categories=categories,
        free=disclosure.is_free(scope, request.GET.get("area") or area),
        seeing=seeing,
    )


def _may_export(request: ScopedRequest, gaps: Listing) -> bool:
    part = request.scope.to(Right.EXPORT)
    return part.holds_code(gaps.area.code) if gaps.area else bool(part.grants)


def _report(request: ScopedRequest, gaps: Listing, query: Asked, filters: CoverageFilters) -> Report:
    return Report(
        question=gaps.question,
        figure=gaps.figure,
        scope=gaps.scope,
        area=gaps.area,
        by=request.user.name,
        at=timezone.localtime(),
        category=filters.category_name(query.category),
    )


def _record(request: ScopedRequest, query: Asked, kind: str, *, rows: int) -> None:
    filters = {
        "gap": query.gap,
        "on": query.on.isoformat(),
        "window": query.window,
        "category": query.category,
    }
    record(
        Action.EXPORT,
        request.user,
        subject=query.area,
        details=filters | {"rows": rows, "format": kind},
    )
