"""Files that mean harm are refused with words, reach nobody, and end no process but their own."""

import io
import json
import signal
import socket
import subprocess
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import orjson
import pytest
import shapely
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from geodata.base.errors import BadInput
from geodata.files import sandbox, serialization, worker
from geodata.files.compressed_rows import BLOCK
from geodata.files.dispatch import parse
from geodata.files.limits import COMMAND, UPLOAD, within
from geodata.files.problems import Problem
from geodata.files.reading import read_table
from geodata.files.table import Table
from tests.files.test_geofiles import VRT, write
from tests.imports import hostile


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@dataclass
class Listener:
    address: str
    heard: list[bytes] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server on loopback that notes every call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Listener(f"http://127.0.0.1:{server.getsockname()[1]}")
        ended = threading.Event()

        def listen() -> None:
            while True:
                with server.accept()[0] as caller:
                    if ended.is_set():
                        return
                    found.heard.append(caller.recv(100))

        thread = threading.Thread(target=listen)
        thread.start()
        yield found
        ended.set()
        socket.create_connection(server.getsockname()).close()
        thread.join()


def outcome(read: Callable[..., Table], path: Path) -> str:
    """What a person is told, or that the file was read."""
    try:
        table = read(path)
    except BadInput as refused:
        return str(refused) if refused.remedy else "no remedy"
    return f"{len(table)} rows"


CALLING: dict[str, Callable[[Path, str], Path]] = {
    "a link in GeoJSON": hostile.linked_crs,
    "a link in KML": hostile.network_link,
    "an entity in KML": hostile.external_entity,
    **{
        f"a VRT named {ending}": lambda folder, address, ending=ending: hostile.vrt(folder, address, ending)
        for ending in (".geojson", ".gpkg", ".shp", ".zip", ".kml", ".kmz", ".xlsx", ".xls", ".csv")
    },
}


@pytest.mark.parametrize("what", CALLING)
@pytest.mark.parametrize("read", [parse, read_table], ids=["here", "apart"])
def test_no_file_makes_its_reader_call_an_address(
    tmp_path: Path, listener: Listener, what: str, read: Callable[..., Table]
) -> None:
    path = CALLING[what](tmp_path, listener.address)
    assert outcome(read, path)
    assert listener.heard == []


def test_the_listener_would_hear_a_call(listener: Listener) -> None:
    with socket.create_connection(("127.0.0.1", int(listener.address.rpartition(":")[2]))) as caller:
        caller.sendall(b"hello")
        caller.recv(1)
    assert listener.heard == [b"hello"]


BOMBS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "two cells far apart": (hostile.far_cell, "memory"),
    "one long text in many cells": (hostile.shared_string, "memory"),
    "a thousand million laughs in XLSX": (hostile.laughing_strings, "Excel"),
    "a thousand million laughs in KML": (
        lambda folder: hostile.kml(folder, "<Placemark><name>&j;</name></Placemark>", doctype=hostile.LAUGHS),
        "document type",
    ),
    "folders in folders": (
        lambda folder: hostile.kml(folder, "<Folder>" * 5000 + "</Folder>" * 5000),
        "deep",
    ),
    "an archive that says it is small": (hostile.lying_archive, "archive"),
    "an archive of too many files": (
        lambda folder: hostile.archive(folder, {f"{n}.txt": b"" for n in range(UPLOAD.entries + 1)}),
        "archive",
    ),
    "an archive in an archive": (
        lambda folder: hostile.archive(
            folder, {"in.zip": hostile.archive(folder, {"a.shp": bytes(100)}, name="in").read_bytes()}
        ),
        "archive",
    ),
    "a KMZ that swells": (
        lambda folder: hostile.archive(folder, {"doc.kml": bytes(50 * 2**20)}, name="bomb.kmz"),
        "archive",
    ),
}


@pytest.mark.parametrize("what", BOMBS)
def test_what_would_fill_the_memory_or_the_disk_is_refused_with_words(tmp_path: Path, what: str) -> None:
    make, word = BOMBS[what]
    assert word in outcome(read_table, make(tmp_path))


def test_a_layer_that_never_ends_is_ended(tmp_path: Path) -> None:
    path = hostile.endless_view(tmp_path)
    with within(replace(UPLOAD, seconds=2)), pytest.raises(BadInput, match="too long"):
        read_table(path, layer="endless")


@pytest.mark.parametrize("deep", [20, 1_000, 100_000])
def test_nested_collections_in_a_geopackage_are_a_problem_of_their_feature(tmp_path: Path, deep: int) -> None:
    table = read_table(hostile.nested_in_geopackage(tmp_path, deep))
    assert [(problem.line, problem.column) for problem in table.problems] == [(1, "geometry")]


@pytest.mark.parametrize("deep", [5, 500, 100_000])
def test_nested_collections_in_geojson_never_reach_geos(tmp_path: Path, deep: int) -> None:
    inner = '{"type":"GeometryCollection","geometries":['
    path = tmp_path / "nested.geojson"
    path.write_text(f'{{"type":"Feature","properties":{{}},"geometry":{inner * deep}{"]}" * deep}}}')
    assert outcome(read_table, path) in ("1 rows", "This is not a GeoJSON file with features.")


@pytest.mark.parametrize("deep", [5, 300, 900])
def test_coordinates_and_properties_in_too_many_brackets_are_left_out(tmp_path: Path, deep: int) -> None:
    brackets = "[" * deep + "]" * deep
    geometry = f'{{"type":"Polygon","coordinates":{brackets}}}'
    path = tmp_path / "deep.geojson"
    path.write_text(f'{{"type":"Feature","properties":{{"a":{brackets}}},"geometry":{geometry}}}')
    table = read_table(path)
    assert [problem.line for problem in table.problems] == [1]
    assert table.geometry is not None
    assert table.geometry[0] is None


def test_triggers_of_a_geopackage_do_nothing(tmp_path: Path) -> None:
    assert len(read_table(hostile.trigger(tmp_path), layer="trigger")) == 1


def test_a_table_that_boasts_of_its_rows_gives_those_that_are_there(tmp_path: Path) -> None:
    assert len(read_table(hostile.boasting_dbf(tmp_path))) == 1


@pytest.mark.parametrize("name", ["../../out.shp", "<absolute>", "C:\\out.shp", "..\\..\\out.shp"])
def test_names_in_an_archive_lead_nowhere_else(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    outside = tmp_path / "out.shp"
    path = hostile.archive(inner, {name.replace("<absolute>", str(outside)): VRT.encode()})
    before = sorted(tmp_path.rglob("*"))
    assert "Shapefile" in outcome(parse, path) or "missing" in outcome(parse, path)
    assert sorted(tmp_path.rglob("*")) == before
    assert not outside.exists()


def test_the_reading_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: dict[str, str] = {}

    def spy(*_args: object, env: dict[str, str], **_more: object) -> subprocess.CompletedProcess[bytes]:
        seen.update(env)
        return subprocess.CompletedProcess([], 1)

    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setattr(subprocess, "run", spy)
    with pytest.raises(BadInput):
        read_table(write(tmp_path / "a.gpkg", names=["例"]))
    assert not {"SECRET_KEY", "DATABASE_URL", "HOME", "http_proxy"} & set(seen)


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (-signal.SIGSEGV, "damaged"),
        (-signal.SIGKILL, "too long"),
        (-signal.SIGXCPU, "too long"),
        (-signal.SIGABRT, "memory"),
        (worker.OUT_OF_MEMORY, "memory"),
        (1, "damaged"),
        (0, "damaged"),
    ],
)
def test_however_a_reading_ends_it_is_a_problem_with_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: int, word: str
) -> None:
    monkeypatch.setattr(sandbox, "_run", lambda *_asked: code)
    assert word in outcome(read_table, write(tmp_path / "a.gpkg", names=["例"]))


@pytest.mark.parametrize("row", ["1,例", "1,例,too,many", ","])
def test_limits_count_every_row_under_the_headings(tmp_path: Path, row: str) -> None:
    path = tmp_path / "long.csv"
    path.write_text("户编号,户主姓名\n" + f"{row}\n" * 300)
    with within(replace(UPLOAD, rows=100)), pytest.raises(BadInput, match="100 rows"):
        parse(path)


def test_limits_hold_in_the_reading_process(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("户编号,户主姓名\n" + "1,例\n" * 300)
    with within(replace(UPLOAD, rows=100)), pytest.raises(BadInput, match="100 rows"):
        read_table(path)
    with within(COMMAND):
        assert len(read_table(path)) == 300


def long_csv(folder: Path, rows: int) -> Path:
    path = folder / "long.csv"
    path.write_text("户编号,户主姓名,组\n" + "".join(f"{row},例{row},\n" for row in range(rows)))
    return path


@pytest.mark.parametrize("rows", [BLOCK - 1, BLOCK, 2 * BLOCK + 1])
def test_a_table_of_several_blocks_comes_back_whole(tmp_path: Path, rows: int) -> None:
    table = read_table(long_csv(tmp_path, rows))
    assert table.column("户主姓名") == [f"例{row}" for row in range(rows)]
    assert table.lines == list(range(2, rows + 2))


BLOCKS: dict[str, Callable[[], bytes]] = {
    "not packed": lambda: b"no block",
    "too few values": lambda: zlib.compress(b"[1, 2]"),
    "cut off": lambda: zlib.compress(orjson.dumps(["x"] * BLOCK))[:-1],
    "one value less": lambda: zlib.compress(orjson.dumps(["x"] * (BLOCK - 1))),
    "a number among texts": lambda: zlib.compress(orjson.dumps(["x"] * (BLOCK - 1) + [1])),
    "larger than anything may be": lambda: zlib.compress(b" " * (UPLOAD.unpacked + 1)),
}


@pytest.mark.parametrize("what", BLOCKS)
def test_a_block_that_is_none_is_broken(what: str) -> None:
    block = BLOCKS[what]()
    data = sent(Table(["姓名"], [["例"] * BLOCK], range(BLOCK), "CSV"))
    length = 8 + int.from_bytes(data[:8], "little")
    head = json.loads(data[8:length])
    [good] = head["table"]["columns"][0]["blocks"]
    head["table"]["columns"][0]["blocks"] = [len(block)]
    body = json.dumps(head).encode()
    with pytest.raises(serialization.Broken):
        serialization.read_answer(
            io.BytesIO(len(body).to_bytes(8, "little") + body + data[length:-good] + block)
        )


def test_reading_takes_memory_by_the_block_and_not_by_the_row(tmp_path: Path) -> None:
    path = long_csv(tmp_path, 60_000)
    tracemalloc.start()
    table = parse(path)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(table) == 60_000
    assert most < 8 * 2**20  # as lists of texts they take 20 MB


def test_a_refusal_comes_in_the_language_of_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text("[]")
    with translation.override("zh-hans"), pytest.raises(BadInput, match="GeoJSON") as refused:
        read_table(path)
    assert "重新导出" in refused.value.remedy


def sample() -> Table:
    shapes = [
        shapely.Point(112.5, 27.9),
        None,
        shapely.box(0, 0, 1, 1).difference(shapely.box(0.2, 0.2, 0.4, 0.4)),
        shapely.MultiPolygon([shapely.box(0, 0, 1, 1)]),
        shapely.LineString([(0, 0), (1, 1)]),
        shapely.MultiPoint([(0, 0), (1, 1)]),
        shapely.Point(),
        shapely.MultiLineString([[(0, 0), (1, 1)]]),
    ]
    lines = list(range(1, len(shapes) + 1))
    problem = Problem(2, "经度", "x", "wrong", "mend")
    geometry = np.array([*shapes, None], dtype=object)[:-1]
    names = [f"例{line}" for line in lines]
    return Table(["姓名"], [names], lines, "CSV", geometry, 4490, None, ["a note"], [problem])


def sent(table: Table) -> bytes:
    file = io.BytesIO()
    serialization.write_table(table, file)
    return file.getvalue()


def test_a_table_comes_back_as_it_was_sent() -> None:
    table = sample()
    back = serialization.read_answer(io.BytesIO(sent(table)))
    assert replace(back, geometry=None) == replace(table, geometry=None)
    assert back.geometry is not None
    assert table.geometry is not None
    assert shapely.to_wkt(back.geometry).tolist() == shapely.to_wkt(table.geometry).tolist()


def test_a_table_without_geometry_comes_back_without() -> None:
    assert serialization.read_answer(io.BytesIO(sent(replace(sample(), geometry=None)))).geometry is None


SENT = sent(sample())


@given(st.integers(0, len(SENT) - 1), st.integers(0, 255), st.integers(0, 200))
def test_bytes_that_were_tampered_with_are_a_table_or_refused(place: int, byte: int, short: int) -> None:
    tampered = bytearray(SENT[: len(SENT) - short])
    tampered[place % len(tampered)] = byte
    try:
        table = serialization.read_answer(io.BytesIO(tampered))
    except (serialization.Broken, BadInput):
        return
    assert len({len(column) for column in table.columns} | {len(table.lines)}) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"columns": [["a"]]},
        {"lines": ["1"]},
        {"headings": [1]},
        {"epsg": "4490; DROP"},
        {"notes": [["x"]]},
        {"format": 1},
        {"surprise": 1},
        {"problems": [{"line": "1", "column": "", "value": "", "message": "", "remedy": ""}]},
        {"problems": [{}]},
    ],
)
def test_an_answer_of_another_shape_is_broken(change: dict[str, object]) -> None:
    data = io.BytesIO(sent(replace(sample(), geometry=None)))
    head = json.loads(data.read()[8:])
    head["table"] |= change
    body = json.dumps(head).encode()
    with pytest.raises(serialization.Broken):
        serialization.read_answer(io.BytesIO(len(body).to_bytes(8, "little") + body))


def test_a_reading_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    outcome(read_table, hostile.lying_archive(tmp_path))
    assert list((tmp_path / "temporary").iterdir()) == []
