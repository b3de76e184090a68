"""What `bench.partition` measures: the county's proposals and those of the peers, rebalancing, growth, checks.

CPU seconds are those of the process (for fmtm-splitter: of its process and its database).
"""

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
import shapely

from bench.fmtm import fmtm
from bench.splitline import splitline
from geodata.base.periods import today
from geodata.geometry.arcs import arcs_of
from geodata.geometry.arrays import Floats, Ints, Shapes, compactness
from geodata.geometry.checks import check_edit, check_plan
from geodata.geometry.edits import Settled
from geodata.geometry.partition import Land, Options, split
from geodata.geometry.proposals import Proposal, Village, judge, propose_rebalance, propose_split
from geodata.geometry.rebalance import rebalance
from geodata.geometry.topology import NOWHERE, locate, matched, with_shared_vertices
from geodata.geometry.validity import problems
from geodata.people.snapshot import village_lands

COUNTY, TARGET, CLOSE, LIMIT = "430382", 105, 30.0, 1.12
Row = dict[str, Any]


@dataclass(frozen=True)
class Split:
    """What somebody made of the villages: `grids` and the `label` of each household by village, in `cpu` seconds."""

    grids: list[Shapes]
    label: list[Ints]
    cpu: float


def row(what: str, ours: Any, bound: str = "", good: bool | None = None, **peers: Any) -> Row:
    """One line of the table; `peers` are `splitline` and `fmtm`."""
    verdict = "" if good is None else "ok" if good else "MISSED"
    return {"what": what, "ours": ours, **peers, "bound": bound, "verdict": verdict}


def cpu(work: Callable[[], Any], times: int = 3) -> tuple[Any, float]:
    """The result, and the median CPU seconds."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        result = work()
        spent.append(time.process_time() - start)
    return result, float(np.median(spent))


def measure() -> list[Row]:
    found = village_lands(COUNTY, on=today())
    if not found:
        raise SystemExit(f"The database holds no county {COUNTY}: see `python -m bench`.")
    villages = [each.land for each in found]
    lands = [Land(each.outline, each.points[each.placeable()]) for each in villages]
    proposals, ours = cpu(lambda: propose_split(villages, Options(target=TARGET)))
    theirs = by_fmtm(lands, found[0].plane)
    rows = quality(villages, proposals, lands, by_splitline(lands), theirs, ours)
    return rows + growth(lands) + evenness(villages, proposals) + drift(lands) + checks(villages, proposals)


def by_splitline(lands: Sequence[Land]) -> Split:
    start = time.process_time()
    parts = [splitline(each.outline, each.points, max(1, round(len(each.points) / TARGET))) for each in lands]
    return Split([each for each, _ in parts], [each for _, each in parts], time.process_time() - start)


def by_fmtm(lands: Sequence[Land], plane: Any) -> Split | str:
    """Its split, or why there is none."""
    try:
        grids, seconds = fmtm(lands, plane, TARGET)
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or b"").decode().strip().splitlines()
        return f"not run here: {lines[-1] if lines else error}"
    except psycopg.Error as error:
        return f"not run here, no database for it: {error}"
    label = [locate(land.points, own) for land, own in zip(lands, grids, strict=True)]
    return Split(grids, label, seconds)


def quality(
    villages: Sequence[Village],
    proposals: Sequence[Proposal],
    lands: Sequence[Land],
    line: Split,
    theirs: Split | str,
    seconds: float,
) -> list[Row]:
    figures = judge(villages, proposals)
    mine = Split([each.grids for each in proposals], [each.grid[each.placed] for each in proposals], seconds)
    columns = [_column(lands, mine), _column(lands, line)]
    columns.append(_column(lands, theirs) if isinstance(theirs, Split) else {})
    if isinstance(theirs, str):
        print(f"fmtm-splitter {theirs}")
    ratio = theirs.cpu / seconds if isinstance(theirs, Split) else None
    cut = [each.get("close pairs cut") for each in columns]
    bounds: dict[str, tuple[str, bool]] = {
        "balance, mean of villages": ("<= 1.02", figures.balance_mean <= 1.02),
        "balance, worst village": ("<= 1.05", figures.balance_worst <= 1.05),
        "grids in one piece, %": ("100", figures.contiguous),
        "villages tiled exactly, %": ("100", figures.valid),
        "households lost": ("0", figures.lost == 0),
        "compactness, mean": (">= 0.57", figures.compactness >= 0.57),
        "close pairs cut": ("<= 0.6 x splitline", cut[0] <= 0.6 * cut[1]),
        "CPU seconds": ("fmtm / ours >= 25", ratio is not None and ratio >= 25),
    }
    rows = [
        row(
            name,
            columns[0][name],
            *bounds.get(name, ("",)),
            splitline=columns[1][name],
            fmtm=columns[2].get(name),
        )
        for name in columns[0]
    ]
    return [*rows, row("fmtm-splitter's CPU over ours", ratio)]


def _column(lands: Sequence[Land], made: Split) -> Row:
    """What is measured in the same way of everybody's split."""
    grids = np.concatenate(made.grids)
    pairs = list(zip(lands, made.grids, made.label, strict=True))
    balance = [
        (counted := np.bincount(label[label != NOWHERE], minlength=len(own))).max() / counted.mean()
        for _, own, label in pairs
    ]
    tiled = [not problems(land.outline, own, range(len(own))) for land, own, _ in pairs]
    return {
        "grids": len(grids),
        "balance, mean of villages": float(np.mean(balance)),
        "balance, worst village": float(max(balance)),
        "grids in one piece, %": 100 * float((shapely.get_num_geometries(grids) == 1).mean()),
        "villages tiled exactly, %": 100 * float(np.mean(tiled)),
        "households lost": sum(int((label == NOWHERE).sum()) for *_, label in pairs),
        "compactness, mean": float(compactness(grids).mean()),
        "close pairs cut": sum(_cut(land.points, label) for land, _, label in pairs),
        "CPU seconds": made.cpu,
    }


def _cut(points: Floats, label: Ints) -> int:
    """Pairs of households at most CLOSE apart that are in different grids."""
    homes = shapely.points(points)
    one, other = shapely.STRtree(homes).query(homes, predicate="dwithin", distance=CLOSE)
    return int((label[one] != label[other])[one < other].sum())


def growth(lands: Sequence[Land]) -> list[Row]:
    """Ten counties side by side."""
    west, _, east, _ = shapely.total_bounds(np.array([each.outline for each in lands]))
    many = [
        Land(shapely.transform(each.outline, lambda xy, s=shift: xy + s), each.points + shift)
        for county in range(10)
        for each in lands
        for shift in [np.array([county * (east - west) * 1.1, 0.0])]
    ]
    _, one = cpu(lambda: split(lands, Options(target=TARGET)))
    _, ten = cpu(lambda: split(many, Options(target=TARGET)), times=1)
    return [row("ten times the households, times the CPU", ten / one, "<= 12", ten / one <= 12)]


def evenness(villages: Sequence[Village], fresh: Sequence[Proposal]) -> list[Row]:
    """The demo's uneven grids."""
    even, seconds = cpu(lambda: propose_rebalance(villages, LIMIT), times=1)
    few, many = judge(villages, even), judge(villages, fresh)
    good = few.moved < many.moved and few.contiguous and few.valid and few.balance_worst <= LIMIT
    return [
        row("uneven grids rebalanced: households moved", few.moved, f"< {many.moved} of a fresh split", good),
        row("  worst balance after it", few.balance_worst, f"<= {LIMIT}", few.balance_worst <= LIMIT),
        row("  CPU seconds", seconds),
    ]


def drift(lands: Sequence[Land]) -> list[Row]:
    """A plan that was balanced, and whose grids have since grown and shrunk."""
    plan = split(lands, Options(target=TARGET))
    chance = np.random.default_rng(2)
    drifted = [
        _drifted(tile.grids, land.points, tile.label, chance) for land, tile in zip(lands, plan, strict=True)
    ]
    before = [_balance(each.grid, each.grids) for each in drifted]
    even, seconds = cpu(lambda: rebalance(drifted, LIMIT), times=1)
    few = sum(int((tile.label != was.grid).sum()) for tile, was in zip(even, drifted, strict=True))
    many = 0
    again = split(
        [Land(land.outline, was.points) for land, was in zip(lands, drifted, strict=True)], Options()
    )
    for tile, was in zip(again, drifted, strict=True):
        named = matched(tile.grids, was.points, was.grid, was.grids)
        many += int((named[tile.label] != was.grid).sum())
    after = max(_balance(tile.label, tile.grids) for tile in even)
    sound = all(not problems(land.outline, tile.grids) for land, tile in zip(lands, even, strict=True))
    told = f"drifted to {np.mean(before):.3f} mean, {max(before):.3f} worst: households moved"
    return [
        row(told, few, f"<= {many} / 8 of a fresh split", few <= many / 8 and sound),
        row("  worst balance after it", after, f"<= {LIMIT}", after <= LIMIT),
        row("  CPU seconds", seconds),
    ]


def _drifted(grids: Shapes, points: Floats, grid: Ints, chance: np.random.Generator) -> Settled:
    """Each grid has lost or gained some households: about 7 % of them, seldom a quarter."""
    change = chance.normal(0, 0.07, len(grids)) + 0.16 * (chance.random(len(grids)) < 0.01)
    homes, labels = [], []
    for number, shape in enumerate(grids):
        own = points[grid == number]
        kept = own[chance.permutation(len(own))[: round(len(own) * (1 + min(change[number], 0)))]]
        near = own[chance.integers(0, len(own), 400)] + chance.normal(0, 25, (400, 2))
        new = near[shapely.contains_xy(shape, near)][: round(len(own) * max(change[number], 0))]
        homes += [kept, new]
        labels += [number] * (len(kept) + len(new))
    return Settled(grids, np.concatenate(homes), np.array(labels))


def _balance(grid: Ints, grids: Shapes) -> float:
    load = np.bincount(grid, minlength=len(grids))
    return float(load.max() / load.mean())


def checks(villages: Sequence[Village], proposals: Sequence[Proposal]) -> list[Row]:
    """Every village's plan checked, and every border of it moved by some metres and checked."""
    plans, edits = [], []
    for village, proposal in zip(villages, proposals, strict=True):
        grids = with_shared_vertices(proposal.grids)
        arcs = arcs_of(grids)
        start = time.process_time()
        check_plan(village.outline, arcs.lines[arcs.movable], village.points, proposal.grid, grids)
        plans.append(time.process_time() - start)
        for arc in np.flatnonzero(arcs.movable):
            ends = shapely.get_coordinates(arcs.lines[arc])[[0, -1]]
            moved = np.array([shapely.LineString([ends[0], ends.mean(axis=0) + np.array([3, 2]), ends[1]])])
            start = time.process_time()
            check_edit(grids, {arcs.left[arc], arcs.right[arc]}, moved, village.points, proposal.grid)
            edits.append(time.process_time() - start)
    plan, edit = max(plans) * 1000, float(np.percentile(edits, 99)) * 1000
    return [
        row("a whole plan checked, slowest village, ms", plan, "<= 50", plan <= 50),
        row(f"one edit checked, 99 % of {len(edits)}, ms", edit, "<= 5", edit <= 5),
    ]
