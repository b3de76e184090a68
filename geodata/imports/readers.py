"""The door for files: what is no file of ours or too large is refused here, all else is read apart."""

from pathlib import Path

from django.utils.translation import gettext as _

from geodata.errors import BadInput
from geodata.imports.limits import MB, limits
from geodata.imports.parsing import FORMATS
from geodata.imports.sandbox import read_apart
from geodata.imports.table import Table, too_large


def read_table(path: Path, *, layer: str = "") -> Table:
    """The rows of a file; `layer` names a sheet or layer where there are several. BadInput: unreadable."""
    if path.suffix.lower() not in FORMATS:
        raise BadInput(
            _("Files that end in “%(ending)s” are not read.") % {"ending": path.suffix},
            field="file",
            value=path.name,
            remedy=_(
                "Read are CSV, XLSX, XLS, GeoJSON, KML, KMZ, GeoPackage, and zipped Shapefile and File Geodatabase (.gdb)."
            ),
        )
    if not path.is_file():
        raise BadInput(
            _("There is no such file."),
            field="file",
            value=path.name,
            remedy=_("Check the path and the name."),
        )
    if path.stat().st_size > limits().bytes:
        raise too_large(_("The file is larger than %(most)s MB.") % {"most": limits().bytes // MB})
    return read_apart(path, layer=layer)
