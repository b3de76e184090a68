"""Where the households of a file are: points, buildings or two columns, all as WGS 84."""

from dataclasses import dataclass, replace

import numpy as np
import shapely
from django.conf import settings
from django.utils.translation import gettext as _

from geodata.errors import BadInput
from geodata.imports.fitting import refuse_if_elsewhere, surroundings
from geodata.imports.places import (
    Frame,
    Shapes,
    frame_of,
    numbers_of,
    outside_box,
    points_of,
    shapes_in_wgs84,
)
from geodata.imports.roster import Roster
from geodata.imports.table import Table
from geodata.people.models import Household

Quality = Household.PointQuality
QUALITY = {"wgs84": Quality.PHONE, "gcj02": Quality.MAP, "bd09": Quality.MAP, "EPSG:3857": Quality.MAP}
"""How a point was found, by what it stood in; everything else comes from surveyors, buildings are their centre."""

KINDS = {"point": (0, 4), "polygon": (3, 6)}
"""Shapely's numbers of the types that --only asks for."""


@dataclass(frozen=True)
class Points:
    """One point (or None) per row, how each was found, and what the file's coordinates stood in."""

    shapes: Shapes
    qualities: list[str]
    frame: str = ""


def points(roster: Roster, *, datum: str = "", epsg: int | None = None) -> Points:
    """The point of each household. BadInput: the file does not say in which datum, or two things at once."""
    table = roster.table
    if table.geometry is not None and not shapely.is_missing(table.geometry).all():
        frame = frame_of(table, datum=datum, epsg=epsg)
        found, buildings, wrong = points_of(table.geometry, table.lines)
        roster.problems.extend(wrong)
        return _moved(roster, found, frame, buildings.tolist(), "geometry")
    if not (roster.has("lon") or roster.has("lat")):
        return Points(np.full(len(table), None, dtype=object), [""] * len(table))
    found = _from_columns(roster)
    if shapely.is_missing(found).all():
        return Points(found, [""] * len(table))
    frame = frame_of(table, datum=datum, epsg=epsg)
    _refuse_metres(found, frame)
    return _moved(roster, found, frame, [False] * len(table), "lon")


def _from_columns(roster: Roster) -> Shapes:
    lines = roster.table.lines
    for name in ("lon", "lat"):
        if not roster.has(name):
            raise BadInput(
                _("Only one of the two columns of coordinates is there."),
                field=name,
                remedy=_("Add the other one, or take both out."),
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
    found: Shapes = np.full(len(lines), None, dtype=object)
    known = np.isfinite(east) & np.isfinite(north)
    found[known] = shapely.points(east[known], north[known])
    return found


def _refuse_metres(found: Shapes, frame: Frame) -> None:
    """Metres read as degrees would give a problem per row: say it once."""
    far = np.abs(shapely.get_coordinates(found)).max(axis=1) > 360
    if frame.epsg in (4326, 4490) and far.mean() > 0.5:
        raise BadInput(
            _("The coordinates are metres, not degrees."),
            field="crs",
            remedy=_("Choose the projection, for example EPSG 4546 or 4547 (CGCS2000, 3 degrees)."),
        )


def _moved(roster: Roster, found: Shapes, frame: Frame, buildings: list[bool], name: str) -> Points:
    refuse_if_elsewhere(found, frame, surroundings())
    shapes = shapes_in_wgs84(found, frame)
    roster.problems.extend(outside_box(shapes, settings.COUNTY_BOX, roster.table.lines, roster.heading(name)))
    usual = QUALITY.get(frame.name, Quality.SURVEYED)
    qualities = [str(Quality.CENTROID if building else usual) for building in buildings]
    return Points(shapes, qualities, frame.name)


def only(table: Table, kind: str) -> Table:
    """The features of one kind of geometry; how many others were left out is noted."""
    if table.geometry is None:
        raise BadInput(
            _("This file has no geometries to choose from."), field="only", remedy=_("Leave --only out.")
        )
    kept = np.flatnonzero(np.isin(shapely.get_type_id(table.geometry), KINDS[kind])).tolist()
    lines = [table.lines[row] for row in kept]
    note = _("Features that are no %(kind)s: %(count)s, left out as asked.")
    return replace(
        table,
        columns=[[column[row] for row in kept] for column in table.columns],
        lines=lines,
        geometry=table.geometry[kept],
        notes=[*table.notes, note % {"count": len(table) - len(kept), "kind": kind}],
        problems=[one for one in table.problems if one.line is None or one.line in set(lines)],
    )
