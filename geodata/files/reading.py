"""The door for files: what is no file of ours or too large is refused here, all else is read apart."""

from pathlib import Path

from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.errors import BadInput
from geodata.files.dispatch import DRAWN, FORMATS
from geodata.files.limits import MB, limits
from geodata.files.sandbox import read_apart
from geodata.files.table import Table, too_large


def read_table(path: Path, *, layer: str = "", encoding: str = "", drawn: bool = False) -> Table:
    """The rows of a file; `layer` names a sheet or layer where there are several. BadInput: unreadable.

    `drawn`: tiles too, of what is only drawn.

    `encoding` (of `dbf.ENCODINGS`) is what the texts of a Shapefile are, whatever stands beside it.
    """
    if path.suffix.lower() not in (FORMATS | DRAWN if drawn else FORMATS):
        raise BadInput(
            _("Files ending in “%(ending)s” are not supported.") % {"ending": path.suffix},
            field="file",
            value=path.name,
            remedy=_(
                "Supported are CSV, XLSX, XLS, GeoJSON, KML, KMZ, GeoPackage, and zipped Shapefile and"
                " File Geodatabase (.gdb)."
            ),
        )
    if not path.is_file():
        raise BadInput(
            _("There is no such file."),
            field="file",
            value=path.name,
            remedy=_("Check the path and the file name."),
        )
    if path.stat().st_size > limits().bytes:
        raise too_large(
            _("The file is larger than %(most)s MB.") % {"most": wording.figure(limits().bytes // MB)}
        )
    return read_apart(path, layer=layer, encoding=encoding)
