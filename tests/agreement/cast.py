"""Who asks: everybody of the village that everything is about, and the neighbour of each."""

from dataclasses import dataclass

from geodata.territory.models import Area
from tests import village as v
from tests.attack.world import Caller, World, build, signed_in

OF_THE_PLACE = (
    "county", "township", "village", "leader", "contact", "planner", "department", "auditor", "admin",
)  # fmt: skip
NEIGHBOURS = (
    "county beside", "township beside", "village beside", "leader beside", "contact beside",
    "planner beside", "department beside", "nobody",
)  # fmt: skip
"""The same posts next door. Auditors and administrators have no place; an account without a post stands for them."""
ROLES = (*OF_THE_PLACE, *NEIGHBOURS)


@dataclass
class Stage:
    """The world of the attacks, and the cast of this suite by role."""

    world: World
    cast: dict[str, Caller]

    @property
    def village(self) -> Area:
        village = self.world.homes["own"].area.parent
        assert village is not None
        return village


def stage() -> Stage:
    world = build()
    own, near = world.homes["own"], world.homes["grid"]
    elsewhere = Area.objects.get(code="430381")
    county = Area.objects.get(code="430382")
    member = v.member(near.area.parent)
    v.link(member, near.row)
    new = {
        "department": v.officer("department_officer", county),
        "county beside": v.officer("county_officer", elsewhere),
        "township beside": v.officer("township_officer", Area.objects.get(code="430382101")),
        "village beside": v.officer("village_officer", world.homes["village"].area.parent),
        "leader beside": v.officer("small_leader", near.area),
        "contact beside": member.user,
        "planner beside": v.officer("planner", elsewhere),
        "department beside": v.officer("department_officer", elsewhere),
        "nobody": v.user(),
    }
    cast = {role: world.callers[role] for role in OF_THE_PLACE if role in world.callers}
    cast |= {role: signed_in(role, user) for role, user in new.items()}
    assert own.row.village_id == near.row.village_id
    return Stage(world, cast)
