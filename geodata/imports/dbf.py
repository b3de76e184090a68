"""Names of columns in the .dbf of a Shapefile: ten bytes, so that writers cut Chinese ones within a sign.

户主姓名 in UTF-8 has twelve: what is left is 户主姓 and a piece that no reader can decode, GDAL's included.
"""

import codecs
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FIRST, EACH, NAME, END = 32, 32, 11, 0x0D


@contextmanager
def whole_names(shp: Path, table: Path, encoding: str) -> Iterator[tuple[Path, list[str]]]:
    """The .shp to read and the names that were cut: itself and none, or a copy in which they end before the piece."""
    data = bytearray(table.read_bytes())
    cut = _without_pieces(data, encoding)
    if not cut:
        yield shp, []
        return
    with tempfile.TemporaryDirectory() as folder:
        for part in shp.parent.glob(f"{shp.stem}.*"):
            shutil.copyfile(part, Path(folder) / part.name)
        (Path(folder) / table.name).write_bytes(data)
        yield Path(folder) / shp.name, cut


def _without_pieces(data: bytearray, encoding: str) -> list[str]:
    """Overwrite the pieces with zeros; what is left of each of those names."""
    cut = []
    for start in _starts(data):
        name = bytes(data[start : start + NAME]).split(b"\0")[0]
        try:
            name.decode(encoding)
        except UnicodeDecodeError as error:
            left = name[: error.start]
            data[start : start + NAME] = left.ljust(NAME, b"\0")
            cut.append(left.decode(encoding))
    return cut


def _starts(data: bytearray) -> Iterator[int]:
    for start in range(FIRST, min(int.from_bytes(data[8:10], "little"), len(data)) - 1, EACH):
        if data[start] == END:
            return
        yield start


def named(text: str) -> str:
    """The encoding that a .cpg names, for Python; "" for one that is not known."""
    word = text.strip().strip("\0\ufeff")
    try:
        found = codecs.lookup(f"cp{word}" if word.isdecimal() else word).name
    except (LookupError, ValueError):
        return ""
    return "gb18030" if found in ("gbk", "gb2312", "cp936") else found
