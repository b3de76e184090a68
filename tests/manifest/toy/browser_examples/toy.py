"""Pages of lanterns as a browser opens them."""

from typing import Any

from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {"office": {"lanterns": {}, "lantern": {"lantern": "lantern"}}}


def things(stage: Stage) -> dict[str, Any]:
    return {"lantern": f"lantern-{stage.home.number}"}
