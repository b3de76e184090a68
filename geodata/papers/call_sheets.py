"""A roll-call on paper: a page for each grid, special households first, with a box for each answer, the hour and a signature."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.utils.text import capfirst

from geodata.campaigns.finding import Call, with_reasons
from geodata.campaigns.models import Campaign, CampaignTarget
from geodata.campaigns.words import Result
from geodata.papers.pdf import paper
from geodata.territory.models import Area

KIND = "reports.call_sheets"
PART = 12
"""Grids that are laid out together: no more than one part is in memory."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Whom nobody has reached in a grid, None: outside every grid."""

    village: Area
    grid: Area | None
    calls: Sequence[Call]

    @property
    def special(self) -> int:
        return sum(call.target.special for call in self.calls)


def boxes() -> list[str]:
    """As the sheet's choices are numbered."""
    return [f"{number} {capfirst(label)}" for number, label in enumerate(Result.labels, 1)]


def call_sheets(targets: "QuerySet[CampaignTarget]", *, on: dt.date) -> list[Sheet]:
    """Of `geodata.campaigns.sheets.to_reach`. Three queries."""
    calls = with_reasons(list(targets), on=on)
    by_place = groupby(calls, key=lambda call: (call.target.village, call.home.grid))
    return [Sheet(village, grid, list(some)) for (village, grid), some in by_place]


def parts(
    campaign: Campaign,
    sheets: Sequence[Sheet],
    *,
    by: str,
    at: dt.datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[bytes]:
    """The papers one after the other; where everybody is reached, one that says so."""
    for begin in range(0, max(len(sheets), 1), PART):
        progress(begin, len(sheets))
        context = {"campaign": campaign, "sheets": sheets[begin : begin + PART], "boxes": boxes()}
        yield paper("print/call_sheets.html", context, by=by, at=at)
    progress(len(sheets), len(sheets))
