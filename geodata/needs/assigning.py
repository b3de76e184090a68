"""Assigning a need: to a department or an office with a task of its own, in the village to a person; and what they say to it.

A department never sees the need. What it says to its assignment moves the need all the same: by `at_hand` the verb reaches that one need.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import rls
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound, Stale
from geodata.base.id_numbers import refuse_id_numbers
from geodata.base.scope import Right, Scope
from geodata.calendar import workdays
from geodata.needs.beside_models import UNDER_WAY, Assignment, AssignmentState
from geodata.needs.concept import Action
from geodata.needs.lifecycle import LIFE
from geodata.needs.models import Need, told_whole
from geodata.needs.moving import locked, step
from geodata.needs.persons import refuse_persons
from geodata.needs.telling import tell_assigned, tell_assigner
from geodata.needs.units import office_of, offices_for
from geodata.needs.words import Move, State
from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.territory.models import Area
from geodata.visits.record import as_kept
from geodata.visits.visitors import Gone, strangers

OFFICERS = frozenset(
    {Post.Kind.VILLAGE_OFFICER.value, Post.Kind.TOWNSHIP_OFFICER.value, Post.Kind.COUNTY_OFFICER.value}
)
SHORTEST = dt.timedelta(minutes=30)


@contextmanager
def at_hand(need: int) -> Iterator[None]:
    """Inside, the web role reaches that need, whatever its scope: for verbs that have judged that they may."""
    before = rls.standing.get().get("gridmap.needs_at_hand", "")
    rls.put({"gridmap.needs_at_hand": f"{{{need}}}"})
    try:
        yield
    finally:
        if not connection.needs_rollback:
            rls.put({"gridmap.needs_at_hand": before})


@transaction.atomic
def assign(
    *,
    need: Need,
    task: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    department: Department | None = None,
    area: Area | None = None,
    user: User | None = None,
    due_at: dt.datetime | None = None,
    shows_household: bool = False,
    version: int | None = None,
) -> Assignment:
    """Of the village to a `user` it knows; above it to a `department`, or to the office of an `area` below. `due_at`: as the need.

    Raises what LIFE raises, BadInput for whom it cannot be given to, without a task, for a department's task that names somebody
    of the village or holds a phone number, or for a day that has gone by.
    """
    need = locked(need, version=version)
    LIFE.check(need, Move.ASSIGN, by=by, scope=scope)
    area = _to(need, department, area, user, at=at)
    task = as_kept(task).strip()[:500]
    if not task:
        raise BadInput(_("Say what is to be done."), field="task", remedy=_("Write the task in a few words."))
    if department is not None:
        refuse_persons(task, need=need)
    due = due_at or need.due_at or workdays.add(at, 5)
    if due < at + SHORTEST:
        raise BadInput(_("There is no time left until then."), field="due_at", value=due.isoformat())
    given = Assignment(
        need=need, number=need.number, category=need.category.code, named=need.named, village=need.village,
        level=need.level, area=area, department=department, user=user, by=by, at=at, due_at=due, task=task, shows_household=shows_household,
        place=described_place(need, shows_household),
        household_number=need.household.number if shows_household and need.household else "",
    )  # fmt: skip
    try:
        with transaction.atomic():
            given.save()
    except IntegrityError as error:
        law = next((law for law in Assignment._meta.constraints if law.name in str(error)), None)
        if law is None or not law.violation_error_message:
            raise
        raise Conflict(str(law.violation_error_message), field="assignment") from error
    step(
        need, Move.ASSIGN, by=by, at=at, scope=scope, payload={"assignment": given.pk}, unit_area=area,
        unit_department=department, handler=user, handed_out=True,
    )  # fmt: skip
    tell_assigned(given, at=at)
    return given


def described_place(need: Need, shows_household: bool) -> str:
    """Village and grid, with the address only where the household is shown."""
    place = f"{need.village.name} {need.grid.name if need.grid else ''}".strip()
    if shows_household and need.household and need.household.address:
        return f"{place} {need.household.address}"[:200]
    return place


def _to(
    need: Need, department: Department | None, area: Area | None, user: User | None, *, at: dt.datetime
) -> Area:
    """The area of the unit. Raises BadInput."""
    if need.level == 1:
        if user is None or department is not None:
            raise BadInput(
                _("In the village a need is assigned to a person, above it to an office."), field="user"
            )
        if user.pk in need.named or strangers([Gone(need.village.code, at.date(), [user.pk])])[0]:
            raise BadInput(
                _("Not known in this village: %(ids)s.") % {"ids": user.pk}, field="user", value=user.pk
            )
        return need.village
    found = department.area if department else area
    if user is not None or found is None:
        raise BadInput(
            _("In the village a need is assigned to a person, above it to an office."), field="department"
        )
    below = found.code in {office.code for office in offices_for(need)}
    if not below or (department is None and found.pk == need.unit_area_id):
        raise BadInput(
            _("This unit is not one to which it can be assigned."),
            field="department" if department else "area",
            value=department.code if department else found.code,
            remedy=_("Choose a department of your area, or an office below it to which the village belongs."),
        )
    return found


def assignments_of(scope: Scope, *, by: User) -> QuerySet[Assignment]:
    """Those given to the user, to a department of his or hers, or to the office that he or she belongs to."""
    codes = [grant.code for grant in scope.to(Right.NEED).grants if grant.kind in OFFICERS]
    of_office = Q(user=None, department=None, area__code__in=codes)
    mine = Q(user=by.pk) | Q(department__in=scope.to(Right.UNIT).departments) | of_office
    found = Assignment.objects.filter(mine).exclude(named__contains=[by.pk])
    return found.select_related("village", "area", "department", "by")


def find_assignment(number: int | str, *, by: User, scope: Scope) -> Assignment:
    """Raises NotFound where it is neither one's own nor one's department's, nor of a need of which one is told all: who only
    recorded a sensitive one is told its number and state.
    """
    found = (
        Assignment.objects.select_related("village", "area", "department", "user", "by")
        .filter(pk=number)
        .first()
    )
    if found is None or not (
        may_answer(found, by=by, scope=scope)
        or Need.objects.within(scope, by=by.pk).filter(told_whole(scope), pk=found.need_id).exists()
    ):
        raise NotFound(str(number))
    return found


def may_answer(assignment: Assignment, *, by: User, scope: Scope) -> bool:
    """Is it given to that person, to a department of his or hers, or to the office that he or she belongs to? Not to whom the
    need is about.
    """
    if by.pk in assignment.named:
        return False
    if assignment.user_id is not None:
        return assignment.user_id == by.pk
    if assignment.department_id is not None:
        return assignment.department_id in scope.to(Right.UNIT).departments
    return any(
        grant.kind in OFFICERS and grant.code == assignment.area.code for grant in scope.to(Right.NEED).grants
    )


def _taken_up(
    assignment: Assignment, *, by: User, scope: Scope, version: int | None, states: tuple[str, ...]
) -> Assignment:
    if not may_answer(assignment, by=by, scope=scope):
        refuse(Right.UNIT)
    found = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if version is not None and found.version != version:
        raise Stale(
            _("This assignment was changed by someone else meanwhile."),
            field="version",
            value=found.version,
            remedy=_("Load it again."),
        )
    if found.state not in states:
        raise Conflict(
            _("This assignment is “%(state)s”: that is not possible now.")
            % {"state": found.get_state_display()},
            field="move",
            remedy=_("Load it again."),
        )
    return found


def _decided(found: Assignment, state: str, *, by: User, at: dt.datetime) -> None:
    found.state, found.decided_at, found.decided_by, found.version = state, at, by, found.version + 1
    found.save()
    record_access(
        user=by,
        action=Action.NEED_MOVED,
        at=at,
        subject=found.number,
        details={"assignment": found.pk, "state": state},
    )


@transaction.atomic
def accept_assignment(
    *, assignment: Assignment, by: User, scope: Scope, at: dt.datetime, version: int | None = None
) -> Assignment:
    """It is taken in hand: the need is in progress."""
    found = _taken_up(assignment, by=by, scope=scope, version=version, states=(AssignmentState.GIVEN,))
    with at_hand(found.need_id):
        step(locked(found.need), Move.BEGIN, by=by, at=at, scope=None, payload={"assignment": found.pk})
    _decided(found, AssignmentState.ACCEPTED, by=by, at=at)
    return found


@transaction.atomic
def refuse_assignment(
    *,
    assignment: Assignment,
    reason: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    version: int | None = None,
) -> Assignment:
    """It is another's, with the reason: once for each need. Raises Conflict for the next one, which `refer_assignment` takes up."""
    found = _taken_up(assignment, by=by, scope=scope, version=version, states=(AssignmentState.GIVEN,))
    found.reason = as_kept(reason).strip()[:200]
    if not found.reason:
        raise LIFE.reasonless(Move.REFUSE)
    if was_refused(found):
        raise Conflict(
            _("An assignment of this need was refused already; the next one is not."),
            field="move",
            remedy=_("Ask the county to decide; it does within one working day."),
        )
    with at_hand(found.need_id):
        need = locked(found.need)
        step(
            need, Move.REFUSE, by=by, at=at, scope=None, reason=found.reason, payload={"assignment": found.pk},
            unit_area=office_of(need.village, need.level), unit_department=None, handler=None, handed_out=False,
        )  # fmt: skip
    _decided(found, AssignmentState.REFUSED, by=by, at=at)
    tell_assigner(found, at=at)
    return found


def was_refused(assignment: Assignment) -> bool:
    """Somebody else's refusal is not shown to a department: the need at hand shows it."""
    with at_hand(assignment.need_id):
        return Assignment.objects.filter(need=assignment.need_id, state=AssignmentState.REFUSED).exists()


@transaction.atomic
def refer_assignment(
    *,
    assignment: Assignment,
    reason: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    version: int | None = None,
) -> Assignment:
    """The second one is another's as well: the county decides whose it is within one working day. Nothing rests meanwhile."""
    found = _taken_up(assignment, by=by, scope=scope, version=version, states=(AssignmentState.GIVEN,))
    found.reason = as_kept(reason).strip()[:200]
    if not found.reason:
        raise LIFE.reasonless(Move.REFUSE)
    if not was_refused(found) or found.referred_at:
        raise Conflict(
            _("The county decides about the second assignment of a need alone, and once."), field="move"
        )
    found.referred_at, found.decide_by = at, workdays.add(at, 1)
    _decided(found, AssignmentState.GIVEN, by=by, at=at)
    tell_assigner(found, at=at)
    return found


def may_decide(assignment: Assignment, *, scope: Scope) -> bool:
    """The officers of its county do."""
    return any(
        grant.kind == Post.Kind.COUNTY_OFFICER and assignment.village_id in grant.villages
        for grant in scope.to(Right.DISPATCH).grants
    )


@transaction.atomic
def decide_assignment(
    *,
    assignment: Assignment,
    by: User,
    scope: Scope,
    at: dt.datetime,
    department: Department | None = None,
    version: int | None = None,
) -> Assignment:
    """The county says whose a referred one is: it stays (None), or goes to another department. Neither is refused any more."""
    if not may_decide(assignment, scope=scope):
        refuse(Right.DISPATCH)
    need = locked(assignment.need)
    found = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if version is not None and found.version != version:
        raise Stale(
            _("This assignment was changed by someone else meanwhile."), field="version", value=found.version
        )
    if not found.referred_at or found.state not in UNDER_WAY or need.state != State.ASSIGNED:
        raise Conflict(
            _("Nothing is to be decided about this assignment."), field="move", remedy=_("Load it again.")
        )
    found.decide_by = None
    if department is None or department.pk == found.department_id:
        _decided(found, found.state, by=by, at=at)
        return found
    if not need.village.code.startswith(department.area.code):
        raise BadInput(
            _("This unit is not one to which it can be assigned."), field="department", value=department.code
        )
    _decided(found, AssignmentState.WITHDRAWN, by=by, at=at)
    given = Assignment.objects.create(
        need=need, number=need.number, category=need.category.code, named=need.named, village=need.village,
        level=need.level, area=department.area, department=department, by=by, at=at, due_at=max(found.due_at, workdays.add(at, 1)),
        task=found.task, shows_household=found.shows_household, place=found.place,
        household_number=found.household_number, referred_at=at,
    )  # fmt: skip
    Need.objects.filter(pk=need.pk).update(
        unit_area=department.area, unit_department=department, version=need.version + 1
    )
    tell_assigned(given, at=at)
    return given


@transaction.atomic
def finish_assignment(
    *,
    assignment: Assignment,
    answer: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    version: int | None = None,
) -> Assignment:
    """The task is done, with its result. Whoever assigned it looks at that and finishes the need."""
    found = _taken_up(assignment, by=by, scope=scope, version=version, states=(AssignmentState.ACCEPTED,))
    found.answer = as_kept(answer).strip()[:1000]
    if not found.answer:
        raise BadInput(_("Say what was done."), field="answer", remedy=_("A few words are enough."))
    refuse_id_numbers([found.answer], field="answer")
    _decided(found, AssignmentState.DONE, by=by, at=at)
    tell_assigner(found, at=at)
    return found
