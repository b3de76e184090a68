"""What an area can be coloured by: one figure as a share of its denominator, in five fixed classes.

Every metric measures what is still owed, so that a darker area always has more left to do.
"""

from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.coverage.counts import Counts
from geodata.coverage.figures import FIGURES
from geodata.reports.palette import STEPS
from geodata.reports.shares import Share


@dataclass(frozen=True, slots=True)
class Metric:
    """`name` is the numerator among the Counts, `of` its denominator."""

    name: str
    label: Promise | str
    of: str

    def share(self, counts: Counts) -> Share:
        return Share(getattr(counts, self.name), getattr(counts, self.of))

    @property
    def breaks(self) -> tuple[float, ...]:
        """Percentages at which a new class begins."""
        found: tuple[float, ...] = settings.MAP_BREAKS[self.name]
        return found

    def tone(self, counts: Counts) -> str:
        """The name of the tone that an area with these counts gets."""
        share = self.share(counts)
        step = share.step(self.breaks)
        if step is None:
            return "few" if share.whole else "none"
        return STEPS[step]

    def classes(self) -> list[tuple[str, str]]:
        """Each tone with its range in words: (ok, "< 2%"), (due, "2% – 5%") … (never, "≥ 20%")."""
        marks = [f"{mark:g}" for mark in self.breaks]
        between = [f"{low}% – {high}%" for low, high in pairwise(marks)]
        return list(zip(STEPS, [f"< {marks[0]}%", *between, f"≥ {marks[-1]}%"], strict=True))


def _of_figure(name: str) -> Metric:
    return Metric(name, FIGURES[name].label, FIGURES[name].of)


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        _of_figure("unvisited"),
        _of_figure("unlinked"),
        _of_figure("special_overdue"),
        _of_figure("never"),
        _of_figure("not_visited"),
        Metric("leader_posts_vacant", _("leader posts vacant"), "leader_posts"),
        _of_figure("no_point"),
    )
}
