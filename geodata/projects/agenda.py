"""Livelihood projects of an area at its meeting: late ones at every level, proposals where an office approves them."""

import uuid
from collections.abc import Callable, Collection
from typing import Any

from django.utils.translation import gettext_lazy

from geodata.base.agenda import COUNTY, MOST, TOWNSHIP, Asked, Deed, Found, Line, Outcome, Source, stays
from geodata.base.errors import NotFound
from geodata.base.scope import Scope
from geodata.projects.finding import Filter, find_project, may_see
from geodata.projects.models import LivelihoodProject, ProjectQuerySet
from geodata.projects.moving import move_on
from geodata.projects.words import OPEN, Move, State


def proposed(asked: Asked) -> Found:
    """Those that wait for approval."""
    return _found(asked, Filter(area=asked.area, inside=True, state=State.PROPOSED), "state=proposed")


def late(asked: Asked) -> Found:
    """Those past their last planned day."""
    return _found(asked, Filter(area=asked.area, inside=True, late=True), "late=1")


def _found(asked: Asked, filters: Filter, query: str) -> Found:
    """Of those that lie in the area: what lies around it is on the agenda of the level above. The first planned before the others."""
    if not may_see(asked.scope):
        return Found()
    projects = filters.of(asked.scope, on=asked.on)
    lines = [_line(one) for one in projects.order_by("due_on", "pk")[:MOST]]
    number = len(lines) if len(lines) < MOST else projects.count()
    return Found(number, None, lines, f"/projects/?area={asked.area.code}&inside=1&{query}")


def _line(project: LivelihoodProject) -> Line:
    """Its title stands on the project itself, for whoever sees that."""
    words = [str(project.get_category_display()), project.area.name, str(project.get_state_display())]
    return Line(
        ref=str(project.key),
        label=" · ".join(words),
        place=project.area.code,
        department=project.department.code if project.department else "",
        link=f"/projects/{project.key}/",
    )


def titles(refs: Collection[str], _by: Any, scope: Scope) -> dict[str, str]:
    """Of those that the reader sees. One query."""
    rows = LivelihoodProject.objects.within(scope).filter(key__in=refs).values_list("key", "title")
    return {str(key): title for key, title in rows}


def approve(ref: str, deed: Deed) -> None:
    try:
        key = uuid.UUID(ref)
    except ValueError:
        raise NotFound(ref) from None
    project = find_project(key, scope=deed.scope)
    move_on(Move.APPROVE, project=project, by=deed.by, scope=deed.scope, at=deed.at)


def _over(projects: ProjectQuerySet) -> Callable[[Collection[str]], Collection[str]]:
    """Which have gone on from where they stood. One query."""

    def over(refs: Collection[str]) -> Collection[str]:
        return {str(key) for key in projects.filter(key__in=refs).values_list("key", flat=True)}

    return over


AGENDA = (
    Source(
        name="projects_late",
        label=gettext_lazy("Livelihood projects past their last planned day"),
        place=87,
        find=late,
        verbs={Outcome.HANDLE: stays, Outcome.DEFER: stays, Outcome.NOTE: stays},
        kind="projects",
        titles=titles,
        over=_over(LivelihoodProject.objects.exclude(state__in=OPEN)),
    ),
    Source(
        name="projects_proposed",
        label=gettext_lazy("Livelihood projects waiting for approval"),
        place=85,
        find=proposed,
        verbs={Outcome.APPROVE: approve, Outcome.HANDLE: stays, Outcome.DEFER: stays, Outcome.NOTE: stays},
        levels=(TOWNSHIP, COUNTY),
        dispatch=False,
        kind="projects",
        titles=titles,
        over=_over(LivelihoodProject.objects.exclude(state=State.PROPOSED)),
    ),
)
"""Accepting what is built stays with its office: a meeting has not seen the work."""
