"""A plan's drawing as rows, and back: degrees in the database, metres on the plane of the village."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import QuerySet
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import Shapes
from geodata.geometry.topology import NOWHERE
from geodata.plans.grid_drafts import Drawn, Sketch, as_it_was, finished, loose_line
from geodata.plans.models import BoundaryPlan, PlanGrid
from geodata.plans.snapshot import Reader, VillageSnapshot, snapshots
from geodata.plans.workflow import IN_FORCE
from geodata.territory.models import Boundary


def day_of(plan: BoundaryPlan, *, today: dt.date) -> dt.date:
    """The day whose borders the plan takes the place of: of a published plan the one before it took effect."""
    # On the day itself its own borders hold already, which would be compared with themselves.
    if plan.state in IN_FORCE and plan.effective:
        return plan.effective - dt.timedelta(days=1)
    return max(plan.effective or today, today)


def opened(plan: BoundaryPlan, *, today: dt.date, read: Reader = snapshots) -> list[Drawn]:
    """The saved drawing, village by village."""
    villages = read(plan.villages, on=day_of(plan, today=today), today=today)
    rows = rows_of(plan)
    if restores(plan):
        return [as_it_was(snapshot, sketches_of(snapshot, rows)) for snapshot in villages]
    loose = loose_of(plan)
    own = [snapshot.metres(loose[shapely.intersects(snapshot.rim, loose)]) for snapshot in villages]
    return [
        finished(snapshot, sketches_of(snapshot, rows), lines, [loose_line(line) for line in lines])
        for snapshot, lines in zip(villages, own, strict=True)
    ]


def restores(plan: BoundaryPlan) -> bool:
    """Does the plan bring back, untouched, the borders that were kept before the one that it takes back?

    They are kept again as they were: what is asked of a drawing is not asked of them. One query for such a plan.
    """
    if plan.reverts_id is None or plan.base_day is None:
        return False
    before = {row.area.code: row.geometry.wkb for row in _before(plan)}
    return before == {row.code: row.geometry.wkb for row in plan.grids.all()}


def keep_as_stored(plan: BoundaryPlan) -> None:
    """Give the plan's grids the very borders of its base day."""
    for row in _before(plan):
        plan.grids.filter(code=row.area.code).update(geometry=row.geometry)


def _before(plan: BoundaryPlan) -> QuerySet[Boundary]:
    assert plan.base_day is not None
    grids = Boundary.objects.on(plan.base_day).filter(area__parent__in=plan.villages, area__level="grid")
    return grids.select_related("area")


def rows_of(plan: BoundaryPlan) -> list[PlanGrid]:
    return list(plan.grids.select_related("leader_from").order_by("key"))


def loose_of(plan: BoundaryPlan) -> Shapes:
    """The lines that divide nothing, in degrees."""
    if plan.loose is None:
        return np.zeros(0, dtype=object)
    return np.array(shapely.get_parts(shapely.from_wkb(bytes(plan.loose.wkb))), dtype=object)


def sketches_of(snapshot: VillageSnapshot, rows: Iterable[PlanGrid]) -> list[Sketch]:
    """The saved grids of one village. A grid whose present one is gone is a new one."""
    own = [row for row in rows if row.village_id == snapshot.area.pk]
    number = {grid.pk: place for place, grid in enumerate(snapshot.grids)}
    shapes = snapshot.metres(_shapes(own))
    return [
        Sketch(
            row.key,
            shape,
            number.get(row.area_id or 0, NOWHERE),
            row.code,
            row.name,
            row.locked,
            row.in_pieces,
            row.leader_from.code if row.leader_from else "",
            row.doubt,
        )
        for row, shape in zip(own, shapes, strict=True)
    ]


def _shapes(rows: Sequence[PlanGrid]) -> Shapes:
    shapes = shapely.from_wkb([bytes(row.geometry.wkb) for row in rows])
    single = shapely.get_num_geometries(shapes) == 1
    return (
        np.where(single, shapely.get_geometry(shapes, 0), shapes) if len(rows) else np.zeros(0, dtype=object)
    )


def store(plan: BoundaryPlan, drawing: Sequence[Drawn], *, originals: Shapes) -> None:
    """Write the drawing in place of the saved one. Vertices of `originals` (degrees) return as they were given."""
    leaders = {grid.code: grid.pk for drawn in drawing for grid in drawn.snapshot.grids}
    # Metres and back are not the same digits: what a client sent, or what neighbours keep, has to come back as it
    # was, or borders drift apart.
    known = np.concatenate([originals, *[[drawn.snapshot.rim, *drawn.snapshot.borders] for drawn in drawing]])
    rows, loose = [], []
    for drawn in drawing:
        snapshot = drawn.snapshot
        shapes = snapshot.plane.on_earth(drawn.shapes, known)
        loose += list(snapshot.plane.on_earth(drawn.loose, known)) if len(drawn.loose) else []
        rows += [
            PlanGrid(
                plan=plan,
                village=snapshot.area,
                key=sketch.key,
                area=snapshot.grids[sketch.area] if sketch.area != NOWHERE else None,
                code=sketch.code,
                name=sketch.name,
                locked=sketch.locked,
                in_pieces=sketch.in_pieces,
                doubt=sketch.doubt,
                leader_from_id=leaders.get(sketch.leader_from),
                geometry=geos(multi(shape)),
            )
            for sketch, shape in zip(drawn.sketches, shapes, strict=True)
        ]
    # Written whole: rows of a draft have no history, and keys, not ids, name its grids.
    plan.grids.all().delete()
    PlanGrid.objects.bulk_create(rows)
    plan.loose = geos(shapely.multilinestrings(loose)) if loose else None


def multi(shape: BaseGeometry) -> BaseGeometry:
    return shape if shape.geom_type == "MultiPolygon" else shapely.multipolygons([shape])


def geos(shape: BaseGeometry) -> Any:
    """A geometry in degrees as Django keeps it."""
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4326)
