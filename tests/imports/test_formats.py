"""Layers as offices hand them in: odd names, wrong encodings, every Chinese projection, File Geodatabases."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from django.utils import translation

from geodata.base import datum
from geodata.base.errors import BadInput
from geodata.files.coordinates import frame_of, shifted, unshifted
from geodata.files.dbf import told_apart
from geodata.files.dispatch import parse
from geodata.files.headings import known, plain
from geodata.files.reading import read_table
from geodata.imports.kinds.areas.area_rows import FIELDS as AREAS
from geodata.imports.kinds.households.household_rows import FIELDS as HOUSEHOLDS
from tests.files.test_geofiles import SQUARE, write, zipped

FAULTS = Path(__file__).resolve().parents[1] / "data" / "faults"
ODD = ["grids[1]", "[!x]", "a!b", "a;b", "a*b", "100%", "a b", "{0}", "网格（1）", "x.y"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def geodatabase(path: Path, *, layers: int = 1, epsg: int = 4546, inside: str = "网格.gdb/") -> Path:
    """A zip of a folder with so many layers."""
    base = path.with_suffix(".gdb")
    for number in range(layers):
        pyogrio.raw.write(
            base,
            geometry=shapely.to_wkb(np.array([square_in(epsg)], dtype=object)),
            field_data=[np.array(["例东组"], dtype=object), np.array(["430382100001001"], dtype=object)],
            fields=["name", "code"],
            geometry_type="Polygon",
            crs=f"EPSG:{epsg}",
            driver="OpenFileGDB",
            layer=f"grids_{number}",
            append=number > 0,
        )
    with zipfile.ZipFile(path, "w") as archive:
        for part in base.iterdir():
            archive.write(part, f"{inside}{part.name}")
    shutil.rmtree(base)
    return path


def square_in(epsg: int) -> shapely.Geometry:
    return shapely.transform(SQUARE, lambda xy: np.column_stack(datum.project(*xy.T, epsg)))


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".zip"])
def test_a_name_is_a_name_and_never_a_pattern_or_an_address(tmp_path: Path, name: str, ending: str) -> None:
    plain = write(tmp_path / f"plain{'.gpkg' if ending == '.gpkg' else '.shp'}", names=["例一"])
    for part in list(tmp_path.glob("plain.*")):
        part.rename(tmp_path / f"{name}{part.suffix}")
    path = tmp_path / f"{name}{plain.suffix}"
    if ending == ".zip":
        with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
            for part in tmp_path.iterdir():
                if part.name != "in.zip":
                    archive.write(part, part.name)
        path = tmp_path / "in.zip"
    assert parse(path, layer="plain" if ending == ".gpkg" else "").column("name") == ["例一"]


def test_a_bracket_in_the_name_of_a_shapefile_loses_no_part() -> None:
    assert read_table(FAULTS / "shapefile_bracket_name.zip").column("name") == ["石桥"]


def test_a_value_that_was_cut_is_named_and_the_others_are_read() -> None:
    table = read_table(FAULTS / "shapefile_cut_value_no_cpg.zip")
    assert table.column("name") == ["石" * 26, "石桥村二组"]
    assert [(one.line, one.column, one.value) for one in table.problems] == [(1, "name", "石" * 26)]


@pytest.mark.parametrize("said", ["UTF-8", "GBK", "936", "65001", "ISO-8859-1", "1252", "nonsense", ""])
@pytest.mark.parametrize("are", ["UTF-8", "GB18030"])
def test_the_text_counts_where_the_cpg_is_wrong(tmp_path: Path, said: str, are: str) -> None:
    path = write(tmp_path / "grids.shp", names=["例东组", "长塘·西", "plain"], heading="名称", encoding=are)
    path.with_suffix(".cpg").write_text(said, encoding="ascii")
    table = parse(zipped(path))
    assert (table.headings[0], table.column("名称")) == ("名称", ["例东组", "长塘·西", "plain"])
    right = {"UTF-8": ("UTF-8", "65001", ""), "GB18030": ("GBK", "936", "")}[are]
    assert bool(table.notes) == (said not in right)


def test_bytes_that_are_no_text_are_a_problem_of_their_cell_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "grids.shp", names=["例甲乙丙丁", "例乙"], encoding="UTF-8")
    data = path.with_suffix(".dbf").read_bytes()
    path.with_suffix(".dbf").write_bytes(data.replace("甲".encode(), b"\xff\xff\xff"))
    table = parse(path)
    assert table.column("name")[1] == "例乙"
    assert [(one.line, one.column) for one in table.problems] == [(1, "name")]


def test_few_texts_are_told_apart_by_what_was_said() -> None:
    assert told_apart([b"plain"], said="gb18030") == "gb18030"
    assert told_apart([], said="") == "utf-8"


def test_what_macos_puts_beside_the_files_is_no_shapefile(tmp_path: Path) -> None:
    path = zipped(write(tmp_path / "grids.shp", names=["例一"]))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/网格/._grids.shp", b"beside")
    assert len(parse(path)) == 1


@pytest.mark.parametrize("epsg", datum.CGCS2000)
def test_every_zone_of_cgcs2000_is_read_where_it_lies(epsg: int) -> None:
    lon, lat = datum.meridian(epsg) + 0.5, 28.0
    east, north = datum.project(lon, lat, epsg)
    assert int(east // 1_000_000) == datum.zone(epsg)
    assert np.allclose(datum.unproject(east, north, epsg), (lon, lat), atol=1e-8)


@pytest.mark.parametrize("epsg", [4508, 4534, 4525, 32649, 2379, 2435, 4610, 4214])
@pytest.mark.parametrize("ending", [".gpkg", ".shp"])
def test_a_declared_number_that_proj_knows_is_read(tmp_path: Path, epsg: int, ending: str) -> None:
    table = parse(write(tmp_path / f"grids{ending}", names=["例"], epsg=epsg))
    assert table.epsg is not None
    assert datum.geodetic(table.epsg) == datum.geodetic(epsg)
    assert frame_of(table).epsg == table.epsg


@pytest.mark.parametrize("epsg", [4978, 5773, 999999, 0, -1])
def test_what_is_no_place_on_the_ground_is_refused(epsg: int) -> None:
    assert not datum.readable(epsg)
    with pytest.raises(ValueError, match="none that can be read"):
        datum.unproject(0, 0, epsg)


@pytest.mark.parametrize(
    ("epsg", "name"), [(2379, "Xi'an 80"), (4610, "Xi'an 80"), (2435, "Beijing 54"), (4214, "Beijing 54")]
)
def test_an_old_datum_is_read_without_a_shift_and_that_is_said(tmp_path: Path, epsg: int, name: str) -> None:
    frame = frame_of(parse(write(tmp_path / "grids.gpkg", names=["例"], epsg=epsg)))
    assert name in unshifted(frame.epsg)[0]
    with pytest.raises(BadInput, match=name):
        shifted(frame)
    assert not unshifted(4490)
    assert not unshifted(32649)


@pytest.mark.parametrize("inside", ["网格.gdb/", "", "a/b.gdb/", "a!b;c[1].gdb/"])
def test_a_zipped_file_geodatabase_is_read(tmp_path: Path, inside: str) -> None:
    table = read_table(geodatabase(tmp_path / "grids.zip", inside=inside))
    assert (table.column("name"), table.column("code")) == (["例东组"], ["430382100001001"])
    assert (table.epsg, table.format) == (4546, "File Geodatabase")
    assert table.geometry is not None
    assert table.geometry[0].equals_exact(shapely.MultiPolygon([square_in(4546)]), 0.01, normalize=True)


def test_of_several_layers_of_a_geodatabase_one_is_named(tmp_path: Path) -> None:
    path = geodatabase(tmp_path / "grids.zip", layers=40)
    with pytest.raises(BadInput, match="40"):
        read_table(path)
    assert len(read_table(path, layer="grids_39")) == 1


def test_two_geodatabases_in_one_zip_are_refused(tmp_path: Path) -> None:
    path = geodatabase(tmp_path / "grids.zip", inside="a.gdb/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b.gdb/a00000001.gdbtable", b"")
    with pytest.raises(BadInput, match=r"a\.gdb"):
        read_table(path)


@pytest.mark.parametrize("content", [b"", b"nonsense" * 100, b"<OGRVRTDataSource></OGRVRTDataSource>"])
def test_what_only_calls_itself_a_geodatabase_is_refused_with_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "grids.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.gdb/a00000001.gdbtable", content)
        archive.writestr("x.gdb/a00000001.gdbtablx", content)
        archive.writestr("x.gdb/gdb", content)
    with pytest.raises(BadInput):
        read_table(path)


def damaged(whole: Path, rng: np.random.Generator) -> Path:
    path = whole.with_name("damaged.zip")
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as archive:
        for entry in source.infolist():
            data = bytearray(source.read(entry))
            for place in rng.integers(0, max(len(data), 1), 20).tolist() if data else ():
                data[place] ^= 0xFF
            archive.writestr(entry.filename, bytes(data))
    return path


def test_a_damaged_geodatabase_is_refused_or_read_and_nothing_else(tmp_path: Path) -> None:
    whole, rng = geodatabase(tmp_path / "grids.zip"), np.random.default_rng(7)
    for _try in range(6):
        with suppress(BadInput):
            assert len(read_table(damaged(whole, rng))) <= 1


@pytest.mark.parametrize("heading", ["adcode", "行政村编码", "村编码", "行政村编号", "村代码"])
def test_codes_of_areas_are_known_by_the_headings_of_their_offices(heading: str) -> None:
    assert known(AREAS)[plain(heading)] == "code"


def test_the_head_is_known_as_our_own_api_writes_it() -> None:
    assert known(HOUSEHOLDS)["head"] == "head_name"


BIG5 = ["韶山市清溪鎮高新社區", "長塘村", "例東組", "橋頭灣"]
GBK = ["陈东", "高新社区第一网格", "长塘村", "石桥组", "例溪桥头湾"]


def declared(tmp_path: Path, names: list[str], *, are: str, said: str) -> Path:
    path = write(tmp_path / "grids.shp", names=names, heading="name", encoding=are)
    path.with_suffix(".cpg").write_text(said, encoding="ascii")
    return path


@pytest.mark.parametrize("said", ["BIG5", "950", "big5-hkscs"])
def test_texts_that_the_cpg_makes_no_chinese_of_are_asked_about(tmp_path: Path, said: str) -> None:
    path = declared(tmp_path, ["例东组", "陈东"], are="GB18030", said=said)
    with pytest.raises(BadInput) as refused:
        parse(path)
    assert (refused.value.field, refused.value.value) == ("encoding", said)
    assert "例东组" in refused.value.message


def test_the_encoding_that_is_chosen_counts(tmp_path: Path) -> None:
    path = zipped(declared(tmp_path, ["例东组", "例西组"], are="GB18030", said="BIG5"))
    table = read_table(path, encoding="gb18030")
    assert (table.column("name"), table.notes) == (["例东组", "例西组"], [])
    assert parse(path, encoding="big5").column("name") != ["例东组", "例西组"]


@pytest.mark.parametrize("names", [BIG5[:1], BIG5[1:2], BIG5])
def test_texts_that_are_big5_are_read_as_the_cpg_says(tmp_path: Path, names: list[str]) -> None:
    assert parse(declared(tmp_path, names, are="BIG5", said="BIG5")).column("name") == names


@pytest.mark.parametrize("names", [*([name] for name in GBK), GBK])
@pytest.mark.parametrize("are", ["GB18030", "UTF-8"])
def test_no_text_is_read_as_another_unseen(tmp_path: Path, names: list[str], are: str) -> None:
    """Asked about, or read right with a note."""
    path = declared(tmp_path, names, are=are, said="BIG5")
    asked = []
    try:
        table = parse(path)
    except BadInput as refused:
        asked.append(refused.field)
    assert asked == ["encoding"] or (table.column("name"), bool(table.notes)) == (names, True)


def test_another_encoding_is_asked_for_where_a_file_needs_none(tmp_path: Path) -> None:
    path = write(tmp_path / "grids.gpkg", names=["例一"])
    assert parse(path, encoding="big5").column("name") == ["例一"]
