"""Which grid of a drawing each household of a village belongs to.

A household whose point lies in its own grid goes where its point lies then. One without a point, or whose point and grid
disagree already, is nobody's to judge: it stays, or follows, as the rule of placing says.
"""

from geodata.geometry.arrays import Ints, Shapes
from geodata.geometry.placing import Redrawn, Settled, settled
from geodata.geometry.topology import NOWHERE
from geodata.plans.snapshot import VillageSnapshot


def reassigned(snapshot: VillageSnapshot, shapes: Shapes, continues: Ints) -> Settled:
    """Everybody's grid among `shapes`, of which each goes on from the present grid `continues` or from NOWHERE."""
    # Where point and grid disagree it is listed for a person to decide: a new border decides nothing.
    decides = (snapshot.where == snapshot.grid) | (snapshot.grid == NOWHERE)
    return settled(Redrawn(snapshot.present, shapes, continues), snapshot.places, snapshot.grid, decides)
