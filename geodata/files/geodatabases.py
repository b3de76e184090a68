"""A File Geodatabase, as offices of natural resources hand it in: a zip with one folder .gdb, read by GDAL's own driver.

Nothing is taken from it but its tables and their offsets: indexes only find rows faster, and are not unpacked.
"""

import re
import tempfile
from pathlib import Path
from zipfile import ZipInfo

from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.base.wording import listed
from geodata.files.archives import archive_name, check_archive, unpack_as
from geodata.files.gdal import layer_named, layers_of, read_layer
from geodata.files.table import Table

KIND = "File Geodatabase"
FIRST = "a00000001.gdbtable"
"""The table of all tables, which every one has."""
_PARTS = re.compile(r"gdb|timestamps|a[0-9a-f]{8}\.gdbtabl[ex]")


def holds_one(path: Path) -> bool:
    return bool(_folders(check_archive(path)))


def read(path: Path, *, layer: str = "") -> Table:
    """The layer of that name, or the only one. BadInput: it cannot be read, or there are several."""
    entries = check_archive(path)
    folders = _folders(entries)
    if len(folders) > 1:
        raise BadInput(
            _("File Geodatabases in the archive: %(names)s.") % {"names": listed(sorted(folders))},
            field="file",
            value=path.name,
            remedy=_("Pack one of them into a zip of its own."),
        )
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "layers.gdb"
        base.mkdir()
        unpack_as(path, {entry: base / name for entry, name in _parts(entries, folders.pop())})
        layers = layers_of(base, KIND)
        return read_layer(base, "OpenFileGDB", layer_named(layer, layers), kind=KIND).with_shapes()


def _folders(entries: list[ZipInfo]) -> set[str]:
    """The folders that hold such a table, as they are called in the archive."""
    return {folder for entry in entries for folder, name in [_split(entry)] if name == FIRST}


def _parts(entries: list[ZipInfo], folder: str) -> list[tuple[ZipInfo, str]]:
    split = [(entry, *_split(entry)) for entry in entries]
    return [(entry, name) for entry, where, name in split if where == folder and _PARTS.fullmatch(name)]


def _split(entry: ZipInfo) -> tuple[str, str]:
    folder, _slash, name = archive_name(entry).replace("\\", "/").rpartition("/")
    return folder, name.lower()
