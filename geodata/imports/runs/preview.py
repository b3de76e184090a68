"""What the coordinates of a file may stand in: the same points read in every way, and what speaks for each.

A wrong datum moves every point by up to 1,200 m and still leaves it in the county, so no check of bounds finds it. What
is known beside the coordinates does: the village and grid that the roster names, and points that are registered.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import numpy as np
import shapely
from django.conf import settings
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from geodata.base.datum import GEOGRAPHIC, Datum, around
from geodata.files.columns import Roster, usual
from geodata.files.coordinates import frame_named, numbers_of
from geodata.files.headings import by_field
from geodata.files.table import Table
from geodata.imports.kinds.households.household_rows import villages_of
from geodata.imports.kinds.importer import Kind
from geodata.imports.kinds.staging import rows_of
from geodata.imports.kinds.villages import Villages

SHOWN, ASKED = 10, 500
"""Points on the map, and rows that are looked at."""

Degrees = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spot:
    """One of the ten points: its number on the map, its row and what the file says of it."""

    number: int
    line: int
    subject: str
    written: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading. Each count is of so many rows for which it can be said; `metres` is a median, None if unknown."""

    name: str
    label: str
    in_box: bool
    in_village: int
    of_village: int
    in_grid: int
    of_grid: int
    metres: float | None
    of_known: int


@dataclass(frozen=True)
class Preview:
    """The ways of reading, the likeliest first; the area that the ten points lie in by their rows, and the points."""

    readings: list[Reading]
    village: int | None
    swapped: bool
    raw: list[tuple[int, str, float, float]]

    def spots(self, name: str) -> list[Spot]:
        """The ten points as they are if the coordinates stand in `name`."""
        x, y = (np.array([row[place] for row in self.raw]) for place in (2, 3))
        lon, lat = frame_named(name).to_wgs84(x, y)
        return [
            Spot(
                number,
                line,
                subject,
                f"{east:.10g} {north:.10g}",
                float(lon[number - 1]),
                float(lat[number - 1]),
            )
            for number, (line, subject, east, north) in enumerate(self.raw, 1)
        ]


def preview(
    table: Table, mapping: dict[str, str], kind: Kind, *, village: str = "", on: dt.date
) -> Preview | None:
    """None where the file has no coordinates."""
    columns = by_field(mapping, kind.fields)
    fields = {field: headings for field, headings in columns.items() if any(headings)}
    roster = Roster.of(table, fields)
    x, y = _raw(roster)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if not known.size:
        return None
    villages = _villages(roster, Villages.on(on), village)
    rows = [int(row) for row in known[:: max(1, known.size // ASKED)][:ASKED]]
    names = _names(table, x[known])
    readings = [_reading(name, roster, villages, rows, x, y, on=on) for name in names]
    commonest = Counter(villages[row] for row in known.tolist() if villages[row]).most_common(1)
    inside = [row for row in known.tolist() if not commonest or villages[row] == commonest[0][0]]
    shown = inside[:: max(1, len(inside) // SHOWN)][:SHOWN]
    raw = [(table.lines[row], _subject(roster, row), float(x[row]), float(y[row])) for row in shown]
    return Preview(
        sorted(readings, key=_against),
        commonest[0][0] if commonest else None,
        not any(reading.in_box for reading in readings) and _swapped(names, x[known], y[known]),
        raw,
    )


def _raw(roster: Roster) -> tuple[Degrees, Degrees]:
    """Coordinates as they stand in the file; a polygon gives a point on its surface. NaN where there are none."""
    shapes = roster.table.geometry
    if shapes is not None and not shapely.is_missing(shapes).all():
        points = shapely.point_on_surface(shapes)
        return shapely.get_x(points), shapely.get_y(points)
    if not (roster.has("lon") and roster.has("lat")):
        nothing = np.full(len(roster), np.nan)
        return nothing, nothing
    lines = roster.table.lines
    return numbers_of(roster.texts("lon"), lines, "")[0], numbers_of(roster.texts("lat"), lines, "")[0]


def _villages(roster: Roster, villages: Villages, only: str) -> list[int | None]:
    if not (only or any(roster.has(name) for name in ("village_code", "village", "grid", "household_no"))):
        return [None] * len(roster)
    numbers, grids = (
        [usual(text) or None for text in roster.texts(name)] for name in ("household_no", "grid")
    )
    return villages_of(roster, villages, only if only in villages.by_code else "", numbers, grids)


def _names(table: Table, x: Degrees) -> list[str]:
    """The ways in which such numbers can be read."""
    if table.epsg and table.epsg not in GEOGRAPHIC:
        return [f"EPSG:{table.epsg}"]
    if table.epsg:
        return [Datum.CGCS2000 if table.epsg == 4490 else Datum.WGS84]
    if np.median(np.abs(x)) > 360:
        return [f"EPSG:{number}" for number in around(settings.COUNTY_BOX[0], settings.COUNTY_BOX[2])]
    return [str(value) for value in Datum.values]


def _against(reading: Reading) -> tuple[bool, float, float, float]:
    """What speaks against a reading, the heaviest first."""
    return (
        not reading.in_box,
        round(-reading.in_village / max(reading.of_village, 1), 2),
        round(-reading.in_grid / max(reading.of_grid, 1), 2),
        reading.metres or 0.0,
    )


def _swapped(names: list[str], x: Degrees, y: Degrees) -> bool:
    return any(_in_box(*frame_named(name).to_wgs84(y, x)) for name in names)


def _in_box(lon: Degrees, lat: Degrees) -> bool:
    west, south, east, north = settings.COUNTY_BOX
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return bool(inside.mean() > 0.5)


# Each point beside the village and grid that its row names, and the registered point of its household.
EVIDENCE = """
    WITH p AS MATERIALIZED (
        SELECT village, grid, number, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS point
        FROM unnest(%(villages)s::bigint[], %(grids)s::text[], %(numbers)s::text[], %(lon)s::float[], %(lat)s::float[])
             u (village, grid, number, lon, lat)
    )
    SELECT count(*) FILTER (WHERE ST_Covers(vb.geometry, p.point)), count(vb.id),
           count(*) FILTER (WHERE ST_Covers(gb.geometry, p.point)), count(gb.id),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY ST_Distance(h.point::geography, p.point::geography)),
           count(h.point)
    FROM p
    LEFT JOIN geodata_boundary vb ON vb.area_id = p.village AND vb.period @> %(on)s
    LEFT JOIN geodata_area v ON v.id = p.village
    LEFT JOIN geodata_area g ON g.parent_id = p.village AND g.level = 'grid' AND g.period @> %(on)s
         AND p.grid IN (g.code, right(g.code, 3), ltrim(right(g.code, 3), '0'), g.name, v.name || g.name)
    LEFT JOIN geodata_boundary gb ON gb.area_id = g.id AND gb.period @> %(on)s
    LEFT JOIN geodata_household h ON h.village_id = p.village AND h.number = p.number
"""


def _reading(
    name: str,
    roster: Roster,
    villages: list[int | None],
    rows: list[int],
    x: Degrees,
    y: Degrees,
    *,
    on: dt.date,
) -> Reading:
    lon, lat = frame_named(name).to_wgs84(x[rows], y[rows])
    finite = np.isfinite(lon) & np.isfinite(lat)
    texts = {field: roster.texts(field) for field in ("grid", "household_no")}
    values = {
        "villages": [villages[row] for row, good in zip(rows, finite, strict=True) if good],
        "grids": [usual(texts["grid"][row]) for row, good in zip(rows, finite, strict=True) if good],
        "numbers": [
            usual(texts["household_no"][row]) for row, good in zip(rows, finite, strict=True) if good
        ],
        "lon": lon[finite].tolist(),
        "lat": lat[finite].tolist(),
        "on": on,
    }
    [(in_village, of_village, in_grid, of_grid, metres, of_known)] = rows_of(EVIDENCE, values)
    return Reading(
        name, label_of(name), _in_box(lon, lat), in_village, of_village, in_grid, of_grid, metres, of_known
    )


def label_of(name: str) -> str:
    """The name of a way of reading, in words."""
    words = {
        "EPSG:4525": _("CGCS2000, 3-degree zone 37 with its number (EPSG:4525)"),
        "EPSG:4526": _("CGCS2000, 3-degree zone 38 with its number (EPSG:4526)"),
        "EPSG:4546": _("CGCS2000, central meridian 111° (EPSG:4546)"),
        "EPSG:4547": _("CGCS2000, central meridian 114° (EPSG:4547)"),
        "EPSG:3857": _("Web Mercator (EPSG:3857)"),
    }
    return words[name] if name in words else str(Datum(name).label) if name in Datum.values else name


def _subject(roster: Roster, row: int) -> str:
    texts = (roster.texts(field)[row] for field in ("household_no", "code", "head_name", "name", "address"))
    return " ".join(filter(None, texts))
