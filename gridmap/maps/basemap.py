"""What lies under a map: nothing (the default, and fully usable), Tianditu, or tiles of the operator's choice."""

from django.conf import settings
from django.utils.translation import gettext as _

TIANDITU = (
    "https://t{{s}}.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)
"""Vector ground in Web Mercator (`_w`); servers t0 to t7."""


def address() -> str:
    """The address of a tile with {x}, {y}, {z} and perhaps {s}; "" without a basemap."""
    if settings.BASEMAP == "tianditu":
        return TIANDITU.format(key=settings.BASEMAP_KEY)
    return settings.BASEMAP_URL if settings.BASEMAP == "xyz" else ""


def credit() -> str:
    """Whose ground it is: shown below the map."""
    if settings.BASEMAP == "tianditu":
        return _("Basemap: Tianditu")
    return settings.BASEMAP_CREDIT if settings.BASEMAP == "xyz" else ""
