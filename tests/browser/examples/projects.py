"""A livelihood project of the village, and what the office may do with it."""

import datetime as dt
from typing import Any

from geodata.contacts.rights import scope_of
from geodata.projects.proposing import Plan, propose
from tests import village as v
from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "projects": {}, "projects_xlsx": {}, "projects_csv": {}, "new_project": {}, "project": {"project": "project"}, "change_project": {"project": "project"},
        "move_project": {"project": "project"}, "project_needs": {"project": "project"},
    },
}  # fmt: skip


def things(stage: Stage) -> dict[str, Any]:
    """Proposed by the township, with a drawn place."""
    office = v.officer("township_officer", stage.county.town, name="projects")
    plan = Plan(
        title="例饮水工程", category="water", area=stage.county.west.code, begin_on=stage.on,
        due_on=stage.on + dt.timedelta(days=90), geometry=v.middle(0, 0), budget=90_000, money="county",
    )  # fmt: skip
    made = propose(plan=plan, by=office, scope=scope_of(office, on=stage.on), at=stage.now)
    return {"project": made.key}
