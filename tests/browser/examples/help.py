"""What each post can read about its work."""

from typing import Any

from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {"help": {}, "tour": {}, "help_post": {"page": "help_page"}},
    "nobody": {"help_about": {}},
}


def things(_stage: Stage) -> dict[str, Any]:
    return {"help_page": "village_officer"}
