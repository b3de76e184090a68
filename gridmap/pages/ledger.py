"""/visits/: the visit ledger, page by page and as a file, with its four figures."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from api import rates
from api.permissions import require, visible_area
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.jobs import at_once
from geodata.jobs.models import Job
from geodata.jobs.verbs import start
from geodata.reports.files import TYPES, write
from geodata.reports.ledger import LedgerReport, households_of
from geodata.reports.shares import Share
from geodata.territory.scope import Right, Scope
from geodata.visits.ledger import Key, Ledger
from geodata.visits.models import Visit
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.downloads import download, only_as_asked
from gridmap.pages.errors import too_often
from gridmap.pages.lists import trail
from gridmap.pages.typed import Form
from gridmap.recording import record
from gridmap.tokens import takes_token

PAGE = 100
WINDOW = 90


class LedgerFilters(Form):
    """Days, outcome, mode, and whether only one's own visits, those with a note, or the voided ones too.

    What is not valid is told beside its field, and the usual value is taken instead.
    """

    area = forms.RegexField("^[0-9]{2,15}$", required=False, widget=forms.HiddenInput)
    first = forms.DateField(label=_("From"), required=False)
    last = forms.DateField(label=_("To"), required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("all outcomes")), *Visit.Outcome.choices]
    )
    mode = forms.ChoiceField(
        label=_("How"), required=False, choices=[("", _("all ways")), *Visit.Mode.choices]
    )
    which = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("", _("valid visits")),
            ("mine", _("only mine")),
            ("noted", _("with a need or a note")),
            ("voided", _("voided ones too")),
        ],
    )

    def __init__(self, given: Any, *, today: dt.date) -> None:
        usual = {
            "first": (today - dt.timedelta(days=WINDOW - 1)).isoformat(),
            "last": today.isoformat(),
        }
        super().__init__(
            usual | {name: given[name] for name in self.base_fields if given.get(name)},
        )
        self.today = today
        for name in usual:
            self.fields[name].widget = forms.DateInput(attrs={"type": "date", "max": today.isoformat()})

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("first") and told.get("last") and told["first"] > told["last"]:
            self.add_error("first", _("The first day is after the last one."))
        if told.get("last") and told["last"] > self.today:
            self.add_error("last", _("This day is still to come. Choose today or an earlier day."))
        return told

    def value(self, name: str, usual: Any = "") -> Any:
        return self.cleaned_data.get(name) or usual


@dataclass(frozen=True)
class Asked:
    """A ledger with the address that asks for it."""

    ledger: Ledger
    address: str
    without_area: str
    place: str

    def households(self) -> int:
        """All households of the area on the last day."""
        return households_of(self.ledger)


@require_safe
def ledger_page(request: ScopedRequest) -> HttpResponse:
    """Visits of a period, 100 to a page, the latest first."""
    filters = LedgerFilters(request.GET, today=periods.today())
    asked = _asked(filters, request)
    after = _key(request.GET.get("after", ""))
    page = asked.ledger.page(after=after, limit=PAGE + 1)
    more = page[PAGE - 1] if len(page) > PAGE else None
    counted = asked.ledger.figures()
    told = {
        "filters": filters,
        "asked": asked,
        "area": asked.ledger.area,
        "visits": page[:PAGE],
        "counted": counted,
        "coverage": Share(counted.households, asked.households()),
        "first": after is None,
        "next": f"{more.day}.{more.pk}" if more else "",
        "may_export": _may_export(request.scope, asked.ledger),
        "trail": trail(asked.ledger.area, asked.ledger.scope, on=asked.ledger.last)
        if asked.ledger.area
        else [],
    }
    return render(request, "pages/ledger.html", told)


@takes_token
@require_http_methods(["GET", "HEAD", "POST"])
def ledger_export(request: ScopedRequest, kind: str) -> HttpResponse | FileResponse:
    """The whole ledger as a file, and a line in the record of access. A long one is offered as a job, which POST starts."""
    filters = LedgerFilters(request.GET, today=periods.today())
    only_as_asked(filters)
    asked = _asked(filters, request, right=Right.EXPORT)
    if request.method == "POST":
        return redirect("job", _job(request, asked, kind).pk)
    most = at_once.rows(f"ledger.{kind}")
    if (rows := at_once.counted(asked.ledger.visits(), most=most)) > most:
        back = f"{reverse('ledger')}?{asked.address}"
        return render(request, "pages/long_list.html", {"most": most, "back": back, "kind": kind})
    if wait := rates.wait("export", settings.EXPORT_RATE, str(request.user.pk)):
        return too_often(request, wait)
    report = LedgerReport(
        ledger=asked.ledger,
        place=asked.place,
        households=asked.households(),
        by=request.user.name,
        at=timezone.localtime(),
    )
    name = f"{report.title}_{asked.ledger.first}_{asked.ledger.last}.{kind}"
    answer = download(name, TYPES[kind], partial(write, kind, report))
    _record(request, asked, kind, rows=rows)
    return answer


def _job(request: ScopedRequest, asked: Asked, kind: str) -> Job:
    arguments = {"area": "", **dict(parse_qsl(asked.address)), "form": kind}
    return start(
        "reports.ledger",
        by=request.user,
        at=timezone.now(),
        arguments=arguments,
        subject=arguments["area"],
        about=asked.place,
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
    told = {name: value for name, value in parts.items() if value}
    rest = urlencode({name: value for name, value in told.items() if name != "area"})
    return Asked(ledger, urlencode(told), rest, area.name if area else gettext("my households"))


def _usual_area(scope: Scope) -> str:
    return scope.codes[0] if len(scope.codes) == 1 and not scope.households else ""


def _may_export(scope: Scope, ledger: Ledger) -> bool:
    part = scope.to(Right.EXPORT)
    return part.holds_code(ledger.area.code) if ledger.area else bool(part.grants)


def _key(text: str) -> Key | None:
    """Where a page ended, as its address says it: day.id; None for anything else."""
    day, _dot, number = text.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    try:
        return dt.date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _record(request: ScopedRequest, asked: Asked, kind: str, *, rows: int) -> None:
    ledger = asked.ledger
    record(
        AccessEntry.Action.EXPORT,
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
