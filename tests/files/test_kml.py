"""KML and KMZ: points picked in a phone map."""

import zipfile
from pathlib import Path

import pytest
import shapely

from geodata.base.errors import BadInput
from geodata.files.dispatch import parse
from geodata.files.table import Table
from tests.imports.hostile import kml

POINT = "<Point><coordinates>112.505,27.905,88</coordinates></Point>"
RING = "<LinearRing><coordinates>0,0 3,0 3,3 0,3 0,0</coordinates></LinearRing>"
HOLE = "<LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing>"
POLYGON = (
    f"<Polygon><outerBoundaryIs>{RING}</outerBoundaryIs><innerBoundaryIs>{HOLE}</innerBoundaryIs></Polygon>"
)


def place(inside: str, name: str = "例甲家") -> str:
    return f"<Placemark><name>{name}</name>{inside}</Placemark>"


def shape(folder: Path, inside: str) -> shapely.Geometry:
    table = parse(kml(folder, place(inside)))
    assert table.geometry is not None
    return table.geometry[0]


def test_a_placemark_becomes_a_row_with_its_name_data_and_folder(tmp_path: Path) -> None:
    data = (
        '<ExtendedData><Data name="户编号"><displayName>x</displayName><value>007</value></Data>'
        '<SchemaData schemaUrl="#s"><SimpleData name="组">3</SimpleData></SchemaData></ExtendedData>'
    )
    table = parse(kml(tmp_path, f"<Folder><name>例村</name>{place(data + POINT)}</Folder>{place('')}"))
    assert table.headings == ["name", "户编号", "组", "folder"]
    assert [column[0] for column in table.columns] == ["例甲家", "007", "3", "例村"]
    assert table.geometry is not None
    assert (table.geometry[0], table.geometry[1]) == (shapely.Point(112.505, 27.905), None)
    assert (table.epsg, table.assumed, table.lines) == (None, 4326, [1, 2])


@pytest.mark.parametrize(
    ("inside", "wkt"),
    [
        (POLYGON, "POLYGON ((0 0, 3 0, 3 3, 0 3, 0 0), (1 1, 2 1, 2 2, 1 1))"),
        ("<LineString><coordinates>\n 0,0,5\n 1,1,5\n</coordinates></LineString>", "LINESTRING (0 0, 1 1)"),
        (RING, "LINESTRING (0 0, 3 0, 3 3, 0 3, 0 0)"),
        (f"<MultiGeometry>{POINT}</MultiGeometry>", "POINT (112.505 27.905)"),
        (f"<MultiGeometry>{RING}{RING}</MultiGeometry>".replace("LinearRing", "LineString"),
         "MULTILINESTRING ((0 0, 3 0, 3 3, 0 3, 0 0), (0 0, 3 0, 3 3, 0 3, 0 0))"),
        ("<Point><coordinates>112.5, 27.9, 0</coordinates></Point>", "POINT (112.5 27.9)"),
    ],
)  # fmt: skip
def test_each_kind_of_shape_is_read(tmp_path: Path, inside: str, wkt: str) -> None:
    assert shape(tmp_path, inside).equals_exact(shapely.from_wkt(wkt), 0)


def test_the_outline_may_stand_behind_its_holes(tmp_path: Path) -> None:
    outer, inner = f"<outerBoundaryIs>{RING}</outerBoundaryIs>", f"<innerBoundaryIs>{HOLE}</innerBoundaryIs>"
    assert shape(tmp_path, f"<Polygon>{inner}{outer}</Polygon>") == shape(tmp_path, POLYGON)


@pytest.mark.parametrize(
    "text", ["\n 112.5 , 27.9 , 0 \n", "112.5,\n27.9", "112.5, 27.9", "\t112.5,27.9,0.0\n"]
)
def test_blanks_beside_a_comma_part_nothing(tmp_path: Path, text: str) -> None:
    point = shape(tmp_path, f"<Point><coordinates>{text}</coordinates></Point>")
    assert point.wkt == "POINT (112.5 27.9)"


def test_places_with_commas_between_them_lose_no_vertex_unseen(tmp_path: Path) -> None:
    line = "<LineString><coordinates>0,0, 3,0, 3,3</coordinates></LineString>"
    assert len(parse(kml(tmp_path, place(line))).problems) == 1


@pytest.mark.parametrize(
    "inside",
    [
        "<Point><coordinates>112.5</coordinates></Point>",
        "<Point><coordinates>a,b</coordinates></Point>",
        "<Point><coordinates></coordinates></Point>",
        "<Point></Point>",
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,1</coordinates></LinearRing></outerBoundaryIs></Polygon>",
        f"<MultiGeometry>{POINT}{POLYGON}</MultiGeometry>",
        "<gx:Track><when>2024</when></gx:Track>",
        "<Model></Model>",
    ],
)
def test_a_shape_that_cannot_be_read_is_a_problem_of_its_placemark(tmp_path: Path, inside: str) -> None:
    table = parse(kml(tmp_path, place(POINT) + place(inside)))
    assert [problem.line for problem in table.problems] == [2]


@pytest.mark.parametrize("text", ["", "<gpx></gpx>", "<kml><Placemark></kml>", "no xml"])
def test_what_is_no_kml_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.kml"
    path.write_text(text)
    with pytest.raises(BadInput):
        parse(path)


def test_a_kml_in_gbk_is_read(tmp_path: Path) -> None:
    path = kml(tmp_path, place(POINT, name="例东组"))
    path.write_bytes(path.read_text().replace('"UTF-8"', '"GBK"').encode("gbk"))
    assert parse(path).column("name") == ["例东组"]


def kmz(folder: Path, *names: str) -> Table:
    inner, path = kml(folder, place(POINT)), folder / "map.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.write(inner, name)
    return parse(path)


@pytest.mark.parametrize("names", [("doc.kml",), ("例.kml",), ("files/other.kml", "doc.kml")])
def test_a_kmz_gives_its_main_document(tmp_path: Path, names: tuple[str, ...]) -> None:
    assert len(kmz(tmp_path, *names)) == 1


def test_a_kmz_without_a_main_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        kmz(tmp_path, "a.kml", "b.kml")
