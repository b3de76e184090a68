"""Files of roads, rivers, waters, hills and settlements as the base of all maps, read apart as every file of strangers."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.errors import BadInput
from geodata.base.id_numbers import MARK, without_id_numbers
from geodata.files.coordinates import frame_of, shapes_in_wgs84, shifted
from geodata.files.reading import read_table
from geodata.files.table import Table
from geodata.geometry.arrays import Shapes
from geodata.territory.models import Area, BaseShape, Boundary

Kind = BaseShape.Kind
POINTS, LINES, POLYGONS = (0, 4), (1, 5), (3, 6)
FORMS = {
    Kind.RELIEF: POLYGONS,
    Kind.WATER: POLYGONS,
    Kind.RIVER: LINES,
    Kind.ROAD: LINES,
    Kind.SETTLEMENT: POINTS,
}
"""Types of geometry that each kind is drawn from."""
MOST_SHAPES, MOST_VERTICES = 50_000, 2_000_000
AROUND = 0.1
"""Degrees around the county that are kept: a map shows what is beside it too."""
RANKS = {
    **dict.fromkeys(
        ("1", "motorway", "trunk", "primary", "river", "city", "town", "railway", "lake", "reservoir"), 1
    ),
    **dict.fromkeys(("2", "secondary", "tertiary", "canal", "village", "township", "hill", "pond"), 2),
    **dict.fromkeys(
        ("3", "unclassified", "residential", "track", "path", "service", "stream", "ditch", "hamlet"), 3
    ),
}
"""What stands in a column `rank`, or in one of OpenStreetMap."""
RANK_COLUMNS = ("rank", "fclass", "highway", "waterway", "place", "natural")


@dataclass(frozen=True)
class Layer:
    """Shapes of one kind in degrees; `outside` so many of the file lie elsewhere."""

    kind: str
    shapes: Shapes
    names: list[str]
    ranks: list[int]
    outside: int


def read_layer(path: Path, *, kind: str, layer: str = "", datum: str = "", epsg: int | None = None) -> Layer:
    """The shapes of a file near the counties. Raises BadInput."""
    table = read_table(path, layer=layer, drawn=True)
    if table.geometry is None or not len(table):
        raise BadInput(
            _("The file contains no shapes."), field="file", remedy=_("Export a layer with geometry.")
        )
    _check(table, FORMS[Kind(kind)])
    shapes = shapes_in_wgs84(table.geometry, shifted(frame_of(table, datum=datum, epsg=epsg)))
    near = np.flatnonzero(shapely.intersects(shapes, box := _box()))
    cut = shapely.clip_by_rect(shapes[near], *box.bounds)
    kept = ~shapely.is_empty(cut)
    own = near[kept].tolist()
    names, ranks = _names(table), _ranks(table)
    return Layer(
        kind, cut[kept], [names[row] for row in own], [ranks[row] for row in own], len(shapes) - len(near)
    )


def _check(table: Table, forms: Sequence[int]) -> None:
    shapes = table.geometry
    assert shapes is not None
    wrong = (
        ~np.isin(shapely.get_type_id(shapes), forms) | ~shapely.is_valid(shapes) | shapely.is_empty(shapes)
    )
    if wrong.any():
        raise BadInput(
            _("Row %(line)d is not a valid shape of this kind.")
            % {"line": table.lines[int(np.flatnonzero(wrong)[0])]},
            field="file",
            remedy=_("Roads and rivers are lines, waters and relief polygons, settlements points."),
        )
    if len(shapes) > MOST_SHAPES or int(shapely.get_num_coordinates(shapes).sum()) > MOST_VERTICES:
        raise BadInput(
            _("The file has more than %(shapes)s shapes or %(vertices)s vertices.")
            % {"shapes": wording.figure(MOST_SHAPES), "vertices": wording.figure(MOST_VERTICES)},
            field="file",
            remedy=_("Cut it to the county, or simplify it."),
        )


def _box() -> shapely.Polygon:
    """Around all counties' borders, or those of villages."""
    edges = Boundary.objects.filter(Q(area__level=Area.Level.COUNTY) | Q(area__level=Area.Level.VILLAGE))
    boxes = [border.extent for border in edges.values_list("geometry", flat=True)]
    if not boxes:
        raise BadInput(_("The county has no border yet."), field="area", remedy=_("Import its border first."))
    sides = np.array(boxes)
    west, south = sides[:, :2].min(axis=0) - AROUND
    east, north = sides[:, 2:].max(axis=0) + AROUND
    return shapely.box(west, south, east, north)


def _column(table: Table, *headings: str) -> Sequence[str] | None:
    named = {heading.strip().lower(): place for place, heading in enumerate(table.headings)}
    place = next((named[heading] for heading in headings if heading in named), None)
    return None if place is None else table.columns[place]


def _names(table: Table) -> list[str]:
    column = _column(table, "name", "名称")
    if column is None:
        return [""] * len(table)
    return [without_id_numbers(text, mark=MARK).strip()[:60] for text in column]


def _ranks(table: Table) -> list[int]:
    column = _column(table, *RANK_COLUMNS)
    if column is None:
        return [2] * len(table)
    return [RANKS.get(text.strip().lower().removesuffix("_link"), 3) for text in column]


@transaction.atomic
def load_base(layers: Sequence[Layer], *, credit: str, at: dt.datetime, synthetic: bool = False) -> str:
    """Put these layers in the place of the base. Returns its version."""
    digest = hashlib.sha256(f"{at.isoformat()}{credit}".encode())
    for layer in layers:
        for shape in shapely.to_wkb(layer.shapes).tolist():
            digest.update(shape)
    version = digest.hexdigest()[:16]
    BaseShape.objects.all().delete()
    BaseShape.objects.bulk_create(
        [
            BaseShape(
                kind=layer.kind, rank=rank, name=name, geometry=GEOSGeometry(memoryview(shape), srid=4326),
                credit=without_id_numbers(credit, mark=MARK)[:200], version=version, synthetic=synthetic,
            )
            for layer in sorted(layers, key=lambda one: Kind.values.index(one.kind))
            for shape, name, rank in zip(shapely.to_wkb(layer.shapes).tolist(), layer.names, layer.ranks, strict=True)
        ],
        batch_size=2_000,
    )  # fmt: skip
    return version
