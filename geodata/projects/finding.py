"""Projects as somebody may see them: the list by filters, one by its key, its needs and households as far as they are seen."""

import datetime as dt
import uuid
from dataclasses import dataclass

from geodata.base.access import refuse
from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.projects.models import (
    LivelihoodProject,
    ProjectHousehold,
    ProjectNeed,
    ProjectQuerySet,
    ProjectStep,
)
from geodata.projects.moving import BESIDE
from geodata.territory.models import Area


def may_see(scope: Scope) -> bool:
    """Any at all?"""
    return scope.may(Right.NEED) or scope.may(Right.UNIT)


def visible(scope: Scope) -> ProjectQuerySet:
    """The newest first. Raises NotAllowed for who sees neither needs nor what is given to departments."""
    if not may_see(scope):
        refuse(Right.NEED)
    return LivelihoodProject.objects.within(scope).select_related(*BESIDE).order_by("-pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which of them; nothing said is all."""

    area: Area | None = None
    """Those that lie in it, and those around it."""
    inside: bool = False
    """Not those around it."""
    state: str = ""
    category: str = ""
    late: bool = False

    def of(self, scope: Scope, *, on: dt.date) -> ProjectQuerySet:
        found = visible(scope)
        if self.area is not None:
            inside = (
                Area.objects.under(self.area.code)
                .filter(level=Area.Level.VILLAGE)
                .values_list("pk", flat=True)
            )
            found = found.filter(villages__overlap=[*inside, *_village(self.area)])
        if self.area is not None and self.inside:
            found = found.filter(area__code__startswith=self.area.code)
        if self.state:
            found = found.filter(state=self.state)
        if self.category:
            found = found.filter(category=self.category)
        return found.late(on) if self.late else found


def _village(area: Area) -> list[int]:
    """Of a grid its village."""
    return [area.parent_id] if area.level == Area.Level.GRID and area.parent_id else []


def find_project(key: uuid.UUID, *, scope: Scope) -> LivelihoodProject:
    """Raises NotAllowed, NotFound for what is not there for this reader."""
    found = visible(scope).filter(key=key).first()
    if found is None:
        raise NotFound(str(key))
    return found


def needs_of(project: LivelihoodProject, *, scope: Scope) -> list[ProjectNeed]:
    """Those that the reader sees, by number."""
    joined = ProjectNeed.objects.within(scope).filter(project=project)
    return list(joined.select_related("need__category", "need__village").order_by("need__number"))


def households_of(project: LivelihoodProject, *, scope: Scope) -> list[ProjectHousehold]:
    """Those whose needs the reader sees, with the households; in their order."""
    rows = ProjectHousehold.objects.within(scope).filter(project=project)
    return list(rows.select_related("household__village").order_by("village__code", "household"))


def projects_of(home: Household, *, scope: Scope) -> list[LivelihoodProject]:
    """That concern a household."""
    rows = ProjectHousehold.objects.within(scope).filter(household=home)
    found = LivelihoodProject.objects.filter(pk__in=rows.values("project"))
    return list(found.select_related(*BESIDE).order_by("-pk"))


def steps_of(project: LivelihoodProject) -> list[ProjectStep]:
    return list(project.steps.select_related("by").order_by("pk"))
