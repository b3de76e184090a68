"""The layers of tiles: from which zoom on, with which right, and what each feature tells."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.scope import Right

FARTHEST, NEAREST = 0, 16
"""Closer zooms are drawn from the nearest."""


@dataclass(frozen=True, slots=True)
class Layer:
    name: str
    title: Promise | str
    right: Right
    first: int
    """The first zoom that has it; tiles of those before are empty."""
    level: str = ""
    """Of areas: their level."""


LAYERS = {
    layer.name: layer
    for layer in (
        Layer("townships", _("Townships"), Right.COUNTS, 0, "township"),
        Layer("villages", _("Villages"), Right.COUNTS, 0, "village"),
        Layer("grids", _("Grids"), Right.COUNTS, 9, "grid"),
        Layer("households", _("Households"), Right.HOUSEHOLDS, 13),
    )
}
COUNTS = (
    "households", "linked", "unlinked", "visited", "not_visited", "unvisited", "special", "special_overdue", "no_point",
)  # fmt: skip
"""What a feature of an area tells, where it is told; what is not is left out of the feature, and named in `hidden`."""
HOUSEHOLD = {"linked": "boolean", "status": "text", "special": "boolean"}
"""What a point tells from afar, where many stand in a tile."""
NEAR = {"token": "text", "masked": "boolean", "village": "text", "grid": "text"}
"""And what more of it from near."""
NEAR_ZOOM = 15
