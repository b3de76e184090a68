"""/records/: who signed in, opened a special household or took away a list. For auditors; no household data in it."""

from functools import partial

from django import forms
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from api.web import throttling
from geodata.audit.concept import Action
from geodata.audit.models import ACTIONS, AccessEntry
from geodata.base import keyset, periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.exports.access_log import RecordQuery, as_csv, details
from geodata.exports.files import TYPES
from geodata.jobs import at_once
from geodata.jobs.at_once import counted
from geodata.jobs.models import Job
from geodata.jobs.service import start
from gridmap.error_pages import too_often
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import as_job, download, only_as_asked
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.recording import record

PAGE = 100


class RecordFilters(Filters):
    """Days, what was done, and by whom."""

    sorts = {"time": ("at", "id")}

    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    action = forms.ChoiceField(
        label=_("Action"), required=False, choices=lambda: [("", _("All actions")), *ACTIONS.items()]
    )
    who = forms.CharField(label=_("Account"), required=False, max_length=60)

    def query(self) -> RecordQuery:
        """What is valid of the filters."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name) for name in ("first", "last", "action", "who")}
        return RecordQuery(**{name: value for name, value in asked.items() if value})


@answers_at_once
@require_safe
def records_page(request: ScopedRequest) -> HttpResponse:
    """The latest first, or last, 100 to a page."""
    filters, entries = _asked(request)
    way = "gt" if filters.sorted_by() == ("time", False) else "lt"
    if end := keyset.moment_and_id(request.GET.get("before", "")):
        beyond = {f"at__{way}": end[0]}, {"at": end[0], f"id__{way}": end[1]}
        entries = entries.filter(Q(**beyond[0]) | Q(**beyond[1]))
    rows = list(filters.ordered(entries)[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    context = {
        "filters": filters,
        "entries": [(entry, details(entry)) for entry in rows[:PAGE]],
        "older": f"{last.at.isoformat()}.{last.pk}" if last else "",
    }
    return render(request, "audit/access_log.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def records_export(request: ScopedRequest) -> HttpResponse | FileResponse:
    """All that the filters find as CSV, which is itself put on record. A long one is offered as a job, which POST starts."""
    filters, entries = _asked(request)
    only_as_asked(filters)
    query = filters.query()
    if request.method == "POST":
        return redirect("job", _job(request, query).pk)
    if (rows := counted(entries, most=(most := at_once.rows("records.csv")))) > most:
        back = f"{reverse('records')}?{filters.address()}"
        return as_job(request, partial(_job, request, query), most=most, back=back, kind="csv")
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    table = as_csv(entries, by=request.user.name, at=timezone.localtime())
    name = f"{_('Access log')}_{periods.today()}.csv"
    answer = download(name, TYPES["csv"], lambda target: target.writelines(table))
    taken = query.as_arguments() | {"format": "csv", "rows": rows}
    record(Action.EXPORT, request.user, details=taken)
    return answer


def _job(request: ScopedRequest, query: RecordQuery) -> Job:
    return start(
        "reports.records",
        by=request.user,
        at=timezone.now(),
        arguments=query.as_arguments(),
        request_id=request_id.get(),
    )


def _asked(request: ScopedRequest) -> tuple[RecordFilters, QuerySet[AccessEntry]]:
    require(request.scope, Right.AUDIT)
    filters = RecordFilters(request.GET)
    return filters, filters.query().entries()
