"""/records/: who signed in, opened a special household or took away a list. For auditors; no household data in it."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from api.permissions import require
from geodata.audit.models import AccessEntry
from geodata.coverage.figures import FIGURES
from geodata.jobs.registry import title_of
from geodata.reports.extracts.extracts import EXTRACTS
from geodata.reports.files import TYPES, lines_as_csv, marked
from geodata.territory.scope import Right
from gridmap.middleware import ScopedRequest
from gridmap.pages.asking import figure_of
from gridmap.pages.downloads import download
from gridmap.pages.typed import Form
from gridmap.recording import record

PAGE = 100
WORDS = {
    "gap": _("List"),
    "list": _("Table"),
    "on": _("As of"),
    "window": _("Visits of the last"),
    "category": _("Care category"),
    "rows": _("Rows"),
    "format": _("File"),
    "by": _("By way of"),
    "job": _("Job"),
    "bytes": _("Bytes"),
    "first": _("From"),
    "last": _("To"),
    "action": _("Action"),
    "who": _("Account"),
}
"""What the details of an entry are called."""
WAYS = {
    "password": _("password"),
    "mfa": _("second step"),
    "link": _("one-time link"),
    "oidc": _("the county's sign-in"),
    "socialaccount": _("the county's sign-in"),
    "api": _("the API"),
}
"""How somebody signed in, or opened a household."""


class RecordFilters(Form):
    """Days, what was done, and by whom."""

    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    action = forms.ChoiceField(
        label=_("Action"), required=False, choices=[("", _("all actions")), *AccessEntry.Action.choices]
    )
    who = forms.CharField(label=_("Account"), required=False, max_length=60)

    def condition(self) -> Q:
        """What is valid of the filters."""
        self.is_valid()
        told, found = self.cleaned_data, Q()
        if told.get("first"):
            found &= Q(at__gte=_midnight(told["first"]))
        if told.get("last") and told["last"] < dt.date.max:
            found &= Q(at__lt=_midnight(told["last"] + dt.timedelta(days=1)))
        if told.get("action"):
            found &= Q(action=told["action"])
        if who := told.get("who"):
            found &= (
                Q(user__name__icontains=who)
                | Q(user__username__iexact=who)
                | Q(user=None, subject__iexact=who)
            )
        return found


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


@require_safe
def records_export(request: ScopedRequest) -> FileResponse:
    """All that the filters find as CSV, which is itself put on record."""
    filters, entries = _asked(request)
    headings = [_("Time"), _("Account"), _("Action"), _("Subject"), _("Details"), _("Request id")]
    mark = marked(request.user.name, timezone.localtime())
    lines = map(_cells, entries.iterator(2000))
    table = lines_as_csv([str(heading) for heading in headings], lines, mark=mark)
    name = f"{_('Record of access')}_{timezone.localdate()}.csv"
    answer = download(name, TYPES["csv"], lambda target: target.writelines(table))
    record(
        AccessEntry.Action.EXPORT,
        request.user,
        details=_told(filters) | {"format": "csv", "rows": entries.count()},
    )
    return answer


def _asked(request: ScopedRequest) -> tuple[RecordFilters, QuerySet[AccessEntry]]:
    require(request.scope, Right.AUDIT)
    filters = RecordFilters(request.GET)
    entries = AccessEntry.objects.filter(filters.condition()).select_related("user").order_by("-at", "-id")
    return filters, entries


def _told(filters: RecordFilters) -> dict[str, str]:
    """The filters that were asked for, as the record keeps them."""
    return {name: str(value) for name, value in filters.cleaned_data.items() if value}


def _cells(entry: AccessEntry) -> list[str]:
    who = f"{entry.user.name} {entry.user.username}" if entry.user else ""
    told = " · ".join(f"{name} {value}" for name, value in details(entry))
    at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
    return [at, who, entry.get_action_display(), entry.subject, told, entry.request_id]


def details(entry: AccessEntry) -> list[tuple[Promise | str, str]]:
    """The filters and counts of an entry, in words where there are any."""
    told = [(name, str(value)) for name, value in entry.details.items() if value not in ("", None)]
    return [(WORDS.get(name, name), _in_words(name, value)) for name, value in told]


def _in_words(name: str, value: str) -> str:
    if name == "list" and value in EXTRACTS:
        return str(EXTRACTS[value].label)
    if name == "gap" and figure_of(value) in FIGURES:
        return str(FIGURES[figure_of(value)].label)
    if name == "job":
        return title_of(value)
    if name == "action" and value in AccessEntry.Action.values:
        return str(AccessEntry.Action(value).label)
    return " + ".join(str(WAYS.get(way, way)) for way in value.split("+")) if name == "by" else value


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


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
