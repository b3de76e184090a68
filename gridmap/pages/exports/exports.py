"""/exports/: whole tables to take away, such as the roster of households or the grids with their borders."""

import datetime as dt
from functools import partial
from urllib.parse import urlencode

from django import forms
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from api.web import throttling
from api.web.access import visible_area
from geodata.audit.concept import Action
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.formats import FORMATS, formats_of, named, price_of
from geodata.exports.extracts.registry import EXTRACTS
from geodata.jobs import at_once
from geodata.jobs.models import Job
from geodata.jobs.service import start
from geodata.territory.models import Area
from gridmap.error_pages import too_often
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import as_job, download
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.lists import trail
from gridmap.recording import record
from gridmap.tokens import takes_token


class ExportFilters(Filters):
    """Of which area and day."""

    on = forms.DateField(label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["on"]
        if day and not periods.FIRST_DAY <= day <= periods.today():
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return day

    def day(self) -> dt.date:
        """What is asked for; today without a day, or one that is none."""
        self.is_valid()
        return self.cleaned_data.get("on") or periods.today()


@answers_at_once
@require_safe
def exports_page(request: ScopedRequest) -> HttpResponse:
    """What can be taken away of an area, in which formats, and how many rows each has."""
    scope = request.scope.to(Right.EXPORT)
    require(scope, Right.EXPORT)
    filters = ExportFilters(request.GET, usual={"area": scope.codes[0], "on": periods.today().isoformat()})
    on, code = filters.day(), filters.told()["area"]
    area = visible_area(scope, code, right=Right.EXPORT, on=on, field="area")
    filters.pick(area.code, scope, on=on)
    query = _asked(request, area, on)
    context = {
        "filters": filters,
        "area": area,
        "on": on,
        "trail": trail(area, scope, on=on),
        "near": query.near,
        "extracts": [(each, each.count(query), formats_of(each)) for each in EXTRACTS.values()],
    }
    return render(request, "exports/exports.html", context)


@takes_token
@require_http_methods(["GET", "HEAD", "POST"])
def export_file(request: ScopedRequest, code: str, extract: str, form: str) -> HttpResponse | FileResponse:
    """One table as a file, and a line in the record of access. A long one is offered as a job, which POST starts.

    It is written before the first byte is sent, so that a failure is an error page and not a file cut short.
    """
    if extract not in EXTRACTS or form not in formats_of(EXTRACTS[extract]):
        raise Http404
    on = _day(request.GET.get("on", ""))
    scope: Scope = request.scope.to(Right.EXPORT)
    require(scope, Right.EXPORT)
    query = _asked(request, visible_area(scope, code, right=Right.EXPORT, on=on), on)
    if request.method == "POST":
        return redirect("job", _job(request, query, extract, form).pk)
    most = at_once.rows(price_of(EXTRACTS[extract], form))
    if (rows := EXTRACTS[extract].count(query, most=most)) > most:
        back = f"{reverse('exports')}?area={code}&on={on}"
        begin = partial(_job, request, query, extract, form)
        return as_job(request, begin, most=most, back=back, kind=form)
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    name = named(EXTRACTS[extract], query, form)
    write = partial(FORMATS[form].write, EXTRACTS[extract], query)
    answer = download(name, FORMATS[form].content_type, write)
    record(
        Action.EXPORT,
        request.user,
        subject=code,
        details={
            "list": extract,
            "on": on.isoformat(),
            "rows": rows,
            "format": form,
        },
    )
    return answer


def _job(request: ScopedRequest, query: AreaQuestion, extract: str, form: str) -> Job:
    return start(
        "reports.extract",
        by=request.user,
        at=timezone.now(),
        arguments={"extract": extract, "area": query.area.code, "on": query.on.isoformat(), "form": form},
        subject=query.area.code,
        about=f"{EXTRACTS[extract].label} · {query.area.name}",
        request_id=request_id.get(),
    )


def _asked(request: ScopedRequest, area: Area, on: dt.date) -> AreaQuestion:
    return AreaQuestion(request.scope, area, on, request.user.name, timezone.localtime())


def _day(text: str) -> dt.date:
    form = ExportFilters(QueryDict(urlencode({"on": text})))
    if not form.is_valid():
        raise BadInput(
            str(_("A list cannot be made for this day.")),
            field="on",
            value=text,
            remedy=str(_("Choose today or an earlier day.")),
        )
    return form.cleaned_data["on"] or periods.today()
