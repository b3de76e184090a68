"""Changes of the register: proposing one, and confirming many, on the page and by API."""

import uuid
from collections.abc import Callable

from django.utils import timezone

from geodata.base.periods import today
from geodata.people.models import Household
from geodata.register.duplicates import PossibleDuplicate
from geodata.register.models import RegisterChange
from geodata.register.proposing import Proposal, propose
from tests import village as v
from tests.agreement.asking import Ask, Door, Outcome, Verb

DECIDED = "dddrrrrrrmmmrrrrr"
"""By the offices; an office next door is told of none."""


PROPOSED = "dddddrrrrmmmmmrrr"
"""By whoever looks after the household or holds the register there."""


UNDONE = "dddrrrrrrmmmmmrrr"
"""By the offices; who looks after the household sees it and may not."""


def propose_page(ask: Ask) -> Outcome:
    said = {"client_id": uuid.uuid4(), "day": today().isoformat(), "where": "例市"}
    form = {"way": "moved_out", **{f"moved_out-{name}": value for name, value in said.items()}}
    return ask.page(f"/households/{ask.token}/change/", form)


def propose_api(ask: Ask) -> Outcome:
    body = {
        "client_id": uuid.uuid4(), "kind": "moved_out", "household": ask.token, "effective_on": today(),
        "payload": {"where": "例市"},
    }  # fmt: skip
    return ask.api("POST", "register/changes/", body)


def waiting(ask: Ask) -> RegisterChange:
    """Proposed by somebody else of the village."""
    home = ask.stage.world.homes["own"].row
    return RegisterChange.objects.create(
        client_id=uuid.uuid4(),
        body_hash="0" * 64,
        kind="empty",
        household=home,
        village_id=home.village_id,
        effective_on=today(),
        proposed_by=v.user(),
        proposed_at=v.NOON,
    )


def confirm_page(ask: Ask) -> Outcome:
    return ask.page("/register/decide/", {"decision": "confirm", "change": [ask.thing.pk]})


def confirm_api(ask: Ask) -> Outcome:
    return ask.api("POST", "register/changes/confirm/", {"changes": [ask.thing.pk]})


def confirm_one(ask: Ask) -> Outcome:
    seen = {"If-Match": f'"{ask.thing.version}"'}
    return ask.api("POST", f"register/changes/{ask.thing.pk}/moves/", {"move": "confirm"}, **seen)


def own_waiting(ask: Ask) -> RegisterChange:
    change = waiting(ask)
    grid = ask.stage.world.homes["own"].area
    RegisterChange.objects.filter(pk=change.pk).update(proposed_by=ask.by, grid=grid)
    return change


def confirmed(ask: Ask) -> RegisterChange:
    """By the office of the village."""
    home = ask.stage.world.homes["own"].row
    proposal = Proposal(uuid.uuid4(), "empty", today(), household=home.token)
    scope = v.every_right(home)
    return propose(proposal=proposal, by=v.user(), scope=scope, at=timezone.now(), today=today())[0]


def move_page(move: str) -> Callable[[Ask], Outcome]:
    def go(ask: Ask) -> Outcome:
        form = {"move": move, "version": ask.thing.version}
        return ask.page(f"/register/changes/{ask.thing.pk}/move/", form)

    return go


def move_api(move: str) -> Callable[[Ask], Outcome]:
    def go(ask: Ask) -> Outcome:
        seen = {"If-Match": f'"{ask.thing.version}"'}
        return ask.api("POST", f"register/changes/{ask.thing.pk}/moves/", {"move": move}, **seen)

    return go


def alike(ask: Ask) -> Household:
    """The neighbour of the household, which may be the same."""
    own, near = (ask.stage.world.homes[place].row for place in ("own", "grid"))
    first, second = sorted((own.pk, near.pk))
    pair = {"household_id": first, "other_id": second, "village_id": own.village_id}
    PossibleDuplicate.objects.get_or_create(**pair, defaults={"reasons": ["phone"]})
    return near


def apart_page(ask: Ask) -> Outcome:
    form = {"household": ask.token, "other": ask.thing.token, "decision": "apart"}
    return ask.page("/register/duplicates/decide/", form)


def apart_api(ask: Ask) -> Outcome:
    return ask.api("POST", "register/duplicates/apart/", {"household": ask.token, "other": ask.thing.token})


MANY = [Door("page", confirm_page), Door("api", confirm_api)]
OFFICES = frozenset({"county", "township", "village", "county beside", "township beside", "village beside"})

VERBS = [
    Verb(
        "propose a change of the register",
        [Door("page", propose_page), Door("api", propose_api)],
        outcomes=PROPOSED,
    ),
    Verb(
        "confirm a change of the register",
        [*MANY, Door("api of one", confirm_one, roles=OFFICES)],
        waiting,
        DECIDED,
    ),
    Verb(
        "withdraw a change of the register",
        [Door("page", move_page("withdraw")), Door("api", move_api("withdraw"))],
        own_waiting,
        PROPOSED,
    ),
    Verb(
        "undo a change of the register",
        [Door("page", move_page("undo")), Door("api", move_api("undo"))],
        confirmed,
        UNDONE,
    ),
    Verb(
        "say that two households are not the same",
        [Door("page", apart_page), Door("api", apart_api)],
        alike,
        DECIDED,
    ),
]
