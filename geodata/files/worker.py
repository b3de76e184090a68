"""The process in which a stranger's file is read: `python -m geodata.files.worker`, started by `sandbox.py`.

It gives up files, sockets, processes, core dumps and the right to more memory, time and space before it opens anything
(`confinement.py`); it knows no settings, no database and no secret. The request comes as one argument of JSON, the answer
goes to standard output.
"""

import gc
import json
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from geodata.files.confinement import Held, close_calls, close_files, enter_rooms

OUT_OF_MEMORY, NOT_CONFINED = 3, 5
"""Exit codes: of a reading that ran out of memory; of one that was not to begin without its walls."""
SPARE = 640 * 2**20
"""Address space of Python and its libraries before anything is read."""
DRIVERS = ("GPKG", "ESRI Shapefile", "OpenFileGDB")
TILES = ("PMTiles", "MVT")
"""Left besides for a file of tiles alone: the one opens what lies in the other."""
OTHERS = (
    "MEM,PCIDSK,PDS4,VICAR,PDF,MBTiles,EEDA,OGCAPI,GDALG,MapInfo File,LVBAG,S57,DGN,OGR_VRT,CSV,GML,GPX,LIBKML,KML,"
    "GeoJSON,GeoJSONSeq,ESRIJSON,TopoJSON,OGR_GMT,SQLite,WAsP,DXF,FlatGeobuf,GeoRSS,VFK,PGDUMP,OSM,GPSBabel,"
    "OGR_PDS,WFS,OAPIF,EDIGEO,Idrisi,ODS,XLSX,Elasticsearch,Carto,AmigoCloud,SXF,Selafin,JML,PLSCENES,CSW,VDV,MVT,NGW,"
    "MapML,GTFS,PMTiles,JSONFG,MiraMonVector,ADBC,AVCBin,AVCE00,AIVector,HTTP"
)
"""GDAL's further drivers in the wheel of pyogrio. Several open addresses that stand in a file."""


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


def skipped_for(ending: str) -> str:
    """What GDAL forgets before it reads a file of that ending."""
    left = TILES if ending == ".pmtiles" else ()
    return ",".join(name for name in OTHERS.split(",") if name not in left)


def forget_drivers(ending: str) -> None:
    """Leave GDAL only `DRIVERS`. A build that knows still others begins once more, without them."""
    import pyogrio

    left = {*DRIVERS, *TILES} if ending == ".pmtiles" else {*DRIVERS}
    if more := sorted(set(pyogrio.list_drivers()) - left):
        skipped = ",".join([skipped_for(ending), *more])
        if os.environ["GDAL_SKIP"] == skipped:
            raise RuntimeError(f"GDAL keeps drivers that were taken away: {more}")
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | {"GDAL_SKIP": skipped})  # noqa: S606


def shut_in(folder: Path, *, before_files: Callable[[], None] = lambda: None) -> Held:
    """Give up all that reading does not need. `before_files`: what must still begin a program."""
    rooms = enter_rooms(folder)
    before_files()
    return Held(rooms, close_files(folder / "work"), close_calls(), os.getuid())


def main() -> int:
    order = json.loads(sys.argv[1])
    folder = Path(order["folder"])
    if "try" in order:
        sys.stdout.write(json.dumps(asdict(shut_in(folder))))
        sys.stdout.flush()
        return 0
    gc.disable()  # it ends before there is anything to collect, and the limit on memory holds
    confine(**order["confine"])
    ending = Path(str(order.get("file", ""))).suffix.lower()
    os.environ.setdefault("GDAL_SKIP", skipped_for(ending))
    sys.modules["pandas"] = None  # type: ignore[assignment]  # half a second of start that no reader needs
    try:
        held = shut_in(folder, before_files=lambda: forget_drivers(ending) if order["gdal"] else None)
        if order["binary"] and not held.enough:
            return NOT_CONFINED
        return _read(order)
    except MemoryError:
        return OUT_OF_MEMORY


def _read(order: dict[str, object]) -> int:
    from django.apps import apps
    from django.conf import settings

    settings.configure(USE_I18N=True, LOCALE_PATHS=order["locales"], LANGUAGE_CODE=order["language"])
    # Without apps: only translation asks for them. django.setup() would load URLs and forms besides.
    apps.populate(())
    from django.utils import translation

    from geodata.base.errors import BadInput
    from geodata.files import serialization
    from geodata.files.limits import Limits, within

    with translation.override(str(order["language"])), within(Limits(**order["limits"])):  # type: ignore[arg-type]
        try:
            (_kept if "attachment" in order else _table)(Path(str(order["file"])), order)
        except BadInput as error:
            serialization.write_refusal(error, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return 0


def _table(path: Path, order: dict[str, object]) -> None:
    from geodata.files import serialization
    from geodata.files.dispatch import parse

    table = parse(path, layer=str(order["layer"]), encoding=str(order["encoding"]))
    serialization.write_table(table, sys.stdout.buffer)


def _kept(path: Path, _order: dict[str, object]) -> None:
    from geodata.files import serialization
    from geodata.files.attachments import read_attachment

    serialization.write_attachment(*read_attachment(path), sys.stdout.buffer)


if __name__ == "__main__":
    # No clean-up of what a broken library has left behind: what is written is written.
    os._exit(main())
