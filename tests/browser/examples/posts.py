"""A post, and filling one."""

from typing import Any

from tests import village as v
from tests.browser.examples import Parts, Stage
from tests.roles import owner

OPENED: dict[str, Parts] = {
    "office": {
        "posts": {},
        "appoint": {},
        "post": {"number": "post"},
        "departments": {},
        "department": {"number": "department"},
        "department_officers": {},
    }
}
QUERIES = {"appoint": "?area={grid}&kind=small_leader"}


def things(stage: Stage) -> dict[str, Any]:
    with owner():
        v.officer_of_before(stage.county.county)
        department = v.officer("department_officer", stage.county.county).posts.get().department_id
    return {"post": stage.leader.posts.get().pk, "department": department}
