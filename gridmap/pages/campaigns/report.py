"""/campaigns/<key>/report.pdf and .xlsx: the report of a roll-call as of any minute, on record."""

import datetime as dt
import uuid
from functools import partial

from django import forms
from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from api.web import throttling
from geodata.audit.concept import Action
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput
from geodata.base.scope import Right
from geodata.campaigns.finding import find_campaign
from geodata.campaigns.models import Campaign
from geodata.campaigns.reporting import report_of
from geodata.exports.campaign_report import CampaignReport
from geodata.exports.files import TYPES, write
from geodata.papers.campaign_report import campaign_report_pdf
from geodata.papers.pdf import MEDIA_TYPE
from gridmap.error_pages import too_often
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import download
from gridmap.recording import record
from gridmap.tokens import takes_token


@takes_token
@require_safe
def report_file(request: ScopedRequest, campaign: uuid.UUID, form: str) -> HttpResponse | FileResponse:
    """Counts by place: no household and no person is in it."""
    found = find_campaign(campaign, scope=request.scope)
    require(request.scope, Right.EXPORT)
    if found.opened_at is None:
        raise Http404
    at = _minute(request.GET.get("at", ""), found)
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    report = report_of(found, scope=request.scope.to(Right.EXPORT), at=at, on=periods.today())
    sheet = CampaignReport(report, request.user.name, timezone.localtime())
    name = f"{sheet.title}_{timezone.localtime(at):%Y-%m-%d_%H%M}.{form}"
    if form == "pdf":
        pdf = campaign_report_pdf(report, by=request.user.name, at=sheet.at)
        answer = download(name, MEDIA_TYPE, lambda target: target.write(pdf))
    else:
        answer = download(name, TYPES[form], partial(write, form, sheet))
    details = {"list": "campaign_report", "on": at.isoformat(), "rows": len(report.grids), "format": form}
    record(Action.EXPORT, request.user, subject=found.area.code, details=details)
    return answer


def _minute(text: str, campaign: Campaign) -> dt.datetime:
    """What is asked for; else the closing, or now. Raises BadInput."""
    if not text:
        return campaign.closed_at or timezone.now()
    try:
        at: dt.datetime = forms.DateTimeField().clean(text)
    except forms.ValidationError:
        at = dt.datetime.min.replace(tzinfo=dt.UTC)
    if campaign.opened_at is None or not campaign.opened_at <= at <= timezone.now():
        raise BadInput(
            _("A report is made of a minute since the opening."),
            field="at",
            value=text,
            remedy=_("Write such as 2026-01-20T08:30."),
        )
    return at
