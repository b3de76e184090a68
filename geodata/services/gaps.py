"""What teams leave open: villages that no team of their own serves, and rounds whose day has passed without anybody having been there."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from geodata.base.access import require
from geodata.base.periods import covers
from geodata.base.scope import Right, Scope
from geodata.services.models import Team, TeamVisit
from geodata.territory.models import Area


def villages_without_team(scope: Scope, *, on: dt.date) -> QuerySet[Area]:
    """The gap `village_without_team`: no team of the village or of a grid in it. Raises NotAllowed without the right to services."""
    require(scope, Right.SERVE)
    own = Team.objects.on(on).filter(Q(area=OuterRef("pk")) | Q(area__parent=OuterRef("pk")))
    held = Area.objects.on(on).filter(level=Area.Level.VILLAGE, pk__in=scope.to(Right.SERVE).villages)
    return held.filter(~Exists(own)).order_by("code")


def rounds_missed(scope: Scope, *, on: dt.date) -> QuerySet[TeamVisit]:
    """The gap `team_visit_missed`: planned for a day before that one, and not done; of teams that go on, the oldest first."""
    require(scope, Right.SERVE)
    missed = TeamVisit.objects.filter(covers(on, "team__period"), planned_on__lt=on, done_on=None)
    here = missed.filter(village__in=scope.to(Right.SERVE).villages)
    return here.select_related("team", "village").order_by("planned_on", "pk")
