"""What the needs of a household tell of its past, to those who look after it: where each stood, and never what it says."""

from collections.abc import Iterator

from geodata.audit.timeline import Source
from geodata.needs.models import Need
from geodata.people.models import Household


def of_household(household: Household, detailed: bool) -> Iterator[Source]:
    if detailed:
        ids = Need.objects.told().filter(household=household).values_list("pk", flat=True)
        fields = ("state", "level", "settled_in", "answer")
        yield Source(Need, list(ids), fields, title="number")
