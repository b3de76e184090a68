"""/needs/analysis/: what became of the needs of a time: found where, settled where, how long it took, by category. Of nobody."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from api.web.access import visible_area
from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.display.shares import EMPTY, Share
from geodata.needs.analysis import ALL, AREA, CATEGORY, RATES, Sums, a_year_until, summary
from geodata.needs.counted import LABELS
from geodata.needs.finding import NO_GRID
from geodata.needs.settings_models import NeedCategory
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.lists import trail

SETTLED = ("in_grid", "in_village", "in_township", "in_county")
OTHERS = ("unanswered", "reopened", "declined", "withdrawn")


class AnalysisFilters(Filters):
    """From one day to another; a year until today if nothing is said."""

    first = forms.DateField(label=_("Raised from"), required=False)
    last = forms.DateField(label=_("Raised until"), required=False)

    def __init__(self, parameters: QueryDict, *, today: dt.date) -> None:
        usual = dict(zip(("first", "last"), map(str, a_year_until(today)), strict=True))
        super().__init__(parameters, usual=usual)
        for name in ("first", "last"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date", "max": str(today)})

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("first") and values.get("last") and values["first"] > values["last"]:
            self.add_error("first", _("The first day is after the last one."))
        return values

    def span(self) -> tuple[dt.date, dt.date]:
        """Both days; the usual ones where they make no time."""
        told = self.told()
        first, last = (dt.date.fromisoformat(told[name]) for name in ("first", "last"))
        if first <= last:
            return first, last
        return a_year_until(last)


@dataclass(frozen=True, slots=True)
class Number:
    """One number, with the address of the needs that it counts; of a rate the whole that it is a part of as well."""

    name: str
    label: Promise
    count: int
    address: str
    share: Share | None = None
    of: Promise | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row: an area, a category, or all together."""

    name: str
    sums: Sums
    query: Mapping[str, str]
    """What the ledger is asked for."""

    @property
    def numbers(self) -> Iterator[Number]:
        yield from map(self._number, ("found", "not_ended", *SETTLED))

    @property
    def settled(self) -> Iterator[Number]:
        """Where it was done, as shares of what was settled."""
        for name in SETTLED:
            yield self._number(name, Share(getattr(self.sums, name), self.sums.settled))

    @property
    def rates(self) -> Iterator[Number]:
        """Never added up, never one figure."""
        for name, of in RATES.items():
            yield self._number(name, Share(*self.sums.share(name)), LABELS[of])

    @property
    def others(self) -> Iterator[Number]:
        yield from map(self._number, OTHERS)

    @property
    def found(self) -> Number:
        return self._number("found")

    @property
    def not_ended(self) -> Number:
        return self._number("not_ended")

    @property
    def unanswered(self) -> Number:
        return self._number("unanswered")

    @property
    def median(self) -> str:
        """– where nothing was settled."""
        days = self.sums.median_workdays
        return EMPTY if days is None else f"{days:.1f}"

    def _number(self, name: str, share: Share | None = None, of: Promise | None = None) -> Number:
        count = getattr(self.sums, name)
        address = urlencode({**self.query, "counted": name}) if count else ""
        return Number(name, LABELS[name], count, address, share, of)


@answers_at_once
@require_safe
def analysis_page(request: ScopedRequest) -> HttpResponse:
    """For those who read needs, of what they may see of them; three statements for the sums, whatever the number."""
    require(request.scope, Right.NEED)
    scope, today = request.scope.to(Right.NEED), periods.today()
    filters = AnalysisFilters(request.GET, today=today)
    code = filters.told()["area"] or (scope.codes[0] if len(scope.codes) == 1 else "")
    area = visible_area(scope, code, on=today, field="area") if code else None
    filters.pick(code, scope, on=today)
    first, last = filters.span()
    query = {"first": str(first), "last": str(last)} | ({"area": area.code} if area else {})

    def told(by: str) -> list[Sums]:
        return summary(scope=request.scope, first=first, last=last, area=area, by=by)

    context = {
        "filters": filters,
        "area": area,
        "trail": trail(area, scope, on=today) if area else [],
        "first": first,
        "last": last,
        "total": next((Line("", row, query) for row in told(ALL)), None),
        "areas": list(_by_area(told(AREA), area, query)),
        "categories": list(_by_category(told(CATEGORY), query)),
        # The map counts households above the village, for those who see details there.
        "mapped": area is not None and request.scope.to(Right.DETAILS).holds_code(area.code),
        "heads": [LABELS[name] for name in ("found", "not_ended", *SETTLED)],
        "rates": [LABELS[name] for name in RATES],
    }
    return render(request, "needs/analysis.html", context)


def _by_area(rows: list[Sums], area: Area | None, query: Mapping[str, str]) -> Iterator[Line]:
    """Those of no grid stand with their village, last."""
    names = dict(
        Area.objects.filter(code__in=[row.key for row in rows]).order_by("pk").values_list("code", "name")
    )
    for row in rows:
        alone = area is not None and area.level == Area.Level.VILLAGE and row.key == area.code
        name = str(_("Of no grid")) if alone else names.get(row.key, row.key)
        yield Line(name, row, {**query, "area": row.key} | ({"grid": NO_GRID} if alone else {}))


def _by_category(rows: list[Sums], query: Mapping[str, str]) -> Iterator[Line]:
    """In the county's order."""
    sums = {row.key: row for row in rows}
    for category in NeedCategory.objects.filter(code__in=sums):
        yield Line(str(category), sums[category.code], {**query, "category": category.code})
