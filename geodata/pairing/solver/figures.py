"""What a proposal comes to, in figures that an office can check."""

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from geodata.contacts.capacity import WARN_ABOVE
from geodata.pairing.solver.solve import Households, Members, Proposal


@dataclass(frozen=True)
class Figures:
    """Distances are those of pairs of which both points are known; None where there is no such pair.

    `gap_to_optimum` and `nearest_first_ratio`: see `Proposal`. `kept`: households whose contact stays the same.
    `load_*`: households per member who has any here; `members_above_ten`: of whom an office is warned.
    """

    households: int
    members: int
    unassigned: int
    special_unassigned: int
    gap_to_optimum: float
    mean_m: float | None
    p95_m: float | None
    nearest_first_ratio: float | None
    kept: int
    changed: int
    newly_paired: int
    load_median: float
    load_max: int
    members_above_ten: int
    reasons: dict[str, int]
    rounds: int


def figures(households: Households, members: Members, proposal: Proposal) -> Figures:
    paired = proposal.member >= 0
    metres = proposal.metres[np.isfinite(proposal.metres)]
    loads = np.bincount(proposal.member[paired], minlength=len(members))
    had = households.member >= 0
    return Figures(
        households=len(households),
        members=int(np.sum(members.places > 0)),
        unassigned=int(np.sum(~paired)),
        special_unassigned=int(np.sum(~paired & households.special)),
        gap_to_optimum=proposal.gap,
        mean_m=_rounded(metres.mean()) if len(metres) else None,
        p95_m=_rounded(np.percentile(metres, 95)) if len(metres) else None,
        nearest_first_ratio=proposal.nearest_first_ratio,
        kept=int(proposal.kept.sum()),
        changed=int(np.sum(paired & had & ~proposal.kept)),
        newly_paired=int(np.sum(paired & ~had)),
        load_median=float(np.median(loads[loads > 0])) if paired.any() else 0.0,
        load_max=int(loads.max(initial=0)),
        members_above_ten=int(np.sum(loads > WARN_ABOVE)),
        reasons={reason.value: count for reason, count in sorted(Counter(proposal.reasons.values()).items())},
        rounds=proposal.rounds,
    )


def _rounded(metres: float) -> float:
    return math.floor(metres * 10 + 0.5) / 10
