"""What became of single villages within the year: three are forgotten, one of them of late; one has recovered."""

from dataclasses import dataclass

import numpy as np

from geodata.demo.arrays import Flags, Floats, Ints, Rng, positions_within

FORGOTTEN_VILLAGES = 3
FORGOTTEN = -2.7
WORSE_SINCE, WORSE_AFTER = 170, 270
"""Ages between which the visits to the village that got worse thinned out."""
RECOVERED_SINCE, RECOVERED_BY = 230, 120
"""Ages between which somebody went to every house of the village that recovered."""
RARELY = 2.7
"""How much longer than it ought to be it is from one visit to the next in a village that is forgotten."""


@dataclass(frozen=True)
class Stories:
    """Of villages, by position."""

    forgotten: Ints
    """Most of their households are owed a visit; the first was well looked after a year ago."""
    recovered: int
    """Well looked after, which a year ago it was not."""

    @property
    def worse(self) -> int:
        return int(self.forgotten[0])

    def care(self, village: Ints, care: Floats) -> Floats:
        """How well households are looked after today, told what became of their villages."""
        told = np.where(np.isin(village, self.forgotten), FORGOTTEN, care)
        return np.where(village == self.recovered, 0.35, told)

    def slack(self, village: Ints, age: Ints) -> Floats:
        """How much longer than elsewhere it was at that age from one visit to the next."""
        slack = np.where(np.isin(village, self.forgotten), RARELY, 1.0)
        slack = np.where((village == self.worse) & (age > WORSE_AFTER), 1.0, slack)
        return np.where((village == self.recovered) & (age > RECOVERED_BY), RARELY, slack)


def choose_stories(village_township: Ints, town: Flags, keep: int, rng: Rng) -> Stories:
    """Four villages, no communities and not `keep`, of different townships where there are so many."""
    candidates: Ints = rng.permutation(np.flatnonzero(~town & (np.arange(len(town)) != keep)))
    turn = positions_within(village_township[candidates])
    chosen = candidates[np.argsort(turn, kind="stable")]
    return Stories(chosen[:FORGOTTEN_VILLAGES], int(chosen[FORGOTTEN_VILLAGES]))
