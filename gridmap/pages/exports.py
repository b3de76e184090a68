"""/exports/: whole tables to take away, such as the roster of households or the grids with their borders."""

import datetime as dt
from functools import partial

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from api import rates
from api.permissions import require, visible_area
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.errors import BadInput
from geodata.jobs import at_once
from geodata.jobs.models import Job
from geodata.jobs.verbs import start
from geodata.reports.extracts.extract import Asked
from geodata.reports.extracts.extracts import EXTRACTS
from geodata.reports.extracts.formats import FORMATS, formats_of, named, price_of
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.downloads import download
from gridmap.pages.errors import too_often
from gridmap.pages.lists import trail
from gridmap.pages.typed import Form
from gridmap.recording import record
from gridmap.tokens import takes_token


class ExportFilters(Form):
    """Of which area and day."""

    area = forms.RegexField("^[0-9]{2,15}$", label=_("Area"), required=False)
    on = forms.DateField(label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["on"]
        if day and not dt.date(2000, 1, 1) <= day <= periods.today():
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return day


@require_safe
def exports_page(request: ScopedRequest) -> HttpResponse:
    """What can be taken away of an area, in which formats, and how many rows each has."""
    scope = request.scope.to(Right.EXPORT)
    require(scope, Right.EXPORT)
    filters = ExportFilters({"area": scope.codes[0], "on": periods.today().isoformat()} | request.GET.dict())
    filters.is_valid()
    on = filters.cleaned_data.get("on") or periods.today()
    area = visible_area(
        scope, filters.cleaned_data.get("area") or scope.codes[0], right=Right.EXPORT, on=on, field="area"
    )
    asked = _asked(request, area, on)
    told = {
        "filters": filters,
        "area": area,
        "on": on,
        "trail": trail(area, scope, on=on),
        "near": asked.near,
        "below": Area.objects.on(on).within(scope).filter(parent=area).order_by("code"),
        "extracts": [(each, each.count(asked), formats_of(each)) for each in EXTRACTS.values()],
    }
    return render(request, "pages/exports.html", told)


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
    asked = _asked(request, visible_area(scope, code, right=Right.EXPORT, on=on), on)
    if request.method == "POST":
        return redirect("job", _job(request, asked, extract, form).pk)
    most = at_once.rows(price_of(EXTRACTS[extract], form))
    if (rows := EXTRACTS[extract].count(asked, most=most)) > most:
        back = f"{reverse('exports')}?area={code}&on={on}"
        return render(request, "pages/long_list.html", {"most": most, "back": back, "kind": form})
    if wait := rates.wait("export", settings.EXPORT_RATE, str(request.user.pk)):
        return too_often(request, wait)
    name = named(EXTRACTS[extract], asked, form)
    write = partial(FORMATS[form].write, EXTRACTS[extract], asked)
    answer = download(name, FORMATS[form].content_type, write)
    record(
        AccessEntry.Action.EXPORT,
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


def _job(request: ScopedRequest, asked: Asked, extract: str, form: str) -> Job:
    return start(
        "reports.extract",
        by=request.user,
        at=timezone.now(),
        arguments={"extract": extract, "area": asked.area.code, "on": asked.on.isoformat(), "form": form},
        subject=asked.area.code,
        about=f"{EXTRACTS[extract].label} · {asked.area.name}",
        request_id=request_id.get(),
    )


def _asked(request: ScopedRequest, area: Area, on: dt.date) -> Asked:
    return Asked(request.scope, area, on, request.user.name, timezone.localtime())


def _day(text: str) -> dt.date:
    form = ExportFilters({"on": text})
    if not form.is_valid():
        raise BadInput(
            str(_("This is not a day for which a list can be made.")),
            field="on",
            value=text,
            remedy=str(_("Choose today or an earlier day.")),
        )
    return form.cleaned_data["on"] or periods.today()
