"""Moving a project on. Its needs go with it: accepted, they are done in the same transaction; dropped, they are free again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.errors import BadInput, Conflict, Stale
from geodata.base.scope import Scope
from geodata.base.wording import figure
from geodata.needs.moving import finish_for_all
from geodata.needs.words import OPEN as OPEN_NEEDS
from geodata.needs.words import Answer
from geodata.needs.words import State as NeedState
from geodata.projects.concept import Action
from geodata.projects.lifecycle import LIFE
from geodata.projects.models import LivelihoodProject, ProjectNeed
from geodata.projects.words import ENDED, Move
from geodata.visits.record import as_kept

BESIDE = ("area", "department", "by")
LONGEST_REASON = 500
ASKED = Q(
    need__state__in=[NeedState.FOLLOWED_UP, NeedState.DECLINED, NeedState.WITHDRAWN, NeedState.MERGED]
) | (Q(need__state=NeedState.CLOSED) & ~Q(need__answer__in=["", Answer.NONE]))
"""Of a joined need: its household has said how it went, or nothing was to be done. The same as project_goes_with_its_needs.sql."""


def locked(project: LivelihoodProject, *, version: int | None = None) -> LivelihoodProject:
    """As it is now, locked alone. Raises Stale for another version than was seen."""
    LIFE.locked(project)
    fresh = LivelihoodProject.objects.select_related(*BESIDE).get(pk=project.pk)
    if version is not None and fresh.version != version:
        raise Stale(
            _("This project was changed by someone else meanwhile."),
            field="version",
            value=fresh.version,
            remedy=_("Load it again."),
        )
    return fresh


def step(
    project: LivelihoodProject,
    move: str,
    *,
    by: User,
    scope: Scope,
    at: dt.datetime,
    reason: str = "",
    **values: Any,
) -> LivelihoodProject:
    """Move a locked one on with these values and append the step. Raises what LIFE.check raises."""
    turn = LIFE.check(project, move, by=by, scope=scope, reason=reason)
    for name, value in values.items():
        setattr(project, name, value)
    project.version += 1
    project.moved_at = at
    project.ended_at = at if turn.state in ENDED else None
    LIFE.write(project, move, by=by, at=at, scope=scope, reason=as_kept(reason).strip()[:LONGEST_REASON])
    told = {"move": str(move)}
    record_access(user=by, action=Action.PROJECT_MOVED, at=at, subject=str(project.key), details=told)
    project.refresh_from_db()
    return project


@transaction.atomic
def move_on(
    move: str,
    *,
    project: LivelihoodProject,
    by: User,
    scope: Scope,
    at: dt.datetime,
    reason: str = "",
    percent: int | None = None,
    version: int | None = None,
) -> LivelihoodProject:
    """Approve, build, report, accept, tell or drop it. Raises NotAllowed, Conflict, Stale, BadInput."""
    project = locked(project, version=version)
    LIFE.check(project, move, by=by, scope=scope, reason=reason)
    if move == Move.CHANGE:
        raise BadInput(_("Say how the plan is changed."), field="move", value=move)
    if (percent is None) == (move == Move.REPORT):
        raise BadInput(_("Say how many percent are done, and only with that move."), field="percent")
    values: Mapping[str, Any] = {"percent": _percent(percent)} if percent is not None else {}
    if move == Move.ACCEPT:
        _finish_needs(project, reason, by=by, scope=scope, at=at)
        values = {"percent": 100}
    if move == Move.TELL:
        _check_told(project)
    found = step(project, move, by=by, scope=scope, at=at, reason=reason, **values)
    if move == Move.DROP:
        found.needs.filter(left_at__isnull=True).update(left_at=at, left_by=by)
        found.refresh_from_db()
    return found


def _percent(percent: int) -> int:
    if not 0 <= percent <= 100:
        raise BadInput(
            _("Enter a whole number from %(least)s to %(most)s.") % {"least": figure(0), "most": figure(100)},
            field="percent",
            value=percent,
        )
    return percent


def _finish_needs(
    project: LivelihoodProject, reason: str, *, by: User, scope: Scope, at: dt.datetime
) -> None:
    """Those that are still open, whatever their level: the project is what is done about them."""
    result = reason.strip() or _("Done with the project “%(title)s”.") % {"title": project.title}
    joined = ProjectNeed.objects.joined().filter(project=project, need__state__in=OPEN_NEEDS)
    for one in joined.select_related("need").order_by("need"):
        finish_for_all(need=one.need, result=result, by=by, scope=scope, at=at)


def unasked(project: LivelihoodProject) -> int:
    """Needs of it whose households have not said how it went."""
    return ProjectNeed.objects.joined().filter(project=project).exclude(ASKED).count()


def _check_told(project: LivelihoodProject) -> None:
    if waiting := unasked(project):
        raise Conflict(
            ngettext(
                "The household of %(n)s need has not been asked how it went.",
                "The households of %(n)s needs have not been asked how it went.",
                waiting,
            )
            % {"n": figure(waiting)},
            field="move",
            value=Move.TELL,
            remedy=_("Follow the needs up first."),
        )
