"""From lines to the grids of a plan: which face is which grid, who lives in it, and what is wrong with it.

Faces go on as the grids of the saved draft, so that as many households as can be stay in theirs; a present grid that the
draft had given up comes back where its households are alone again; what is left takes the key whose point lies in it, or
a fresh one. Metres in the plane of the snapshot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import CENTIMETRE, Ints, Shapes, parts_of
from geodata.geometry.topology import NOWHERE, draw, locate, matched, with_shared_vertices
from geodata.geometry.validity import Kind, Problem, problems
from geodata.plans.reassignment import reassigned
from geodata.plans.snapshot import VillageSnapshot

NARROW = 1.0
"""A new grid that is nowhere wider than this, in metres, is a sliver."""
THIN, LONG = 5.0, 20.0
"""So is one of this mean width, in metres, that is so many times as long as it is wide."""


@dataclass(frozen=True)
class Sketch:
    """One grid of a plan. `area` is the place of the present grid that it continues, or NOWHERE."""

    key: str
    shape: BaseGeometry
    area: int = NOWHERE
    code: str = ""
    name: str = ""
    locked: bool = False
    in_pieces: bool = False
    leader_from: str = ""
    doubt: str = ""
    """Kind.GAP or Kind.OVERLAP: land of which a file did not say, or said twice, whose it is. A name closes it."""

    @property
    def problem(self) -> Kind | None:
        return Kind(self.doubt) if self.doubt and not self.name else None


@dataclass(frozen=True)
class GridEdit:
    """What somebody says of the grid `key`, or of the one around `point` (metres). None: as it was."""

    key: str = ""
    point: tuple[float, float] | None = None
    name: str | None = None
    code: str | None = None
    locked: bool | None = None
    in_pieces: bool | None = None
    leader_from: str | None = None

    def of(self, sketch: Sketch) -> Sketch:
        said = {
            name: value
            for name in ("name", "code", "locked", "in_pieces", "leader_from")
            if (value := getattr(self, name)) is not None
        }
        return replace(sketch, **said)


@dataclass(frozen=True)
class Drawn:
    """The grids of one village as drawn, the lines that divide nothing, and `grid` (n,), the grid of each household."""

    snapshot: VillageSnapshot
    sketches: list[Sketch]
    loose: Shapes
    grid: Ints
    problems: list[Problem]

    @property
    def shapes(self) -> Shapes:
        return np.array([sketch.shape for sketch in self.sketches], dtype=object)

    @property
    def continues(self) -> Ints:
        return np.array([sketch.area for sketch in self.sketches], np.int64)


def present_sketches(snapshot: VillageSnapshot) -> list[Sketch]:
    """The present grids as a plan begins with them."""
    return [
        Sketch(grid.code, shape, place, grid.code, grid.name, in_pieces=shapely.get_num_geometries(shape) > 1)
        for place, (grid, shape) in enumerate(zip(snapshot.grids, snapshot.present, strict=True))
    ]


def drawn_by_lines(
    snapshot: VillageSnapshot, lines: Shapes, saved: Sequence[Sketch], edits: Iterable[GridEdit] = ()
) -> Drawn:
    """What `lines` make of the village whose saved draft is `saved`."""
    said = list(edits)
    drawing = draw(snapshot.outline, lines)
    sketches = _named(snapshot, drawing.faces, saved, said)
    loose = [loose_line(line) for line in drawing.loose]
    sketches = _closed(saved, sketches)
    by_key = {each.key: each for each in said if each.key}
    sketches = [by_key[each.key].of(each) if each.key in by_key else each for each in sketches]
    moved = _moved_locks(saved, sketches)
    return finished(snapshot, sketches, drawing.loose, [*loose, *moved])


def drawn_by_shapes(snapshot: VillageSnapshot, sketches: Sequence[Sketch]) -> Drawn:
    """A village drawn by polygons, such as those of a file. Gaps and overlaps stay as grids of their own, in doubt."""
    drawn = list(sketches)
    if not drawn:
        return drawn_by_lines(snapshot, np.zeros(0, dtype=object), [])
    shapes = with_shared_vertices(np.array([each.shape for each in drawn], dtype=object))
    # Pieces are no reason to look for faces: `finished` tells of them.
    wrong = problems(snapshot.outline, shapes, range(len(drawn)))
    if not wrong:
        whole = [replace(each, shape=shape) for each, shape in zip(drawn, shapes, strict=True)]
        return finished(snapshot, whole, np.zeros(0, dtype=object), [])
    lines = shapely.get_parts(shapely.boundary(shapes))
    faces = draw(snapshot.outline, lines).faces
    # Gaps and overlaps become grids in doubt below; these leave no face behind that could show them.
    lasting = [each for each in wrong if each.kind in (Kind.OUTSIDE, Kind.INVALID, Kind.EMPTY)]
    return finished(snapshot, _by_cover(snapshot, faces, drawn, shapes), np.zeros(0, dtype=object), lasting)


def as_it_was(snapshot: VillageSnapshot, sketches: list[Sketch]) -> Drawn:
    """Borders that were kept once and come back: nothing is asked of them."""
    return replace(finished(snapshot, sketches, np.zeros(0, dtype=object), []), problems=[])


def loose_line(line: BaseGeometry) -> Problem:
    return Problem(Kind.LOOSE, line, size=float(shapely.length(line)))


def finished(
    snapshot: VillageSnapshot, sketches: list[Sketch], loose: Shapes, known: Sequence[Problem]
) -> Drawn:
    """The drawing with everybody in a grid, and all that is wrong with it."""
    shapes = np.array([each.shape for each in sketches], dtype=object)
    pieces = [place for place, each in enumerate(sketches) if each.in_pieces]
    wrong = problems(snapshot.outline, shapes, pieces) if len(shapes) else []
    continues = np.array([each.area for each in sketches], np.int64)
    grid = reassigned(snapshot, shapes, continues).grid
    return Drawn(
        snapshot,
        sketches,
        loose,
        grid,
        [*known, *_but(wrong, known), *_doubts(sketches), *_unlived(sketches, grid)],
    )


def _but(wrong: Sequence[Problem], known: Sequence[Problem]) -> list[Problem]:
    """Problems that have not been told already at the same place."""
    places = {(each.kind, each.place.wkb) for each in known}
    return [each for each in wrong if (each.kind, each.place.wkb) not in places]


def _named(
    snapshot: VillageSnapshot, faces: Shapes, saved: Sequence[Sketch], edits: Sequence[GridEdit]
) -> list[Sketch]:
    """The faces as grids; several faces of one grid are one polygon."""
    part = locate(shapely.get_coordinates(shapely.point_on_surface(faces)), parts_of(snapshot.outline))
    # Land in doubt is nobody's: where it is given to a neighbour, that one goes on.
    sure, doubtful = [each for each in saved if not each.problem], [each for each in saved if each.problem]
    shapes = np.array([each.shape for each in sure], dtype=object)
    now = locate(snapshot.places, shapes) if len(shapes) else np.full(len(snapshot.ids), NOWHERE)
    owner = (
        matched(faces, snapshot.places, now, shapes, part) if len(shapes) else np.full(len(faces), NOWHERE)
    )
    owner = _more_pieces(faces, owner, sure, shapes)
    owner = _still_in_doubt(faces, owner, doubtful, len(sure))
    saved = [*sure, *doubtful]
    # From the surest to the weakest reason for a name: households, land, the grid that was there, a point; what is
    # left is new.
    names: list[Sketch | None] = [saved[place] if place != NOWHERE else None for place in owner.tolist()]
    _come_back(snapshot, faces, names, part)
    _by_point(faces, names, edits)
    _fresh(snapshot, names, {each.key for each in saved} | {each.key for each in edits})
    return _united(faces, names)


def _more_pieces(faces: Shapes, owner: Ints, saved: Sequence[Sketch], shapes: Shapes) -> Ints:
    """A face left over that is land of a grid which may be in several pieces belongs to it."""
    left = np.flatnonzero(owner == NOWHERE)
    if not len(left) or not any(each.in_pieces for each in saved):
        return owner
    owner = owner.copy()
    inside = locate(shapely.get_coordinates(shapely.point_on_surface(faces[left])), shapes)
    for face, grid in zip(left.tolist(), inside.tolist(), strict=True):
        common = shapely.area(shapely.intersection(faces[face], shapes[grid])) if grid != NOWHERE else 0
        if grid != NOWHERE and saved[grid].in_pieces and common > faces[face].area / 2:
            owner[face] = grid
    return owner


def _still_in_doubt(faces: Shapes, owner: Ints, doubtful: Sequence[Sketch], first: int) -> Ints:
    """Faces left over that are land in doubt: `first` is the number of the first such grid."""
    left = np.flatnonzero(owner == NOWHERE)
    if not len(left) or not doubtful:
        return owner
    owner = owner.copy()
    shapes = np.array([each.shape for each in doubtful], dtype=object)
    inside = locate(shapely.get_coordinates(shapely.point_on_surface(faces[left])), shapes)
    for face, place in zip(left.tolist(), inside.tolist(), strict=True):
        if place != NOWHERE and first + place not in owner:
            owner[face] = first + place
    return owner


def _come_back(snapshot: VillageSnapshot, faces: Shapes, names: list[Sketch | None], part: Ints) -> None:
    """Present grids that the draft had given up, in faces that nobody has taken."""
    here = {each.area for each in names if each}
    gone = np.array([place for place in range(len(snapshot.grids)) if place not in here], np.int64)
    left = np.array([face for face, each in enumerate(names) if each is None], np.int64)
    if not len(gone) or not len(left):
        return
    number = np.full(len(snapshot.grids) + 1, NOWHERE)
    number[gone] = np.arange(len(gone))
    places = matched(faces[left], snapshot.places, number[snapshot.grid], snapshot.present[gone], part[left])
    for face, place in zip(left.tolist(), places.tolist(), strict=True):
        if place != NOWHERE:
            grid = snapshot.grids[int(gone[place])]
            names[face] = Sketch(grid.code, faces[face], int(gone[place]), grid.code, grid.name)


def _by_point(faces: Shapes, names: list[Sketch | None], edits: Sequence[GridEdit]) -> None:
    """Keys that a face has only because their point lies in it."""
    taken = {each.key for each in names if each}
    unplaced = [each for each in edits if each.key and each.key not in taken and each.point]
    if not unplaced:
        return
    places = locate(np.array([each.point for each in unplaced], dtype=float), faces)
    for each, face in zip(unplaced, places.tolist(), strict=True):
        if face != NOWHERE and names[face] is None:
            names[face] = Sketch(each.key, faces[face])


def _fresh(snapshot: VillageSnapshot, names: list[Sketch | None], taken: set[str]) -> None:
    number = 0
    for face, each in enumerate(names):
        if each is None:
            number += 1
            while (key := f"{snapshot.area.code}n{number}") in taken:
                number += 1
            # The shape comes when faces of one key are united.
            names[face] = Sketch(key, shapely.Polygon())


def _united(faces: Shapes, names: Sequence[Sketch | None]) -> list[Sketch]:
    own: dict[str, list[int]] = {}
    sketch = {}
    for face, each in enumerate(names):
        assert each is not None
        own.setdefault(each.key, []).append(face)
        sketch[each.key] = each
    return [
        replace(
            sketch[key],
            shape=faces[places[0]] if len(places) == 1 else shapely.coverage_union_all(faces[places]),
        )
        for key, places in sorted(own.items())
    ]


def _by_cover(
    snapshot: VillageSnapshot, faces: Shapes, drawn: Sequence[Sketch], shapes: Shapes
) -> list[Sketch]:
    """Faces as the polygon that alone covers them; those that none or several cover stand for themselves."""
    face, grid = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="within")
    covers = np.bincount(face, minlength=len(faces))
    owner = np.full(len(faces), NOWHERE, np.int64)
    owner[face] = grid
    names: list[Sketch | None] = [
        drawn[owner[place]] if covers[place] == 1 else None for place in range(len(faces))
    ]
    _fresh(snapshot, names, {each.key for each in drawn})
    doubts = np.where(covers > 1, Kind.OVERLAP.value, np.where(covers == 0, Kind.GAP.value, ""))
    return _united(
        faces,
        [
            replace(each, doubt=str(doubt)) if each and doubt else each
            for each, doubt in zip(names, doubts.tolist(), strict=True)
        ],
    )


def _doubts(sketches: Sequence[Sketch]) -> list[Problem]:
    """Land of which nobody has said yet whose it is."""
    return [
        Problem(each.problem, each.shape, (place,), float(each.shape.area))
        for place, each in enumerate(sketches)
        if each.problem
    ]


def _closed(saved: Sequence[Sketch], sketches: Sequence[Sketch]) -> list[Sketch]:
    """A doubt is of its land: a grid that is mostly other land by now is none."""
    before = {each.key: each.shape for each in saved if each.doubt}
    return [
        replace(each, doubt="")
        if each.doubt
        and shapely.area(shapely.intersection(each.shape, before[each.key])) < each.shape.area / 2
        else each
        for each in sketches
    ]


def _moved_locks(saved: Sequence[Sketch], sketches: Sequence[Sketch]) -> list[Problem]:
    """Locked grids that are not what they were."""
    now = {each.key: (place, each.shape) for place, each in enumerate(sketches)}
    moved = []
    for each in saved:
        if each.locked:
            place, shape = now.get(each.key, (NOWHERE, shapely.Polygon()))
            change = shapely.symmetric_difference(each.shape, shape)
            # Degrees and back move vertices by less than a centimetre: that is no change.
            if not shapely.is_empty(shapely.buffer(change, -CENTIMETRE, join_style="mitre")):
                own = (place,) if place != NOWHERE else ()
                moved.append(Problem(Kind.LOCKED, change, own, float(change.area)))
    return moved


def _unlived(sketches: Sequence[Sketch], grid: Ints) -> list[Problem]:
    """New grids that nobody lives in: a name confirms them, unless they are mere slivers."""
    lived = np.bincount(grid[grid != NOWHERE], minlength=len(sketches))
    return [
        Problem(kind, each.shape, (place,), float(each.shape.area))
        for place, each in enumerate(sketches)
        if each.area == NOWHERE
        and not each.problem
        and not lived[place]
        and (kind := Kind.SLIVER if is_sliver(each.shape) else Kind.UNLIVED)
        and (kind == Kind.SLIVER or not each.name.strip())
    ]


def is_sliver(shape: BaseGeometry) -> bool:
    """Is it a sliver, by its width against its length? What is compact is none, however small, down to NARROW metres."""
    around = float(shape.length)
    width = 2 * shape.area / around if around else 0.0
    thin = width < THIN and LONG * width < around / 2
    return thin or bool(shapely.is_empty(shapely.buffer(shape, -NARROW / 2, join_style="mitre")))
