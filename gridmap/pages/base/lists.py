"""Lists of households as pages and files share them: what is asked, whose it may be, and the address of the next page."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from api.web.access import visible_area
from geodata.base.access import require
from geodata.base.errors import NotAllowed
from geodata.base.scope import Right, Scope
from geodata.coverage import disclosure, households, states
from geodata.display.lines import Line, describe
from geodata.people.finding import find_households
from geodata.territory import codes
from geodata.territory.models import Area
from gridmap.pages.base.asked import Asked, figure_of

FOUND = 500
"""Households that a search goes on with."""


@dataclass(frozen=True)
class Listing:
    """The households of one figure in an area (or in all of the scope), as somebody with that scope sees them."""

    scope: Scope
    area: Area | None
    question: states.Question
    figure: str

    def answering(self, text: str) -> "Listing":
        """Of these only the households that answer to the text, 500 at most; all of them for no text. One query."""
        if not text:
            return self
        place = self.question.selection
        inside = Q(village__in=place.villages) | Q(grid__in=place.grids) | Q(pk__in=place.households)
        homes = find_households(text, scope=self.scope).filter(inside).order_by("village", "pk")
        ids = tuple(homes.values_list("pk", flat=True)[:FOUND])
        return replace(self, question=replace(self.question, selection=states.Selection(households=ids)))

    def matched(self, *, most: int | None = None) -> int:
        return households.matched(self.question, self.figure, most=most)

    def urgent(self, limit: int) -> list[Line]:
        """Those that wait longest. Seven queries."""
        return self.describe(households.most_urgent(self.question, self.figure, limit=limit))

    def describe(self, rows: list[households.State]) -> list[Line]:
        return describe(rows, scope=self.scope, on=self.question.on)


def listing(query: Asked, scope: Scope, *, right: Right = Right.HOUSEHOLDS) -> Listing:
    """Raises NotFound for an area outside the scope, NotAllowed when it would tell what masking hides."""
    figure = figure_of(query.gap)
    scope = scope.to(Right.HOUSEHOLDS).to(right)
    require(scope, right)
    telling = disclosure.list_tells(figure, query.category)
    if telling and not scope.may(Right.DETAILS):
        raise _untold()
    area = visible_area(scope, query.area, right=right, on=query.on, field="area") if query.area else None
    if telling:
        scope = _with_details(scope, area)
    disclosure.check(free=disclosure.is_free(scope, query.area), on=query.on, window=query.window)
    selection = states.select(scope=scope, area=area, on=query.on)
    question = states.Question(selection, on=query.on, window=query.window, category=query.category or None)
    return Listing(scope, area, question, figure)


def _with_details(scope: Scope, area: Area | None) -> Scope:
    seeing = scope.to(Right.DETAILS)
    if area and not seeing.holds_code(area.code):
        raise _untold()
    return seeing


def _untold() -> NotAllowed:
    return NotAllowed(_("Your duties do not include seeing who belongs to a care category."))


def may_list(scope: Scope, area: Area) -> frozenset[Right]:
    """Which of HOUSEHOLDS and DETAILS hold in the whole area: what its numbers may open."""
    return frozenset(
        right for right in (Right.HOUSEHOLDS, Right.DETAILS) if scope.to(right).holds_code(area.code)
    )


def trail(area: Area, scope: Scope, *, on: dt.date) -> list[tuple[Area, bool]]:
    """The areas above and itself, from the top down, and whether each may be opened. One query."""
    above = Area.objects.on(on).on_the_way(scope).filter(code__in=codes.ancestors(area.code)).order_by("code")
    return [(place, scope.holds_code(place.code)) for place in [*above, area]]
