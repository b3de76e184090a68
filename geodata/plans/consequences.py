"""What publishing a plan does, to be read before it is done: who is moved, cut off, without a leader, with an old card."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from geodata.coverage import cards, states
from geodata.geometry.topology import NOWHERE
from geodata.plans.grid_drafts import Sketch
from geodata.plans.impact import Leader, Meaning, leaders
from geodata.territory.models import Area


@dataclass(frozen=True)
class Consequences:
    """Households by id: `moved` to another grid, `crossing` with a contact that newly lies across a border, `cards` with a
    contact card in the house that will name the former grid. `leaderless` grids begin without a leader, the posts `ending` end.
    """

    moved: list[int]
    crossing: list[int]
    cards: list[int]
    begin: list[Sketch]
    end: list[Area]
    leaderless: list[Sketch]
    ending: list[Leader]


def consequences(villages: Sequence[Meaning], *, on: dt.date) -> Consequences:
    """Of these villages as the plan draws them, by the cards and posts of the day. Two queries."""
    moved = sorted(chain.from_iterable(each.moved.tolist() for each in villages))
    begin = [sketch for each in villages for sketch in each.drawn.sketches if sketch.area == NOWHERE]
    held = states.Question(states.Selection(households=tuple(moved)), on=on)
    return Consequences(
        moved=moved,
        crossing=sorted(set(chain.from_iterable(_crossing(each) for each in villages))),
        cards=cards.in_the_house(held) if moved else [],
        begin=begin,
        end=[
            each.drawn.snapshot.grids[change.present]
            for each in villages
            for change in each.impact.grids
            if change.new is None and change.present is not None
        ],
        leaderless=[sketch for sketch in begin if not sketch.leader_from],
        ending=[leader for leader in leaders([each.drawn for each in villages]) if not leader.leads],
    )


def _crossing(village: Meaning) -> list[int]:
    """Ids of the households whose contact newly crosses."""
    snapshot = village.drawn.snapshot
    ids: list[int] = snapshot.ids[snapshot.household[village.impact.newly_crossing]].tolist()
    return ids
