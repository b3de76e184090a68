"""KML and KMZ by our own hand: points picked in a phone map, with their names and extended data.

What could lead elsewhere is not read: a document type (entities) refuses the file, network links are only named.
"""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

import numpy as np
import shapely
from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.errors import BadInput
from geodata.files.archives import unpack
from geodata.files.geojson import unreadable
from geodata.files.spreadsheets import encoding_of
from geodata.files.table import Table, check_size

DEEP = 40
"""Elements inside each other: folders in folders; more is no map."""
TEXTS = ("name", "description", "address", "phoneNumber")
SHAPES = ("Point", "LineString", "LinearRing", "Polygon")
OTHER_SHAPES = ("Model", "Track", "MultiTrack")
MULTI: dict[int, Callable[..., shapely.Geometry]] = {
    shapely.GeometryType.POINT: shapely.multipoints,
    shapely.GeometryType.LINESTRING: shapely.multilinestrings,
    shapely.GeometryType.POLYGON: shapely.multipolygons,
}

Ring = list[tuple[float, float]]
_AROUND = re.compile(r"\s*,\s*")
"""Blanks and line ends beside a comma, which programs put there against the standard."""


def read_kml(path: Path, *, layer: str = "") -> Table:
    """Placemarks as rows, the folders they lie in as a column. BadInput: not KML."""
    text = path.read_text(encoding=encoding_of(path))
    placemarks = _Placemarks()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = placemarks.start, placemarks.end
    parser.CharacterDataHandler = placemarks.text.append
    parser.StartDoctypeDeclHandler = _refuse_entities
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise _not_kml(path) from error
    if not placemarks.is_kml:
        raise _not_kml(path)
    return placemarks.table()


def read_kmz(path: Path, *, layer: str = "") -> Table:
    """The doc.kml of an archive, or its only .kml."""
    with tempfile.TemporaryDirectory() as folder:
        parts = unpack(path, (".kml",), Path(folder))
        main = next((part for part in parts if part.stem == "doc"), parts[0] if len(parts) == 1 else None)
        if main is None:
            raise _not_kml(path)
        return read_kml(main)


@dataclass
class _Placemarks:
    """What the parser has met so far."""

    is_kml: bool = False
    links: int = 0
    rows: list[dict[str, str]] = field(default_factory=list)
    shapes: list[shapely.Geometry | None] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    key: str = ""
    rings: list[Ring] = field(default_factory=list)
    pieces: list[shapely.Geometry] = field(default_factory=list)
    bad: bool = False
    inside: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self.stack.append(tag)
        if len(self.stack) > DEEP:
            raise BadInput(_("The file nests its elements too deeply."), field="file", remedy=_save_again())
        self.is_kml = self.is_kml or tag in ("kml", "Placemark")
        self.text.clear()
        if tag == "Placemark":
            check_size(rows=len(self.rows) + 1)
            self.rows.append({})
            self.pieces, self.rings, self.bad, self.inside = [], [], False, True
        elif tag in ("Data", "SimpleData"):
            self.key = attributes.get("name", "")
        elif tag == "Folder":
            self.folders.append("")
        self.links += tag == "NetworkLink"
        self.bad = self.bad or tag in OTHER_SHAPES

    def end(self, name: str) -> None:
        tag, above = self.stack.pop(), self.stack[-1] if self.stack else ""
        text = "".join(self.text).strip()
        self.text.clear()
        if tag == "Folder":
            self.folders.pop()
        elif tag == "name" and above == "Folder":
            self.folders[-1] = text
        elif self.inside:
            self._end_inside(tag, above, text)

    def _end_inside(self, tag: str, above: str, text: str) -> None:
        row = self.rows[-1]
        if (
            (tag in TEXTS and above == "Placemark")
            or (tag == "value" and above == "Data")
            or tag == "SimpleData"
        ):
            key = tag if above == "Placemark" else self.key
            if key and text:
                row[key] = text
        elif tag == "coordinates":
            self._coordinates(text)
        elif tag in SHAPES and (tag != "LinearRing" or "Polygon" not in self.stack):
            self._piece(tag)
        elif tag == "Placemark":
            self._finish(row)

    def _coordinates(self, text: str) -> None:
        try:
            places = [tuple(map(float, place.split(","))) for place in _AROUND.sub(",", text).split()]
        except ValueError:
            places = []
        ring = [(place[0], place[1]) for place in places if len(place) in (2, 3)]
        # The outline may stand behind its holes.
        self.rings.insert(0 if "outerBoundaryIs" in self.stack else len(self.rings), ring)
        self.bad = self.bad or len(ring) < max(1, len(places))

    def _piece(self, tag: str) -> None:
        rings, self.rings = self.rings, []
        try:
            if tag == "Point":
                self.pieces.append(shapely.Point(*rings[0]))
            elif tag == "Polygon":
                self.pieces.append(shapely.Polygon(rings[0], rings[1:]))
            else:
                self.pieces.append(shapely.LineString(rings[0]))
        except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError):
            self.bad = True

    def _finish(self, row: dict[str, str]) -> None:
        self.inside = False
        if path := "/".join(filter(None, self.folders)):
            row.setdefault("folder", path)
        kinds = {shapely.get_type_id(piece) for piece in self.pieces}
        if self.bad or len(kinds) > 1:
            self.lost.append(len(self.rows))
            self.shapes.append(None)
        elif len(self.pieces) > 1:
            self.shapes.append(MULTI[kinds.pop()](self.pieces))
        else:
            self.shapes.append(self.pieces[0] if self.pieces else None)

    def table(self) -> Table:
        headings = list(dict.fromkeys(name for row in self.rows for name in row))
        check_size(rows=len(self.rows), columns=len(headings))
        notes = (
            [_("Links to other files are not followed: %(count)s.") % {"count": wording.figure(self.links)}]
            if self.links
            else []
        )
        return Table(
            headings,
            [[row.get(name, "") for row in self.rows] for name in headings],
            list(range(1, len(self.rows) + 1)),
            "KML",
            np.array([*self.shapes, None], dtype=object)[:-1],
            assumed=4326,
            notes=notes,
            problems=[unreadable(line) for line in self.lost],
        )


def _refuse_entities(*_declared: object) -> None:
    raise BadInput(
        _("The file declares a document type of its own (DTD), which is not read."),
        field="file",
        remedy=_save_again(),
    )


def _save_again() -> str:
    return _("Export the places again as KML, or as GeoJSON.")


def _not_kml(path: Path) -> BadInput:
    return BadInput(
        _("This is not a KML file with places."), field="file", value=path.name, remedy=_save_again()
    )
