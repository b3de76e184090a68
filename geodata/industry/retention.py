"""What industry keeps of a household that left long ago: nothing."""

from collections.abc import Collection

from geodata.base.forgetting import events_of
from geodata.industry.models import CoopMembership


def households_left(ids: Collection[int]) -> None:
    CoopMembership.objects.filter(household__in=ids).delete()
    events_of(CoopMembership).filter(household__in=ids).delete()
