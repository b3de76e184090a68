"""Livelihood projects: approving, changing and reporting, joining a need and taking it out, on the page and by API."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.needs import moving as needs
from geodata.needs.models import Need
from geodata.posts.models import Post
from geodata.projects.joining import join_needs
from geodata.projects.models import LivelihoodProject
from geodata.projects.moving import move_on
from geodata.projects.proposing import Plan, propose
from tests.agreement.asking import Ask, Door, Outcome, Verb
from tests.agreement.needs import new

APPROVED = "ddrmmrrrrmmmmmrmr"
"""By the office; whoever looks after a part of the village is told of no project."""
CHANGED = "dddmmrdrrmmmmmrmr"
"""Also by the village, and by the department that builds it."""
REPORTED = "ddrmmrdrrmmmmmrmr"
"""By the office, and by the department."""
JOINED = "dddmmrrrrmmmmmrmr"
"""By the office and the village: a department sees no needs."""
WITH_NEED = "dddrrrrrrmmmmmrmr"
"""The same; who sees the need sees for what it is built."""


def _does(ask: Ask, role: str) -> dict[str, Any]:
    user = ask.stage.cast[role].user
    assert user is not None
    return {"by": user, "scope": scope_of(user, on=today()), "at": timezone.now()}


def plan(ask: Ask) -> dict[str, Any]:
    """To be built by the department of the cast."""
    post = Post.objects.select_related("department").get(user=ask.stage.cast["department"].user)
    assert post.department is not None
    return {
        "title": "例饮水工程", "category": "water", "area": ask.stage.village.code, "begin_on": today(),
        "due_on": today() + dt.timedelta(days=30), "department": post.department.code, "reach": 0,
    }  # fmt: skip


def proposed(ask: Ask) -> LivelihoodProject:
    return propose(plan=Plan(**plan(ask)), **_does(ask, "township"))


def building(ask: Ask) -> LivelihoodProject:
    project = move_on("approve", project=proposed(ask), **_does(ask, "township"))
    return move_on("build", project=project, **_does(ask, "township"))


def beside_a_need(ask: Ask) -> tuple[LivelihoodProject, Need]:
    return proposed(ask), needs.accept(need=new(ask), **_does(ask, "village"))


def with_a_need(ask: Ask) -> tuple[LivelihoodProject, Need]:
    project, need = beside_a_need(ask)
    join_needs(project=project, numbers=[need.number], **_does(ask, "village"))
    return project, need


def moved(move: str, **told: Any) -> list[Door]:
    def page(ask: Ask) -> Outcome:
        said = {"version": ask.thing.version, **told}
        form = {f"{move}-{name}": value for name, value in said.items()}
        return ask.page(f"/projects/{ask.thing.key}/move/", {"move": move, **form})

    def api(ask: Ask) -> Outcome:
        seen = {"If-Match": f'"{ask.thing.version}"'}
        return ask.api("POST", f"projects/{ask.thing.key}/moves/", {"move": move, **told}, **seen)

    return [Door("page", page), Door("api", api)]


def change_page(ask: Ask) -> Outcome:
    form = plan(ask) | {"version": ask.thing.version, "title": "例饮水二期"}
    return ask.page(f"/projects/{ask.thing.key}/change/", form)


def change_api(ask: Ask) -> Outcome:
    seen = {"If-Match": f'"{ask.thing.version}"'}
    return ask.api("PUT", f"projects/{ask.thing.key}/", plan(ask) | {"title": "例饮水二期"}, **seen)


def needs_page(name: str) -> Callable[[Ask], Outcome]:
    def go(ask: Ask) -> Outcome:
        project, need = ask.thing
        return ask.page(f"/projects/{project.key}/needs/", {name: need.number})

    return go


def needs_api(**more: bool) -> Callable[[Ask], Outcome]:
    def go(ask: Ask) -> Outcome:
        project, need = ask.thing
        return ask.api("POST", f"projects/{project.key}/needs/", {"needs": [need.number], **more})

    return go


VERBS = [
    Verb("approve a project", moved("approve"), proposed, APPROVED),
    Verb(
        "change a project", [Door("page", change_page), Door("api", change_api)], proposed, CHANGED
    ),
    Verb("report on a project", moved("report", percent=40), building, REPORTED),
    Verb(
        "join a need to a project", [Door("page", needs_page("needs")), Door("api", needs_api())], beside_a_need, JOINED
    ),
    Verb(
        "take a need out of a project", [Door("page", needs_page("out")), Door("api", needs_api(take_out=True))], with_a_need,
        WITH_NEED,
    ),
]  # fmt: skip
