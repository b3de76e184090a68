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
from geodata.base.errors import BadInput, Stale
from geodata.base.scope import Scope
from geodata.geometry.arrays import Shapes
from geodata.geometry.crossings import check_tangle
from geodata.geometry.topology import NOWHERE, matched
from geodata.plans.cache import anew
from geodata.plans.grid_drafts import (
    Drawn,
    GridEdit,
    Sketch,
    as_it_was,
    drawn_by_lines,
    drawn_by_shapes,
    loose_line,
    present_sketches,
)
from geodata.plans.models import BoundaryPlan, PlanGrid
from geodata.plans.permissions import check_draft, check_draw
from geodata.plans.persistence import day_of, keep_as_stored, loose_of, rows_of, sketches_of, store
from geodata.plans.recording import record_change
from geodata.plans.snapshot import Reader, VillageSnapshot, fingerprint, snapshots
from geodata.plans.workflow import LIFE
from geodata.territory import codes
from geodata.territory.models import Area

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
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
    reason: str = "",
    effective: dt.date | None = None,
    base: Base | None = None,
    reverts: BoundaryPlan | None = None,
) -> BoundaryPlan:
    """A new draft for villages of one county, by whoever may redraw all of them, and the plan that it begins with.

    Raises NotAllowed, BadInput where they are none, or of several counties.
    """
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
    # Of the plan that it is drawn on as well: its drawing is not for everybody who may draw these villages.
    for drawn_from in filter(None, (plan, base.plan)):
        check_draw(scope, drawn_from)
    if not plan.name:
        raise BadInput(_("A plan needs a name."), field="name")
    day = day_of(plan, today=today)
    plan.fingerprint = fingerprint(plan.villages)
    villages_now = snapshots(plan.villages, on=day)
    if len(villages_now) < len(plan.villages):
        raise BadInput(
            _("A village has no border, and no grids to derive one from."),
            field="villages",
            remedy=_("Import its border first."),
        )
    # Its grids need its key.
    plan.save()
    # What is brought back is not judged: it was kept once.
    begin = as_it_was if reverts else drawn_by_shapes
    drawing = [
        begin(each, sketches) for each, sketches in zip(villages_now, _begin(villages_now, base), strict=True)
    ]
    store(plan, drawing, originals=NO_LINES)
    if reverts:
        keep_as_stored(plan)
    plan.save(update_fields=["loose"])
    LIFE.begin(plan, by=by, at=at)
    record_change(plan, by=by)
    return plan


def _county(villages: Sequence[Area], *, on: dt.date) -> Area:
    tops = {village.code[: codes.LENGTHS["county"]] for village in villages}
    if not villages or any(village.level != Area.Level.VILLAGE for village in villages):
        raise BadInput(
            _("A plan is for one village or several."),
            field="villages",
            remedy=_("Enter the 12 digits of a village."),
        )
    if len(tops) > 1:
        raise BadInput(
            _("The villages lie in different counties."),
            field="villages",
            remedy=_("Make a plan for each county."),
        )
    return Area.objects.on(on).get(code=tops.pop(), level=Area.Level.COUNTY)


def _begin(villages: list[VillageSnapshot], base: Base) -> list[list[Sketch]]:
    """The grids that the draft begins with, by village."""
    if base.plan is not None:
        rows = rows_of(base.plan)
        return [_of_other(each, sketches_of(each, rows)) or present_sketches(each) for each in villages]
    if base.day is not None:
        then = snapshots([each.area.pk for each in villages], on=base.day, people=False)
        past = {each.area.pk: each for each in then}
        return [
            _of_day(each, past[each.area.pk]) if each.area.pk in past else present_sketches(each)
            for each in villages
        ]
    return [present_sketches(each) for each in villages]


def _of_other(snapshot: VillageSnapshot, sketches: list[Sketch]) -> list[Sketch]:
    """Grids of another plan. Where those were published since, their present grids are found by code."""
    number = {grid.code: place for place, grid in enumerate(snapshot.grids)}
    taken = {each.area for each in sketches}
    present = []
    for each in sketches:
        place = number.get(each.code, NOWHERE)
        if each.area == NOWHERE and place != NOWHERE and place not in taken:
            each = replace(each, area=place)
            taken.add(place)
        # Whose leader goes where was said of that plan's borders, and is asked anew.
        present.append(replace(each, leader_from=""))
    return present


def _of_day(snapshot: VillageSnapshot, then: VillageSnapshot) -> list[Sketch]:
    """The grids of a past day: those that are still there go on, the others come back with their code and name."""
    number = {grid.code: place for place, grid in enumerate(snapshot.grids)}
    shapes = snapshot.metres(then.borders)
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


def locked(plan: BoundaryPlan, *, version: int | None) -> BoundaryPlan:
    """The plan's row, locked alone, and what joins it read after that. Raises Stale when it is no longer that version."""
    plan = LIFE.locked(plan)
    if version is not None and version != plan.version:
        raise Stale(
            _("You have version %(yours)d; the current version is %(now)d (%(who)s, %(at)s).")
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


def newer(plan: BoundaryPlan, *, by: User, at: dt.datetime) -> BoundaryPlan:
    """The same, not yet saved, as the next version."""
    plan.version += 1
    plan.changed_by, plan.changed_at = by, at
    return plan


def changed(plan: BoundaryPlan, *, by: User, at: dt.datetime) -> None:
    """A new version by that person."""
    newer(plan, by=by, at=at).save()


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
    scope: Scope,
    at: dt.datetime,
    name: str | None = None,
    reason: str | None = None,
    effective: dt.date | None = None,
) -> BoundaryPlan:
    """Change a draft's name, reason or day. Raises NotAllowed, Stale, Conflict for what is no draft."""
    check_draw(scope, plan)
    plan = locked(plan, version=version)
    check_draft(plan)
    plan.name, plan.reason = name or plan.name, plan.reason if reason is None else reason
    plan.effective = effective or plan.effective
    changed(plan, by=by, at=at)
    record_change(plan, by=by)
    return plan


@dataclass(frozen=True)
class Pencil:
    """What somebody drew: `lines` in degrees, and what is said of the grids."""

    lines: Shapes
    edits: Sequence[tuple[GridEdit, tuple[float, float] | None]] = ()
    """Each with its point in degrees, if it has one."""


def draw_plan(
    plan: BoundaryPlan,
    pencil: Pencil,
    *,
    today: dt.date,
    read: Reader = snapshots,
    saved: Callable[[BoundaryPlan], list[PlanGrid]] = rows_of,
) -> list[Drawn]:
    """What the drawing would be: nothing is written. Raises BadInput for lines that cross too often."""
    check_tangle(pencil.lines)
    villages = read(plan.villages, on=day_of(plan, today=today), today=today)
    rows = saved(plan)
    meets = np.array([shapely.intersects(each.rim, pencil.lines) for each in villages]).reshape(
        len(villages), -1
    )
    drawing = [
        drawn_by_lines(each, each.metres(pencil.lines[own]), sketches_of(each, rows), _edits(each, pencil))
        for each, own in zip(villages, meets, strict=True)
    ]
    # Lines outside every village belong to none: they are told once, with the first.
    strays = villages[0].metres(pencil.lines[~meets.any(axis=0)])
    stray = [loose_line(line) for line in strays]
    return [replace(drawing[0], problems=[*stray, *drawing[0].problems]), *drawing[1:]]


def _edits(snapshot: VillageSnapshot, pencil: Pencil) -> list[GridEdit]:
    points = snapshot.plane.metres(
        np.array([point or (np.nan, np.nan) for _each, point in pencil.edits], dtype=float).reshape(-1, 2)
    )
    return [
        replace(each, point=(float(xy[0]), float(xy[1])) if point else None)
        for (each, point), xy in zip(pencil.edits, points, strict=True)
    ]


@transaction.atomic
def save_drawing(
    *,
    plan: BoundaryPlan,
    version: int,
    pencil: Pencil,
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
) -> tuple[BoundaryPlan, list[Drawn]]:
    """Save the draft whole, with whatever is wrong in it. Raises NotAllowed, Stale, BadInput for codes that cannot be."""
    check_draw(scope, plan)
    plan = locked(plan, version=version)
    check_draft(plan)
    drawing = draw_plan(plan, pencil, today=today, read=anew(by))
    check_codes(drawing)
    # What the client sent comes first, so that its vertices win over the saved ones.
    store(plan, drawing, originals=np.r_[pencil.lines, _saved(plan)])
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
    scope: Scope,
    at: dt.datetime,
    proposal: dict[str, object] | None = None,
    originals: Shapes = NO_LINES,
) -> BoundaryPlan:
    """Put a drawing that was not drawn by hand (a proposal, a file) in the place of the saved one. Raises NotAllowed, Stale."""
    check_draw(scope, plan)
    plan = locked(plan, version=version)
    check_draft(plan)
    check_codes(drawing)
    store(plan, drawing, originals=np.r_[originals, _saved(plan)])
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
                drawn.snapshot.area.code
            )
            if wrong or sketch.code in seen:
                raise BadInput(
                    _("Two grids of the plan have the same code.")
                    if not wrong
                    else _("This is not the code of a grid of the village."),
                    field="grids.code",
                    value=sketch.code,
                    remedy=_(
                        "Enter 15 digits that begin with the village's code, or leave it empty for"
                        " the next free one."
                    ),
                )
            seen.add(sketch.code)


def rebased(plan: BoundaryPlan, *, today: dt.date) -> list[Drawn]:
    """The plan's grids upon the present borders: what goes on from which present grid is found anew where it ended."""
    rows = rows_of(plan)
    return [
        drawn_by_shapes(snapshot, _rebased(snapshot, sketches_of(snapshot, rows)))
        for snapshot in snapshots(plan.villages, on=day_of(plan, today=today))
    ]


def _rebased(snapshot: VillageSnapshot, sketches: list[Sketch]) -> list[Sketch]:
    taken = {each.area for each in sketches}
    free = np.array([place for place in range(len(snapshot.grids)) if place not in taken], np.int64)
    new = np.array([place for place, each in enumerate(sketches) if each.area == NOWHERE], np.int64)
    if not len(free) or not len(new):
        # Without its code a new grid takes the next free one: by now another may have it.
        return [each if each.area != NOWHERE else replace(each, code="") for each in sketches]
    number = np.full(len(snapshot.grids) + 1, NOWHERE)
    number[free] = np.arange(len(free))
    shapes = np.array([sketches[place].shape for place in new], dtype=object)
    areas = matched(shapes, snapshot.places, number[snapshot.grid], snapshot.present[free])
    result = [each if each.area != NOWHERE else replace(each, code="") for each in sketches]
    for place, goes_on in zip(new.tolist(), areas.tolist(), strict=True):
        if goes_on != NOWHERE:
            grid = snapshot.grids[int(free[goes_on])]
            name = result[place].name or grid.name
            result[place] = replace(result[place], area=int(free[goes_on]), code=grid.code, name=name)
    return result
