"""All figures, as the manifests declare them, by name; the gaps among them; and the lists, of which some are no figure."""

import hashlib
from collections.abc import Mapping
from functools import cache

from geodata.base.figures import Figure
from geodata.base.manifest import Concept, Gathered, concepts
from geodata.visits import schedule

LISTS: Mapping[str, Figure] = Gathered(
    lambda concept: {figure.name: figure for figure in concept.figures}, by=lambda figure: figure.place
)
"""Every figure has a list; who has left is listed, and counted nowhere."""
FIGURES: Mapping[str, Figure] = Gathered(
    lambda concept: {figure.name: figure for figure in concept.figures if not figure.gone},
    by=lambda figure: figure.place,
)
GAPS: Mapping[str, Figure] = Gathered(
    lambda concept: {figure.gap: figure for figure in concept.figures if figure.gap},
    by=lambda figure: figure.place,
)
"""By the names by which they are asked for: what somebody has to do something about."""

WINDOWS = (30, 90, 180, 366)
"""Days back in which visits count: what may be asked without details, and what tallies are kept of."""


def version() -> str:
    """Of all figures, their conditions and their order: what an older release counted is not what is asked now."""
    return _version(concepts())


@cache
def _version(_found: tuple[Concept, ...]) -> str:
    told = [
        schedule.SQL,
        str(WINDOWS),
        *(f"{name} {one.right} {one.condition}" for name, one in FIGURES.items()),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
