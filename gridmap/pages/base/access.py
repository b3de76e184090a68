"""What the reader of a household's page may see and do with it."""

from dataclasses import dataclass

from geodata.base.scope import Scope
from geodata.people.access import can_link, can_propose, can_see_details, can_visit
from geodata.people.models import Household


@dataclass(frozen=True, slots=True)
class Rights:
    """What the reader may see and do with one household."""

    details: bool
    visit: bool
    link: bool
    register: bool


def rights_to(household: Household, scope: Scope) -> Rights:
    return Rights(
        details=can_see_details(scope, household),
        visit=can_visit(scope, household),
        link=can_link(scope, household),
        register=can_propose(scope, household),
    )
