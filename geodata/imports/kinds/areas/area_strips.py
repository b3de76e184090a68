"""Strips in a layer of grids from another office, closed on demand: up to that many metres wide, and each is told before."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from geodata.base.errors import BadInput
from geodata.files.problems import Problem
from geodata.geometry.projection import Flat, flat_at
from geodata.geometry.slivers import NOBODY, Sliver, closed
from geodata.imports.kinds.areas.area_fit import SLIVER
from geodata.imports.kinds.areas.area_stage import Row
from geodata.territory import codes
from geodata.territory.models import Area, Boundary

WIDEST = 5.0
"""Metres: what is wider is no mistake of measuring."""


def metres(text: str) -> float:
    """The width that somebody wrote; 0 for nothing. BadInput: it is none, or too wide."""
    try:
        width = float(text or 0)
    except ValueError:
        width = -1.0
    if not 0 <= width <= WIDEST:  # nan is in no range
        raise BadInput(
            _("Strips are at most %(metres)g m wide.") % {"metres": WIDEST},
            field="close_strips",
            value=text,
            remedy=_("Enter a number of metres between 0 and 5, or nothing."),
        )
    return width


def check(text: str, *, kind: str) -> None:
    """BadInput: it is no width, or an import of this kind has no use for one."""
    if metres(text) and kind != "areas":
        raise BadInput(
            _("Only area layers have strips to close."),
            field="close_strips",
            value=text,
            remedy=_("Leave out the width."),
        )


def close(rows: Sequence[Row], *, on: dt.date, within: float) -> list[Problem]:
    """Let the grids of the file take the strips around them; what was closed, as remarks.

    A village's outline is that of the file, else that of the register. Its grids that the file does not name keep their land.
    """
    if not within:
        return []
    villages = sorted({codes.parent_code(row.code) or "" for row in rows if _is_grid(row)})
    outlines = _known(villages, on=on) | {row.code: row.shape for row in rows if row.shape is not None}
    found: list[Problem] = []
    for village in villages:
        if (outline := outlines.get(village)) is not None:
            inside = [row for row in rows if _is_grid(row) and row.code.startswith(village)]
            found += _close_in(outline, inside, _beside(village, inside, on=on), within)
    return found


def _close_in(
    outline: BaseGeometry, rows: Sequence[Row], others: Sequence[BaseGeometry], within: float
) -> list[Problem]:
    given = np.array([*(row.shape for row in rows), *others], dtype=object)
    known = np.array([outline, *given], dtype=object)
    flat = flat_at(known)
    fixed = range(len(rows), len(given))
    shapes, strips = closed(flat.on_paper(known[:1])[0], flat.on_paper(given), within=within, fixed=fixed)
    for row, shape in zip(rows, flat.on_earth(shapes, known), strict=False):
        row.shape = shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])
    return [_told(strip, rows, flat) for strip in strips if strip.shape.area > SLIVER]


def _told(strip: Sliver, rows: Sequence[Row], flat: Flat) -> Problem:
    where = flat.degrees(shapely.get_coordinates(shapely.point_on_surface(strip.shape)))[0]
    taker = rows[strip.taker].code if NOBODY < strip.taker < len(rows) else ""
    said = (
        _("This strip is closed: it goes to %(grid)s.") % {"grid": taker}
        if taker
        else _("This strip is cut off.")
    )
    text = f"{strip.shape.area:,.0f} m² ({where[0]:.5f}, {where[1]:.5f})"
    return Problem(
        None, "geometry", text, said, _("Import without closing strips to keep the borders of the file.")
    )


def _is_grid(row: Row) -> bool:
    return row.level == "grid" and row.shape is not None and bool(row.code)


def _known(villages: Sequence[str], *, on: dt.date) -> dict[str, BaseGeometry]:
    rows = Boundary.objects.on(on).filter(area__code__in=villages).values_list("area__code", "geometry")
    return {code: shapely.from_wkb(bytes(shape.wkb)) for code, shape in rows}


def _beside(village: str, rows: Sequence[Row], *, on: dt.date) -> list[BaseGeometry]:
    named = {row.code for row in rows}
    there = Boundary.objects.on(on).filter(area__level=Area.Level.GRID, area__code__startswith=village)
    return [
        shapely.from_wkb(bytes(shape.wkb))
        for code, shape in there.values_list("area__code", "geometry")
        if code not in named
    ]
