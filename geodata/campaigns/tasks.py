"""Tasks at places beside a roll-call: snow, a road, power, water; given to a department, which moves them on. They name no household."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import Right, Scope
from geodata.campaigns.concept import Action
from geodata.campaigns.lifecycle import may_open
from geodata.campaigns.models import Campaign, PlaceTask
from geodata.campaigns.words import State, TaskState, What
from geodata.posts.departments import Department
from geodata.territory.models import Area, Boundary

NEXT = {
    TaskState.GIVEN: (TaskState.BEGUN, TaskState.DONE),
    TaskState.BEGUN: (TaskState.DONE,),
    TaskState.DONE: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReport:
    """What has to be done where, and by which department (its code)."""

    area: str
    """The code of a village or grid."""
    geometry: GEOSGeometry
    what: str
    department: str
    text: str = ""


def area_at(place: tuple[float, float], *, under: str, on: dt.date) -> str:
    """The code of the grid, or else the village, of that day that holds a point. Raises BadInput where none below `under` does."""
    here = Boundary.objects.on(on).filter(
        geometry__covers=Point(*place, srid=4326),
        area__code__startswith=under,
        area__level__in=[Area.Level.GRID, Area.Level.VILLAGE],
    )
    code = (
        here.order_by(Length("area__code").desc(), "area__code").values_list("area__code", flat=True).first()
    )
    if code is None:
        raise BadInput(
            _("This place lies outside the roll-call."),
            field="place",
            remedy=_("Press a place within the area."),
        )
    return code


def middle_of(village: str, *, on: dt.date) -> GEOSGeometry:
    """A point inside it. Raises BadInput where its border is not known."""
    border = Boundary.objects.on(on).filter(area__code=village).first()
    if border is None:
        raise BadInput(_("No border is known of this village."), field="village", value=village)
    return border.geometry.point_on_surface


@transaction.atomic
def give_task(
    *, campaign: Campaign, report: TaskReport, by: User, scope: Scope, at: dt.datetime
) -> PlaceTask:
    """Raises NotAllowed, Conflict where the roll-call is not open, NotFound for a place outside it, BadInput."""
    if not may_open(scope, campaign.area.code):
        refuse(Right.CAMPAIGN)
    if campaign.state != State.OPEN:
        raise Conflict(_("Place tasks are given while the roll-call is open."), field="campaign")
    on = timezone.localdate(at)
    place = (
        Area.objects.on(on)
        .under(campaign.area.code)
        .filter(code=report.area)
        .select_related("parent")
        .first()
    )
    if place is None or place.level not in (Area.Level.VILLAGE, Area.Level.GRID):
        raise NotFound(report.area, field="area", value=report.area)
    department = (
        Department.objects.on(on).filter(area__code=campaign.area.code[:6], code=report.department).first()
    )
    if department is None:
        raise BadInput(_("This department is not known here."), field="department", value=report.department)
    if report.what not in What.values or report.geometry.geom_type not in ("Point", "LineString"):
        raise BadInput(_("A place task has a kind, and a point or a line."), field="geometry")
    grid = place if place.level == Area.Level.GRID else None
    village = place.parent or place if grid else place
    task = PlaceTask.objects.create(
        campaign=campaign, village=village, grid=grid, geometry=report.geometry, what=report.what,
        text=texts.line(report.text)[:200], department=department, by=by, at=at, since=at, synthetic=campaign.synthetic,
    )  # fmt: skip
    record_access(user=by, action=Action.PLACE_TASK_MOVED, at=at, subject=str(task.key))
    return task


def may_move(task: PlaceTask, *, scope: Scope) -> bool:
    """Its department, and whoever may open the roll-call."""
    return task.department_id in scope.to(Right.CAMPAIGN).departments or may_open(
        scope, task.campaign.area.code
    )


@transaction.atomic
def move_task(*, key: uuid.UUID, state: str, by: User, scope: Scope, at: dt.datetime) -> PlaceTask:
    """By the department, or by the office that may open the roll-call. Raises NotFound, NotAllowed, Conflict."""
    require(scope, Right.CAMPAIGN)
    task = PlaceTask.objects.within(scope).select_for_update(of=("self",)).filter(key=key).first()
    if task is None:
        raise NotFound(str(key))
    if not may_move(task, scope=scope):
        refuse(Right.CAMPAIGN)
    if state not in NEXT[TaskState(task.state)]:
        raise Conflict(
            _("This place task has gone on already."), field="state", value=state, remedy=_("Load it again.")
        )
    task.state, task.since = state, at
    task.save(update_fields=["state", "since"])
    record_access(
        user=by, action=Action.PLACE_TASK_MOVED, at=at, subject=str(task.key), details={"state": state}
    )
    return task
