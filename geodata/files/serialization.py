"""A table as bytes and back: JSON and flat arrays of numbers, so that nothing in it is code or a tree.

What comes from the process that read a stranger's file is checked as if a stranger had sent it.

    length of the JSON (8 bytes), JSON, then the blocks of lines, problems and columns,
    then for each kind of geometry its rows, coordinates and offsets
"""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, Any

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from geodata.base.errors import BadInput
from geodata.files import compressed_rows
from geodata.files.compressed_rows import Packed, as_it_is, as_packed, in_parts
from geodata.files.limits import limits
from geodata.files.problems import as_problem
from geodata.files.table import Table

Kind = shapely.GeometryType
PLAIN = (Kind.POINT, Kind.LINESTRING, Kind.POLYGON, Kind.MULTIPOINT, Kind.MULTILINESTRING, Kind.MULTIPOLYGON)
OFFSETS = {
    Kind.POINT: 0,
    Kind.LINESTRING: 1,
    Kind.POLYGON: 2,
    Kind.MULTIPOINT: 1,
    Kind.MULTILINESTRING: 2,
    Kind.MULTIPOLYGON: 3,
}
"""How many levels of offsets a kind has."""


class Broken(Exception):
    """The bytes are not a table."""


def write_table(table: Table, file: IO[bytes]) -> None:
    """Geometries of other kinds than points, lines and polygons are lost: readers have reported them."""
    groups = list(_groups(table.geometry)) if table.geometry is not None else None
    lines, problems, *columns = map(as_packed, (table.lines, table.problems, *table.columns))
    head = {
        "table": {
            "headings": table.headings,
            "columns": [in_parts(column) for column in columns],
            "lines": in_parts(lines),
            "format": table.format,
            "epsg": table.epsg,
            "assumed": table.assumed,
            "notes": table.notes,
            "problems": in_parts(problems),
        },
        "groups": [(kind, [len(flat) for flat in arrays]) for kind, arrays in groups or ()],
        "geometry": groups is not None,
    }
    _write_json(head, file)
    for sequence in (lines, problems, *columns):
        file.writelines(sequence.parts[0])
    for _kind, arrays in groups or ():
        for array in arrays:
            file.write(array.tobytes())


def write_refusal(error: BadInput, file: IO[bytes]) -> None:
    value = "" if error.value is None else str(error.value)
    said = {"message": str(error), "field": error.field, "value": value, "remedy": str(error.remedy)}
    _write_json({"refused": said}, file)


def write_attachment(kind: str, content: bytes, file: IO[bytes]) -> None:
    _write_json({"kind": kind, "size": len(content)}, file)
    file.write(content)


def read_attachment(file: IO[bytes]) -> tuple[str, bytes]:
    """Kind and content. BadInput: the file was refused. Broken: the bytes are neither."""
    head = _read_json(file)
    try:
        if "refused" in head:
            raise _refusal(head["refused"])
        return str(head["kind"]), _read(file, int(head["size"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Broken from error


def read_answer(file: IO[bytes]) -> Table:
    """The table. BadInput: the file was refused. Broken: the bytes are neither."""
    head = _read_json(file)
    try:
        if "refused" in head:
            raise _refusal(head["refused"])
        table = _table(head["table"], file)
        if not head["geometry"]:
            return table
        shapes = np.full(len(table), None, dtype=object)
        for kind, lengths in head["groups"]:
            rows, geometries = _group(file, kind, lengths, len(table))
            shapes[rows] = geometries
    except (
        KeyError,
        TypeError,
        ValueError,
        IndexError,
        OverflowError,
        zlib.error,
        shapely.errors.ShapelyError,
    ) as error:
        raise Broken from error
    return replace(table, geometry=shapes)


def _groups(shapes: NDArray[np.object_]) -> Iterator[tuple[int, list[NDArray[Any]]]]:
    kinds = shapely.get_type_id(shapes)
    for kind in PLAIN:
        rows = np.flatnonzero(kinds == kind)
        if len(rows):
            _kind, xy, offsets = shapely.to_ragged_array(shapes[rows], include_z=False)
            flat = [np.asarray(level, dtype=np.int64) for level in offsets]
            # Each kind by itself: among multiple ones shapely makes a single polygon multiple.
            yield int(kind), [rows.astype(np.int64), np.asarray(xy, dtype=np.float64).ravel(), *flat]


def _group(
    file: IO[bytes], kind: int, lengths: list[int], rows: int
) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    if kind not in OFFSETS or len(lengths) != 2 + OFFSETS[Kind(kind)]:
        raise Broken
    places = _read_array(file, np.int64, lengths[0])
    xy = _read_array(file, np.float64, lengths[1]).reshape(-1, 2)
    offsets = [_read_array(file, np.int64, length) for length in lengths[2:]]
    if len(places) and not (0 <= places.min() <= places.max() < rows):
        raise Broken
    sizes = [len(xy), *(len(level) - 1 for level in offsets)]
    for level, below in zip(offsets, sizes, strict=False):
        if not len(level) or level[0] != 0 or level[-1] != below or (np.diff(level) < 0).any():
            raise Broken
    if sizes[-1] != len(places):
        raise Broken
    return places, shapely.from_ragged_array(Kind(kind), xy, tuple(offsets) or None)


def _read_array(file: IO[bytes], kind: type[Any], length: int) -> NDArray[Any]:
    return np.frombuffer(_read(file, 8 * length), dtype=kind)


def _read(file: IO[bytes], length: int) -> bytes:
    data = file.read(length) if 0 <= length < 2**31 else b""
    if len(data) != length:
        raise Broken
    return data


def _write_json(value: object, file: IO[bytes]) -> None:
    data = orjson.dumps(value)
    file.write(len(data).to_bytes(8, "little"))
    file.write(data)


def _read_json(file: IO[bytes]) -> dict[str, Any]:
    length = int.from_bytes(file.read(8), "little")
    try:
        value = orjson.loads(_read(file, length))
    except orjson.JSONDecodeError as error:
        raise Broken from error
    if not isinstance(value, dict):
        raise Broken
    return value


def _table(said: dict[str, Any], file: IO[bytes]) -> Table:
    lines = _sequence(said["lines"], file, _are_numbers)
    problems = _sequence(said["problems"], file, _are_problems, made=as_problem)
    columns = [_sequence(one, file, _are_texts) for one in said["columns"]]
    table = Table(**{**said, "lines": lines, "problems": problems, "columns": columns})
    same = len(table.headings) == len(columns) == len(set(table.headings))
    full = all(len(column) == len(lines) for column in columns)
    plain = _are_texts([*table.headings, *table.notes, table.format])
    if not (same and full and plain and _are_numbers([table.epsg or 0, table.assumed or 0])):
        raise Broken
    return table


def _sequence(
    said: dict[str, Any],
    file: IO[bytes],
    are: Callable[[list[Any]], bool],
    made: Callable[[Any], Any] = as_it_is,
) -> Packed[Any]:
    """Kept as it came, after every block of it was looked at."""
    blocks, end = [_read(file, length) for length in said["blocks"]], said["end"]
    full = all(len(items) == compressed_rows.BLOCK and are(items) for items in map(_unpacked, blocks))
    if not (full and are(end)):
        raise Broken
    return Packed.of(blocks, end, made=made)


def _unpacked(block: bytes) -> list[Any]:
    opened = zlib.decompressobj()
    items = orjson.loads(opened.decompress(block, limits().unpacked))
    if not opened.eof or not isinstance(items, list):
        raise Broken
    return items


def _are_texts(items: list[Any]) -> bool:
    return set(map(type, items)) <= {str}


def _are_numbers(items: list[Any]) -> bool:
    return set(map(type, items)) <= {int}


def _are_problems(items: list[Any]) -> bool:
    problems = [as_problem(one) for one in items]
    texts = (text for one in problems for text in (one.column, one.value, one.message, one.remedy))
    return _are_texts(list(texts)) and all(isinstance(one.line, int | None) for one in problems)


def _refusal(said: dict[str, Any]) -> BadInput:
    texts = {name: str(said[name]) for name in ("message", "field", "value", "remedy")}
    return BadInput(texts["message"], field=texts["field"], value=texts["value"], remedy=texts["remedy"])
