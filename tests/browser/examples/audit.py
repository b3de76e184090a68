"""The record of access, and notices."""

from tests.browser.examples import Parts

OPENED: dict[str, Parts] = {
    "office": {"notices": {}, "read_notices": {}},
    "auditor": {"records": {}, "records_export": {}, "kept_how_long": {}},
}
