"""A plan as a file for QGIS, and back: grids with their ids, drawn elsewhere, as a draft with the differences."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from geodata.accounts.models import User
from geodata.base import wording
from geodata.base.errors import BadInput
from geodata.base.id_numbers import MARK, without_id_numbers
from geodata.base.scope import Scope
from geodata.files.coordinates import frame_of, shapes_in_wgs84, shifted
from geodata.files.sandbox import read_apart
from geodata.files.table import Table
from geodata.geometry.arrays import CENTIMETRE, Ints, Shapes
from geodata.geometry.crossings import check_tangle
from geodata.geometry.topology import NOWHERE, locate
from geodata.jobs import at_once
from geodata.plans.editing import replace_drawing
from geodata.plans.grid_drafts import Drawn, Sketch, drawn_by_shapes, present_sketches
from geodata.plans.models import BoundaryPlan, PlanGrid
from geodata.plans.persistence import day_of, rows_of, sketches_of
from geodata.plans.recording import record_change
from geodata.plans.snapshot import VillageSnapshot, snapshots

LAYER = "grids"
FIELDS = ("id", "village", "code", "name")
WITHIN = 1.0
"""Metres by which a border that comes from elsewhere may miss the village's outline."""
ENDINGS = (".gpkg", ".geojson", ".json")


@dataclass(frozen=True)
class Differences:
    """What a file changes, by the keys of grids: new ones, those it leaves out, and those whose land is another."""

    new: list[str]
    gone: list[str]
    changed: list[str]


@dataclass(frozen=True)
class Filed:
    """A draft as a file has it. `originals`: the file's shapes, in degrees."""

    plan: BoundaryPlan
    drawn: list[Drawn]
    originals: Shapes
    differences: Differences


def take_file(
    *,
    plan: BoundaryPlan,
    path: Path,
    version: int | None,
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
) -> Filed:
    """Put the grids of a file in the place of what a draft holds. Raises BadInput, Conflict, Stale."""
    grids = read_grids(path)
    here = snapshots(plan.villages, on=day_of(plan, today=today), today=today)
    drawn, differences = drawn_by_file(here, rows_of(plan), grids)
    originals = np.array([shape for _fields, shape in grids], dtype=object)
    plan = replace_drawing(
        plan=plan, version=version, drawing=drawn, by=by, scope=scope, at=at, originals=originals
    )
    record_change(plan, by=by)
    return Filed(plan, drawn, originals, differences)


def is_long(plan: BoundaryPlan, size: int) -> bool:
    """Does a file of so many bytes take longer than a request may, for a plan of so many grids?"""
    return size > at_once.rows("import.read") or at_once.counted(
        plan.grids.all(), most=at_once.rows("plan.file")
    ) > at_once.rows("plan.file")


def geopackage(rows: Sequence[PlanGrid]) -> bytes:
    """The grids of a plan as a GeoPackage with one layer, in WGS 84. `id` is what brings a grid back."""
    villages = [row.village.code for row in rows]
    columns = [
        [row.key for row in rows],
        villages,
        [row.code for row in rows],
        [row.name for row in rows],
    ]
    with tempfile.TemporaryDirectory(prefix="plan-") as folder:
        path = Path(folder) / "plan.gpkg"
        pyogrio.raw.write(
            path,
            np.array([bytes(row.geometry.wkb) for row in rows], dtype=object),
            [np.array(column, dtype=object) for column in columns],
            list(FIELDS),
            layer=LAYER,
            driver="GPKG",
            geometry_type="MultiPolygon",
            crs="EPSG:4326",
        )
        return path.read_bytes()


def read_grids(path: Path) -> list[tuple[dict[str, str], BaseGeometry]]:
    """The grids of a file as (their fields, polygon in degrees). Raises BadInput for what cannot be read.

    It is read in a process of its own without network. Coordinates in any system that imports know.
    """
    table = read_apart(path)
    if table.geometry is None or not len(table):
        raise BadInput(
            _("The file contains no grids."), field="file", remedy=_("Export the layer of grids from QGIS.")
        )
    if table.problems:
        raise BadInput(table.problems[0].message, field="file", remedy=table.problems[0].remedy)
    kinds = np.isin(shapely.get_type_id(table.geometry), [3, 6])
    if not kinds.all():
        raise BadInput(
            _("Row %(line)d is not a polygon.") % {"line": table.lines[int(np.flatnonzero(~kinds)[0])]},
            field="file",
            remedy=_("Keep only polygons in the layer."),
        )
    shapes = shapes_in_wgs84(table.geometry, shifted(frame_of(table)))
    check_tangle(shapely.boundary(shapes))
    fields = [_fields(table, row) for row in range(len(table))]
    return list(zip(fields, shapes, strict=True))


def _fields(table: Table, row: int) -> dict[str, str]:
    named = {heading.strip().lower(): place for place, heading in enumerate(table.headings)}
    fields = {name: table.columns[named[name]][row].strip()[:100] if name in named else "" for name in FIELDS}
    return fields | {"name": without_id_numbers(fields["name"], mark=MARK)}


def drawn_by_file(
    here: Iterable[VillageSnapshot],
    rows: Sequence[PlanGrid],
    grids: Sequence[tuple[dict[str, str], BaseGeometry]],
) -> tuple[list[Drawn], Differences]:
    """The plan as the file has it. A grid is found again by its id, else by its code; the others are new.

    Slivers and overlaps are listed as problems, and stay as grids of their own until somebody closes them. Raises
    BadInput for grids that cross themselves, lie elsewhere, or reach beyond their village.
    """
    here = list(here)
    drawings, changes = [], Differences([], [], [])
    shapes = np.array([shape for _fields, shape in grids], dtype=object)
    inside = _villages(here, shapes)
    for place, each in enumerate(here):
        saved = sketches_of(each, rows)
        own = [grids[number] for number in np.flatnonzero(inside == place).tolist()]
        _check_within(each, own)
        sketches = _sketches(each, saved, own)
        drawn = drawn_by_shapes(each, _parts_joined(sketches))
        drawings.append(drawn)
        _note(changes, saved, drawn.sketches)
    return drawings, changes


def _villages(here: Sequence[VillageSnapshot], shapes: Shapes) -> Ints:
    """(n,) the village of each grid, by a point in it. Raises BadInput where one has none."""
    if not shapely.is_valid(shapes).all():
        wrong = int(np.flatnonzero(~shapely.is_valid(shapes))[0])
        raise BadInput(
            _("Grid %(number)d of the file crosses itself: %(reason)s")
            % {"number": wrong + 1, "reason": shapely.is_valid_reason(shapes[wrong])},
            field="file",
            remedy=_("Fix it in QGIS (Vector, Fix geometries), and upload the file again."),
        )
    rims = np.array([each.rim for each in here], dtype=object)
    village = locate(shapely.get_coordinates(shapely.point_on_surface(shapes)), rims)
    outside = int((village == NOWHERE).sum())
    if outside:
        raise BadInput(
            _("%(count)s of %(all)s grids lie outside the plan's villages.")
            % {"count": wording.figure(outside), "all": wording.figure(len(shapes))},
            field="file",
            value=outside,
            remedy=_("Check the coordinate system of the file, and keep only grids of these villages in it."),
        )
    return village


def _check_within(snapshot: VillageSnapshot, grids: Sequence[tuple[dict[str, str], BaseGeometry]]) -> None:
    """Raises BadInput for land beyond the village. Up to WITHIN metres its outline is taken, as borders from elsewhere have it."""
    shapes = snapshot.metres(np.array([shape for _fields, shape in grids], dtype=object))
    beyond = shapely.difference(shapes, snapshot.outline) if len(shapes) else shapes
    wide = ~shapely.is_empty(shapely.buffer(beyond, -WITHIN / 2, join_style="mitre"))
    for number in np.flatnonzero(wide).tolist():
        fields = grids[number][0]
        raise BadInput(
            _("The grid %(name)s reaches %(size)s m² beyond %(village)s.")
            % {
                "name": fields["name"] or fields["code"] or fields["id"] or number + 1,
                "size": f"{shapely.area(beyond[number]):,.0f}",
                "village": snapshot.area.name,
            },
            field="file",
            remedy=_("Clip it to the village's outline, and upload the file again."),
        )


def _sketches(
    snapshot: VillageSnapshot, saved: Sequence[Sketch], grids: Sequence[tuple[dict[str, str], BaseGeometry]]
) -> list[Sketch]:
    """By id, by code, or new; a present grid that the draft has lost comes back as it was."""
    here = {each.area for each in saved}
    lost = [each for each in present_sketches(snapshot) if each.area not in here]
    known = {name: each for each in [*lost, *saved] for name in (each.key, each.code) if name}
    shapes = snapshot.metres(np.array([shape for _fields, shape in grids], dtype=object))
    sketches = []
    for number, ((fields, _shape), shape) in enumerate(zip(grids, shapes, strict=True), start=1):
        sketch = known.get(fields["id"]) or known.get(fields["code"])
        if sketch is None:
            sketch = Sketch(f"{snapshot.area.code}n{len(saved) + number}", shape, NOWHERE)
        sketches.append(replace(sketch, shape=shape, name=fields["name"] or sketch.name, doubt=""))
    return sketches


def _parts_joined(sketches: Sequence[Sketch]) -> list[Sketch]:
    """Rows with the same id are one grid."""
    by_key: dict[str, Sketch] = {}
    for each in sketches:
        if each.key in by_key:
            union = shapely.union(by_key[each.key].shape, each.shape)
            by_key[each.key] = replace(by_key[each.key], shape=union)
        else:
            by_key[each.key] = each
    return [
        replace(each, in_pieces=each.in_pieces or bool(shapely.get_num_geometries(each.shape) > 1))
        for each in by_key.values()
    ]


def _note(changes: Differences, saved: Sequence[Sketch], now: Sequence[Sketch]) -> None:
    before = {each.key: each.shape for each in saved}
    after = {each.key: each.shape for each in now}
    changes.new.extend(sorted(after.keys() - before.keys()))
    changes.gone.extend(sorted(before.keys() - after.keys()))
    changes.changed.extend(
        key for key in sorted(before.keys() & after.keys()) if _differs(before[key], after[key])
    )


def _differs(one: BaseGeometry, other: BaseGeometry) -> bool:
    change: BaseGeometry = shapely.symmetric_difference(one, other)
    return not shapely.is_empty(shapely.buffer(change, -CENTIMETRE, join_style="mitre"))
