"""Boundary plans: looking, and every move of the workflow."""

from typing import Any

from django.utils import timezone

from geodata.base.periods import today
from geodata.plans.editing import create_plan
from geodata.plans.models import BoundaryPlan
from geodata.plans.workflow import IN_FORCE, State
from tests import village as v
from tests.agreement.asking import Ask, Door, Outcome, Verb
from tests.lives import bring

DRAWN = "mrmmmdmmmmmmmmmmm".replace("mrm", "rmm", 1)
"""Planners of the county draw; its office sees the plan and may not; to all others a draft does not exist."""
APPROVED = "dmmmmdmmmmmmmmmmm"
"""By the county's office and by planners who have not drawn it."""
PUBLISHED = "dddmmddmmmmmmmmmm"
"""In its village and above it, by those who count as well; a leader's grid is less than the village."""


def plan_in(ask: Ask, state: State = State.DRAFT, **more: Any) -> BoundaryPlan:
    """A plan of another planner for the village, in that state."""
    by = more.pop("by", None) or v.officer("planner", ask.stage.village.parent.parent)
    told = {"name": "例方案", "villages": [ask.stage.village], "reason": "例：户数不均", "effective": today()}
    plan = create_plan(
        **(told | more), scope=v.planning(ask.stage.village), by=by, at=timezone.now(), today=today()
    )
    told = {"submitted_by": by if state != State.DRAFT else None}
    if state in (State.APPROVED, *IN_FORCE):
        told |= {"approved_by": v.user()}
    if state in IN_FORCE:
        told |= {"published_at": timezone.now()}
    bring(plan, state, **told)
    plan.refresh_from_db()
    return plan


def draft(ask: Ask) -> BoundaryPlan:
    return plan_in(ask)


def submitted(ask: Ask) -> BoundaryPlan:
    return plan_in(ask, State.SUBMITTED)


def submitted_by_oneself(ask: Ask) -> BoundaryPlan:
    return plan_in(ask, State.SUBMITTED, by=ask.by)


def approved(ask: Ask) -> BoundaryPlan:
    return plan_in(ask, State.APPROVED)


def approved_without_a_day(ask: Ask) -> BoundaryPlan:
    return plan_in(ask, State.APPROVED, effective=None)


def without_reason(ask: Ask) -> BoundaryPlan:
    return plan_in(ask, reason="")


def published(ask: Ask) -> BoundaryPlan:
    return plan_in(ask, State.PUBLISHED)


def look_page(ask: Ask) -> Outcome:
    return ask.page(f"/plans/{ask.thing.number}/")


def look_api(ask: Ask) -> Outcome:
    return ask.api("GET", f"plans/{ask.thing.number}/")


def by_page(move: str, **more: Any) -> Door:
    def go(ask: Ask) -> Outcome:
        form = {"move": move, "version": ask.thing.version, "confirmed": "on"} | more
        return ask.page(f"/plans/{ask.thing.number}/", form)

    return Door("page", go)


def by_api(move: str, **more: Any) -> Door:
    def go(ask: Ask) -> Outcome:
        stamp = {"If-Match": f'"{ask.thing.version}"'}
        return ask.api("POST", f"plans/{ask.thing.number}/moves/", {"move": move} | more, **stamp)

    return Door("api", go)


def describe_page(ask: Ask) -> Outcome:
    form = {"move": "describe", "version": ask.thing.version, "name": "例改", "reason": "例"}
    return ask.page(f"/plans/{ask.thing.number}/", form)


def describe_api(ask: Ask) -> Outcome:
    body = {"name": "例改", "reason": "例"}
    return ask.api("PATCH", f"plans/{ask.thing.number}/", body, **{"If-Match": f'"{ask.thing.version}"'})


def begin_page(ask: Ask) -> Outcome:
    return ask.page("/plans/new/", {"name": "例", "villages": [ask.stage.village.code], "reason": "例"})


def begin_api(ask: Ask) -> Outcome:
    return ask.api("POST", "plans/", {"name": "例", "villages": [ask.stage.village.code], "reason": "例"})


def both(move: str, **more: Any) -> list[Door]:
    return [by_page(move, **more), by_api(move, **more)]


LOOKING = [Door("page", look_page), Door("api", look_api)]
DESCRIBING = [Door("page", describe_page), Door("api", describe_api)]
BEGINNING = [Door("page", begin_page), Door("api", begin_api)]


def wrong(outcomes: str) -> str:
    return outcomes.replace("d", "w")


VERBS = [
    Verb("begin a plan", BEGINNING, outcomes="rrrrrdrrrrrrrrmrr"),
    Verb("look at a draft", LOOKING, draft, APPROVED),
    Verb("look at a published plan", LOOKING, published, PUBLISHED),
    Verb("describe a plan", DESCRIBING, draft, DRAWN),
    Verb("describe what is no draft", DESCRIBING, submitted, wrong(DRAWN)),
    Verb("submit a plan", both("submit"), draft, DRAWN),
    Verb("submit a plan without a reason", both("submit"), without_reason, wrong(DRAWN)),
    Verb("approve a plan", both("approve"), submitted, APPROVED),
    Verb("approve one's own plan", both("approve"), submitted_by_oneself, APPROVED.replace("d", "r")),
    Verb("approve a draft", both("approve"), draft, wrong(APPROVED)),
    Verb("reject a plan", both("reject", remarks="例"), submitted, APPROVED),
    Verb("reject a plan without remarks", both("reject"), submitted, wrong(APPROVED)),
    Verb("withdraw a plan", both("withdraw"), submitted, DRAWN),
    Verb("rebase a plan", both("rebase"), submitted, DRAWN),
    Verb("publish a plan", both("publish"), approved, APPROVED),
    Verb("publish a plan without a day", both("publish"), approved_without_a_day, wrong(APPROVED)),
    Verb("copy a plan", both("copy"), submitted, DRAWN),
    Verb("revert a draft", both("revert"), draft, wrong(DRAWN)),
]
