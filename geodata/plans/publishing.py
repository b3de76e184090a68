"""Publishing a plan: its grids become the grids, from the effective day on. All of it in one transaction, or nothing.

One publication at a time in a county. Everything is checked again under the lock. What is over is ended, never deleted:
areas, borders, placements and posts of past days stay what they were.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.audit.notices import tell
from geodata.base import wording
from geodata.base.errors import BadInput, Conflict
from geodata.base.periods import between, since
from geodata.contacts.models import ContactLink
from geodata.geometry.arrays import Ints, Shapes
from geodata.geometry.topology import NOWHERE
from geodata.geometry.validity import tile
from geodata.people.models import Placement
from geodata.people.placing import move_many
from geodata.plans.codes import Numbered, numbered
from geodata.plans.concept import NoticeKind
from geodata.plans.edge_matching import same_land, sewn
from geodata.plans.editing import check_codes, locked, newer
from geodata.plans.effective_date import check_day
from geodata.plans.grid_drafts import Drawn
from geodata.plans.latecomers import place_latecomers
from geodata.plans.lineage import lineage_of
from geodata.plans.models import BoundaryPlan, Lineage, PlanGrid
from geodata.plans.moves import MoveContext, moved_on, on_its_base
from geodata.plans.persistence import geos, multi, opened, restores
from geodata.plans.reassignment import reassigned
from geodata.plans.workflow import LIFE, Move, State
from geodata.posts.models import Post
from geodata.territory.models import Area, Boundary

LOCK = 20_260_005
"""Beside the county's id: the advisory lock under which its grids are redrawn."""


@dataclass(frozen=True)
class Published:
    """What was done. `moved` and `followed` are ids of households: those with another grid, and among them those
    that no point places, who followed most of their neighbours."""

    plan: BoundaryPlan
    made: list[Area]
    ended: list[Area]
    moved: list[int]
    followed: list[int]


@dataclass(frozen=True)
class _Village:
    """A village under way: `area` (g,) the id of each grid of the drawing, `home` (n,) the grid of each household."""

    drawn: Drawn
    grids: list[Numbered]
    areas: list[Area]
    home: Ints
    followed: Ints

    @property
    def ended(self) -> list[Area]:
        stay = {grid.sketch.area for grid in self.grids if grid.stays}
        return [area for place, area in enumerate(self.drawn.snapshot.grids) if place not in stay]

    @property
    def made(self) -> list[Area]:
        return [area for grid, area in zip(self.grids, self.areas, strict=True) if not grid.stays]


@transaction.atomic
def publish(
    *, plan: BoundaryPlan, context: MoveContext, version: int | None = None, day: dt.date | None = None
) -> Published:
    """The plan's grids hold from its effective day on; one without takes `day`.

    Raises NotAllowed, BadInput where no day is said, Conflict for problems of the drawing and for a day that contradicts records, Stale when its base has moved.
    """
    # The county first, then the plan, then its rows: grids beside a plan take its vertices, so that two plans of
    # one county cannot be published at once.
    _lock_county(plan.county_id)
    plan = locked(plan, version=version)
    LIFE.check(plan, Move.PUBLISH, by=context.by, scope=context.scope)
    plan.effective = day = _day(plan, day)
    _lock_rows(plan)
    on_its_base(plan)
    # Asked again under the locks: what was true when it was submitted may have changed since.
    check_day(plan, day=day, today=context.today)
    drawing = opened(plan, today=context.today)
    check_codes(drawing)
    _whole(drawing)
    before = {drawn.snapshot.area.pk: _numbered(drawn) for drawn in drawing}
    # All old areas end before any new one begins: only then is a code free that another grid of the plan takes
    # over.
    _end([area for village in before.values() for area in _ended(*village)], day=day)
    villages = [_begun(*before[drawn.snapshot.area.pk], plan, day=day) for drawn in drawing]
    _draw_borders(plan, villages, day=day)
    moved = _move(villages, day=day, now=day <= context.today)
    _keep_lineage(plan, villages, day=day)
    if day <= context.today:
        place_latecomers(plan, on=context.today)
    _lead(villages, day=day)
    # Names have no period: ahead of its day a plan would rename grids that still hold. Activation does it then.
    if day <= context.today:
        rename(plan)
    plan.took_effect, plan.published_at = day <= context.today, context.at
    moved_on(plan, Move.PUBLISH, context)
    _supersede(plan, context)
    _tell(plan, villages, moved, context)
    return Published(
        plan,
        [area for village in villages for area in village.made],
        [area for village in villages for area in village.ended],
        moved,
        sorted(pk for village in villages for pk in village.drawn.snapshot.ids[village.followed].tolist()),
    )


def _day(plan: BoundaryPlan, day: dt.date | None) -> dt.date:
    effective: dt.date | None = plan.effective or day
    if effective is None:
        raise BadInput(
            _("State from which day the new borders take effect."),
            field="effective",
            remedy=_("Choose today or a later day."),
        )
    return effective


def _lock_county(county: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, county])


def _lock_rows(plan: BoundaryPlan) -> None:
    """Grids, borders and placements of the villages: nobody moves a household meanwhile."""
    grids = Area.objects.filter(parent__in=plan.villages, level=Area.Level.GRID)
    for rows in (
        grids,
        Boundary.objects.filter(area__in=grids),
        Placement.objects.filter(village__in=plan.villages),
    ):
        list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def _whole(drawing: Sequence[Drawn]) -> None:
    """Raises Conflict where anything is wrong, also with the numbers as they are kept."""
    wrong = [problem for drawn in drawing for problem in drawn.problems]
    if wrong:
        raise Conflict(
            _("The drawing has %(count)s problems: %(first)s")
            % {"count": wording.figure(len(wrong)), "first": wrong[0].message},
            field="drawing",
            value=len(wrong),
            remedy=_("Update the plan to the current borders, and fix what the drawing shows in red."),
        )


def _numbered(drawn: Drawn) -> tuple[Drawn, list[Numbered]]:
    # Of all days: a number that a former grid had is not given to another one.
    codes = Area.objects.filter(code__startswith=drawn.snapshot.area.code, level=Area.Level.GRID)
    return drawn, numbered(drawn, codes.values_list("code", flat=True))


def _ended(drawn: Drawn, grids: Sequence[Numbered]) -> list[Area]:
    stay = {grid.sketch.area for grid in grids if grid.stays}
    return [area for place, area in enumerate(drawn.snapshot.grids) if place not in stay]


def _end(areas: Iterable[Area], *, day: dt.date) -> None:
    for area in areas:
        area.period = between(area.period.lower, day)
        area.save(update_fields=["period"])


def _begun(drawn: Drawn, grids: list[Numbered], plan: BoundaryPlan, *, day: dt.date) -> _Village:
    """The village with its areas: those that stay, and new ones. Raises Conflict for a code that is in use."""
    areas = [
        drawn.snapshot.grids[grid.sketch.area] if grid.stays else _new(drawn.snapshot.area, grid, day=day)
        for grid in grids
    ]
    followed = reassigned(drawn.snapshot, drawn.shapes, drawn.continues)
    home, back = _as_before(plan, drawn, grids, followed.grid)
    _note_made(plan, grids, areas)
    return _Village(drawn, grids, areas, home, np.flatnonzero(followed.followed & ~back))


def _note_made(plan: BoundaryPlan, grids: Sequence[Numbered], areas: Sequence[Area]) -> None:
    """What each grid of the plan has become."""
    rows = {row.key: row for row in plan.grids.filter(key__in=[grid.sketch.key for grid in grids])}
    for grid, area in zip(grids, areas, strict=True):
        rows[grid.sketch.key].made, rows[grid.sketch.key].code = area, grid.code
    PlanGrid.objects.bulk_update(rows.values(), ["made", "code"])


def _new(village: Area, grid: Numbered, *, day: dt.date) -> Area:
    if Area.objects.filter(code=grid.code, period__overlap=since(day)).exists():
        raise Conflict(
            _("The code %(code)s is in use.") % {"code": grid.code},
            field="grids.code",
            value=grid.code,
            remedy=_("Give the grid another code, or none."),
        )
    return Area.objects.create(
        code=grid.code,
        name=grid.sketch.name or _("Grid %(number)d") % {"number": int(grid.code[-3:])},
        level=Area.Level.GRID,
        parent=village,
        period=since(day),
        synthetic=village.synthetic,
    )


def _as_before(
    plan: BoundaryPlan, drawn: Drawn, grids: Sequence[Numbered], home: Ints
) -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """When a plan takes another back: households that have not moved since return to the very grid they came from."""
    back = np.zeros(len(home), dtype=bool)
    if plan.reverts is None or plan.reverts.effective is None:
        return home, back
    # Whoever was moved by the plan that is taken back and has not moved since: the placement that began then is
    # still open.
    former = dict(
        Placement.objects.filter(
            village=drawn.snapshot.area,
            period__endswith=plan.reverts.effective,
            household__placements__period=since(plan.reverts.effective),
        ).values_list("household_id", "grid__code")
    )
    number = {grid.code: place for place, grid in enumerate(grids)}
    home = home.copy()
    for place, pk in enumerate(drawn.snapshot.ids.tolist()):
        if pk in former and (former[pk] is None or former[pk] in number):
            home[place], back[place] = number.get(former[pk], NOWHERE), True
    return home, back


def _draw_borders(plan: BoundaryPlan, villages: Sequence[_Village], *, day: dt.date) -> None:
    """End borders that change, begin the new ones; what only gets a vertex of a neighbour keeps its row."""
    rows = {grid.key: shapely.from_wkb(bytes(grid.geometry.wkb)) for grid in plan.grids.all()}
    areas = [area for village in villages for area in village.areas]
    shapes = np.array([rows[grid.sketch.key] for village in villages for grid in village.grids], dtype=object)
    # Vertices of neighbours first: they belong to what is tested and kept.
    shapes = sewn(shapes, villages=plan.villages, on=day)
    # Borders that once were kept may come back as they were, even where they did not tile.
    if not restores(plan):
        _check_tile(villages, shapes)
    old = {
        row.area_id: row
        for row in Boundary.objects.filter(
            area__parent__in=plan.villages, area__level=Area.Level.GRID, period__endswith=None
        )
    }
    new = []
    for area, shape in zip(areas, shapes, strict=True):
        row = old.get(area.pk)
        if row is not None and same_land(row, shape):
            del old[area.pk]
        else:
            new.append((area, shape))
    for row in old.values():
        row.period = between(row.period.lower, day)
    Boundary.objects.bulk_update(old.values(), ["period"])
    Boundary.objects.bulk_create(
        Boundary(
            area=area,
            period=since(day),
            geometry=geos(multi(shape)),
            source=f"plan {plan.number}",
            synthetic=area.synthetic,
        )
        for area, shape in new
    )


def _check_tile(villages: Sequence[_Village], shapes: Shapes) -> None:
    """As they will be kept, in degrees."""
    first = 0
    for village in villages:
        own = shapes[first : first + len(village.areas)]
        first += len(village.areas)
        if not tile(own):
            raise Conflict(
                _("The grids of %(village)s do not tile it at the precision in which they are stored.")
                % {"village": village.drawn.snapshot.area},
                field="drawing",
                remedy=_("Open the drawing, move the place a little, and submit it again."),
            )


def _move(villages: Sequence[_Village], *, day: dt.date, now: bool) -> list[int]:
    """Placements end and begin on the day; the household's own grid moves too when the day has come."""
    moves: list[tuple[int, int | None]] = []
    for village in villages:
        snapshot = village.drawn.snapshot
        was = [area.pk for area in snapshot.grids]
        becomes = [area.pk for area in village.areas]
        for pk, old, new in zip(
            snapshot.ids.tolist(), snapshot.grid.tolist(), village.home.tolist(), strict=True
        ):
            before = was[old] if old != NOWHERE else None
            then = becomes[new] if new != NOWHERE else None
            if before != then:
                moves.append((pk, then))
    move_many(moves=moves, on=day, now=now)
    return sorted(pk for pk, _grid in moves)


def _keep_lineage(plan: BoundaryPlan, villages: Sequence[_Village], *, day: dt.date) -> None:
    Lineage.objects.bulk_create(
        Lineage(plan=plan, day=day, **vars(each))
        for village in villages
        for each in lineage_of(village.drawn.snapshot, village.drawn.shapes, village.areas, village.home)
    )


def _lead(villages: Sequence[_Village], *, day: dt.date) -> None:
    """Posts of grids that end, end with them; a new grid takes over those of the grid that the plan names."""
    for village in villages:
        snapshot = village.drawn.snapshot
        present = {area.code: area for area in snapshot.grids}
        # Of the plan's day, not of today: whoever takes a post until then goes along.
        held = list(
            Post.objects.on(day).filter(
                area__in=snapshot.grids, kind__in=[Post.Kind.SMALL_LEADER, Post.Kind.CADRE]
            )
        )
        over = {area.pk for area in village.ended}
        for post in held:
            if post.area_id in over:
                post.period = between(post.period.lower, day)
                post.save(update_fields=["period"])
        for grid, area in zip(village.grids, village.areas, strict=True):
            source = present.get(grid.sketch.leader_from)
            # A grid that goes on under another code keeps its leader without anybody saying so.
            if source is None and grid.sketch.area != NOWHERE:
                source = snapshot.grids[grid.sketch.area]
            if not grid.stays and source is not None:
                Post.objects.bulk_create(
                    Post(user_id=post.user_id, kind=post.kind, area=area, period=since(day))
                    for post in held
                    if post.area_id == source.pk
                )


def rename(plan: BoundaryPlan) -> None:
    """Grids that go on get the names of the plan."""
    for grid in plan.grids.select_related("made").exclude(name=""):
        if grid.made is not None and grid.made.name != grid.name:
            grid.made.name = grid.name
            grid.made.save(update_fields=["name"])


def _supersede(plan: BoundaryPlan, context: MoveContext) -> None:
    """Earlier plans all of whose villages this one redraws."""
    # A plan of which one village is left as it was still says where that one's borders came from.
    earlier = BoundaryPlan.objects.filter(state=State.PUBLISHED, villages__contained_by=plan.villages)
    for other in earlier.exclude(pk=plan.pk).select_for_update():
        LIFE.write(newer(other, by=context.by, at=context.at), Move.SUPERSEDE, by=context.by, at=context.at)


def _tell(
    plan: BoundaryPlan, villages: Sequence[_Village], moved: Sequence[int], context: MoveContext
) -> None:
    """Those who hold posts in the villages and their townships, and the members of households that move."""
    codes = [village.drawn.snapshot.area.code for village in villages]
    above = {code[:length] for code in codes for length in (9, 12)}
    grids = [area.pk for village in villages for area in [*village.drawn.snapshot.grids, *village.made]]
    # Those too whose post ends with their grid: it is they who have to know.
    held = Q(period__contains=context.today) | Q(period__endswith=plan.effective)
    posts = Post.objects.filter(held, Q(area__code__in=above) | Q(area__in=grids))
    links = ContactLink.objects.on(context.today).filter(household__in=moved)
    users = {*posts.values_list("user_id", flat=True), *links.values_list("member__user_id", flat=True)}
    tell(
        users - {context.by.pk},
        kind=NoticeKind.GRIDS_REDRAWN,
        subject=f"{plan.effective} {plan.name}",
        link=f"/areas/{codes[0]}/history/",
        at=context.at,
    )
