"""The process in which a stranger's file is read: `python -m geodata.imports.child`, started by `sandbox.py`.

It gives up network, core dumps and the right to more memory, time and space before it opens anything; it knows no
settings, no database and no secret. The request comes as one argument of JSON, the answer goes to standard output.
"""

import ctypes
import gc
import json
import os
import resource
import sys
from pathlib import Path

NEW_USER, NEW_NET = 0x10000000, 0x40000000
"""CLONE_NEWUSER and CLONE_NEWNET of Linux."""
OUT_OF_MEMORY, OFF_LINE, ON_LINE = 3, 0, 4
"""Exit codes: of a reading that ran out of memory; of a try whether the network can be left."""
SPARE = 640 * 2**20
"""Address space of Python and its libraries before anything is read."""
DRIVERS = ("GPKG", "ESRI Shapefile")
OTHERS = (
    "MEM,PCIDSK,PDS4,VICAR,PDF,MBTiles,EEDA,OGCAPI,GDALG,MapInfo File,LVBAG,S57,DGN,OGR_VRT,CSV,GML,GPX,LIBKML,KML,"
    "GeoJSON,GeoJSONSeq,ESRIJSON,TopoJSON,OGR_GMT,SQLite,WAsP,OpenFileGDB,DXF,FlatGeobuf,GeoRSS,VFK,PGDUMP,OSM,GPSBabel,"
    "OGR_PDS,WFS,OAPIF,EDIGEO,Idrisi,ODS,XLSX,Elasticsearch,Carto,AmigoCloud,SXF,Selafin,JML,PLSCENES,CSW,VDV,MVT,NGW,"
    "MapML,GTFS,PMTiles,JSONFG,MiraMonVector,ADBC,AVCBin,AVCE00,AIVector,HTTP"
)
"""GDAL's further drivers in the wheel of pyogrio. Several open addresses that stand in a file."""


def leave_network() -> bool:
    """Move to a network without any device. False: neither root nor a user namespace may do it here."""
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (NEW_NET, NEW_USER | NEW_NET))


def confine(*, seconds: int, memory: int, space: int) -> None:
    """Hard limits: CPU seconds, bytes of address space, bytes of a written file, open files."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory + SPARE),
        (resource.RLIMIT_FSIZE, space),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def forget_drivers() -> None:
    """Leave GDAL only `DRIVERS`. A build that knows still others begins once more, without them."""
    import pyogrio

    if more := sorted(set(pyogrio.list_drivers()) - set(DRIVERS)):
        skipped = ",".join([OTHERS, *more])
        if os.environ["GDAL_SKIP"] == skipped:
            raise RuntimeError(f"GDAL keeps drivers that were taken away: {more}")
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | {"GDAL_SKIP": skipped})  # noqa: S606


def main() -> int:
    if sys.argv[1:] == ["--try"]:
        return OFF_LINE if leave_network() else ON_LINE
    asked = json.loads(sys.argv[1])
    gc.disable()  # it ends before there is anything to collect, and the limit on memory holds
    leave_network()
    confine(**asked["confine"])
    os.environ.setdefault("GDAL_SKIP", OTHERS)
    sys.modules["pandas"] = None  # type: ignore[assignment]  # half a second of start that no reader needs
    try:
        if asked["gdal"]:
            forget_drivers()
        return _read(asked)
    except MemoryError:
        return OUT_OF_MEMORY


def _read(asked: dict[str, object]) -> int:
    from django.apps import apps
    from django.conf import settings

    settings.configure(USE_I18N=True, LOCALE_PATHS=asked["locales"], LANGUAGE_CODE=asked["language"])
    # Without apps: only translation asks for them. django.setup() would load URLs and forms besides.
    apps.populate(())
    from django.utils import translation

    from geodata.errors import BadInput
    from geodata.imports import wire
    from geodata.imports.limits import Limits, within
    from geodata.imports.parsing import parse

    with translation.override(str(asked["language"])), within(Limits(**asked["limits"])):  # type: ignore[arg-type]
        try:
            table = parse(Path(str(asked["file"])), layer=str(asked["layer"]))
        except BadInput as error:
            wire.write_refusal(error, sys.stdout.buffer)
        else:
            wire.write_table(table, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    # No clean-up of what a broken library has left behind: what is written is written.
    os._exit(main())
