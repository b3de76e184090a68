"""/needs/board/: needs that are under way, a column for each state, the first due at the head of each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.needs.finding import head_of
from geodata.needs.parts import may_record
from geodata.needs.words import OPEN, State
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import answers_at_once
from gridmap.pages.base.lists import trail
from gridmap.pages.needs.filters import NeedFilters
from gridmap.pages.needs.lines import Line, lines_of

STATES = (*OPEN, State.DONE, State.FOLLOWED_UP)
HEAD = 20
"""Cards at the head of a column; the rest stands in the ledger."""


class BoardFilters(NeedFilters):
    """States are the columns; what is late, and of which days, the ledger tells."""

    def __init__(self, parameters: QueryDict) -> None:
        super().__init__(parameters)
        for name in ("state", "open", "late", "number", "first", "last"):
            del self.fields[name]
            self.given.pop(name, None)


@dataclass(frozen=True, slots=True)
class Column:
    state: State
    label: Promise | str
    number: int
    lines: list[Line]
    rest: int
    address: str
    """Of the ledger with these needs."""


@answers_at_once
@require_safe
def board_page(request: ScopedRequest) -> HttpResponse:
    """A query for the head of each column, whatever the number of needs."""
    require(request.scope, Right.NEED)
    scope, on, now = request.scope.to(Right.NEED), periods.today(), timezone.now()
    filters = BoardFilters(request.GET)
    area = filters.place(scope, on=on)
    needs = filters.filter(area).of(by=request.user, scope=request.scope, at=now).filter(state__in=STATES)
    numbers = dict(needs.order_by().values_list("state").annotate(n=Count("pk")))
    lines = {
        state: lines_of(head_of(needs, state, most=HEAD), by=request.user, scope=request.scope, at=now)
        for state in STATES
        if state in numbers
    }
    context: dict[str, Any] = {
        "filters": filters,
        "area": area,
        "trail": trail(area, scope, on=on) if area else [],
        "without_area": filters.address(area=""),
        "columns": [_column(state, numbers, lines, filters) for state in STATES],
        "nothing": not numbers,
        "may_record": may_record(request.scope),
    }
    return render(request, "needs/board.html", context)


def _column(
    state: State, numbers: dict[str, int], lines: dict[State, list[Line]], filters: BoardFilters
) -> Column:
    number, shown = numbers.get(state, 0), lines.get(state, [])
    sort = "due" if state in OPEN else ""
    return Column(
        state, state.label, number, shown, number - len(shown), filters.address(state=state, sort=sort)
    )
