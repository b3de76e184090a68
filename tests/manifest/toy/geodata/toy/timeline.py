"""What lanterns tell of a household: its door, to those who look after it."""

from collections.abc import Iterator

from geodata.audit.timeline import Source
from geodata.people.models import Household


def of_household(household: Household, detailed: bool) -> Iterator[Source]:
    if detailed:
        yield Source(Household, [household.pk], ("door",), title="number")
