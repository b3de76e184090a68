"""From which day on new borders may hold: nothing that is recorded may be in the way.

New borders begin after the day on which the present ones began, and before no later ones. On a past day they contradict
every record since that was counted in the present grids: visits, moves, posts.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.errors import Conflict
from geodata.people.models import Placement
from geodata.plans.models import BoundaryPlan
from geodata.posts.models import Post
from geodata.territory.models import Area, Boundary
from geodata.visits.models import Visit


def check_day(plan: BoundaryPlan, *, day: dt.date, today: dt.date) -> None:
    """Raises Conflict, with what is in the way and what to do."""
    for contradicting, message in _in_the_way(plan, day=day, today=today):
        count = contradicting.count()
        if count:
            raise Conflict(
                message % {"count": wording.figure(count), "day": wording.day(day)},
                field="effective",
                value=day.isoformat(),
                remedy=_("Choose a later day."),
            )


def _in_the_way(plan: BoundaryPlan, *, day: dt.date, today: dt.date) -> Iterator[tuple[QuerySet[Any], str]]:
    grids = Area.objects.filter(parent__in=plan.villages, level=Area.Level.GRID)
    later = Q(period__startswith__gte=day) | Q(period__endswith__gt=day)
    yield grids.filter(later), _("%(count)s grids began or end on %(day)s or later.")
    borders = Boundary.objects.filter(area__in=grids).filter(later)
    yield borders, _("%(count)s borders of grids began or end on %(day)s or later.")
    # One that begins on the very day is no obstacle: it lies in the new grids from its beginning.
    placements = Placement.objects.filter(village__in=plan.villages).filter(
        Q(period__startswith__gt=day) | Q(period__endswith__gt=day)
    )
    yield placements, _("%(count)s households were added or changed their grid after %(day)s.")
    posts = Post.objects.filter(area__in=grids)
    yield posts.filter(period__startswith__gte=day), _("%(count)s posts of grids begin on %(day)s or later.")
    if day < today:
        ended = posts.filter(period__endswith__gt=day)
        yield ended, _("%(count)s posts of grids ended after %(day)s.")
        visits = Visit.objects.filter(village__in=plan.villages, day__gte=day)
        yield visits, _("%(count)s visits since %(day)s are counted in the present grids.")
