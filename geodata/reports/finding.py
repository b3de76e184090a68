"""Editions that somebody may open, and whether their figures still come out as they were told."""

import uuid
from dataclasses import dataclass

from geodata.base.access import refuse
from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.reports.figures import Figures, count, told
from geodata.reports.models import Edition, EditionQuerySet, part_of


def editions_of(scope: Scope, code: str = "") -> EditionQuerySet:
    """The latest first; of one area, or of all that the scope holds."""
    if not part_of(scope).grants:
        refuse(Right.EXPORT)
    found = Edition.objects.within(scope).select_related("area", "by")
    return found.filter(area_code=code) if code else found


def find_edition(pk: uuid.UUID, scope: Scope) -> Edition:
    """NotFound outside of what the scope holds; NotAllowed where it holds the right nowhere."""
    edition = editions_of(scope).filter(pk=pk).first()
    if edition is None:
        raise NotFound(str(pk))
    return edition


@dataclass(frozen=True, slots=True)
class Recomputed:
    """`differing`: how many numbers came out otherwise; `left`: figures that this release no longer knows."""

    figures: Figures
    numbers: int
    differing: int
    left: tuple[str, ...]


def recompute(edition: Edition) -> Recomputed:
    """The same figures from the states that the edition keeps, by the conditions of this release. One query."""
    was = told(edition)
    now = count(edition, was.lines, was.names)
    places = [was.names.index(name) for name in now.names]
    pairs = [
        (before, after)
        for one, other in zip(was.lines, now.lines, strict=True)
        for before, after in zip(
            [*(one.numbers[place] for place in places), *one.causes],
            [*other.numbers, *other.causes],
            strict=True,
        )
    ]
    differing = sum(before != after for before, after in pairs)
    return Recomputed(now, len(pairs), differing, tuple(name for name in was.names if name not in now.names))
