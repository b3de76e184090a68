"""A contact member of the village, and a step."""

from geodata.base.periods import today
from geodata.contacts.changelog import LinkStep
from geodata.contacts.models import Member
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {}
NUMBERS: dict[str, str] = {
    "members/": "member",
    "api/v1/members/": "member",
    "api/v1/pairings/steps/": "step",
    "pairings/steps/": "step",
}


def _member(home: Home) -> int:
    return v.member(home.area.parent).pk


def _step(home: Home) -> int:
    """A step that gave the household to somebody and was forgotten."""
    link_step = LinkStep.objects.create(
        kind=LinkStep.Kind.ASSIGNED, villages=[home.row.village_id], on=today(), households=1
    )
    return link_step.pk


COUNTED = (LinkStep, Member)
MADE = {"member": _member, "step": _step}
