"""A staged proposal."""

from typing import Any

from geodata.pairing.proposals import stage as staged
from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "proposals": {},
        "proposal": {"number": "proposal"},
        "decide_proposal": {"number": "proposal"},
    },
}


def things(stage: Stage) -> dict[str, Any]:
    made = staged(area=stage.county.west, by=stage.officer, on=stage.on, at=stage.now)
    return {"proposal": made.pk}
