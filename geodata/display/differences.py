"""A figure now against an earlier day: by how many points of a hundred its share is more or less, in five classes around none.

Every metric measures what is still owed, so less is better. Made of shares as they are told: where one of both is not,
there is no difference.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.wording import figure
from geodata.coverage.counts import Row
from geodata.coverage.hiding import Mark
from geodata.coverage.through_time.differences import Pair, Then
from geodata.display.colours import DIFFERENCES
from geodata.display.metrics import Metric
from geodata.display.shares import EMPTY, Share

BREAKS = (-5.0, -1.0, 1.0, 5.0)
"""Points at which a class ends: within one point it is the same."""
WORDS: dict[str, str] = {
    "much_less": "≤ −5",
    "less": "−5 … −1",
    "same": "± 1",
    "more": "+1 … +5",
    "much_more": "≥ +5",
}
"""In points, as the sentence above them says."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An area on both days."""

    now: Share
    then: Share | None
    """None: it is not compared."""

    @property
    def points(self) -> float | None:
        before = self.then.percent if self.then else None
        return None if before is None or self.now.percent is None else self.now.percent - before

    @property
    def text(self) -> str:
        """+3.1, −2.0, 0.0, or – where it is not known."""
        points = self.points
        if points is None:
            return EMPTY
        told = f"{abs(points):.1f}"
        sign = "" if told == "0.0" else "+" if points > 0 else "−"
        return f"{sign}{told}"

    @property
    def tone(self) -> str:
        if self.points is None:
            few = self.now.whole and self.now.is_told and self.now.percent is None
            return "few" if few else "none"
        place = bisect_right(BREAKS, self.points)
        # What lies on a border is not yet the same: −5.0 is of the first class, and +1.0 of the fourth.
        place -= self.points in BREAKS[:2]
        return tuple(DIFFERENCES)[place]


def difference(row: Row, metric: Metric, then: Then, *, total: bool = False) -> Difference:
    key: str | tuple[str, str] = row.code or ("", row.parent or "")
    pair = then.total if total else then.areas.get(key, (0, 0) if then.by_households else None)
    return Difference(metric.share(row), share_of_pair(pair) if pair else None)


def share_of_pair(pair: Pair) -> Share:
    part, whole = pair
    return Share(
        0 if isinstance(part, Mark) else part,
        0 if isinstance(whole, Mark) else whole,
        part if isinstance(part, Mark) else "",
        whole if isinstance(whole, Mark) else "",
    )


def sentence(total: Difference, rows: Iterable[Difference], then: Then) -> str:
    """Of the whole, and of how many areas it is less and more."""
    points = [row.points for row in rows if row.points is not None]
    return _("Since %(day)s: %(points)s points. Less in %(less)s areas, more in %(more)s.") % {
        "day": wording.day(then.day),
        "points": total.text,
        "less": figure(sum(each <= BREAKS[1] for each in points)),
        "more": figure(sum(each >= BREAKS[2] for each in points)),
    }


def said_of(name: str, label: Promise | str, one: Difference, then: Then) -> str:
    """Of one area, for who hears them one by one."""
    if one.points is None or one.then is None:
        return _("%(name)s: not compared") % {"name": name}
    return _("%(name)s, %(label)s: %(now)s, on %(day)s %(then)s, %(points)s points") % {
        "name": name,
        "label": label,
        "now": one.now.text,
        "day": wording.day(then.day),
        "then": one.then.text,
        "points": one.text,
    }
