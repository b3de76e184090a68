"""What a map says first: how much is left to do, in which few areas most of it lies, and which need it most.

Everything is made of rows as they are told to the reader (coverage/disclosure.py): what is hidden there stands in no
sentence, orders nothing and is counted in no class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext as _

from geodata.base.wording import figure, listed
from geodata.coverage.counts import Coverage, Row
from geodata.coverage.figures import FIGURES
from geodata.display.metrics import Metric
from geodata.display.shares import Share

FOREMOST = 5
"""Areas that a map names."""
FEW = 3
"""Areas in which most may be said to lie,"""
MUCH = 30
"""when that is so much in percent,"""
TIMES = 2
"""and so many times what their number lets expect."""
RANKED = {"province": "city", "city": "county", "county": "village", "township": "village"}
"""By which areas it is said, for areas of each level; the others by grids."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A sentence of how much is left to do, and one of where; "" where nothing can be said."""

    what: str
    where: str = ""


def ranked_by(level: str) -> str:
    return RANKED.get(level, "grid")


def foremost(answer: Coverage, metric: Metric) -> list[Row]:
    """The areas with the largest share left to do, the largest first; none in which nothing is, or not told."""
    left = [(share, row) for row in answer.rows if row.code and (share := metric.share(row)).percent]
    left.sort(key=lambda pair: (-(pair[0].percent or 0), -pair[0].part))
    return [row for _share, row in left[:FOREMOST]]


def headline(answer: Coverage, metric: Metric) -> Headline:
    """Of the area as a whole, and of where in it."""
    return Headline(how_much(metric, metric.share(answer.total)), _where(answer, metric))


def how_much(metric: Metric, share: Share) -> str:
    """A sentence: how many of how many, and their share where it is told."""
    told = {
        "label": metric.label,
        "part": share.part_text,
        "whole": share.whole_text,
        "share": share.text,
    }
    households = metric.name in FIGURES
    if share.percent is None:
        return (
            _("%(label)s: %(part)s of %(whole)s households.")
            if households
            else _("%(label)s: %(part)s of %(whole)s.")
        ) % told
    return (
        _("%(label)s: %(part)s of %(whole)s households (%(share)s).")
        if households
        else _("%(label)s: %(part)s of %(whole)s (%(share)s).")
    ) % told


def _where(answer: Coverage, metric: Metric) -> str:
    """In which one, two or three areas a large part of it lies, if that is more than their number lets expect."""
    whole = metric.share(answer.total)
    parts = [(metric.share(row), row) for row in answer.rows if row.code]
    told = sorted(
        ((share.part, row) for share, row in parts if share.is_told),
        key=lambda pair: (-pair[0], pair[1].code),
    )
    if not whole.is_told or len(told) <= FEW:
        return ""
    for number, together in enumerate(accumulate(part for part, _row in told[:FEW]), 1):
        share = Share(together, whole.part)
        percent = share.percent or 0
        if percent >= MUCH and percent >= TIMES * 100 * number / len(parts):
            return _("%(share)s of them are in %(names)s.") % {
                "share": f"{percent:.0f}%",
                "names": listed(row.name for _part, row in told[:number]),
            }
    return ""


def sentences(rows: Sequence[Row], metric: Metric) -> dict[str, str]:
    """Of each area by code, for who hears them one by one: its name, its share and its place among those that have one."""
    shares = [share.percent for row in rows if (share := metric.share(row)).percent is not None]
    found = {}
    for row in rows:
        share = metric.share(row)
        told = {
            "name": row.name,
            "label": metric.label,
            "part": share.part_text,
            "whole": share.whole_text,
            "share": share.text,
            "place": figure(1 + sum(other > (share.percent or 0) for other in shares)),
            "n": figure(len(shares)),
        }
        if not row.code:
            continue
        if share.percent is None:
            found[row.code] = _("%(name)s, %(label)s: %(part)s of %(whole)s") % told
        else:
            found[row.code] = _("%(name)s, %(label)s: %(share)s, place %(place)s of %(n)s") % told
    return found
