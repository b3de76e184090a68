"""What a page may load, as the Content-Security-Policy says it: our own files, our own scripts by nonce, and the basemap.

No inline script or style without the nonce of its answer, nothing evaluated, no frames, forms only to ourselves.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF, Nonce

from gridmap.maps.basemap import TIANDITU

Sources = list[str | Nonce]


def directives(*, basemap: str, address: str, identities: str) -> Mapping[str, Sources]:
    """`basemap` as in the settings, with its address; `identities`: the server that signs people in, "" for none."""
    ground = {"tianditu": TIANDITU.format(key=""), "xyz": address}.get(basemap, "")
    return {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        # Leaflet and Swagger UI draw small pictures of their own.
        "img-src": [SELF, "data:", *origin(ground)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *origin(identities)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }


def origin(address: str) -> list[str]:
    """Scheme and host of an address: https://t{s}.example.org/… is https://*.example.org; of our own there is none."""
    parts = urlsplit(address.replace("{{", "{").replace("}}", "}"))
    if not parts.netloc:
        return []
    first, dot, rest = parts.netloc.partition(".")
    return [f"{parts.scheme}://{'*' if '{' in first else first}{dot}{rest}"]
