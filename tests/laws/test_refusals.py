"""What the readers of files refuse, and a few more: see tests/laws/refused.py."""

import csv
import datetime as dt
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from geodata.base.errors import BadInput
from geodata.base.scope import Scope
from geodata.files import archives, columns, dbf, gdal, geodatabases, geofiles, kml, spreadsheets
from geodata.files.table import Table
from geodata.imports import jobs
from geodata.imports.kinds import care
from geodata.imports.kinds.areas import area_rows
from geodata.imports.kinds.households import household_points, household_rows, known_since
from geodata.imports.kinds.villages import Villages
from geodata.imports.runs.command import ImportCommand
from geodata.imports.runs.options import Wishes
from geodata.pairing import load, proposals
from tests.laws.refused import Call, check, each_of

DAY = dt.date(2026, 11, 30)
NO_VILLAGES = SimpleNamespace(by_code={}, named=lambda *_: [])


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def zipped(folder: Path, **entries: bytes) -> Path:
    path = folder / "packed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def copied(folder: Path) -> int:
    path = zipped(folder, one=b"12")
    with zipfile.ZipFile(path) as archive:
        return archives._copy(archive, archive.infolist()[0], folder / "one", 1)


def of_two(one: list[str], other: list[str]) -> Table:
    return geofiles._joined([Table(headings, [[]] * len(headings), [], "KML") for headings in (one, other)])


def long_field(folder: Path) -> Table:
    quoted = "x" * (csv.field_size_limit() + 1)
    return spreadsheets.read_csv(written(folder, "long.csv", f'number,name\n1,"{quoted}"\n'))


def no_shapefile(folder: Path) -> Table:
    """It lacks its parts as well, which is not what is wrong with it."""
    try:
        return geofiles.read_shapefile(written(folder, "a.shp", "none"))
    except BadInput as refused:
        if "Shapefile" in refused.message:
            raise
        return Table([], [], [], "")


CALLS: dict[str, Call] = {
    "geodata.files.archives.check_archive: The archive unpacks to": lambda to: archives.check_archive(
        zipped(to, one=bytes(8_000_000))
    ),
    "geodata.files.archives.unpack_as: ": lambda to: archives.unpack_as(written(to, "a.zip", "none"), {}),
    "geodata.files.archives._copy: ": copied,
    "geodata.files.columns.check_result: ": lambda _to: columns.check_result("#REF!"),
    "geodata.files.columns.phones: A spreadsheet has": lambda _to: columns.phones("1.05E+10"),
    "geodata.files.columns.phone: ": lambda _to: columns.phone("13800000001,13800000002"),
    "geodata.files.dbf.refuse_if_doubtful: ": lambda _to: dbf.refuse_if_doubtful(
        ["家庭人口总数".encode("gbk")] * 20, "latin-1", said="ISO-8859-1"
    ),
    "geodata.files.gdal.read_layer: not_a(kind, path)": lambda to: gdal.read_layer(
        written(to, "a.geojson", '{"type": "FeatureCollection", "features": []}'), "GPKG"
    ),
    "geodata.files.gdal.read_layer: not_a(kind, path) (2)": lambda to: gdal.read_layer(
        written(to, "a.gpkg", "none"), "GPKG"
    ),
    "geodata.files.gdal.layers_of: ": lambda to: gdal.layers_of(written(to, "a.gpkg", "none"), "GeoPackage"),
    "geodata.files.gdal.layer_named: ": lambda _to: gdal.layer_named("", ["one", "two"]),
    "geodata.files.geodatabases.read: ": lambda to: geodatabases.read(
        zipped(to, **{f"{name}.gdb/{geodatabases.FIRST}": b"" for name in ("one", "two")})
    ),
    "geodata.files.geofiles.read_shapefile: not_a('Shapefile', path)": no_shapefile,
    "geodata.files.geofiles._joined: ": lambda _to: of_two(["name"], ["number"]),
    "geodata.files.kml._Placemarks.start: ": lambda to: kml.read_kml(
        written(to, "deep.kml", f"<kml>{'<Folder>' * 500}{'</Folder>' * 500}</kml>")
    ),
    "geodata.files.kml._refuse_entities: ": lambda to: kml.read_kml(
        written(to, "a.kml", '<!DOCTYPE kml [<!ENTITY e "x">]><kml><Placemark/></kml>')
    ),
    "geodata.files.spreadsheets.read_csv: ": long_field,
    "geodata.files.spreadsheets._choose: The workbook": lambda _to: spreadsheets._choose(
        SimpleNamespace(names=["one"], shown=["one"]), "two"
    ),
    "geodata.files.spreadsheets._choose: Sheets with content:": lambda _to: spreadsheets._choose(
        SimpleNamespace(names=[], shown=[], named=str), ""
    ),
    "geodata.imports.jobs._found: ": lambda _to: jobs._found(SimpleNamespace(scope=Scope()), 0),
    "geodata.imports.kinds.areas.area_rows.filled: ": lambda _to: area_rows.filled(
        Table(["name"], [["one", "two"]], [1, 2], "CSV"), {}, Wishes(code="430382")
    ),
    "geodata.imports.kinds.care.birth_year: ": lambda _to: care.birth_year(DAY, "2027"),
    "geodata.imports.kinds.care._category.take: ": lambda _to: care._category()("富豪"),
    "geodata.imports.kinds.households.household_points._datum: ": lambda _to: household_points._datum(
        SimpleNamespace(heading=lambda name: f"{name}(GCJ02)"), "wgs84", None
    ),
    "geodata.imports.kinds.households.household_points._from_columns: ": lambda _to: (
        household_points._from_columns(
            SimpleNamespace(table=SimpleNamespace(lines=[1]), has=lambda name: name == "lon")
        )
    ),
    "geodata.imports.kinds.households.household_points.only: ": lambda _to: household_points.only(
        Table([], [], [], "CSV"), "points"
    ),
    "geodata.imports.kinds.households.household_rows.villages_of: ": lambda _to: household_rows.villages_of(
        SimpleNamespace(), NO_VILLAGES, "430382100201", [], []
    ),
    "geodata.imports.kinds.households.known_since.day_since: ": lambda _to: known_since.day_since("soon"),
    "geodata.imports.kinds.households.known_since.check: ": lambda _to: known_since.check(
        "2026-01-01", kind="members"
    ),
    "geodata.imports.kinds.villages.Villages.choose: No village": lambda _to: Villages.choose(
        NO_VILLAGES, "", "例村", "", "", only=""
    ),
    "geodata.imports.runs.command.ImportCommand.columns: ": lambda _to: ImportCommand.columns(
        SimpleNamespace(), {"column": ["number"]}
    ),
    "geodata.pairing.load._townships: ": lambda _to: load.load("99", on=DAY),
    "geodata.pairing.proposals.rules_of: ": lambda _to: proposals.rules_of({"radius": -1}, None),
}
"""How a law's name begins, and what it refuses."""


@pytest.mark.django_db
@each_of(CALLS)
def test_it_is_refused_in_these_words(law, call, tmp_path, in_english):
    check(law, call, tmp_path)
