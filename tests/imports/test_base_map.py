"""The base of all maps comes from files of the operator: read apart, strict, bounded, whole in place of the last."""

import json
from io import StringIO

import numpy as np
import pyogrio
import pytest
import shapely
from django.core.management import CommandError, call_command

from geodata.base.errors import BadInput
from geodata.files.reading import read_table
from geodata.imports import base_map
from geodata.territory.base_map import base_now, square
from geodata.territory.models import BaseShape, Boundary
from tests.id_numbers import NUMBER
from tests.plans.conftest import line

ROAD = line((0.35, -1), (0.35, 2))
AWAY = shapely.LineString([(100, 20), (101, 21)])
CREDIT = "© 例数据，ODbL"

pytestmark = [
    pytest.mark.owner("a base is loaded by a command of the owner"),
    pytest.mark.usefixtures("in_english"),
]


@pytest.fixture
def file(tmp_path):
    """`file(stem, shape, …, **properties)`: a GeoJSON of them."""

    def write(stem, *shapes, **properties):
        path = tmp_path / f"{stem}.geojson"
        features = [
            {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
            for shape in shapes
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return write


def load(*files, credit=CREDIT, apply=True) -> str:
    out = StringIO()
    call_command("import_base", *files, "--credit", credit, *(["--apply"] if apply else []), stdout=out)
    return out.getvalue()


def kinds() -> list[tuple[str, int, str]]:
    return list(BaseShape.objects.values_list("kind", "rank", "name"))


def test_a_dry_run_says_what_would_be_and_writes_nothing(places, file):
    said = load(f"road={file('roads', ROAD, AWAY)}", apply=False)
    assert "roads: 1 shapes, 1 elsewhere." in said and "Nothing was changed." in said
    assert base_now() is None


def test_several_files_are_one_base_with_ranks_and_names_and_whose_it_is(places, file):
    load(
        f"settlement={file('towns', shapely.Point(112.505, 27.905), name='例镇', place='town')}",
        f"road={file('roads', ROAD, name='例路', fclass='primary_link')}",
        f"relief={file('hills', shapely.box(112.5, 27.9, 112.501, 27.901))}",
    )
    assert kinds() == [("relief", 2, ""), ("road", 1, "例路"), ("settlement", 1, "例镇")]
    assert base_now().credit == CREDIT


def test_a_layer_of_a_geopackage_is_named(places, file, tmp_path):
    import pyogrio

    meta, _fids, shapes, columns = pyogrio.raw.read(file("roads", ROAD, name="例路"))
    path = tmp_path / "base.gpkg"
    for layer in ("ways", "others"):
        pyogrio.raw.write(
            path, shapes, columns, meta["fields"], layer=layer, driver="GPKG", geometry_type="LineString",
            crs="EPSG:4326", append=path.exists(),
        )  # fmt: skip
    load(f"road={path}#ways")
    assert kinds() == [("road", 2, "例路")]


def test_the_next_base_takes_the_place_of_the_last_under_another_version(places, file):
    load(f"road={file('roads', ROAD)}")
    before = base_now().version
    load(f"river={file('rivers', ROAD)}")
    assert [kind for kind, *_ in kinds()] == ["river"] and base_now().version != before
    assert square(before, zoom=9, x=416, y=214) is None


def test_a_base_is_taken_away(places, file):
    load(f"road={file('roads', ROAD)}")
    call_command("import_base", "--remove", "--apply", stdout=StringIO())
    assert base_now() is None


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("road", shapely.box(112.5, 27.9, 112.51, 27.91)),
        ("water", ROAD),
        ("settlement", ROAD),
        ("relief", shapely.Polygon([(112.5, 27.9), (112.51, 27.91), (112.51, 27.9), (112.5, 27.91)])),
    ],
)
def test_a_shape_of_another_kind_or_a_broken_one_is_refused_with_its_row(places, file, kind, shape):
    with pytest.raises(CommandError, match=r"is not a valid shape|crosses"):
        load(f"{kind}={file('some', shape)}")
    assert base_now() is None


def test_what_is_too_large_is_refused(places, file, monkeypatch):
    monkeypatch.setattr(base_map, "MOST_VERTICES", 1)
    with pytest.raises(CommandError, match="more than 50,000 shapes or 1 vertices"):
        load(f"road={file('roads', ROAD)}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "State files"),
        (["road=x.geojson", "--remove"], "State files"),
        (["lane=x.geojson", "--credit", "例"], "does not begin with a kind"),
        (["road=x.geojson"], "--credit"),
        (["road=nothing.geojson", "--credit", "例"], "no such file"),
    ],
)
def test_what_is_left_out_is_said(places, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("import_base", *arguments, stdout=StringIO())


def test_a_table_without_shapes_is_no_base(places, tmp_path):
    table = tmp_path / "roads.csv"
    table.write_text("name\n例路\n", encoding="utf-8")
    with pytest.raises(CommandError, match="contains no shapes"):
        load(f"road={table}")


def test_without_a_border_there_is_nothing_to_cut_at(places, file):
    Boundary.objects.all().delete()
    with pytest.raises(CommandError, match="no border yet"):
        load(f"road={file('roads', ROAD)}")


def test_names_hold_no_identity_number(places, file):
    load(f"settlement={file('towns', shapely.Point(112.505, 27.905), name=NUMBER)}")
    assert NUMBER not in BaseShape.objects.get().name


def tiles(path, *shapes, layer="roads"):
    """Vector tiles of them, as an operator gets a base."""
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(np.array(shapes)),
        field_data=[np.array(["例路"] * len(shapes), dtype=object)],
        fields=["name"],
        layer=layer,
        driver="PMTiles",
        geometry_type=shapes[0].geom_type,
        crs="EPSG:4326",
        MINZOOM=12,
        MAXZOOM=14,
    )
    return path


def test_vector_tiles_are_a_base_and_nothing_else(places, tmp_path):
    path = tiles(tmp_path / "base.pmtiles", ROAD, ROAD)
    load(f"road={path}#roads")
    drawn = shapely.union_all([shapely.from_wkt(one.geometry.wkt) for one in BaseShape.objects.all()])
    assert drawn.hausdorff_distance(ROAD) < 0.0001
    assert {kind[::2] for kind in kinds()} == {("road", "例路")}
    with pytest.raises(BadInput, match="not supported"):
        read_table(path)


def test_what_only_calls_itself_tiles_is_refused(places, tmp_path):
    path = tmp_path / "base.pmtiles"
    path.write_bytes(b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>')
    with pytest.raises(CommandError, match="not a PMTiles"):
        load(f"road={path}")
