"""/campaigns/<key>/lists.pdf and …/sheet/: lists with boxes to take along, and the sheet from which they are entered."""

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from api.web import throttling
from geodata.audit.concept import Action
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import join
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.campaigns.figures import by_grid, by_village
from geodata.campaigns.finding import find_campaign
from geodata.campaigns.models import Campaign, CampaignTarget
from geodata.campaigns.results import MOST_AT_ONCE
from geodata.campaigns.sheets import record_sheet, to_reach
from geodata.jobs import at_once
from geodata.jobs.models import Job
from geodata.jobs.service import start
from geodata.papers.call_sheets import KIND, call_sheets, parts
from geodata.papers.pdf import MEDIA_TYPE, bound
from geodata.territory.models import Area
from gridmap.error_pages import too_often
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import as_job, download
from gridmap.pages.campaigns.forms import SheetForm, SheetRow
from gridmap.pages.visits.forms import tell_left_out
from gridmap.recording import record
from gridmap.tokens import takes_token


def area_asked(request: ScopedRequest) -> str:
    """A code, or all of one's own."""
    code = request.GET.get("area", "")
    return code if code.isascii() and code.isdigit() and len(code) <= 15 else ""


@takes_token
@require_http_methods(["GET", "HEAD", "POST"])
def lists_pdf(request: ScopedRequest, campaign: uuid.UUID) -> HttpResponse | FileResponse:
    """Whom nobody has reached, on record. Many are offered as a job, which POST starts."""
    found = find_campaign(campaign, scope=request.scope)
    for right in (Right.DETAILS, Right.EXPORT):
        require(request.scope, right)
    scope, area = request.scope.to(Right.EXPORT), area_asked(request)
    begin = partial(_job, request, found, area)
    if request.method == "POST":
        return redirect("job", begin().pk)
    targets, most = to_reach(found, scope=scope, area=area), at_once.rows("roster.pdf")
    if at_once.counted(targets, most=most) > most:
        return as_job(request, begin, most=most, back=reverse("campaign_calls", args=[found.key]), kind="pdf")
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    sheets = call_sheets(targets, on=periods.today())
    pages = list(parts(found, sheets, by=request.user.name, at=timezone.localtime()))
    answer = download(f"{found.title}_{area or found.area.code}.pdf", MEDIA_TYPE, partial(bound, pages))
    rows = sum(len(sheet.calls) for sheet in sheets)
    details = {"list": "roll_call", "on": periods.today().isoformat(), "rows": rows, "format": "pdf"}
    record(Action.EXPORT, request.user, subject=area or found.area.code, details=details)
    return answer


def _job(request: ScopedRequest, campaign: Campaign, area: str) -> Job:
    code = area or next(iter(request.scope.to(Right.EXPORT).codes), "")
    return start(
        KIND,
        by=request.user,
        at=timezone.now(),
        arguments={"campaign": str(campaign.key), "area": area},
        subject=code,
        about=campaign.title,
        request_id=request_id.get(),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_page(request: ScopedRequest, campaign: uuid.UUID) -> HttpResponse:
    """A row for each household in the order of the paper. Sent, all rows are checked before anything is stored."""
    found, area = find_campaign(campaign, scope=request.scope), area_asked(request)
    require(request.scope, Right.DETAILS)
    if request.method == "POST":
        return _entered(request, found, area)
    targets = list(to_reach(found, scope=request.scope, area=area)[:MOST_AT_ONCE])
    form = SheetForm(initial={"made": timezone.localtime().replace(second=0, microsecond=0)})
    rows = [_empty(found, target, number) for number, target in enumerate(targets)]
    return _shown(request, found, area, form, rows)


def _empty(campaign: Campaign, target: CampaignTarget, number: int) -> SheetRow:
    usual = {"client_id": uuid.uuid4(), "household": target.household.token, "how": "door"}
    return SheetRow(campaign=campaign, target=target, prefix=f"r{number}", initial=usual)


def _entered(request: ScopedRequest, campaign: Campaign, area: str) -> HttpResponse:
    form, rows = SheetForm(request.POST), _sent(request, campaign)
    filled = [row for row in rows if not row.blank]
    wrong = [row for row in filled if not row.is_valid()]
    if (
        form.is_valid()
        and filled
        and not wrong
        and not _refused(request, campaign, form.cleaned_data["made"], filled)
    ):
        for row in filled:
            tell_left_out(request, row.cleaned_data["text"])
        messages.success(request, _("Saved rows: %(count)s.") % {"count": figure(len(filled))})
        return redirect(f"{request.path}?area={area}" if area else request.path)
    marked = any(row.errors for row in filled) or bool(form.errors)
    return _shown(request, campaign, area, form, rows, wrong=marked)


def _sent(request: ScopedRequest, campaign: Campaign) -> list[SheetRow]:
    """Rows of households that the reader sees; who was reached meanwhile stays on the sheet."""
    numbers = range(MOST_AT_ONCE)
    tokens = {number: request.POST.get(f"r{number}-household", "") for number in numbers}
    seen = CampaignTarget.objects.within(request.scope).filter(campaign=campaign)
    beside = seen.filter(household__token__in=[token for token in tokens.values() if token])
    targets = {one.household.token: one for one in beside.select_related("household__grid", "village")}
    return [
        SheetRow(request.POST, campaign=campaign, target=targets[token], prefix=f"r{number}")
        for number, token in tokens.items()
        if token in targets
    ]


def _refused(request: ScopedRequest, campaign: Campaign, made: dt.datetime, rows: Sequence[SheetRow]) -> bool:
    """Told at the row what is wrong with it: then nothing is stored."""
    faults = record_sheet(
        campaign=campaign,
        reports=[row.report(made) for row in rows],
        by=request.user,
        scope=request.scope,
        at=timezone.now(),
        today=periods.today(),
    )
    for row, fault in zip(rows, faults, strict=True):
        if fault:
            row.add_error(
                "made" if fault.field == "made_at" else "state", join([fault.message, fault.remedy])
            )
    return any(faults)


def _shown(
    request: ScopedRequest, campaign: Campaign, area: str, form: SheetForm, rows: list[SheetRow], *, wrong: bool = False
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "campaign": campaign,
        "form": form,
        "rows": rows,
        "wrong": wrong,
        "area": area,
        "places": places_of(campaign, scope=request.scope),
    }
    return render(request, "campaigns/sheet.html", context, status=422 if wrong else 200)


def places_of(campaign: Campaign, *, scope: Scope) -> list[tuple[str, str, int]]:
    """Grids of one village, or villages, with how many nobody has reached there: what a pile of paper is of."""
    rows = [
        row
        for row in by_grid(CampaignTarget.objects.within(scope).filter(campaign=campaign))
        if row.unreached
    ]
    villages = list(by_village(rows))
    if len(villages) == 1:
        found = {row.grid: row.unreached for row in rows if row.grid}
    else:
        found = {row.village: row.unreached for row in villages}
    names = dict(Area.objects.on(periods.today()).filter(code__in=found).values_list("code", "name"))
    return [(code, names.get(code, code), count) for code, count in found.items()]
