"""/register/month/: what a month did to the register, area by area; each number opens into its households."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from api.web import throttling
from api.web.access import visible_area
from geodata.audit.concept import Action
from geodata.base import periods, wording
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.exports.files import TYPES, write
from geodata.exports.register_month import MonthReport
from geodata.people.ordering import by_number
from geodata.register.month import (
    NUMBERS,
    Line,
    Month,
    Report,
    held,
    homes_behind,
    levels_for,
    report,
    villages_of,
)
from geodata.territory.models import Area
from gridmap.error_pages import too_often
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import download, only_as_asked
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.register.tabs import tabs_of
from gridmap.recording import record
from gridmap.tokens import takes_token

PAGE = 100
MONTHS = 25
"""As many are offered; an address may name any since 2000."""


class MonthFilters(Filters):
    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("Level"), required=False)

    def __init__(self, parameters: QueryDict, *, today: dt.date) -> None:
        super().__init__(parameters, usual={"month": f"{today:%Y-%m}"})
        offered = list(_months(today))
        asked = parameters.get("month", "")
        if asked and asked not in offered and _is_month(asked, today):
            offered.append(asked)
        days = {month: dt.date.fromisoformat(f"{month}-01") for month in offered}
        self.offer_choices("month", ((month, wording.month(day)) for month, day in days.items()))
        self.offer_levels([Area.Level.TOWNSHIP, Area.Level.VILLAGE])

    def offer_levels(self, levels: list[str]) -> None:
        """By which areas the lines may be: the first is the usual one."""
        self.offer_choices("by", ((level, Area.Level(level).label) for level in levels))


@answers_at_once
@require_safe
def month_page(request: ScopedRequest) -> HttpResponse:
    filters, area = _asked(request)
    context: dict[str, Any] = {
        "tabs": tabs_of(request.scope, "register_month"),
        "filters": filters,
        "area": area,
    }
    if area:
        told = filters.told()
        found = _report(request.scope, area, told)
        context |= {
            "report": found,
            "numbers": NUMBERS,
            "lines": [(line, _cells(line)) for line in found.lines],
            "total": _cells(found.total),
            "may_export": request.scope.to(Right.EXPORT).holds_code(area.code),
        }
    return render(request, "register/month.html", context)


@answers_at_once
@require_safe
def month_households(request: ScopedRequest) -> HttpResponse:
    """The households behind one number of one area."""
    filters, area = _asked(request)
    number = request.GET.get("number", "")
    if area is None or number not in NUMBERS:
        raise Http404
    month = Month.of(filters.told()["month"], today=periods.today())
    villages = [village.pk for village in villages_of(area, scope=request.scope, on=month.last)]
    homes, days = homes_behind(number, villages=villages, month=month)
    homes = homes.select_related("village", "grid").order_by("village__code", by_number(), "pk")
    page = Paginator(homes, PAGE).get_page(request.GET.get("page"))
    context = {
        "area": area,
        "month": month,
        "label": NUMBERS[number],
        "number": number,
        "page": page,
        "homes": [(home, days.get(home.pk)) for home in page],
        "query": f"area={area.code}&month={month}&number={number}",
    }
    return render(request, "register/month_households.html", context)


@takes_token
@require_safe
def month_xlsx(request: ScopedRequest) -> HttpResponse | FileResponse:
    """All lines as a spreadsheet, on record."""
    filters, area = _asked(request)
    only_as_asked(filters)
    if area is None:
        raise Http404
    visible_area(request.scope, area.code, on=periods.today(), field="area", right=Right.EXPORT)
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    found = MonthReport(_report(request.scope, area, filters.told()), request.user.name, timezone.localtime())
    answer = download(f"{found.title}.xlsx", TYPES["xlsx"], partial(write, "xlsx", found))
    taken = {
        "list": "register_month",
        "on": str(found.report.month),
        "rows": len(found.report.lines),
        "format": "xlsx",
    }
    record(Action.EXPORT, request.user, subject=area.code, details=taken)
    return answer


def _asked(request: ScopedRequest) -> tuple[MonthFilters, Area | None]:
    """What is asked, and of which area: the reader's own, where there is one. Raises NotAllowed where nobody asks."""
    require(request.scope, Right.REGISTER)
    scope, today = held(request.scope), periods.today()
    if not scope.villages:
        refuse(Right.REGISTER)
    filters = MonthFilters(request.GET, today=today)
    code = filters.told()["area"] or (scope.codes[0] if len(scope.codes) == 1 else "")
    area = visible_area(scope, code, on=today, field="area", right=Right.REGISTER) if code else None
    if area and area.level == Area.Level.GRID:
        raise Http404
    filters.pick(code, scope, on=today, down_to="village")
    filters.offer_levels(levels_for(area) if area else [Area.Level.TOWNSHIP])
    return filters, area


def _report(scope: Scope, area: Area, told: dict[str, str]) -> Report:
    levels = levels_for(area)
    by = told["by"] if told["by"] in levels else levels[0]
    return report(area=area, by=by, month=Month.of(told["month"], today=periods.today()), scope=scope)


def _cells(line: Line) -> list[tuple[str, int]]:
    return [(name, line.numbers[name]) for name in NUMBERS]


def _months(today: dt.date) -> Iterator[str]:
    """The latest first."""
    first = today.replace(day=1)
    for _month in range(MONTHS):
        yield f"{first:%Y-%m}"
        first = (first - dt.timedelta(days=1)).replace(day=1)


def _is_month(text: str, today: dt.date) -> bool:
    try:
        return bool(Month.of(text, today=today))
    except BadInput:
        return False
