"""Policies: the catalogue, one that holds with a further version that is being written, and the forms of both."""

from typing import Any

from tests.browser.examples import Parts, Stage
from tests.policies.conftest import policy, version

ONE = {"policy": "policy"}
DRAFT = {"policy": "policy", "number": "draft"}
OPENED: dict[str, Parts] = {
    "office": {
        "policies": {}, "policy_leaflet": {}, "new_policy": {}, "policy": ONE, "draft_version": {"policy": "written_policy"},
        "change_version": DRAFT, "move_version": DRAFT, "try_version": DRAFT,
        "answer_at_door": {"token": "home"},
    },
}  # fmt: skip


def things(stage: Stage) -> dict[str, Any]:
    held, written = policy(stage.county, "coal"), policy(stage.county, "heating")
    version(held, {"size": ">=1"})
    version(held, {"any": [{"size": ">=1"}, {"age": ">=80"}]}, state="draft")
    version(written, {"size": ">=1"})
    return {"policy": held.code, "draft": 2, "written_policy": written.code}
