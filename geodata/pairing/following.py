"""Proposals of contacts follow the household that goes on when another is merged into it."""

from geodata.pairing.models import PairingLine
from geodata.people.models import Household


def follow(home: Household, into: Household) -> None:
    """Open lines of `home` are of `into` from now on. Where a proposal has a line for that one too, its own stays, and the
    other waits to be refused like any whom nobody lives with any more.
    """
    lines = PairingLine.objects.filter(household=home, state=PairingLine.State.OPEN)
    both = PairingLine.objects.filter(household=into).values("pairing")
    lines.exclude(pairing__in=both).update(household=into, grid=into.grid_id)
