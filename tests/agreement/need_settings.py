"""Categories and deadlines of needs, by page and by API."""

from typing import Any

from geodata.base.periods import today
from geodata.needs.setting import settings_version
from geodata.needs.settings_models import NeedCategory
from tests.agreement.asking import Ask, Door, Outcome, Verb
from tests.agreement.care import SET
from tests.agreement.offices import RULED


def category() -> dict[str, Any]:
    return {"code": "example", "name": "例类别", "name_en": "Example"}


def seen() -> dict[str, str]:
    return {"If-Match": f'"{settings_version()}"'}


def add_page(ask: Ask) -> Outcome:
    return ask.page("/needs/settings/", category() | {"version": settings_version()})


def add_api(ask: Ask) -> Outcome:
    return ask.api("POST", "needs/settings/category/", category(), **seen())


def water(_ask: Ask) -> NeedCategory:
    return NeedCategory.objects.get(code="water")


def change_page(ask: Ask) -> Outcome:
    told = category() | {"code": "water", "version": settings_version()}
    return ask.page("/needs/settings/?code=water", told)


def change_api(ask: Ask) -> Outcome:
    return ask.api("POST", "needs/settings/category/change/", category() | {"code": "water"}, **seen())


def end_page(ask: Ask) -> Outcome:
    return ask.page("/needs/settings/category/end/", {"code": "water", "version": settings_version()})


def end_api(ask: Ask) -> Outcome:
    return ask.api("POST", "needs/settings/category/end/", {"code": "water"}, **seen())


def deadline(ask: Ask) -> dict[str, Any]:
    told = {
        "area": ask.stage.village.code,
        "category": "",
        "urgency": 1,
        "level": 1,
        "amount": 3,
        "unit": "days",
    }
    return told | {"remind": 0, "late": "escalate", "since": today().isoformat()}


def set_page(ask: Ask) -> Outcome:
    return ask.page("/needs/settings/deadline/", deadline(ask) | {"version": settings_version()})


def set_api(ask: Ask) -> Outcome:
    return ask.api("POST", "needs/settings/deadline/", deadline(ask), **seen())


VERBS = [
    Verb("add a need category", [Door("page", add_page), Door("api", add_api)], outcomes=SET),
    Verb("change a need category", [Door("page", change_page), Door("api", change_api)], water, SET),
    Verb("end a need category", [Door("page", end_page), Door("api", end_api)], water, SET),
    Verb("set a deadline of needs", [Door("page", set_page), Door("api", set_api)], outcomes=RULED),
]
