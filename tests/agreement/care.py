"""Care records and their categories, by page and by API."""

import uuid
from typing import Any

from geodata.base.periods import today
from geodata.people.care_workflow import CARE_LIFE
from geodata.people.models import CareCategory, CareRecord
from tests import village as v
from tests.agreement.asking import Ask, Door, Outcome, Verb

MOVED = "dddrrrrrrmmmrrrrr"
"""By the offices that decide in the village; an office next door is told of none."""
PROPOSED = "dddddrrrrmmmmmrrr"
"""Whoever looks after the household may say so."""
SET = "drrrrrrrrdrrrrrrr"
"""Categories are the installation's: each county's office may."""


def a_clue(ask: Ask) -> CareRecord:
    home = ask.stage.world.homes["own"].row
    category = CareCategory.objects.get(code="monitored")
    record = CareRecord.objects.create(
        household=home, village_id=home.village_id, category=category, state="clue", notice_days=5
    )
    CARE_LIFE.begin(record, by=None, at=v.NOON)
    return record


def move_page(ask: Ask) -> Outcome:
    return ask.page(f"/households/{ask.token}/care/moves/", {"record": ask.thing.pk, "move": "propose"})


def move_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"households/{ask.token}/care/moves/", {"record": ask.thing.pk, "move": "propose"})


def begin_page(ask: Ask) -> Outcome:
    told = {"kind": "care_added", "category": "destitute", "on": today(), "client_id": uuid.uuid4()}
    return ask.page(f"/households/{ask.token}/care/", told)


def begin_api(ask: Ask) -> Outcome:
    told = {"kind": "care_added", "household": ask.token, "payload": {"category": "destitute"}}
    return ask.api("POST", "register/changes/", told | {"effective_on": today(), "client_id": uuid.uuid4()})


def category(**more: Any) -> dict[str, Any]:
    return {
        "code": "bereaved_parents",
        "name": "失独家庭",
        "name_en": "Bereaved parents",
        "reverify_days": 183,
        **more,
    }


def add_page(ask: Ask) -> Outcome:
    return ask.page("/categories/", category())


def add_api(ask: Ask) -> Outcome:
    return ask.api("POST", "categories/", category())


def a_category(ask: Ask) -> CareCategory:
    return v.category("bereaved_parents")


def change_page(ask: Ask) -> Outcome:
    return ask.page("/categories/?code=bereaved_parents", category())


def change_api(ask: Ask) -> Outcome:
    return ask.api("POST", "categories/change/", category())


def end_page(ask: Ask) -> Outcome:
    return ask.page("/categories/end/", {"code": "bereaved_parents"})


def end_api(ask: Ask) -> Outcome:
    return ask.api("POST", "categories/end/", {"code": "bereaved_parents"})


VERBS = [
    Verb("move a care record on", [Door("page", move_page), Door("api", move_api)], a_clue, MOVED),
    Verb("begin a care record", [Door("page", begin_page), Door("api", begin_api)], outcomes=PROPOSED),
    Verb("add a care category", [Door("page", add_page), Door("api", add_api)], outcomes=SET),
    Verb("change a care category", [Door("page", change_page), Door("api", change_api)], a_category, SET),
    Verb("end a care category", [Door("page", end_page), Door("api", end_api)], a_category, SET),
]
