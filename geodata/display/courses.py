"""The course of a figure as shares, and as a sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext

from geodata.coverage.hiding import Mark
from geodata.coverage.through_time.trend import Course
from geodata.display.metrics import Metric
from geodata.display.shares import Share


def shares_of(course: Course, metric: Metric) -> list[Share | None]:
    """On each day; None where there was no such area."""
    pairs = zip(course.values(metric.name), course.values(metric.of), strict=True)
    return [None if part is None or whole is None else _share(part, whole) for part, whole in pairs]


def _share(part: int | Mark, whole: int | Mark) -> Share:
    return Share(
        0 if isinstance(part, Mark) else part,
        0 if isinstance(whole, Mark) else whole,
        part if isinstance(part, Mark) else "",
        whole if isinstance(whole, Mark) else "",
    )


def course_said(name: str, shares: Sequence[Share | None]) -> str:
    """A course as a sentence: its first and last share that is known, and the highest."""
    known = [share for share in shares if share is not None and share.percent is not None]
    if not known:
        return name
    most = max(known, key=lambda share: share.percent or 0).text
    return gettext("%(name)s: %(old)s at first, %(now)s now, %(most)s at most") % {
        "name": name,
        "old": known[0].text,
        "now": known[-1].text,
        "most": most,
    }
