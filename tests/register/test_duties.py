"""Every kind by every duty: who proposes, whose own holds at once, and who may not, or does not find the household."""

import uuid

import pytest
from django.db import transaction

from geodata.accounts.models import User
from geodata.base.errors import NotAllowed, NotFound
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.posts.models import Post
from geodata.register.kinds.registry import KINDS
from geodata.register.proposing import Proposal, propose
from tests import village as v
from tests.register.every_kind import SAID
from tests.roles import owner

pytestmark = pytest.mark.django_db
PROPOSES, HOLDS, MAY_NOT, MISSING = "proposed", "confirmed", "may not", "not found"
K = Post.Kind
DUTIES: dict[str, tuple[str | None, str]] = {
    "contact": (None, PROPOSES),
    K.SMALL_LEADER: ("grid", PROPOSES),
    K.CADRE: ("grid", PROPOSES),
    "cadre of a village": ("west", HOLDS),
    K.MEDIUM_LEADER: ("west", HOLDS),
    K.LARGE_LEADER: ("town", PROPOSES),
    K.VILLAGE_OFFICER: ("west", HOLDS),
    K.TOWNSHIP_OFFICER: ("town", HOLDS),
    K.COUNTY_OFFICER: ("county", HOLDS),
    K.DEPARTMENT_OFFICER: ("county", MAY_NOT),
    K.PLANNER: ("county", MAY_NOT),
    K.AUDITOR: (None, MAY_NOT),
    K.ADMINISTRATOR: (None, MAY_NOT),
    "neighbour": ("east", MISSING),
}
"""Where each stands, and what comes of what it says."""


def test_every_post_is_walked():
    assert set(Post.Kind.values) <= set(DUTIES)


@pytest.mark.parametrize("duty", DUTIES)
def test_every_kind_by_every_duty(places, duty):
    place, expected = DUTIES[duty]
    who = holder(duty, place, places)
    # The receiving village decides, and so may no office of the one that is left alone.
    of_one = expected == HOLDS and place == "west"
    across = {"moved_across": PROPOSES if of_one else expected}
    assert {kind: came_of(kind, who, places) for kind in KINDS} == dict.fromkeys(KINDS, expected) | across


def holder(duty: str, place: str | None, places: v.County) -> User:
    """The contact looks after every household that is spoken of."""
    if duty == "contact":
        member = places.homes[0].links.get().member
        v.link(member, places.homes[1])
        return member.user
    if place == "grid":
        return also(v.officer(duty, places.grids[0]), duty, places.grids[1])
    kind = {"cadre of a village": K.CADRE, "neighbour": K.VILLAGE_OFFICER}.get(duty, duty)
    return v.officer(kind, getattr(places, place) if place else None)


def also(who: User, kind: str, place: object) -> User:
    """The other grid of the village, too: some kinds speak of two households."""
    with owner():
        Post.objects.create(user=who, kind=kind, area=place, period=v.since(v.LONG_AGO))
    return who


def came_of(kind: str, who: User, places: v.County) -> str:
    """Each by itself: what it wrote is taken back."""
    with transaction.atomic():
        told = SAID[kind](places.homes[0], places.homes[1], places)
        home = told.pop("home")
        token = home.token if home else ""
        area = places.grids[1].code if told.pop("area", "") else ""
        proposal = Proposal(uuid.uuid4(), kind, today(), household=token, area=area, payload=told)
        try:
            change, _new = propose(
                proposal=proposal, by=who, scope=scope_of(who, on=today()), at=v.NOON, today=today()
            )
            return str(change.state)
        except NotAllowed:
            return MAY_NOT
        except NotFound:
            return MISSING
        finally:
            transaction.set_rollback(True)
