"""What an office reads first: where to go this week, made from the figures as they are told to the reader.

What is hidden from the reader (coverage/disclosure.py) stands in no sentence and puts no area first. Areas are compared,
persons never.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from geodata.base.wording import figure, listed
from geodata.coverage.counts import Row
from geodata.coverage.through_time.trend import Course
from geodata.display.foremost import how_much
from geodata.display.metrics import Metric, share_of
from geodata.display.shares import Share

FIRST = 3
"""Areas that are to be gone to first, at most,"""
DARK = 3
"""of the darkest classes: from this one on."""


@dataclass(frozen=True, slots=True)
class Said:
    """A headline, and what stands below it."""

    headline: str
    below: list[str]
    """Sentences."""


def greeting(hour: int) -> Promise | str:
    """By the hour of the day, 0 to 23."""
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


def first_of(rows: Sequence[Row], metric: Metric) -> list[Row]:
    """Of these areas those of the darkest classes, those with most households first."""
    dark = [
        (share.part, row)
        for row in rows
        if row.code
        and (share := metric.share(row)).is_told
        and (share.step(metric.breaks) or 0) >= DARK
        and share.part
    ]
    dark.sort(key=lambda pair: (-pair[0], pair[1].code))
    return [row for _part, row in dark[:FIRST]]


def said_of_areas(
    total: Row, rows: Sequence[Row], metric: Metric, course: Course | None, *, level: str
) -> Said:
    """Of an area by the areas below it."""
    share, first = metric.share(total), first_of(rows, metric)
    if share.is_told and not share.part:
        return Said(_("Everything is in time this week"), [])
    if not first:
        return Said(
            _("No area stands out this week"),
            [*([how_much(metric, share)] if share.is_told else []), *_changed(course)],
        )
    headline = (
        ngettext("%(n)s village comes first this week", "%(n)s villages come first this week", len(first))
        if level == "village"
        else ngettext("%(n)s area comes first this week", "%(n)s areas come first this week", len(first))
    ) % {"n": figure(len(first))}
    part = sum(metric.share(row).part for row in first)
    told = _("%(names)s: %(part)s of %(whole)s (%(label)s, %(share)s).") % {
        "names": listed(row.name for row in first),
        "part": figure(part),
        "whole": figure(share.part),
        "label": metric.label,
        "share": Share(part, share.part).text,
    }
    return Said(headline, [*([told] if share.is_told else []), *_changed(course)])


def said_of_households(total: Row) -> Said:
    """Of a village, whose households are gone to one by one."""
    special, open_ones = (
        share_of(total, "special_overdue", "special"),
        share_of(total, "unvisited", "households"),
    )
    if special.part:
        headline = ngettext(
            "%(n)s special household comes first this week",
            "%(n)s special households come first this week",
            special.part,
        )
        return Said(headline % {"n": figure(special.part)}, [_left_of_households(open_ones)])
    if open_ones.part:
        headline = ngettext(
            "%(n)s household waits for somebody", "%(n)s households wait for somebody", open_ones.part
        )
        return Said(headline % {"n": figure(open_ones.part)}, [])
    return Said(_("Everything is in time this week"), [])


def _left_of_households(share: Share) -> str:
    return _("Not visited within the interval: %(part)s of %(whole)s households.") % {
        "part": share.part_text,
        "whole": share.whole_text,
    }


def _changed(course: Course | None) -> list[str]:
    """By how much the special households overdue have become more or fewer since the week before."""
    change = course.change("special_overdue") if course else None
    if not change:
        return []
    text = (
        _("Special households overdue: %(n)s more than a week ago.")
        if change > 0
        else _("Special households overdue: %(n)s fewer than a week ago.")
    )
    return [text % {"n": figure(abs(change))}]


def course_in_words(label: Promise | str, values: Sequence[object]) -> str:
    """A course as a sentence: what it is now, and what it was at its beginning."""
    told = [
        value if isinstance(value, str) else figure(value) for value in values if isinstance(value, int | str)
    ]
    if len(told) < 2:
        return str(label)
    return pgettext("a course", "%(label)s: %(now)s now, %(then)s %(weeks)s weeks before") % {
        "label": label,
        "now": told[-1],
        "then": told[0],
        "weeks": figure(len(values) - 1),
    }
