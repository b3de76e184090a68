"""What may enter folium, and that there is no other way in."""

import ast
from pathlib import Path

import pytest

from gridmap.maps.base import Layer, Refused, Shell, door, draw, tile_address

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = [
    "{{7*7}}",
    "{% for x in y %}",
    "{# x #}",
    "例县",
    "o'brien",
    'a"b',
    "`x`",
    "${x}",
    "</script>",
    "<b>",
    "javascript:alert(1)",
    "//elsewhere.example/x",
    "https://elsewhere.example/x",
    "/a b",
    "/x?y={{7*7}}",
    "/x\n",
    "430382\n",
    "４３０３８２",
    "ok ",
    "",
]


@pytest.mark.parametrize(
    "value", ["430382", "430382100201001", "never", "township", "unlinked", "/api/v1/areas/?a=1&b=-x"]
)
def test_codes_our_words_and_our_addresses_may_enter(value):
    assert door(value) == value


@pytest.mark.parametrize("value", [None, True, 0, -1.5, [1, [2.0]], {"tones": {"430382": "ok"}}])
def test_numbers_and_what_is_made_of_them_may_enter(value):
    assert door(value) == value


@pytest.mark.parametrize("value", HOSTILE)
def test_every_other_text_is_refused(value):
    with pytest.raises(Refused):
        door(value)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_is_refused_however_deep_it_lies(value):
    for wrapped in ([[value]], {"tones": [value]}, {value: 1}, (1, value)):
        with pytest.raises(Refused):
            door(wrapped)


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), b"430382", object(), {1}, type("T", (str,), {})("ok")]
)
def test_what_is_no_plain_value_is_refused(value):
    with pytest.raises(Refused):
        door(value)


def test_a_refusal_does_not_repeat_the_value():
    with pytest.raises(Refused) as refused:
        door("{{7*7}}")
    assert "7*7" not in str(refused.value)


@pytest.mark.parametrize("value", HOSTILE)
def test_no_layer_and_no_map_takes_a_typed_text(value):
    with pytest.raises(Refused):
        Layer(name=value)
    with pytest.raises(Refused):
        Shell(value, box=None)


@pytest.mark.parametrize(
    "address", ["https://tiles.example/{z}/{x}/{y}.png", "/tiles/{z}/{x}/{y}.png?style=plain"]
)
def test_an_operators_tile_address_may_enter(address):
    assert tile_address(address) == address


@pytest.mark.parametrize(
    "address", ["https://t.example/{{7*7}}/{z}", "/{z}/{x}/{y}{%x%}", "/{q}/{z}", "/{z}'", "ftp://x/"]
)
def test_a_tile_address_with_more_than_its_places_is_refused(address):
    with pytest.raises(Refused):
        tile_address(address)


def test_only_the_door_imports_folium():
    importing = []
    for path in (ROOT / "gridmap").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            importing += [path.name for name in names if name.split(".")[0] in ("folium", "branca")]
    assert set(importing) == {"base.py"}


def test_a_map_loads_our_own_files_only():
    drawn = draw(Shell("coverage", box=(112.0, 27.0, 113.0, 28.0)))
    assert drawn.scripts == [
        "/static/vendor/leaflet/leaflet.js",
        "/static/gridmap/base.js",
        "/static/gridmap/map.js",
    ]
    assert "http" not in drawn.html + drawn.script
    assert "<style" not in drawn.html
    assert "<script" not in drawn.html


def test_two_maps_in_a_row_do_not_mix():
    draw(Shell("coverage", box=None))
    drawn = draw(Shell("household", box=None))
    assert "map_coverage" not in drawn.html + drawn.script
    assert len(drawn.scripts) == 3
