"""Making a draft, drawing in it, and bringing it onto borders that have moved."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import shapely
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.errors import BadInput, Conflict, Stale
from geodata.redrawing.grounds import Ground, Reader, fingerprint, grounds
from geodata.redrawing.memory import anew
from geodata.redrawing.models import BoundaryPlan, PlanGrid, PlanStep
from geodata.redrawing.sketches import (
    Drawn,
    Sketch,
    Told,
    as_it_was,
    drawn_by_lines,
    drawn_by_shapes,
    loose_line,
    present_sketches,
)
from geodata.redrawing.storing import day_of, keep_as_stored, loose_of, rows_of, sketches_of, store
from geodata.redrawing.workflow import Move, State
from geodata.territory import codes
from geodata.territory.bounds import check_tangle
from geodata.territory.models import Area
from geodata.territory.planar import Shapes
from geodata.territory.topology import NOWHERE, matched

NO_LINES: Shapes = np.zeros(0, dtype=object)


@dataclass(frozen=True)
class Base:
    """What a draft begins with: the present borders, those of another plan, or those of a past day."""

    plan: BoundaryPlan | None = None
    day: dt.date | None = None


@transaction.atomic
def create_plan(
    *,
    name: str,
    villages: Sequence[Area],
    by: User,
    at: dt.datetime,
    today: dt.date,
    reason: str = "",
    effective: dt.date | None = None,
    base: Base | None = None,
    reverts: BoundaryPlan | None = None,
) -> BoundaryPlan:
    """A new draft for villages of one county. Raises BadInput where they are none, or of several counties."""
    base = base or Base()
    plan = BoundaryPlan(
        name=name.strip(),
        reason=reason,
        villages=sorted({village.pk for village in villages}),
        county=_county(villages, on=today),
        effective=effective,
        base_plan=base.plan,
        base_day=base.day,
        reverts=reverts,
        drawn_by=by,
        drawers=sorted({by.pk, *(base.plan.drawers if base.plan else [])}),
        changed_by=by,
        changed_at=at,
    )
    if not plan.name:
        raise BadInput(_("A plan needs a name."), field="name")
    day = day_of(plan, today=today)
    plan.fingerprint = fingerprint(plan.villages, on=day)
    ground = grounds(plan.villages, on=day)
    if len(ground) < len(plan.villages):
        raise BadInput(
            _("A village has no border, and no grids from which to take one."),
            field="villages",
            remedy=_("Import its border first."),
        )
    plan.save()
    begin = as_it_was if reverts else drawn_by_shapes
    drawing = [begin(each, sketches) for each, sketches in zip(ground, _begin(ground, base), strict=True)]
    store(plan, drawing, given=NO_LINES)
    if reverts:
        keep_as_stored(plan)
    plan.save(update_fields=["loose"])
    step(plan, Move.CREATE, by=by, at=at)
    return plan


def _county(villages: Sequence[Area], *, on: dt.date) -> Area:
    tops = {village.code[: codes.LENGTHS["county"]] for village in villages}
    if not villages or any(village.level != Area.Level.VILLAGE for village in villages):
        raise BadInput(
            _("A plan is for one village or several."),
            field="villages",
            remedy=_("Give the 12 digits of a village."),
        )
    if len(tops) > 1:
        raise BadInput(
            _("The villages lie in several counties."),
            field="villages",
            remedy=_("Make a plan for each county."),
        )
    return Area.objects.on(on).get(code=tops.pop(), level=Area.Level.COUNTY)


def _begin(ground: list[Ground], base: Base) -> list[list[Sketch]]:
    """The grids that the draft begins with, by village."""
    if base.plan is not None:
        rows = rows_of(base.plan)
        return [_of_other(each, sketches_of(each, rows)) or present_sketches(each) for each in ground]
    if base.day is not None:
        then = grounds([each.area.pk for each in ground], on=base.day, people=False)
        past = {each.area.pk: each for each in then}
        return [
            _of_day(each, past[each.area.pk]) if each.area.pk in past else present_sketches(each)
            for each in ground
        ]
    return [present_sketches(each) for each in ground]


def _of_other(ground: Ground, sketches: list[Sketch]) -> list[Sketch]:
    """Grids of another plan. Where those were published since, their present grids are found by code."""
    number = {grid.code: place for place, grid in enumerate(ground.grids)}
    taken = {each.area for each in sketches}
    found = []
    for each in sketches:
        place = number.get(each.code, NOWHERE)
        if each.area == NOWHERE and place != NOWHERE and place not in taken:
            each = replace(each, area=place)
            taken.add(place)
        found.append(replace(each, leader_from=""))
    return found


def _of_day(ground: Ground, then: Ground) -> list[Sketch]:
    """The grids of a past day: those that are still there go on, the others come back with their code and name."""
    number = {grid.code: place for place, grid in enumerate(ground.grids)}
    shapes = ground.metres(then.borders)
    return [
        Sketch(
            grid.code,
            shape,
            number.get(grid.code, NOWHERE),
            grid.code,
            grid.name,
            in_pieces=shapely.get_num_geometries(shape) > 1,
        )
        for grid, shape in zip(then.grids, shapes, strict=True)
    ]


def step(plan: BoundaryPlan, move: Move, *, by: User, at: dt.datetime, remarks: str = "") -> PlanStep:
    return PlanStep.objects.create(plan=plan, move=move, state=plan.state, by=by, at=at, remarks=remarks)


def locked(plan: BoundaryPlan, *, version: int | None) -> BoundaryPlan:
    """The plan's row, locked alone, and what joins it read after that. Raises Stale when it is no longer that version."""
    plan = BoundaryPlan.objects.select_for_update().get(pk=plan.pk)
    if version is not None and version != plan.version:
        raise Stale(
            _("You have version %(yours)d; it is version %(now)d now (%(who)s, %(at)s).")
            % {
                "yours": version,
                "now": plan.version,
                "who": plan.changed_by,
                "at": timezone.localtime(plan.changed_at).strftime("%H:%M"),
            },
            field="If-Match",
            value=version,
            remedy=_("Open it again, or save what you have as a copy."),
        )
    return plan


def _in_draft(plan: BoundaryPlan) -> None:
    if plan.state != State.DRAFT:
        raise Conflict(
            _("Only a draft can be changed; this plan is %(state)s.") % {"state": State(plan.state).label},
            field="state",
            value=plan.state,
            remedy=_("Rebase it, or make a copy."),
        )


def changed(plan: BoundaryPlan, *, by: User, at: dt.datetime) -> None:
    """A new version by that person."""
    plan.version += 1
    plan.changed_by, plan.changed_at = by, at
    plan.save()


def drawn(plan: BoundaryPlan, *, by: User, at: dt.datetime) -> None:
    """A new version whose drawing is also that person's."""
    plan.drawers = sorted({*plan.drawers, by.pk})
    changed(plan, by=by, at=at)


@transaction.atomic
def describe_plan(
    *,
    plan: BoundaryPlan,
    version: int,
    by: User,
    at: dt.datetime,
    name: str | None = None,
    reason: str | None = None,
    effective: dt.date | None = None,
) -> BoundaryPlan:
    """Change a draft's name, reason or day. Raises Stale, Conflict for what is no draft."""
    plan = locked(plan, version=version)
    _in_draft(plan)
    plan.name, plan.reason = name or plan.name, plan.reason if reason is None else reason
    plan.effective = effective or plan.effective
    changed(plan, by=by, at=at)
    return plan


@dataclass(frozen=True)
class Pencil:
    """What somebody drew: `lines` in degrees, and what is said of the grids."""

    lines: Shapes
    told: Sequence[tuple[Told, tuple[float, float] | None]] = ()
    """Each with its point in degrees, if it has one."""


def draw_plan(
    plan: BoundaryPlan,
    pencil: Pencil,
    *,
    today: dt.date,
    read: Reader = grounds,
    saved: Callable[[BoundaryPlan], list[PlanGrid]] = rows_of,
) -> list[Drawn]:
    """What the drawing would be: nothing is written. Raises BadInput for lines that cross too often."""
    check_tangle(pencil.lines)
    ground = read(plan.villages, on=day_of(plan, today=today), today=today)
    rows = saved(plan)
    meets = np.array([shapely.intersects(each.rim, pencil.lines) for each in ground]).reshape(len(ground), -1)
    drawing = [
        drawn_by_lines(each, each.metres(pencil.lines[own]), sketches_of(each, rows), _told(each, pencil))
        for each, own in zip(ground, meets, strict=True)
    ]
    strays = ground[0].metres(pencil.lines[~meets.any(axis=0)])
    stray = [loose_line(line) for line in strays]
    return [replace(drawing[0], problems=[*stray, *drawing[0].problems]), *drawing[1:]]


def _told(ground: Ground, pencil: Pencil) -> list[Told]:
    points = ground.plane.metres(
        np.array([point or (np.nan, np.nan) for _each, point in pencil.told], dtype=float).reshape(-1, 2)
    )
    return [
        replace(each, point=(float(xy[0]), float(xy[1])) if point else None)
        for (each, point), xy in zip(pencil.told, points, strict=True)
    ]


@transaction.atomic
def save_drawing(
    *, plan: BoundaryPlan, version: int, pencil: Pencil, by: User, at: dt.datetime, today: dt.date
) -> tuple[BoundaryPlan, list[Drawn]]:
    """Save the draft whole, with whatever is wrong in it. Raises Stale, BadInput for codes that cannot be."""
    plan = locked(plan, version=version)
    _in_draft(plan)
    drawing = draw_plan(plan, pencil, today=today, read=anew(by))
    check_codes(drawing)
    store(plan, drawing, given=np.r_[pencil.lines, _saved(plan)])
    drawn(plan, by=by, at=at)
    return plan, drawing


def _saved(plan: BoundaryPlan) -> Shapes:
    """The saved grids and loose lines in degrees: their vertices keep their numbers."""
    shapes = [shapely.from_wkb(bytes(row.geometry.wkb)) for row in plan.grids.all()]
    return cast(Shapes, np.r_[np.array(shapes, dtype=object), loose_of(plan)])


@transaction.atomic
def replace_drawing(
    *,
    plan: BoundaryPlan,
    version: int | None,
    drawing: Sequence[Drawn],
    by: User,
    at: dt.datetime,
    proposal: dict[str, object] | None = None,
    given: Shapes = NO_LINES,
) -> BoundaryPlan:
    """Put a drawing that was not drawn by hand (a proposal, a file) in the place of the saved one."""
    plan = locked(plan, version=version)
    _in_draft(plan)
    check_codes(drawing)
    store(plan, drawing, given=np.r_[given, _saved(plan)])
    plan.proposal = proposal
    drawn(plan, by=by, at=at)
    return plan


def check_codes(drawing: Iterable[Drawn]) -> None:
    """A chosen code has 15 digits that begin with the village's, and only one grid has it."""
    seen: set[str] = set()
    for drawn in drawing:
        for sketch in drawn.sketches:
            if not sketch.code:
                continue
            wrong = codes.level_of(sketch.code) != "grid" or not sketch.code.startswith(
                drawn.ground.area.code
            )
            if wrong or sketch.code in seen:
                raise BadInput(
                    _("Two grids of the plan have the same code.")
                    if not wrong
                    else _("This is no code of a grid of the village."),
                    field="grids.code",
                    value=sketch.code,
                    remedy=_("Give 15 digits that begin with the village's, or none for the next free one."),
                )
            seen.add(sketch.code)


def rebased(plan: BoundaryPlan, *, today: dt.date) -> list[Drawn]:
    """The plan's grids upon the present borders: what goes on from which present grid is found anew where it ended."""
    rows = rows_of(plan)
    return [
        drawn_by_shapes(ground, _rebased(ground, sketches_of(ground, rows)))
        for ground in grounds(plan.villages, on=day_of(plan, today=today))
    ]


def _rebased(ground: Ground, sketches: list[Sketch]) -> list[Sketch]:
    taken = {each.area for each in sketches}
    free = np.array([place for place in range(len(ground.grids)) if place not in taken], np.int64)
    new = np.array([place for place, each in enumerate(sketches) if each.area == NOWHERE], np.int64)
    if not len(free) or not len(new):
        return [each if each.area != NOWHERE else replace(each, code="") for each in sketches]
    number = np.full(len(ground.grids) + 1, NOWHERE)
    number[free] = np.arange(len(free))
    shapes = np.array([sketches[place].shape for place in new], dtype=object)
    found = matched(shapes, ground.places, number[ground.grid], ground.present[free])
    result = [each if each.area != NOWHERE else replace(each, code="") for each in sketches]
    for place, goes_on in zip(new.tolist(), found.tolist(), strict=True):
        if goes_on != NOWHERE:
            grid = ground.grids[int(free[goes_on])]
            name = result[place].name or grid.name
            result[place] = replace(result[place], area=int(free[goes_on]), code=grid.code, name=name)
    return result
