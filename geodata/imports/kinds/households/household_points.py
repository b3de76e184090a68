"""Where the households of a file are: points, buildings or two columns, all as WGS 84."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import shapely
from django.conf import settings
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from geodata.base import wording
from geodata.base.datum import Datum, Degrees
from geodata.base.errors import BadInput
from geodata.files.columns import Roster
from geodata.files.compressed_rows import blocks_of
from geodata.files.coordinates import Frame, contradiction, frame_of, numbers_of, outside_box, points_of
from geodata.files.headings import said_datum
from geodata.files.table import Table
from geodata.imports.kinds.crs_detection import refuse_if_elsewhere, surroundings
from geodata.people.models import Household

Quality = Household.PointQuality
QUALITY = {"wgs84": Quality.PHONE, "gcj02": Quality.MAP, "bd09": Quality.MAP, "EPSG:3857": Quality.MAP}
"""How a point was found, by what it stood in; everything else comes from surveyors, buildings are their centre."""

KINDS = {"point": (0, 4), "polygon": (3, 6)}
"""Shapely's numbers of the types that --only asks for."""


@dataclass(frozen=True)
class Points:
    """Where each row is, NaN where it is not said; which are the middle of a building, and how the others were found.

    `frame`: what the file's coordinates stood in.
    """

    lon: Degrees
    lat: Degrees
    buildings: NDArray[np.bool_]
    quality: str = ""
    frame: str = ""

    def qualities(self) -> list[str]:
        return [str(Quality.CENTROID) if building else self.quality for building in self.buildings.tolist()]

    def wkb(self) -> list[str | None]:
        """As the database takes them into a column of points, which adds the datum."""
        shapes = np.full(len(self.lon), None, dtype=object)
        known = ~np.isnan(self.lon)
        shapes[known] = shapely.points(self.lon[known], self.lat[known])
        return cast(list[str | None], shapely.to_wkb(shapes, hex=True).tolist())

    def blocks(self) -> Iterator["Points"]:
        """Those of `Table.blocks`."""
        for rows in blocks_of(len(self.lon)):
            yield replace(self, lon=self.lon[rows], lat=self.lat[rows], buildings=self.buildings[rows])


def points(roster: Roster, *, datum: str = "", epsg: int | None = None) -> Points:
    """The point of each household. BadInput: the file does not say in which datum, or two things at once."""
    table = roster.table
    if table.geometry is not None and not shapely.is_missing(table.geometry).all():
        frame = frame_of(table, datum=datum, epsg=epsg)
        found, buildings, wrong = points_of(table.geometry, table.lines)
        roster.problems.extend(wrong)
        return _moved(roster, shapely.get_x(found), shapely.get_y(found), frame, buildings, "geometry")
    no_buildings = np.zeros(len(table), dtype=bool)
    x, y = _from_columns(roster)
    if np.isnan(x).all():
        return Points(x, y, no_buildings)
    frame = frame_of(table, datum=_datum(roster, datum, epsg), epsg=epsg)
    _refuse_metres(x, y, frame)
    return _moved(roster, x, y, frame, no_buildings, "lon")


def _datum(roster: Roster, datum: str, epsg: int | None) -> str:
    """What the user says, or else what stands in the headings. BadInput: they contradict."""
    written = said_datum([roster.heading("lon"), roster.heading("lat")])
    if written and datum and written != datum:
        raise contradiction(Datum(written).label, Datum(datum).label)
    return datum or ("" if epsg else written)


def _from_columns(roster: Roster) -> tuple[Degrees, Degrees]:
    """Both numbers of a row or neither."""
    lines = roster.table.lines
    if not (roster.has("lon") or roster.has("lat")):
        return np.full(len(lines), np.nan), np.full(len(lines), np.nan)
    for name in ("lon", "lat"):
        if not roster.has(name):
            raise BadInput(
                _("Only one of the two coordinate columns is there."),
                field=name,
                remedy=_("Add the other one, or remove both."),
            )
    east, wrong_east = numbers_of(roster.texts("lon"), lines, roster.heading("lon"))
    north, wrong_north = numbers_of(roster.texts("lat"), lines, roster.heading("lat"))
    roster.problems.extend(wrong_east + wrong_north)
    half = (np.isnan(east) != np.isnan(north)).nonzero()[0].tolist()
    spoken = {problem.line for problem in wrong_east + wrong_north}
    for row in half:
        if lines[row] not in spoken:
            roster.note(
                row, "lat", "", _("One of the two coordinates is missing."), _("Fill in both or neither.")
            )
    unknown = ~(np.isfinite(east) & np.isfinite(north))
    east[unknown] = north[unknown] = np.nan
    return east, north


def _refuse_metres(x: Degrees, y: Degrees, frame: Frame) -> None:
    """Metres read as degrees would give a problem per row: say it once."""
    far = np.maximum(np.abs(x), np.abs(y))[~np.isnan(x)] > 360
    if frame.epsg in (4326, 4490) and far.mean() > 0.5:
        raise BadInput(
            _("The coordinates are metres, not degrees."),
            field="crs",
            remedy=_("Choose the projection, for example EPSG 4546 or 4547 (CGCS2000, 3 degrees)."),
        )


def _moved(
    roster: Roster, x: Degrees, y: Degrees, frame: Frame, buildings: NDArray[np.bool_], name: str
) -> Points:
    known = ~np.isnan(x)
    refuse_if_elsewhere(np.column_stack([x[known], y[known]]), frame, surroundings())
    lon, lat = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for rows in blocks_of(len(x)):
        here = known[rows].nonzero()[0] + rows.start
        lon[here], lat[here] = frame.to_wgs84(x[here], y[here])
    bounds = np.column_stack([lon, lat, lon, lat])
    roster.problems.extend(outside_box(bounds, settings.COUNTY_BOX, roster.table.lines, roster.heading(name)))
    return Points(lon, lat, buildings, QUALITY.get(frame.name, Quality.SURVEYED), frame.name)


def only(table: Table, kind: str) -> Table:
    """The features of one kind of geometry; how many others were left out is noted."""
    if table.geometry is None:
        raise BadInput(
            _("This file has no geometries to choose from."), field="only", remedy=_("Leave out --only.")
        )
    kept = np.flatnonzero(np.isin(shapely.get_type_id(table.geometry), KINDS[kind])).tolist()
    lines = [table.lines[row] for row in kept]
    note = _("Features other than %(kind)s: %(count)s, skipped as requested.")
    return replace(
        table,
        columns=[[column[row] for row in kept] for column in table.columns],
        lines=lines,
        geometry=table.geometry[kept],
        notes=[*table.notes, note % {"count": wording.figure(len(table) - len(kept)), "kind": kind}],
        problems=[one for one in table.problems if one.line is None or one.line in set(lines)],
    )
