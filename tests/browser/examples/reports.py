"""Gap reports: the list, an edition, and what makes them."""

from typing import Any

from geodata.contacts.rights import scope_of
from geodata.reports.making import make_edition
from tests.browser.examples import Parts, Stage

MADE = {"edition": "edition"}
OPENED: dict[str, Parts] = {
    "office": {
        "reports": {}, "make_report": {}, "edition": MADE, "report_file": MADE, "report_weekly": {"saved": "saved"},
    },
}  # fmt: skip


def things(stage: Stage) -> dict[str, Any]:
    scope = scope_of(stage.officer, on=stage.on)
    return {"edition": make_edition(area=stage.county.west, on=stage.on, by=stage.officer, scope=scope).pk}
