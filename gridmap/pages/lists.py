"""Lists of households as pages and files share them: what is asked, whose it may be, and the address of the next page."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from api.permissions import require, visible_area
from geodata.coverage import disclosure, households, states
from geodata.errors import NotAllowed
from geodata.people.finding import find_households
from geodata.reports.lines import Line, describe
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope
from gridmap.pages.asking import Asked, figure_of

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
        found = find_households(text, scope=self.scope).filter(inside).order_by("village", "pk")
        ids = tuple(found.values_list("pk", flat=True)[:FOUND])
        return replace(self, question=replace(self.question, selection=states.Selection(households=ids)))

    def matched(self, *, most: int | None = None) -> int:
        return households.matched(self.question, self.figure, most=most)

    def urgent(self, limit: int) -> list[Line]:
        """Those that wait longest. Seven queries."""
        return self.describe(households.most_urgent(self.question, self.figure, limit=limit))

    def describe(self, found: list[households.State]) -> list[Line]:
        return describe(found, scope=self.scope, on=self.question.on)


def listing(asked: Asked, scope: Scope, *, right: Right = Right.HOUSEHOLDS) -> Listing:
    """Raises NotFound for an area outside the scope, NotAllowed when it would tell what masking hides."""
    scope = scope.to(Right.HOUSEHOLDS).to(right)
    require(scope, right)
    area = visible_area(scope, asked.area, right=right, on=asked.on, field="area") if asked.area else None
    figure = figure_of(asked.gap)
    if tells(figure, asked.category):
        scope = _with_details(scope, area)
    disclosure.check(free=disclosure.is_free(scope, asked.area), on=asked.on, window=asked.window)
    selection = states.select(scope=scope, area=area, on=asked.on)
    question = states.Question(selection, on=asked.on, window=asked.window, category=asked.category or None)
    return Listing(scope, area, question, figure)


def tells(figure: str, category: str) -> bool:
    """Does being in this list tell what only those who look after the household may know?"""
    return disclosure.list_tells(figure, category)


def _with_details(scope: Scope, area: Area | None) -> Scope:
    seeing = scope.to(Right.DETAILS)
    if not seeing.grants or (area and not seeing.holds_code(area.code)):
        raise NotAllowed(_("Your duties do not include who belongs to a care category."))
    return seeing


def may_list(scope: Scope, area: Area) -> frozenset[Right]:
    """Which of HOUSEHOLDS and DETAILS hold in the whole area: what its numbers may open."""
    return frozenset(
        right for right in (Right.HOUSEHOLDS, Right.DETAILS) if scope.to(right).holds_code(area.code)
    )


def key_of(text: str) -> households.Key | None:
    """Where a page ended, as its address says it: village.household; None for anything else."""
    village, _dot, household = text.partition(".")
    numbers = [part for part in (village, household) if part.isascii() and part.isdigit() and len(part) < 19]
    return (int(numbers[0]), int(numbers[1])) if len(numbers) == 2 else None


def trail(area: Area, scope: Scope, *, on: dt.date) -> list[tuple[Area, bool]]:
    """The areas above and itself, from the top down, and whether each may be opened. One query."""
    above = Area.objects.on(on).on_the_way(scope).filter(code__in=codes.ancestors(area.code)).order_by("code")
    return [(place, scope.holds_code(place.code)) for place in [*above, area]]
