"""/visits/: the visit ledger, page by page and as a file, with its four figures."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from api.web import throttling
from api.web.access import visible_area
from geodata.audit.concept import Action
from geodata.base import keyset, periods
from geodata.base.access import require
from geodata.base.scope import Right, Scope
from geodata.coverage.households import COUNTED
from geodata.display.shares import Share
from geodata.exports.files import TYPES, write
from geodata.exports.ledger import LedgerReport, figures_of
from geodata.jobs import at_once
from geodata.jobs.models import Job
from geodata.jobs.service import start
from geodata.visits.ledger import Ledger
from geodata.visits.models import Visit
from gridmap.error_pages import too_often
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import as_job, download, only_as_asked
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.lists import trail
from gridmap.pages.base.typed import told_beside_field
from gridmap.recording import record
from gridmap.tokens import takes_token

PAGE = 100
WINDOW = 90


class LedgerFilters(Filters):
    """Days, outcome, mode, and whether only one's own visits, those with a note, or the voided ones too.

    What is not valid is told beside its field, and the usual value is taken instead.
    """

    sorts = {"day": ("day", "pk")}

    first = forms.DateField(label=_("From"), required=False)
    last = forms.DateField(label=_("To"), required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("All outcomes")), *Visit.Outcome.choices]
    )
    mode = forms.ChoiceField(
        label=_("Mode"), required=False, choices=[("", _("All ways")), *Visit.Mode.choices]
    )
    which = forms.ChoiceField(
        label=_("Scope"),
        required=False,
        choices=[
            ("", _("Valid visits")),
            ("mine", _("Only mine")),
            ("noted", _("With a need or a note")),
            ("voided", _("Including voided")),
        ],
    )

    def __init__(self, parameters: Any, *, today: dt.date) -> None:
        usual = {
            "first": (today - dt.timedelta(days=WINDOW - 1)).isoformat(),
            "last": today.isoformat(),
        }
        super().__init__(parameters, usual=usual)
        self.today = today
        for name in usual:
            self.fields[name].widget = forms.DateInput(attrs={"type": "date", "max": today.isoformat()})

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("first") and values.get("last") and values["first"] > values["last"]:
            self.add_error("first", _("The first day is after the last one."))
        return values

    def clean_last(self) -> dt.date | None:
        last: dt.date | None = self.cleaned_data["last"]
        if last:
            with told_beside_field():
                periods.check_past(last, field="last")
        return last

    def value(self, name: str, usual: Any = "") -> Any:
        return self.cleaned_data.get(name) or usual


@dataclass(frozen=True)
class Asked:
    """A ledger with the address that asks for it."""

    ledger: Ledger
    address: str
    without_area: str
    place: str


@answers_at_once
@require_safe
def ledger_page(request: ScopedRequest) -> HttpResponse:
    """Visits of a period, 100 to a page, the latest first, or last."""
    filters = LedgerFilters(request.GET, today=periods.today())
    query = _asked(filters, request)
    after = keyset.day_and_number(request.GET.get("after", ""))
    earliest_first = filters.sorted_by() == ("day", False)
    page = query.ledger.page(after=after, limit=PAGE + 1, earliest_first=earliest_first)
    area = query.ledger.area
    filters.pick(area.code if area else "", query.ledger.scope, on=query.ledger.last)
    more = page[PAGE - 1] if len(page) > PAGE else None
    counted, there = figures_of(query.ledger, most=COUNTED)
    context = {
        "filters": filters,
        "asked": query,
        "area": area,
        "visits": page[:PAGE],
        "counted": counted,
        "coverage": Share(counted.households, there),
        "first": after is None,
        "next": f"{more.day}.{more.pk}" if more else "",
        "may_export": _may_export(request.scope, query.ledger),
        "trail": trail(area, query.ledger.scope, on=query.ledger.last) if area else [],
    }
    return render(request, "visits/ledger.html", context)


@takes_token
@require_http_methods(["GET", "HEAD", "POST"])
def ledger_export(request: ScopedRequest, kind: str) -> HttpResponse | FileResponse:
    """The whole ledger as a file, and a line in the record of access. A long one is offered as a job, which POST starts."""
    filters = LedgerFilters(request.GET, today=periods.today())
    only_as_asked(filters)
    query = _asked(filters, request, right=Right.EXPORT)
    if request.method == "POST":
        return redirect("job", _job(request, query, kind).pk)
    most = at_once.rows(f"ledger.{kind}")
    if (rows := at_once.counted(query.ledger.visits(), most=most)) > most:
        back = f"{reverse('ledger')}?{query.address}"
        return as_job(request, partial(_job, request, query, kind), most=most, back=back, kind=kind)
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    report = LedgerReport(
        ledger=query.ledger,
        place=query.place,
        by=request.user.name,
        at=timezone.localtime(),
    )
    name = f"{report.title}_{query.ledger.first}_{query.ledger.last}.{kind}"
    answer = download(name, TYPES[kind], partial(write, kind, report))
    _record(request, query, kind, rows=rows)
    return answer


def _job(request: ScopedRequest, query: Asked, kind: str) -> Job:
    arguments = {"area": "", **dict(parse_qsl(query.address)), "form": kind}
    return start(
        "reports.ledger",
        by=request.user,
        at=timezone.now(),
        arguments=arguments,
        subject=arguments["area"],
        about=query.place,
        request_id=request_id.get(),
    )


def _asked(filters: LedgerFilters, request: ScopedRequest, *, right: Right = Right.DETAILS) -> Asked:
    """Raises NotFound for an area outside the scope, NotAllowed where visits may not be seen."""
    filters.is_valid()
    today = filters.today
    scope: Scope = request.scope.to(Right.DETAILS).to(right)
    require(scope, right)
    first = filters.value("first", today - dt.timedelta(days=WINDOW - 1))
    last = filters.value("last", today)
    code = filters.value("area") or _usual_area(scope)
    area = visible_area(scope, code, right=right, on=last, field="area") if code else None
    which = filters.value("which")
    ledger = Ledger(
        scope,
        area,
        min(first, last),
        last,
        outcome=filters.value("outcome"),
        mode=filters.value("mode"),
        by=request.user if which == "mine" else None,
        voided=which == "voided",
        noted=which == "noted",
    )
    parts = {"area": code, "first": ledger.first, "last": last, "outcome": ledger.outcome, "mode": ledger.mode, "which": which}  # fmt: skip
    parameters = {name: value for name, value in parts.items() if value}
    rest = urlencode({name: value for name, value in parameters.items() if name != "area"})
    return Asked(ledger, urlencode(parameters), rest, area.name if area else gettext("My households"))


def _usual_area(scope: Scope) -> str:
    return scope.codes[0] if len(scope.codes) == 1 and not scope.households else ""


def _may_export(scope: Scope, ledger: Ledger) -> bool:
    part = scope.to(Right.EXPORT)
    return part.holds_code(ledger.area.code) if ledger.area else bool(part.grants)


def _record(request: ScopedRequest, query: Asked, kind: str, *, rows: int) -> None:
    ledger = query.ledger
    record(
        Action.EXPORT,
        request.user,
        subject=ledger.area.code if ledger.area else "",
        details={
            "list": "visits",
            "first": ledger.first.isoformat(),
            "on": ledger.last.isoformat(),
            "rows": rows,
            "format": kind,
        },
    )
