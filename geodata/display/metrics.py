"""What an area can be coloured by: one figure as a share of its denominator, in five fixed classes.

Every metric measures what is still owed, so that a darker area has more left to do; a figure that is no gap says so by its help.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.figures import Figure
from geodata.base.manifest import Gathered
from geodata.coverage.counts import Row
from geodata.display.colours import STEPS
from geodata.display.shares import Share


@dataclass(frozen=True, slots=True)
class Metric:
    """`name` is the numerator among the Counts, `of` its denominator."""

    name: str
    label: Promise | str
    of: str
    place: int = 0

    def share(self, row: Row) -> Share:
        return share_of(row, self.name, self.of)

    @property
    def breaks(self) -> tuple[float, ...]:
        """Percentages at which a new class begins."""
        percentages: tuple[float, ...] = settings.MAP_BREAKS[self.name]
        return percentages

    def tone(self, row: Row) -> str:
        """The name of the tone that an area with these counts gets."""
        share = self.share(row)
        step = share.step(self.breaks)
        if step is None:
            return "few" if share.whole and share.is_told else "none"
        return STEPS[step]

    def classes(self) -> list[tuple[str, str]]:
        """Each tone with its range in words: (ok, "< 2%"), (due, "2–5%") … (never, "≥ 20%")."""
        marks = [f"{mark:g}" for mark in self.breaks]
        between = [f"{low}–{high}%" for low, high in pairwise(marks)]
        return list(zip(STEPS, [f"< {marks[0]}%", *between, f"≥ {marks[-1]}%"], strict=True))


def share_of(row: Row, name: str, of: str = "") -> Share:
    """A count of an area as a share of another, or by itself; with their signs where they are not told."""
    whole = row.counts[of] if of else 0
    return Share(row.counts[name], whole, row.hidden.get(name, ""), row.hidden.get(of, ""))


def _of_figures(figures: Iterable[Figure]) -> dict[str, Metric]:
    return {each.name: Metric(each.name, each.label, each.of, each.place) for each in figures if each.breaks}


METRICS: Mapping[str, Metric] = Gathered(
    lambda concept: _of_figures(concept.figures),
    # Not of households, so no figures: posts and branches of areas.
    {
        "leader_posts_vacant": Metric(
            "leader_posts_vacant", _("Leader posts vacant"), "leader_posts", place=160
        ),
        "grids_without_branch": Metric(
            "grids_without_branch", _("Grids without a branch"), "grids", place=165
        ),
    },
    by=lambda metric: metric.place,
)
