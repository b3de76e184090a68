"""How QGIS draws a layer when it is opened: our tones, stored in the GeoPackage's table of styles.

The table is the one that QGIS itself writes ("Save style in the data source"); its XML is QGIS's QML.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as Xml

from geodata.base.extracts import Field
from geodata.display.colours import STEPS, TONES, Tone
from geodata.display.metrics import METRICS

TABLE = """CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
CONTENT = """INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
    VALUES ('layer_styles', 'attributes', 'layer_styles', '')"""
ROW = """INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
    styleSLD, useAsDefault, description, owner)
    SELECT '', '', table_name, column_name, 'Gridmap', ?, '', 1, '', '' FROM gpkg_geometry_columns WHERE table_name = ?"""

LINE = "70,80,90,255"


def add_styles(path: Path, kind: str) -> None:
    """Put the style of each layer into the GeoPackage, as the one to open it with.

    Where a file has layers of several levels the last is filled and those above it are outlines: a parent painted
    over its children would hide them, and one without data would look like the worst.
    """
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(TABLE)
        file.execute(CONTENT)
        layers = [
            name for (name,) in file.execute("SELECT table_name FROM gpkg_geometry_columns ORDER BY rowid")
        ]
        for layer in layers:
            file.execute(ROW, [STYLES[kind]() if layer == layers[-1] else _outline(), layer])


ALIASES = """CREATE TABLE IF NOT EXISTS gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
    constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name))"""
EXTENSION = """INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
    VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec/#extension_schema', 'read-write')"""
EXTENSIONS = """CREATE TABLE IF NOT EXISTS gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))"""
ALIAS = """INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description)
    SELECT table_name, ?, ?, ?, ? FROM gpkg_geometry_columns"""


def add_names(path: Path, fields: Sequence[Field]) -> None:
    """How offices call each column, and what it means, where map programs look for it (GeoPackage's schema extension)."""
    with closing(sqlite3.connect(path)) as file, file:
        for statement in (ALIASES, EXTENSIONS, EXTENSION):
            file.execute(statement)
        for field in fields:
            file.execute(ALIAS, [field.name, field.heading, field.heading, str(field.meaning)])


def _tones() -> str:
    """Areas by the class of their share, in the colours and words of the map."""
    words = dict(METRICS["unvisited"].classes()) | {name: str(TONES[name].word) for name in ("few", "none")}
    root, categories, symbols = _categorized("tone")
    for number, (name, label) in enumerate(words.items()):
        Xml.SubElement(categories, "category", value=name, symbol=str(number), label=label, render="true")
        _fill(symbols, str(number), TONES[name])
    return Xml.tostring(root, encoding="unicode")


def _outline() -> str:
    """Areas above the ones that are coloured: their borders alone."""
    root = Xml.Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = Xml.SubElement(root, "renderer-v2", type="singleSymbol", symbollevels="0")
    symbols = Xml.SubElement(renderer, "symbols")
    symbol = Xml.SubElement(symbols, "symbol", type="fill", name="0", alpha="1")
    _layer(symbol, "SimpleFill", style="no", outline_color=LINE, outline_width="0.6")
    return Xml.tostring(root, encoding="unicode")


def _points() -> str:
    """Households as plain dots: a file says nothing of their status."""
    root = Xml.Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = Xml.SubElement(root, "renderer-v2", type="singleSymbol", symbollevels="0")
    symbols = Xml.SubElement(renderer, "symbols")
    symbol = Xml.SubElement(symbols, "symbol", type="marker", name="0", alpha="1")
    _layer(symbol, "SimpleMarker", name="circle", color="59,111,168,255", outline_color=LINE, size="2")
    return Xml.tostring(root, encoding="unicode")


def _statuses() -> str:
    """Households as dots in the colours and words of their status."""
    root, categories, symbols = _categorized("status")
    for number, name in enumerate([*STEPS, "exempt"]):
        label = str(TONES[name].word)
        Xml.SubElement(categories, "category", value=name, symbol=str(number), label=label, render="true")
        symbol = Xml.SubElement(symbols, "symbol", type="marker", name=str(number), alpha="1")
        _layer(symbol, "SimpleMarker", name="circle", color=_rgb(TONES[name]), outline_color=LINE, size="2.4")
    return Xml.tostring(root, encoding="unicode")


def _categorized(attribute: str) -> tuple[Xml.Element, Xml.Element, Xml.Element]:
    """The style, its categories and their symbols."""
    root = Xml.Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = Xml.SubElement(root, "renderer-v2", type="categorizedSymbol", attr=attribute, symbollevels="0")
    return root, Xml.SubElement(renderer, "categories"), Xml.SubElement(renderer, "symbols")


def _rgb(tone: Tone) -> str:
    red, green, blue = (int(tone.fill[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},255"


def _fill(symbols: Xml.Element, name: str, tone: Tone) -> None:
    symbol = Xml.SubElement(symbols, "symbol", type="fill", name=name, alpha="1")
    _layer(symbol, "SimpleFill", color=_rgb(tone), outline_color=LINE, outline_width="0.2")


def _layer(symbol: Xml.Element, kind: str, **values: str) -> None:
    layer = Xml.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    options = Xml.SubElement(layer, "Option", type="Map")
    for key, value in values.items():
        Xml.SubElement(options, "Option", name=key, type="QString", value=value)
        # As versions before 3.20 read it.
        Xml.SubElement(layer, "prop", k=key, v=value)


STYLES = {"areas": _tones, "households": _points, "gaps": _statuses, "needs": _points}
