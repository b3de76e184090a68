"""Contact members, by page and by API."""

from typing import Any

from geodata.base.periods import today
from geodata.contacts.models import Branch, Member
from tests import village as v
from tests.agreement.asking import Ask, Door, Outcome, Verb

JOINED = "dddrrrrrrmmmrrrrr"
"""By whoever opens accounts in the village."""
CHANGED = "dddrrrrrrmmmrrrrr"


def a_branch(ask: Ask) -> Branch:
    return v.member(ask.stage.village).branch


def joining(ask: Ask, branch: Any) -> dict[str, Any]:
    told = {"name": "例新", "kind": "group", "ability": "able", "capacity": 12, "since": today().isoformat()}
    return told | {"branch": branch}


def join_page(ask: Ask) -> Outcome:
    return ask.page(f"/members/add/?area={ask.stage.village.code}", joining(ask, ask.thing.pk))


def join_api(ask: Ask) -> Outcome:
    return ask.api("POST", "members/", joining(ask, ask.thing.name) | {"village": ask.stage.village.code})


def a_member(ask: Ask) -> Member:
    return v.member(ask.stage.village)


def change_page(ask: Ask) -> Outcome:
    told = {"kind": "group", "ability": "ill", "capacity": 3, "since": today()}
    return ask.page(f"/members/{ask.thing.pk}/", told)


def change_api(ask: Ask) -> Outcome:
    told = {"kind": "group", "ability": "ill", "capacity": 3}
    return ask.api("POST", f"members/{ask.thing.pk}/", told)


VERBS = [
    Verb("add a contact member", [Door("page", join_page), Door("api", join_api)], a_branch, JOINED),
    Verb("change a contact member", [Door("page", change_page), Door("api", change_api)], a_member, CHANGED),
]
