"""Files that mean harm, each made in the test that needs it; all addresses in them are those of a listener."""

import json
import sqlite3
import struct
import zipfile
from pathlib import Path

import xlsxwriter

from tests.files.test_geofiles import write

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
LAUGHS = (
    "<!DOCTYPE a ["
    '<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
"""A document type whose last entity is 10⁹ laughs."""


def linked_crs(folder: Path, address: str) -> Path:
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [112.5, 27.9]}}
    crs = {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
    path = folder / "linked.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [point]}))
    return path


def vrt(folder: Path, address: str, ending: str) -> Path:
    path = folder / f"vrt{ending}"
    path.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/{address}/a</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    return path


def kml(folder: Path, inside: str, *, doctype: str = "", name: str = "map.kml") -> Path:
    path = folder / name
    path.write_text(
        f'{HEAD}{doctype}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>'
    )
    return path


def network_link(folder: Path, address: str) -> Path:
    return kml(folder, f"<NetworkLink><Link><href>{address}/more.kml</href></Link></NetworkLink>")


def external_entity(folder: Path, address: str) -> Path:
    doctype = f'<!DOCTYPE kml [<!ENTITY other SYSTEM "{address}/secret">]>'
    return kml(folder, "<Placemark><name>&other;</name></Placemark>", doctype=doctype)


def workbook(folder: Path, *, strings: str | None = None, sheet: str | None = None) -> Path:
    """A workbook whose parts are written by hand."""
    honest, path = folder / "honest.xlsx", folder / "bomb.xlsx"
    with xlsxwriter.Workbook(honest) as book:
        book.add_worksheet().write_row(0, 0, ["户编号", "户主姓名"])
    changed = {"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet}
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, changed.get(part) or old.read(part))
    return path


SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def far_cell(folder: Path) -> Path:
    """Two cells, the second at the end of the sheet: 17 thousand million cells between."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    return workbook(
        folder, sheet=f"{HEAD}<worksheet {SPREADSHEET}><sheetData>{cells}</sheetData></worksheet>"
    )


def shared_string(folder: Path) -> Path:
    """One text of 100 KB that 100,000 cells share: 10 GB when each has its own."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    return workbook(
        folder,
        strings=f'{HEAD}<sst {SPREADSHEET} count="1" uniqueCount="1"><si><t>{_noise()}</t></si></sst>',
        sheet=f"{HEAD}<worksheet {SPREADSHEET}><sheetData>{rows}</sheetData></worksheet>",
    )


def _noise() -> str:
    """100 KB that do not compress a hundredfold."""
    return "".join(f"{n * 2654435761 % 2**32:08x}" for n in range(12_500))


def laughing_strings(folder: Path) -> Path:
    strings = f"{HEAD}{LAUGHS}<sst {SPREADSHEET}><si><t>&j;</t></si></sst>"
    return workbook(folder, strings=strings)


def archive(folder: Path, names: dict[str, bytes], *, name: str = "bomb.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for entry, data in names.items():
            made.writestr(entry, data)
    return path


def lying_archive(folder: Path) -> Path:
    """It says that its 300 MB are one byte."""
    path = folder / "lying.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("a.shp", "w") as part:
        for _chunk in range(300):
            part.write(bytes(2**20))
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 1)
    path.write_bytes(data)
    return path


def nested_wkb(deep: int) -> bytes:
    """Collections in each other, as many as asked for."""
    return struct.pack("<BII", 1, 7, 1) * deep + struct.pack("<BII", 1, 7, 0)


def nested_in_geopackage(folder: Path, deep: int) -> Path:
    path = write(folder / "nested.gpkg", names=["例"])
    header = b"GP\x00\x01" + struct.pack("<i", 4490)
    with sqlite3.connect(path) as base:
        base.create_function("ST_IsEmpty", 1, lambda _shape: 0)
        for name in ("MinX", "MaxX", "MinY", "MaxY"):
            base.create_function(f"ST_{name}", 1, lambda _shape: 0.0)
        base.execute("UPDATE nested SET geom = ?", [header + nested_wkb(deep)])
    return path


def endless_view(folder: Path) -> Path:
    """A layer that is a view which never ends."""
    path = write(folder / "endless.gpkg", names=["例"])
    with sqlite3.connect(path) as base:
        base.execute("ALTER TABLE endless RENAME TO hidden")
        base.execute("""
            CREATE VIEW endless AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n)
            SELECT n.fid, h.geom, h.name, h.code FROM n LEFT JOIN hidden h ON h.fid = n.fid""")
    return path


def trigger(folder: Path) -> Path:
    """Triggers and a table that want to write elsewhere."""
    path = write(folder / "trigger.gpkg", names=["例"])
    with sqlite3.connect(path) as base:
        base.execute("CREATE TRIGGER t AFTER INSERT ON gpkg_contents BEGIN SELECT load_extension('x'); END")
        base.execute("CREATE VIEW evil AS SELECT load_extension('x') AS fid")
    return path


def boasting_dbf(folder: Path) -> Path:
    """A table that claims four thousand million rows."""
    path = write(folder / "boast.shp", names=["例"])
    dbf = path.with_suffix(".dbf")
    data = bytearray(dbf.read_bytes())
    data[4:8] = struct.pack("<I", 4_000_000_000)
    dbf.write_bytes(data)
    return path
