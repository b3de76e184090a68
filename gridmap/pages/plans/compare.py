"""/plans/compare/: plans side by side, and what holds now in the same figures."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from geodata.plans.permissions import find_plan
from geodata.plans.reading import read_plans
from geodata.plans.summary import Summary, planned, present
from gridmap.middleware import ScopedRequest
from gridmap.pages.plans.plan_view import VillageView, villages_of

MOST = 4
ROWS: tuple[tuple[str, Promise | str, int], ...] = (
    ("grids", _("Grids"), 0),
    ("within", _("Of these, within the target"), 0),
    ("smallest", _("Smallest grid, households"), 0),
    ("largest", _("Largest grid, households"), 0),
    ("balance", _("Largest grid relative to the mean"), 2),
    ("compactness", _("Compactness"), 2),
    ("moved", _("Households that move"), 0),
    ("crossing", _("Contacts across a border"), 0),
    ("newly_crossing", _("New across a border"), 0),
    ("problems", _("Problems"), 0),
)


@dataclass(frozen=True)
class Row:
    label: Promise | str
    cells: list[str]


@require_safe
def compare_page(request: ScopedRequest) -> HttpResponse:
    """Up to four plans, each beside the present of its own villages."""
    numbers = [
        text
        for text in dict.fromkeys(request.GET.getlist("plan"))
        if text.isascii() and text.isdigit() and len(text) < 10
    ]
    plans = [find_plan(number, scope=request.scope) for number in numbers[:MOST]]
    views = [villages_of(plan, request.scope) for plan in plans]
    context = {
        "plans": read_plans(plans, scope=request.scope, by=request.user),
        "rows": rows(views),
        "villages": by_village(views),
        "left_out": max(0, len(numbers) - MOST),
        "most": MOST,
    }
    return render(request, "plans/compare.html", context)


def rows(views: list[list[VillageView]]) -> list[Row]:
    """A line per figure; for each plan what holds now and what would hold."""
    pairs = [
        (present(meanings), planned(meanings))
        for meanings in ([each.meaning for each in view] for view in views)
    ]
    return [
        Row(label, [_text(summary, name, digits) for pair in pairs for summary in pair])
        for name, label, digits in ROWS
    ]


def _text(summary: Summary, name: str, digits: int) -> str:
    value = getattr(summary, name)
    return "–" if value is None else f"{value:,.{digits}f}"


def by_village(views: list[list[VillageView]]) -> list[tuple[str, list[VillageView | None]]]:
    """The villages of all plans, each with its drawing in every plan that has it."""
    names = {each.area.code: each.area.name for view in views for each in view}
    own = [{each.area.code: each for each in view} for view in views]
    return [(names[code], [view.get(code) for view in own]) for code in sorted(names)]
