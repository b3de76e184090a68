"""Working days of a year."""

from tests.browser.examples import Parts

OPENED: dict[str, Parts] = {"office": {"calendar": {}}}
