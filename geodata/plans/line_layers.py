"""Line layers: the roads and rivers of a county, at which a proposal's grids rather end, and which an editor shows."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from geodata.base.errors import BadInput
from geodata.base.id_numbers import MARK, without_id_numbers
from geodata.files.coordinates import frame_of, shapes_in_wgs84, shifted
from geodata.files.sandbox import read_apart
from geodata.files.table import Table
from geodata.geometry.arrays import Shapes
from geodata.people.snapshot import borders_of
from geodata.plans.models import LayerLine
from geodata.plans.persistence import geos
from geodata.territory import codes
from geodata.territory.models import Area

LINES = (1, 5)
"""Types of geometry: LineString, MultiLineString."""


@dataclass(frozen=True)
class Lines:
    """Lines in degrees, with their names; `outside` so many of the file lie outside the county."""

    shapes: Shapes
    names: list[str]
    outside: int


def read_lines(
    path: Path, *, county: Area, on: dt.date, layer: str = "", datum: str = "", epsg: int | None = None
) -> Lines:
    """The lines of a file within the county. Raises BadInput. Read apart, as every file of strangers."""
    table = read_apart(path, layer=layer)
    if table.geometry is None or not len(table):
        raise BadInput(
            _("The file contains no lines."),
            field="file",
            remedy=_("Export a layer of lines, such as roads."),
        )
    kinds = np.isin(shapely.get_type_id(table.geometry), LINES)
    if not kinds.all():
        raise BadInput(
            _("Row %(line)d is not a line.") % {"line": table.lines[int(np.flatnonzero(~kinds)[0])]},
            field="file",
            remedy=_("Keep only lines in the layer."),
        )
    shapes = shapes_in_wgs84(table.geometry, shifted(frame_of(table, datum=datum, epsg=epsg)))
    return _inside(shapes, _names(table), _land(county, on=on))


def _names(table: Table) -> list[str]:
    named = {heading.strip().lower(): place for place, heading in enumerate(table.headings)}
    place = named.get("name", named.get("名称"))
    if place is None:
        return [""] * len(table)
    return [without_id_numbers(text, mark=MARK).strip()[:100] for text in table.columns[place]]


def _land(county: Area, *, on: dt.date) -> BaseGeometry:
    """The county's border, or what its villages cover."""
    villages = Area.objects.on(on).under(county.code).level(Area.Level.VILLAGE)
    borders = borders_of([county], on=on) or borders_of(list(villages), on=on)
    if not borders:
        raise BadInput(_("The county has no border yet."), field="area", remedy=_("Import its border first."))
    return shapely.union_all(list(borders.values()))


def _inside(shapes: Shapes, names: list[str], land: BaseGeometry) -> Lines:
    """The parts that meet the land; what is long is cut at the land's box."""
    shapely.prepare(land)
    near = np.flatnonzero(shapely.intersects(land, shapes))
    cut = shapely.clip_by_rect(shapes[near], *land.bounds)
    parts, owner = shapely.get_parts(cut, return_index=True)
    keep = (shapely.get_type_id(parts) == LINES[0]) & (shapely.length(parts) > 0)
    own = near[owner[keep]].tolist()
    return Lines(parts[keep], [names[place] for place in own], len(shapes) - len(near))


@transaction.atomic
def load_lines(*, county: Area, kind: str, lines: Lines, source: str) -> None:
    """Put the lines in the place of the county's layer of that kind."""
    LayerLine.objects.filter(county=county, kind=kind).delete()
    LayerLine.objects.bulk_create(
        [
            LayerLine(
                county=county,
                kind=kind,
                name=name,
                geometry=geos(shape),
                source=without_id_numbers(source, mark=MARK)[:200],
            )
            for shape, name in zip(lines.shapes, lines.names, strict=True)
        ],
        batch_size=2000,
    )


def layers_of(county: int) -> dict[str, int]:
    """By kind how many lines the county's layers have; those that are not loaded are left out."""
    return dict(Counter(LayerLine.objects.filter(county=county).values_list("kind", flat=True)))


def lines_near(land: Iterable[BaseGeometry], *, county: int, kinds: Collection[str]) -> QuerySet[LayerLine]:
    """The lines of the county's layers in the box around the land, which stands in degrees."""
    box = Polygon.from_bbox(shapely.total_bounds(np.array(list(land), dtype=object)).tolist())
    return LayerLine.objects.filter(county=county, kind__in=kinds, geometry__bboverlaps=box).order_by("pk")


def shapes_near(land: Iterable[BaseGeometry], *, code: str, kinds: Collection[str]) -> Shapes:
    """The same as shapes, for land of the county that the code begins with."""
    county = Area.objects.filter(code=code[: codes.LENGTHS["county"]], level=Area.Level.COUNTY).last()
    if county is None:
        return np.zeros(0, dtype=object)
    rows = lines_near(land, county=county.pk, kinds=kinds).values_list("geometry", flat=True)
    return np.array(shapely.from_wkb([bytes(line.wkb) for line in rows]), dtype=object)
