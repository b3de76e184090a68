"""A plan in a handful of numbers, and what holds now in the same: to lay plans side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geodata.geometry.impact import GridFigures
from geodata.plans.impact import Meaning, fit


@dataclass(frozen=True)
class Summary:
    """Grids and households; `within` grids have as many households as a grid should; `balance` is the largest grid over
    the mean, None without households."""

    grids: int
    households: int
    within: int
    smallest: int
    largest: int
    balance: float | None
    compactness: float | None
    crossing: int
    moved: int = 0
    newly_crossing: int = 0
    problems: int = 0


def planned(villages: Sequence[Meaning]) -> Summary:
    """The villages as the plan draws them."""
    after = [change.after for each in villages for change in each.impact.grids if change.after]
    return _summary(
        after,
        crossing=sum(each.impact.crossing[1] for each in villages),
        moved=sum(len(each.impact.moved) for each in villages),
        newly_crossing=sum(len(each.impact.newly_crossing) for each in villages),
        problems=sum(len(each.drawn.problems) for each in villages),
    )


def present(villages: Sequence[Meaning]) -> Summary:
    """The same villages as they are."""
    before = [change.before for each in villages for change in each.impact.grids if change.before]
    return _summary(before, crossing=sum(each.impact.crossing[0] for each in villages))


def _summary(grids: Iterable[GridFigures], *, crossing: int, **more: int) -> Summary:
    figures = list(grids)
    sizes = [each.households for each in figures]
    households = sum(sizes)
    return Summary(
        grids=len(figures),
        households=households,
        within=sum(fit(each) == "within" for each in figures),
        smallest=min(sizes, default=0),
        largest=max(sizes, default=0),
        balance=max(sizes) * len(sizes) / households if households else None,
        compactness=sum(each.compactness for each in figures) / len(figures) if figures else None,
        crossing=crossing,
        **more,
    )
