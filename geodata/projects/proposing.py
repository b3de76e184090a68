"""A project is proposed, and its plan is changed while it is not accepted: where, what, by which department, with which money and by when."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.access import refuse
from geodata.base.errors import BadInput, NotFound
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.people.models import Household
from geodata.posts.departments import Department
from geodata.projects.concept import Action
from geodata.projects.lifecycle import LIFE
from geodata.projects.models import MOST_METRES, LivelihoodProject, ProjectHousehold
from geodata.projects.moving import locked, step
from geodata.projects.parts import parts_at
from geodata.projects.words import Category, Money, Move, Origin
from geodata.territory.models import Area

MOST_YUAN, MOST_LISTED = 10**12, 500
SHAPES = ("Point", "LineString", "Polygon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a project says of itself. `area` and `department` are codes."""

    title: str
    category: str
    area: str
    begin_on: dt.date
    due_on: dt.date
    text: str = ""
    geometry: GEOSGeometry | None = None
    reach: int = 200
    department: str = ""
    budget: int | None = None
    money: str = ""


@transaction.atomic
def propose(*, plan: Plan, by: User, scope: Scope, at: dt.datetime) -> LivelihoodProject:
    """Raises NotAllowed, NotFound for an area outside the scope, BadInput for what a plan cannot say."""
    area = _area(plan.area, on=timezone.localdate(at))
    department = _department(plan.department, area, on=timezone.localdate(at))
    if not parts_at(scope, code=area.code, department=department.pk if department else None):
        if scope.may(Right.NEED) and not scope.holds_code(area.code):
            raise NotFound(plan.area, field="area", value=plan.area)
        refuse(Right.DISPATCH)
    project = LivelihoodProject(area=area, by=by, at=at, moved_at=at, synthetic=area.synthetic)
    _put(project, plan, department)
    project.save()
    LIFE.begin(project, by=by, at=at)
    record_access(user=by, action=Action.PROJECT_PROPOSED, at=at, subject=str(project.key))
    project.refresh_from_db()
    return project


@transaction.atomic
def change(
    *,
    project: LivelihoodProject,
    plan: Plan,
    by: User,
    scope: Scope,
    at: dt.datetime,
    reason: str = "",
    version: int | None = None,
) -> LivelihoodProject:
    """The area stays. Raises NotAllowed, Conflict once it is accepted, Stale, BadInput."""
    project = locked(project, version=version)
    LIFE.check(project, Move.CHANGE, by=by, scope=scope)
    if plan.area != project.area.code:
        raise BadInput(_("A project stays in its area."), field="area", value=plan.area)
    _put(project, plan, _department(plan.department, project.area, on=timezone.localdate(at)))
    return step(project, Move.CHANGE, by=by, scope=scope, at=at, reason=reason)


def _area(code: str, *, on: dt.date) -> Area:
    found = Area.objects.on(on).filter(code=code).exclude(level=Area.Level.GRID).first()
    if found is None:
        raise NotFound(code, field="area", value=code)
    return found


def _department(code: str, area: Area, *, on: dt.date) -> Department | None:
    """Of the county, or of the township, in which the project lies."""
    if not code:
        return None
    above = Q(area__code__in=[area.code[:6], area.code[:9]])
    found = Department.objects.on(on).filter(above, code=code).order_by("area__code").first()
    if found is None:
        raise BadInput(_("This department is not known here."), field="department", value=code)
    return found


def _put(project: LivelihoodProject, plan: Plan, department: Department | None) -> None:
    check_plan(plan)
    project.title, project.text = texts.line(plan.title), texts.free(plan.text)
    project.category, project.money, project.budget = plan.category, plan.money, plan.budget
    project.geometry, project.reach, project.department = plan.geometry, plan.reach, department
    project.begin_on, project.due_on = plan.begin_on, plan.due_on


def check_plan(plan: Plan) -> None:
    """Raises BadInput for the first thing that is wrong."""
    if not 0 < len(texts.line(plan.title)) <= 60:
        raise BadInput(_("Give a title of at most 60 characters."), field="title", value=plan.title[:20])
    if plan.category not in Category.values:
        raise BadInput(_("Choose one that is offered."), field="category", value=plan.category)
    if plan.money and plan.money not in Money.values:
        raise BadInput(_("Choose one that is offered."), field="money", value=plan.money)
    if len(texts.free(plan.text)) > 500:
        raise BadInput(_("Write at most 500 characters."), field="text")
    if plan.due_on < plan.begin_on:
        raise BadInput(
            _("The last day comes after the first."), field="due_on", value=plan.due_on.isoformat()
        )
    if plan.geometry is not None and plan.geometry.geom_type not in SHAPES:
        raise BadInput(_("Draw a point, a line or an area."), field="geometry")
    for field, number, most in (("reach", plan.reach, MOST_METRES), ("budget", plan.budget or 0, MOST_YUAN)):
        if not 0 <= number <= most:
            raise BadInput(
                _("Enter a whole number from %(least)s to %(most)s.")
                % {"least": figure(0), "most": figure(most)},
                field=field,
                value=number,
            )


@transaction.atomic
def list_households(
    *, project: LivelihoodProject, tokens: Collection[str], by: User, scope: Scope, at: dt.datetime
) -> int:
    """Beside those of its place and its needs: how many were not concerned yet. Raises NotAllowed, NotFound, Conflict, BadInput."""
    project = locked(project)
    LIFE.check(project, Move.CHANGE, by=by, scope=scope)
    if not 0 < len(tokens) <= MOST_LISTED:
        raise BadInput(_("Name 1 to 500 households."), field="households", value=len(tokens))
    seen = Household.objects.within(scope.to(Right.NEED)).filter(village__in=project.villages)
    homes = {home.token: home for home in seen.filter(token__in=tokens)}
    if missing := [token for token in tokens if token not in homes]:
        raise NotFound(missing[0], field="households", value=missing[0])
    known = set(project.households.filter(left_at__isnull=True).values_list("household", flat=True))
    rows = [
        ProjectHousehold(
            project=project, household=home, origin=Origin.LIST, added_at=at, village_id=home.village_id
        )
        for home in homes.values()
        if home.pk not in known
    ]
    ProjectHousehold.objects.bulk_create(rows)
    record_access(
        user=by,
        action=Action.PROJECT_HOUSEHOLDS,
        at=at,
        subject=str(project.key),
        details={"added": len(rows)},
    )
    return len(rows)
