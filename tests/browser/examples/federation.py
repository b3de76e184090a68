"""Coverage that was gathered."""

from tests.browser.examples import Parts

OPENED: dict[str, Parts] = {"office": {"gathered": {}}}
