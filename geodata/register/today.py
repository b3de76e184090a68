"""What waits for the village, at one's own households: what is recorded, and what it is to be."""

from collections.abc import Collection, Mapping

from geodata.people.models import Household
from geodata.register.finding import BESIDE
from geodata.register.kinds.registry import label_of
from geodata.register.models import RegisterChange
from geodata.register.wording import in_a_line, said_of


def at_households(homes: Collection[Household]) -> Mapping[int, list[str]]:
    """A line each, the oldest first. Five queries at most."""
    waiting = RegisterChange.objects.waiting().filter(household__in=[home.pk for home in homes])
    changes = list(waiting.select_related(*BESIDE).order_by("pk"))
    said, lines = said_of(changes), dict[int, list[str]]()
    for change in changes:
        line = " ".join([str(label_of(change.kind)), in_a_line(said[change.pk])]).strip()
        lines.setdefault(change.household_id or 0, []).append(line)
    return lines
