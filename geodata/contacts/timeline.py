"""What contacts tell of what happened to a household: who looked after it."""

from collections.abc import Iterator

from geodata.audit.timeline import Source, named
from geodata.contacts.models import ContactLink, Member
from geodata.people.models import Household

members = named(Member, "user__name")


def of_household(household: Household, _detailed: bool) -> Iterator[Source]:
    yield Source(
        ContactLink, [household.pk], ("member", "primary", "period"),
        of="household", title="member", why="end_reason", names={"member": members},
    )  # fmt: skip
