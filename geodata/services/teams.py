"""Teams and their members: founded, joined, left and ended by the township; rounds through villages by who serves there."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.periods import DateRange, since
from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.services.concept import Action
from geodata.services.models import Team, TeamMember, TeamQuerySet, TeamVisit
from geodata.services.words import Field, TeamKind
from geodata.territory.models import Area

FAR = dt.timedelta(days=366)
"""So far ahead a round is planned at most."""


def may_change(scope: Scope, area: Area) -> bool:
    """An officer of the township in which the team serves."""
    kinds = (Post.Kind.TOWNSHIP_OFFICER,)
    return any(
        grant.kind in kinds and area.code.startswith(grant.code) for grant in scope.to(Right.SERVE).grants
    )


def may_plan(scope: Scope, village: Area) -> bool:
    """Whoever serves or leads the village, and its township."""
    return village.pk in scope.to(Right.SERVE).villages


def seen(scope: Scope) -> TeamQuerySet:
    """Those that serve where the right holds, or above it; to who belongs to teams alone, those."""
    held = scope.to(Right.SERVE)
    codes = set(held.codes) | set(Area.objects.filter(pk__in=_grids_of(held)).values_list("code", flat=True))
    here = Q(pk__in=sorted(scope.teams))
    for code in codes:
        above = [code[:length] for length in (6, 9, 12, 15) if length <= len(code)]
        here |= Q(area__code__startswith=code) | Q(area__code__in=above)
    return Team.objects.filter(here)


def _grids_of(scope: Scope) -> set[int]:
    """Those of single households; outside every grid the village."""
    own = Household.objects.filter(pk__in=sorted(scope.households))
    homes = own.values_list(Coalesce("grid", "village"), flat=True)
    return set(homes)


def find_team(number: int, *, scope: Scope) -> Team:
    """Raises NotAllowed without the right, NotFound for one that is not there."""
    if not scope.may(Right.SERVE):
        refuse(Right.SERVE)
    team = seen(scope).select_related("area").filter(pk=number).first()
    if team is None:
        raise NotFound(str(number))
    return team


def _require(scope: Scope, area: Area) -> None:
    if not may_change(scope, area):
        refuse(Right.SERVE)


def _recorded(by: User, at: dt.datetime, team: Team, what: str) -> None:
    record_access(user=by, action=Action.TEAM_CHANGED, at=at, subject=str(team.pk), details={"what": what})


@transaction.atomic
def found_team(
    *, name: str, kind: str, field: str, area: Area, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> Team:
    """From that day on. Raises BadInput for what it cannot be, Conflict for a name that is taken there."""
    _require(scope, area)
    name = name.strip()[:60]
    if not name or kind not in TeamKind.values or field not in Field.values:
        raise BadInput(_("A team needs a name, a kind and a field."), field="name", value=name)
    made = Team(name=name, kind=kind, field=field, area=area, period=since(today))
    _saved(made, name)
    _recorded(by, at, made, "founded")
    return made


def _saved(row: Team | TeamMember | TeamVisit, value: Any) -> None:
    """Raises Conflict with the words of the law that stands against it."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        law = next(law for law in row._meta.constraints if law.name in str(error))
        raise Conflict(str(law.violation_error_message), value=value) from error


@transaction.atomic
def join_team(
    *, team: Team, user: User, leads: bool = False, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> TeamMember:
    """An account belongs to it from today on. Raises Conflict for one that does already, or for a team that has ended."""
    _require(scope, team.area)
    _check_goes_on(team, today)
    made = TeamMember(team=team, user=user, leads=leads, period=since(today))
    _saved(made, user.pk)
    _recorded(by, at, team, "joined")
    return made


def _check_goes_on(team: Team, today: dt.date) -> None:
    if today not in team.period or team.period.upper is not None:
        raise Conflict(_("This team has ended."), field="team", value=team.pk)


@transaction.atomic
def leave_team(*, member: TeamMember, by: User, scope: Scope, at: dt.datetime, today: dt.date) -> TeamMember:
    """Today is the last day."""
    _require(scope, member.team.area)
    if member.period.upper is not None:
        raise Conflict(_("This person has left the team already."), field="member", value=member.pk)
    member.period = _until(member.period, today)
    member.save(update_fields=["period"])
    _recorded(by, at, member.team, "left")
    return member


@transaction.atomic
def end_team(*, team: Team, by: User, scope: Scope, at: dt.datetime, today: dt.date) -> Team:
    """Today is its last day, and that of all who belong to it."""
    _require(scope, team.area)
    _check_goes_on(team, today)
    team.period = _until(team.period, today)
    team.save(update_fields=["period"])
    for member in team.members.filter(period__endswith=None):
        member.period = _until(member.period, today)
        member.save(update_fields=["period"])
    _recorded(by, at, team, "ended")
    return team


def _until(period: DateRange, last: dt.date) -> DateRange:
    return DateRange(period.lower, last + dt.timedelta(days=1))


@transaction.atomic
def plan_round(
    *, team: Team, village: Area, on: dt.date, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> TeamVisit:
    """A round through a village, today or within a year. Raises Conflict for one that is planned."""
    if not may_plan(scope, village):
        refuse(Right.SERVE)
    if not today <= on <= today + FAR:
        raise BadInput(
            _("Plan it for a day from today to a year from now."), field="on", value=on.isoformat()
        )
    made = TeamVisit(team=team, village=village, planned_on=on, by=by)
    _saved(made, on.isoformat())
    _recorded(by, at, team, "round planned")
    return made


@transaction.atomic
def round_done(
    *, visit: TeamVisit, what: str, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> TeamVisit:
    """It was there: said by the team, or by whoever serves the village. Raises Conflict when it was said before."""
    if visit.team_id not in scope.teams and not may_plan(scope, visit.village):
        refuse(Right.SERVE)
    if visit.done_on is not None or visit.planned_on > today:
        raise Conflict(_("This round is done already, or its day is still to come."), field="visit")
    visit.done_on, visit.what = today, what.strip()[:200]
    visit.save(update_fields=["done_on", "what"])
    _recorded(by, at, visit.team, "round done")
    return visit


NEEDED = {
    "join": ("user",),
    "leave": ("member",),
    "plan_round": ("village", "on"),
    "round_done": ("round",),
    "end": (),
}


def change_team(
    move: str,
    *,
    team: Team,
    said: Mapping[str, Any],
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
) -> None:
    """One of these by its name, with what it is told. Raises BadInput for what is missing, NotFound for whom nobody knows here,
    and what its verb raises.
    """
    told: dict[str, Any] = {"by": by, "scope": scope, "at": at, "today": today}
    if missing := [name for name in NEEDED[move] if not said.get(name)]:
        raise BadInput(_("This has to be said."), field=missing[0])
    match move:
        case "join":
            user = _one(User.objects.filter(is_active=True, username=said["user"]), "user", said)
            join_team(team=team, user=user, leads=bool(said.get("leads")), **told)
        case "leave":
            leave_team(member=_one(team.members.filter(pk=said["member"]), "member", said), **told)
        case "plan_round":
            village = _one(
                Area.objects.on(today).within(scope).filter(code=said["village"], level=Area.Level.VILLAGE),
                "village",
                said,
            )
            plan_round(team=team, village=village, on=said["on"], **told)
        case "round_done":
            visit = _one(team.visits.filter(pk=said["round"]), "round", said)
            round_done(visit=visit, what=said.get("what", ""), **told)
        case _:
            end_team(team=team, **told)


def _one(rows: QuerySet[Any], name: str, said: Mapping[str, Any]) -> Any:
    found = rows.first()
    if found is None:
        raise NotFound(str(said[name]), field=name, value=said[name])
    return found
