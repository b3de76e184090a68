"""How QGIS draws a layer when it is opened: our tones, stored in the GeoPackage's table of styles.

The table is the one that QGIS itself writes ("Save style in the data source"); its XML is QGIS's QML.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as Xml

from geodata.reports.metrics import METRICS
from geodata.reports.palette import STEPS, TONES, Tone

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


def add_style(path: Path, layer: str) -> None:
    """Put the style of the layer into the GeoPackage, as the one to open it with."""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(TABLE)
        file.execute(CONTENT)
        file.execute(ROW, [STYLES[layer](), layer])


def _tones() -> str:
    """Areas by the class of their share, in the colours and words of the map."""
    words = dict(METRICS["unvisited"].classes()) | {name: str(TONES[name].word) for name in ("few", "none")}
    root, categories, symbols = _categorized("tone")
    for number, (name, label) in enumerate(words.items()):
        Xml.SubElement(categories, "category", value=name, symbol=str(number), label=label, render="true")
        _fill(symbols, str(number), TONES[name])
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


STYLES = {"areas": _tones, "households": _points, "gaps": _statuses}
