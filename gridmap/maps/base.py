"""The only door to folium.

branca compiles what it has rendered once more as a Jinja2 template, so a typed string that reached it would run as
code in this process; escaping does not help. Therefore nothing enters folium but what `door` lets through: numbers,
booleans, codes of areas, words from our own lists and our own addresses. Names arrive in the browser by API and are
set with textContent (static/gridmap/map.js). Only this module imports folium; a test holds that.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import ClassVar

import folium
from branca.element import Figure, JavascriptLink, MacroElement
from django.conf import settings
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from folium.template import Template

from geodata.coverage.figures import FIGURES
from geodata.display.colours import DRAWN
from geodata.territory import codes
from gridmap.maps import basemap
from gridmap.maps.words import SAID

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
Box = tuple[float, float, float, float]

CODE = re.compile(r"[0-9]{2,15}", re.ASCII)
KEY = re.compile(r"[a-z][a-z_]{0,30}", re.ASCII)
# Of this site: one slash, then letters, digits and the few signs that a path and a query need.
ADDRESS = re.compile(r"/(?:[A-Za-z0-9_-][A-Za-z0-9_./-]*)?(?:\?[A-Za-z0-9_=&.-]*)?", re.ASCII)
TILES = re.compile(r"(?:https?://[A-Za-z0-9.{}:-]+)?/[A-Za-z0-9_/.,:?=&{}-]*", re.ASCII)
PLACES = re.compile(r"(?<!\{)\{[xyzs]\}(?!\})")
WORDS = frozenset({*DRAWN, *codes.LEVELS, "household", "coverage", "pairing"})


class Refused(ValueError):
    """Something that must not enter folium. The value is not repeated: it may be anything."""


def door(value: object) -> Plain:
    """The value, if folium may have it: numbers, booleans, codes, our own words and addresses, and lists and maps of them.

    Raises Refused for everything else.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if type(value) is str:
        if CODE.fullmatch(value) or value in WORDS or value in FIGURES or ADDRESS.fullmatch(value):
            return value
        raise Refused("A text that is no code, no word of ours and no address of ours.")
    if isinstance(value, Mapping):
        return {_key(key): door(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [door(item) for item in value]
    raise Refused(f"A {type(value).__name__}.")


def tile_address(address: str) -> str:
    """The operator's tile address, if it holds no braces but those of {x}, {y}, {z} and {s}. Raises Refused."""
    if TILES.fullmatch(address) and not set("{}") & set(PLACES.sub("", address)):
        return address
    raise Refused("A tile address with signs that an address does not need.")


def _key(key: object) -> str:
    if type(key) is str and (KEY.fullmatch(key) or CODE.fullmatch(key)):
        return key
    raise Refused("A key that is no word and no code.")


class Shell(folium.Map):
    """A Leaflet map with folium's own set-up, but without its inline styles and without anybody else's files.

    Its size is the stylesheet's matter.
    """

    _template = SimpleNamespace(
        module=SimpleNamespace(
            html=folium.Map._template.module.html, script=folium.Map._template.module.script
        )
    )
    # The page's head names the stylesheets.
    default_css = ()  # type: ignore[assignment]

    def __init__(self, name: str, *, box: Box | None) -> None:
        """`name`, a word of ours, tells the maps of a page apart; `box` is west, south, east, north in degrees."""
        super().__init__(tiles=None, min_zoom=3, max_zoom=19, zoom_snap=0.25, zoom_delta=0.5)
        self._id = str(door(name))
        west, south, east, north = map(float, box or settings.COUNTY_BOX)
        self.bounds = [[south, west], [north, east]]
        self.fit_bounds(self.bounds, padding=(8, 8))
        if address := basemap.address():
            folium.TileLayer(tile_address(address), attr=" ", max_native_zoom=18).add_to(self)

    def layers(self) -> list[tuple[str, Plain]]:
        """What map.js draws: the name of its function, and what that is told."""
        return [(one.kind, one.plain) for one in self._children.values() if isinstance(one, Layer)]

    @property
    def default_js(self) -> list[tuple[str, str]]:  # type: ignore[override]
        own = [name for one in self._children.values() if isinstance(one, Layer) for name in one.scripts]
        return [
            ("leaflet", static("vendor/leaflet/leaflet.js")),
            ("base", static("gridmap/base.js")),
            ("gridmap", static("gridmap/map.js")),
            *((name, static(name)) for name in own),
        ]


class Layer(MacroElement):
    """Something that map.js draws: `kind` names its function there, `plain` is what it is told."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            gridmap.{{ this.kind }}({{ this._parent.get_name() }}, {{ this.plain|tojson }});
        {% endmacro %}
        """
    )
    kind = ""
    scripts: tuple[str, ...] = ()
    """Where that function stands, if not in map.js."""

    def __init__(self, **values: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__
        self.plain = door(values)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map ready for a template: the script goes into an element with the page's nonce."""

    scripts: list[str]
    html: SafeString
    script: SafeString
    told: str
    """The same as JSON: its bounds and what map.js draws, for a map that is there already."""

    words: ClassVar[Mapping[str, Promise]] = SAID
    """What map.js says about it."""


def draw(shell: Shell) -> Drawn:
    """Render the map. Safe by `door`: nothing in it was typed by a person."""
    figure = shell.get_root()
    assert isinstance(figure, Figure)
    figure.render()
    links = figure.header._children.values()
    return Drawn(
        scripts=[link.url for link in links if isinstance(link, JavascriptLink)],
        html=mark_safe(figure.html.render()),  # noqa: S308
        script=mark_safe(figure.script.render()),  # noqa: S308
        told=json.dumps({"box": shell.bounds, "layers": shell.layers()}),
    )
