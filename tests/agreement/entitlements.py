"""Answers at doors, entitlements and policy cards, by page and by API."""

import uuid

from geodata.base.periods import since, today
from geodata.entitlements.models import Entitlement
from geodata.policies.models import DoorQuestion
from tests.agreement.asking import Ask, Door, Outcome, Verb, fresh

BY_THE_HOUSEHOLD = "dddddrmrrmmmmmrmr"
"""Whoever looks after it; departments look after nobody, and planners, auditors and administrators have no such right."""

TOLD = "dddddrrrrmmmmmrmr"
"""The department of the policy sees it, and tells nobody."""


def a_question(ask: Ask) -> DoorQuestion:
    return DoorQuestion.objects.create(
        code="agreed", question="例", question_en="Example", type="yesno", period=since(None)
    )


def answer_page(ask: Ask) -> Outcome:
    told = {"question": "agreed", "value": "yes", "client_id": fresh()}
    return ask.page(f"/households/{ask.token}/answer/", told)


def answer_api(ask: Ask) -> Outcome:
    told = {"question": "agreed", "value": True, "client_id": fresh(), "day": today()}
    return ask.api("POST", f"households/{ask.token}/answers/", told)


def confirmed(ask: Ask) -> Entitlement:
    """As the world of the attacks has it."""
    return Entitlement.objects.get(household=ask.stage.world.homes["own"].row, state="confirmed")


def inform_page(ask: Ask) -> Outcome:
    told = {"move": "inform", "inform-version": ask.thing.version}
    return ask.page(f"/entitlements/{ask.thing.pk}/move/", told)


def inform_api(ask: Ask) -> Outcome:
    tag = {"If-Match": f'"{ask.thing.version}"'}
    return ask.api("POST", f"entitlements/{ask.thing.pk}/moves/", {"move": "inform"}, **tag)


def help_page(ask: Ask) -> Outcome:
    told = {"what": "例", "result": "done", "day": today(), "client_id": uuid.uuid4()}
    return ask.page(f"/households/{ask.token}/agency/", told)


def help_api(ask: Ask) -> Outcome:
    told = {"what": "例", "result": "done", "day": today(), "client_id": uuid.uuid4(), "household": ask.token}
    return ask.api("POST", "entitlements/agency/", told)


def hand_page(ask: Ask) -> Outcome:
    return ask.page(f"/households/{ask.token}/sheet/", {"handed": "1"})


def hand_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"households/{ask.token}/sheet/", {"move": "hand_over"})


VERBS = [
    Verb(
        "answer at a door", [Door("page", answer_page), Door("api", answer_api)], a_question, BY_THE_HOUSEHOLD
    ),
    Verb(
        "move an entitlement on",
        [Door("page", inform_page), Door("api", inform_api)],
        confirmed,
        TOLD,
    ),
    # The page opens the household as well.
    Verb(
        "record an agency service",
        [Door("page", help_page, recorded=False), Door("api", help_api)],
        outcomes=BY_THE_HOUSEHOLD,
    ),
    Verb(
        "hand over a policy card",
        [Door("page", hand_page), Door("api", hand_api)],
        confirmed,
        BY_THE_HOUSEHOLD,
    ),
]
