"""/campaigns/<key>/calls/: whom one still has to reach: call and say how it went, two taps; at the door three."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, join
from geodata.base.scope import Right
from geodata.campaigns.finding import Call, calls_of, find_any, find_campaign, with_reasons
from geodata.campaigns.models import Campaign
from geodata.campaigns.results import ResultReport, record_result
from gridmap.middleware import ScopedRequest
from gridmap.pages.campaigns.forms import TellForm, now
from gridmap.pages.visits.forms import tell_left_out

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A call, and the id of the result that a press would send."""

    call: Call
    client_id: uuid.UUID


@require_safe
def calls_page(request: ScopedRequest, campaign: uuid.UUID) -> HttpResponse:
    found = find_campaign(campaign, scope=request.scope)
    require(request.scope, Right.DETAILS)
    calls = calls_of(found, by=request.user, scope=request.scope)
    rows = list(calls[: PAGE + 1])
    lines = [Line(call, uuid.uuid4()) for call in with_reasons(rows[:PAGE], on=periods.today())]
    context = {
        "campaign": found,
        "lines": lines,
        "more": len(rows) > PAGE,
        "may_export": request.scope.may(Right.EXPORT),
    }
    return render(request, "campaigns/calls.html", context)


@require_POST
def tell_page(request: ScopedRequest, campaign: uuid.UUID) -> HttpResponse:
    # Judged by the right of its day, as by API: where it was made counts, not what is seen of the roll-call now.
    found = find_any(campaign)
    form = TellForm(request.POST)
    if form.is_valid():
        _told(request, found, form)
    else:
        messages.error(request, _("This form is incomplete. Reload the page."))
    return redirect("campaign_calls", campaign=found.key)


def _told(request: ScopedRequest, campaign: Campaign, form: TellForm) -> None:
    told, codes = form.cleaned_data, set(request.POST.getlist("bad"))
    answers = {line["code"]: line["bad"] for line in campaign.checklist if line["code"] in codes}
    report = ResultReport(
        told["client_id"], told["household"], now(), told["how"], told["state"], answers, told["text"]
    )
    try:
        result, _new = record_result(
            campaign=campaign,
            report=report,
            by=request.user,
            scope=request.scope,
            at=now(),
            today=periods.today(),
        )
    except (BadInput, Conflict) as error:
        messages.error(request, join([error.message, error.remedy]))
        return
    tell_left_out(request, report.text)
    if result.need:
        messages.success(request, _("Recorded. Need %(number)s was opened.") % {"number": result.need.number})
    else:
        messages.success(request, _("The result is recorded."))
