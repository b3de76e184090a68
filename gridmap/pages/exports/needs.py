"""/needs/export.<form>: the ledger of needs as its page shows it, as a file or on paper."""

from functools import partial

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from api.web import throttling
from geodata.audit.concept import Action
from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.exports.need_ledger import (
    NeedLedger,
    as_arguments,
    file_name,
    forms,
    media_type,
    write_ledger,
)
from geodata.jobs import at_once
from geodata.jobs.models import Job
from geodata.jobs.service import start
from geodata.papers.needs import ledger_parts
from geodata.papers.pdf import MEDIA_TYPE, bound
from gridmap.error_pages import too_often
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import as_job, download, only_as_asked
from gridmap.pages.needs.filters import NeedFilters
from gridmap.recording import record
from gridmap.tokens import takes_token

PDF = "pdf"


@takes_token
@require_http_methods(["GET", "HEAD", "POST"])
def needs_file(request: ScopedRequest, form: str) -> HttpResponse | FileResponse:
    """By the filter of the ledger's address, and a line in the record of access. A long one is offered as a job, which POST starts."""
    filters = NeedFilters(request.GET)
    only_as_asked(filters)
    for right in (Right.EXPORT, Right.NEED):
        require(request.scope, right)
    area = filters.place(request.scope.to(Right.NEED), on=periods.today())
    if form not in forms(area):
        raise Http404
    ledger = NeedLedger(filters.filter(area), request.user, request.scope, timezone.localtime())
    if request.method == "POST":
        return redirect("job", _job(request, ledger, form).pk)
    most = at_once.rows(f"needs.{form}")
    if (rows := ledger.count(most=most)) > most:
        back = f"{reverse('needs')}?{filters.address()}"
        return as_job(request, partial(_job, request, ledger, form), most=most, back=back, kind=form)
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    answer = _file(ledger, form)
    told = {"list": "needs", **as_arguments(ledger.asked), "rows": rows, "format": form}
    record(Action.EXPORT, request.user, subject=area.code if area else "", details=told)
    return answer


def _file(ledger: NeedLedger, form: str) -> FileResponse:
    if form == PDF:
        return download(file_name(ledger, form), MEDIA_TYPE, partial(bound, list(ledger_parts(ledger))))
    return download(file_name(ledger, form), media_type(form), partial(write_ledger, form, ledger))


def _job(request: ScopedRequest, ledger: NeedLedger, form: str) -> Job:
    arguments = {"asked": as_arguments(ledger.asked)}
    return start(
        "reports.needs_on_paper" if form == PDF else "reports.needs",
        by=request.user,
        at=timezone.now(),
        arguments=arguments if form == PDF else arguments | {"form": form},
        subject=ledger.asked.area.code if ledger.asked.area else "",
        about=ledger.place,
        request_id=request_id.get(),
    )
