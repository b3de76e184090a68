"""GeoJSON, GeoPackage and Shapefile, and what only looks like one."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from geodata.base.errors import BadInput
from geodata.files.dispatch import parse

SQUARE = shapely.box(112.50, 27.90, 112.51, 27.91)
VRT = '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>http://127.0.0.1:9/a</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'


def write(
    path: Path,
    *,
    names: list[str],
    heading: str = "name",
    epsg: int | None = 4490,
    layer: str | None = None,
    **options: Any,
) -> Path:
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(np.array([SQUARE] * len(names), dtype=object)),
        field_data=[np.array(names, dtype=object), np.arange(430382100001001, 430382100001001 + len(names))],
        fields=[heading, "code"],
        geometry_type="Polygon",
        crs=f"EPSG:{epsg}" if epsg else None,
        driver="GPKG" if path.suffix == ".gpkg" else "ESRI Shapefile",
        layer=layer,
        **options,
    )
    return path


def geojson(path: Path, geometry: object, **members: object) -> Path:
    feature = {"type": "Feature", "properties": {"name": "例"}, "geometry": geometry}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature], **members}))
    return path


def zipped(shapefile: Path) -> Path:
    path = shapefile.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for part in shapefile.parent.glob(f"{shapefile.stem}.*"):
            if part != path:
                archive.write(part, f"网格/{part.name}")
    return path


def named(name: str) -> dict[str, object]:
    return {"type": "name", "properties": {"name": name}}


def test_a_geopackage_keeps_codes_names_and_its_coordinate_system(tmp_path: Path) -> None:
    table = parse(write(tmp_path / "grids.gpkg", names=["例一", "例二"]))
    assert table.column("code") == ["430382100001001", "430382100001002"]
    assert table.column("name") == ["例一", "例二"]
    assert table.epsg == 4490
    assert table.geometry is not None
    assert table.geometry[0].equals(SQUARE)


def test_a_projected_shapefile_is_recognised_from_its_prj(tmp_path: Path) -> None:
    assert parse(write(tmp_path / "grids.shp", names=["例一"], epsg=4546)).epsg == 4546


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_shapefile_without_prj_declares_nothing(tmp_path: Path) -> None:
    table = parse(write(tmp_path / "grids.shp", names=["例一"], epsg=None))
    assert (table.epsg, table.assumed) == (None, None)


def test_a_coordinate_system_that_is_none_on_the_ground_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        parse(write(tmp_path / "grids.gpkg", names=["例"], epsg=4978))
    assert "4490" in refused.value.remedy


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_a_shapefile_without_cpg_is_read_as_utf8_or_gbk(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "grids.shp", names=["例东组"], encoding=encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    assert parse(path).column("name") == ["例东组"]


@pytest.mark.parametrize("with_cpg", [True, False])
def test_a_name_of_a_column_that_was_cut_within_a_sign_is_read_and_told(
    tmp_path: Path, with_cpg: bool
) -> None:
    path = write(tmp_path / "cut.shp", names=["例甲"], heading="户主姓名", encoding="UTF-8")
    if not with_cpg:
        path.with_suffix(".cpg").unlink()
    before = path.with_suffix(".dbf").read_bytes()
    table = parse(zipped(path))
    assert (table.headings, table.column("户主姓名")) == (["户主姓名", "code"], ["例甲"])
    assert any("户主姓 → 户主姓名" in note for note in table.notes)
    assert parse(path).headings == table.headings
    assert path.with_suffix(".dbf").read_bytes() == before


def test_a_cut_name_that_may_mean_several_stays_as_it_is_for_a_person_to_choose(tmp_path: Path) -> None:
    path = write(tmp_path / "cut.shp", names=["3"], heading="家庭人口总数", encoding="UTF-8")
    assert parse(path).headings == ["家庭人", "code"]


def test_a_zipped_shapefile_is_read_even_from_a_folder_with_a_chinese_name(tmp_path: Path) -> None:
    path = zipped(write(tmp_path / "grids.shp", names=["例一"]))
    assert parse(path).column("name") == ["例一"]


def test_a_shapefile_without_its_dbf_names_the_missing_part(tmp_path: Path) -> None:
    path = write(tmp_path / "grids.shp", names=["例一"])
    path.with_suffix(".dbf").unlink()
    with pytest.raises(BadInput, match=r"\.dbf"):
        parse(path)


def test_a_zip_without_a_shapefile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(BadInput):
        parse(path)


def test_a_zip_that_swells_a_hundredfold_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", b"\0" * 50 * 2**20)
    with pytest.raises(BadInput):
        parse(path)


@pytest.mark.usefixtures("told_in_english")
def test_one_of_several_layers_has_to_be_named(tmp_path: Path) -> None:
    path = write(tmp_path / "grids.gpkg", names=["例一"], layer="old")
    write(path, names=["例二"], layer="new", append=True)
    with pytest.raises(BadInput) as refused:
        parse(path)
    assert "old, new" in refused.value.remedy
    assert parse(path, layer="new").column("name") == ["例二"]


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".shp", ".zip", ".xlsx"])
def test_a_vrt_in_disguise_is_not_opened(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"disguised{ending}"
    path.write_text(VRT)
    with pytest.raises(BadInput):
        parse(path)


def test_geojson_gives_features_as_rows_and_nested_properties_as_text(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", shapely.geometry.mapping(SQUARE))
    path.write_text(
        path.read_text().replace('{"name": "\\u4f8b"}', '{"code": 430382100001, "tags": {"a": 1}}')
    )
    table = parse(path)
    assert table.column("code") == ["430382100001"]
    assert table.column("tags") == ['{"a": 1}']
    assert (table.epsg, table.assumed) == (None, 4326)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::4546", "EPSG:44900", "http://127.0.0.1:9/crs"])
def test_geojson_that_declares_another_system_is_refused_with_words(tmp_path: Path, name: str) -> None:
    path = geojson(tmp_path / "a.geojson", {"type": "Point", "coordinates": [1, 2]}, crs=named(name))
    with pytest.raises(BadInput) as refused:
        parse(path)
    assert "GeoPackage" in refused.value.remedy


def test_a_linked_coordinate_system_is_not_followed(tmp_path: Path) -> None:
    link = {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs", "type": "proj4"}}
    with pytest.raises(BadInput):
        parse(geojson(tmp_path / "a.geojson", {"type": "Point", "coordinates": [1, 2]}, crs=link))


@pytest.mark.parametrize(
    ("name", "epsg"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("urn:ogc:def:crs:OGC::CRS84", 4326),
        ("OGC:CRS84", 4326),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326),
        ("urn:ogc:def:crs:EPSG::4326", 4326),
        ("EPSG:4326", 4326),
        ("urn:ogc:def:crs:EPSG::4490", 4490),
        ("urn:ogc:def:crs:EPSG:6.9:4490", 4490),
        ("EPSG:4490", 4490),
    ],
)
def test_geojson_that_declares_degrees_counts_as_declared(tmp_path: Path, name: str, epsg: int) -> None:
    table = parse(
        geojson(tmp_path / "a.geojson", {"type": "Point", "coordinates": [112.5, 27.9]}, crs=named(name))
    )
    assert (table.epsg, table.geometry[0].coords[0]) == (epsg, (112.5, 27.9))


def test_heights_and_measures_in_geojson_are_left_out(tmp_path: Path) -> None:
    ring = [[0, 0, 5, 9], [1, 0, 5, 9], [1, 1, 5, 9], [0, 0, 5, 9]]
    table = parse(geojson(tmp_path / "a.geojson", {"type": "Polygon", "coordinates": [ring]}))
    assert (table.geometry[0].wkt, list(table.problems)) == ("POLYGON ((0 0, 1 0, 1 1, 0 0))", [])


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Point", "coordinates": ["a", "b"]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Circle", "coordinates": [0, 0]},
        [1, 2],
    ],
)
def test_a_geometry_that_cannot_be_read_is_a_problem_of_its_feature(tmp_path: Path, geometry: object) -> None:
    table = parse(geojson(tmp_path / "a.geojson", geometry))
    assert [problem.line for problem in table.problems] == [1]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"type": "Topology"}', '{"type":"FeatureCollection","features":[1]}']
)
def test_json_that_is_no_geojson_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text)
    with pytest.raises(BadInput):
        parse(path)


def test_a_polygon_with_too_many_vertices_is_a_problem(tmp_path: Path) -> None:
    circle = shapely.Point(112.5, 27.9).buffer(0.1, quad_segs=2600)
    table = parse(geojson(tmp_path / "a.geojson", shapely.geometry.mapping(circle)))
    assert [problem.value for problem in table.problems] == ["10401"]
