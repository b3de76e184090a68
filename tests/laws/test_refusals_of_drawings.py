"""What geometry and plans refuse: see tests/laws/refused.py."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock, patch

import numpy as np
import pytest
import shapely

from geodata.accounts.models import User
from geodata.base.scope import Grant, Right, Scope
from geodata.coverage import disclosure
from geodata.files.table import Table
from geodata.geometry import crossings, edits, proposals
from geodata.geometry.topology import locate
from geodata.plans import codes, editing, files, lasso, line_layers, moves, permissions, publishing
from geodata.territory.models import Area
from tests.laws.refused import Call, check, each_of
from tests.paper import scattered, square, squares
from tests.village import LONG_AGO, NOON, TODAY

VILLAGE = square(0, 0, 12, 9)
STRIPS = squares((0, 0, 6, 9), (6, 0, 6, 9))
HOMES = scattered(VILLAGE, 60, 7)
TWO = edits.Settled(STRIPS, HOMES, locate(HOMES, STRIPS))
CROSS = np.array([shapely.LineString([(0, 0), (2, 2)]), shapely.LineString([(0, 2), (2, 0)])])
UNIT, FAR = shapely.box(0, 0, 1, 1), shapely.box(500, 500, 900, 900)
TWISTED = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
GRID = {"name": "", "code": "", "id": ""}
RIM = [SimpleNamespace(rim=shapely.box(-1, -1, 2, 2))]


def tangled(limit: str) -> Call:
    def call(_to: Path) -> None:
        with patch.object(crossings, limit, 0):
            crossings.check_tangle(CROSS)

    return call


def in_the_middle() -> np.ndarray:
    """The household nearest to the middle of the second strip: taken alone it would be an island."""
    return np.argmin(shapely.distance(shapely.points(HOMES), shapely.centroid(STRIPS[1])), keepdims=True)


def reading(shape: Any = UNIT, **more: Any) -> Call:
    geometry = None if shape is None else np.array([shape], dtype=object)
    table = Table(["name"], [["one"]], [1], "GeoJSON", geometry=geometry, **more)

    def call(to: Path) -> None:
        with (
            patch.object(files, "read_apart", return_value=table),
            patch.object(files, "frame_of"),
            patch.object(files, "shifted"),
            patch.object(files, "shapes_in_wgs84", side_effect=lambda shapes, _frame: shapes),
        ):
            files.read_grids(to)

    return call


PLANNING = Scope((Grant(frozenset({Right.PLAN}), villages=frozenset({1})),))


def creating(name: str, villages: list[Any]) -> Call:
    def call(_to: Path) -> None:
        with (
            patch.object(editing, "_county", return_value=None),
            patch.object(editing, "fingerprint", return_value=""),
            patch.object(editing, "snapshots", return_value=[]),
        ):
            editing.create_plan(
                name=name, villages=villages, by=User(pk=1), scope=PLANNING, at=NOON, today=TODAY
            )

    return call


def nobody_lassoed(_to: Path) -> None:
    here = np.array([[0.5, 0.5]])
    snapshot = SimpleNamespace(places=here, points=here, rounded=here)
    drawn = SimpleNamespace(snapshot=snapshot, shapes=np.array([UNIT]), grid=np.array([0]))
    lasso._given(drawn, here + 5, 0)


def without_land(_to: Path) -> None:
    with patch.object(line_layers, "borders_of", return_value={}):
        line_layers._land(Area(code="430382"), on=TODAY)


def without_a_reason(_to: Path) -> None:
    plan = SimpleNamespace(reason=" ")
    with patch.object(moves, "locked", return_value=plan), patch.object(moves, "LIFE"):
        moves.submit(plan=plan, context=SimpleNamespace(by=None, scope=None, today=TODAY))


def reverting_a_draft(_to: Path) -> None:
    with patch.object(moves, "check_draw"):
        moves.revert(
            plan=SimpleNamespace(state="draft", effective=None), context=SimpleNamespace(by=None, scope=None)
        )


def with_a_code_in_use(_to: Path) -> None:
    grid = SimpleNamespace(code="430382100201001", sketch=SimpleNamespace(name=""))
    with patch.object(publishing, "Area", MagicMock()):
        publishing._new(Area(), grid, day=TODAY)


def overlapping(_to: Path) -> None:
    village = SimpleNamespace(areas=[1, 2], drawn=SimpleNamespace(snapshot=SimpleNamespace(area="例村")))
    publishing._check_tile([village], np.array([shapely.box(0, 0, 2, 1), shapely.box(1, 0, 3, 1)]))


CALLS: dict[str, Call] = {
    "geodata.coverage.disclosure.check_window: Without permission to see details, visits are": lambda _to: (
        disclosure.check(free=False, on=TODAY, window=1)
    ),
    "geodata.coverage.disclosure.check_day: Without permission to see details, only today": lambda _to: (
        disclosure.check(free=False, on=LONG_AGO.replace(day=2), window=disclosure.WINDOWS[0])
    ),
    "geodata.geometry.crossings.check_tangle: The lines have": tangled("MOST_SEGMENTS"),
    "geodata.geometry.crossings.check_tangle: The lines overlap": tangled("MOST_NEAR"),
    "geodata.geometry.edits.lasso: A grid would be left": lambda _to: edits.lasso(
        TWO, np.flatnonzero(TWO.grid == 1), 0
    ),
    "geodata.geometry.edits.lasso: A grid would be in": lambda _to: edits.lasso(TWO, in_the_middle(), 0),
    "geodata.geometry.edits.regions_of: ": lambda _to: edits.regions_of(
        edits.Settled(squares((0, 0, 7, 9), (6, 0, 6, 9)), HOMES, TWO.grid)
    ),
    "geodata.geometry.proposals.propose_rebalance: ": lambda _to: proposals.propose_rebalance(
        [proposals.Village(VILLAGE, np.array([], dtype=object), HOMES, TWO.grid)]
    ),
    "geodata.plans.codes._next: ": lambda _to: codes._next(
        SimpleNamespace(area=SimpleNamespace(code="430382100201")),
        {f"430382100201{number:03d}" for number in range(1, 1000)},
    ),
    "geodata.plans.editing.create_plan: A plan": creating(" ", []),
    "geodata.plans.editing.create_plan: A village has": creating("例", [SimpleNamespace(pk=1)]),
    "geodata.plans.files._check_within: ": lambda _to: files._check_within(
        SimpleNamespace(metres=lambda shapes: shapes, outline=UNIT, area=SimpleNamespace(name="例村")),
        [(GRID, FAR)],
    ),
    "geodata.plans.files._villages: %(count)s": lambda _to: files._villages(RIM, np.array([FAR])),
    "geodata.plans.files._villages: Grid": lambda _to: files._villages(RIM, np.array([TWISTED])),
    "geodata.plans.files.read_grids: BadInput(": reading(
        problems=[SimpleNamespace(message="No.", remedy="")]
    ),
    "geodata.plans.files.read_grids: Row": reading(shapely.Point(0, 0)),
    "geodata.plans.files.read_grids: The file": reading(None),
    "geodata.plans.lasso._given: ": nobody_lassoed,
    "geodata.plans.lasso.lassoed: ": lambda _to: lasso.lassoed([], places=np.empty((0, 2)), into="x"),
    "geodata.plans.line_layers._land: ": without_land,
    "geodata.plans.moves._take_leaders: ": lambda _to: moves._take_leaders(
        SimpleNamespace(grids=SimpleNamespace(all=list), villages=[]), {"x": ""}
    ),
    "geodata.plans.moves.revert: ": reverting_a_draft,
    "geodata.plans.moves.submit: State why": without_a_reason,
    "geodata.plans.permissions.find_plan: ": lambda _to: permissions.find_plan(0, scope=Scope()),
    "geodata.plans.publishing._check_tile: ": overlapping,
    "geodata.plans.publishing._day: ": lambda _to: publishing._day(SimpleNamespace(effective=None), None),
    "geodata.plans.publishing._new: ": with_a_code_in_use,
    "geodata.plans.publishing._whole: ": lambda _to: publishing._whole(
        [SimpleNamespace(problems=[SimpleNamespace(message="A gap.")])]
    ),
}


@pytest.mark.django_db
@each_of(CALLS)
def test_it_is_refused_in_these_words(law, call, tmp_path, in_english):
    check(law, call, tmp_path)
