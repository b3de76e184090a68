"""What an area without any household needs next, and who does it: a home page that says neither 100 % nor “all visited”."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

from geodata.base.scope import Right, Scope
from geodata.posts.models import Post
from geodata.setup.steps import STEPS, Step
from geodata.territory.models import Area

NAMED = {step.name: step for step in STEPS}


@dataclass(frozen=True, slots=True)
class Next:
    """The first thing that is missing there."""

    label: Promise | str
    says: Promise | str
    post: Promise | str
    """Whose work it is."""
    view: str
    """Where the reader does it; "" for whom it is not to do."""


def next_for(area: Area, scope: Scope, *, on: dt.date) -> Next:
    """Divisions before grids, grids before households, as the first steps have them. One query."""
    below = Area.objects.on(on).under(area.code)
    levels = set(below.values_list("level", flat=True).distinct())
    if not levels & {Area.Level.VILLAGE, Area.Level.GRID}:
        return _told(NAMED["divisions"], area, scope)
    if Area.Level.GRID not in levels:
        return _told(NAMED["grids"], area, scope)
    return _told(NAMED["households"], area, scope)


def _told(step: Step, area: Area, scope: Scope) -> Next:
    own = scope.to(step.right)
    does = bool(own.grants) if step.right == Right.ACCOUNTS else own.holds_code(area.code)
    return Next(step.label, step.says, Post.Kind(step.kind).label, step.view if does else "")
