"""What visits tell of what happened to a household, to those who look after it."""

from collections.abc import Iterator

from geodata.audit.timeline import Source
from geodata.people.models import Household
from geodata.visits.models import Visit, why_voided


def of_household(household: Household, detailed: bool) -> Iterator[Source]:
    if detailed:
        yield Source(
            Visit, [household.pk], ("day", "mode", "outcome", "note", "brought", "person_times", "state"),
            of="household", title="day", why="void_reason", newer="corrects", veils={"void_reason": why_voided},
        )  # fmt: skip
