"""A household."""

from typing import Any

from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "household": {"token": "home"}, "care": {"token": "home"}, "move_care": {"token": "home"}, "categories": {},
        "end_category": {},
    }
}  # fmt: skip


def things(stage: Stage) -> dict[str, Any]:
    return {"home": stage.home.token}
