"""/records/: who signed in, opened a special household or took away a list. For auditors; no household data in it."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from api import rates
from api.permissions import require
from geodata.audit.models import AccessEntry
from geodata.jobs import at_once
from geodata.jobs.at_once import counted
from geodata.jobs.models import Job
from geodata.jobs.verbs import start
from geodata.reports.files import TYPES
from geodata.reports.records import RecordQuery, as_csv, details
from geodata.territory.scope import Right
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.downloads import download, only_as_asked
from gridmap.pages.errors import too_often
from gridmap.pages.typed import Form
from gridmap.recording import record

PAGE = 100


class RecordFilters(Form):
    """Days, what was done, and by whom."""

    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    action = forms.ChoiceField(
        label=_("Action"), required=False, choices=[("", _("all actions")), *AccessEntry.Action.choices]
    )
    who = forms.CharField(label=_("Account"), required=False, max_length=60)

    def query(self) -> RecordQuery:
        """What is valid of the filters."""
        self.is_valid()
        told = {name: value for name, value in self.cleaned_data.items() if value}
        return RecordQuery(**told)


@require_safe
def records_page(request: ScopedRequest) -> HttpResponse:
    """The latest first, 100 to a page."""
    filters, entries = _asked(request)
    if end := _end(request.GET.get("before", "")):
        entries = entries.filter(Q(at__lt=end[0]) | Q(at=end[0], id__lt=end[1]))
    found = list(entries[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    told = {
        "filters": filters,
        "entries": [(entry, details(entry)) for entry in found[:PAGE]],
        "older": f"{last.at.isoformat()}.{last.pk}" if last else "",
        "address": _address(request),
    }
    return render(request, "pages/records.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
def records_export(request: ScopedRequest) -> HttpResponse | FileResponse:
    """All that the filters find as CSV, which is itself put on record. A long one is offered as a job, which POST starts."""
    filters, entries = _asked(request)
    only_as_asked(filters)
    query = filters.query()
    if request.method == "POST":
        return redirect("job", _job(request, query).pk)
    if (rows := counted(entries, most=(most := at_once.rows("records.csv")))) > most:
        back = f"{reverse('records')}?{_address(request)}"
        return render(request, "pages/long_list.html", {"most": most, "back": back, "kind": "csv"})
    if wait := rates.wait("export", settings.EXPORT_RATE, str(request.user.pk)):
        return too_often(request, wait)
    table = as_csv(entries, by=request.user.name, at=timezone.localtime())
    name = f"{_('Record of access')}_{timezone.localdate()}.csv"
    answer = download(name, TYPES["csv"], lambda target: target.writelines(table))
    taken = query.told() | {"format": "csv", "rows": rows}
    record(AccessEntry.Action.EXPORT, request.user, details=taken)
    return answer


def _job(request: ScopedRequest, query: RecordQuery) -> Job:
    return start(
        "reports.records",
        by=request.user,
        at=timezone.now(),
        arguments=query.told(),
        request_id=request_id.get(),
    )


def _asked(request: ScopedRequest) -> tuple[RecordFilters, QuerySet[AccessEntry]]:
    require(request.scope, Right.AUDIT)
    filters = RecordFilters(request.GET)
    return filters, filters.query().entries()


def _end(before: str) -> tuple[dt.datetime, uuid.UUID] | None:
    """Where the page before ended: time.id."""
    moment, _dot, name = before.rpartition(".")
    try:
        found = dt.datetime.fromisoformat(moment), uuid.UUID(name)
    except ValueError:
        return None
    return found if timezone.is_aware(found[0]) else None


def _address(request: ScopedRequest) -> str:
    """The filters as they stand in the address, without the page."""
    asked: Any = request.GET.copy()
    asked.pop("before", None)
    text: str = asked.urlencode()
    return text
