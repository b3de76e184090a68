"""Who has come with a request, as its middleware asked: see geodata/contacts/arrival.py."""

from typing import Any

from api.web.two_factor import must_set_up
from geodata.accounts.models import User
from geodata.contacts.arrival import Arrival


def arrived(request: Any, user: User | None = None) -> Arrival | None:
    """Of a request of Django's or of the framework's; with `user` only if it is that one."""
    arrival: Arrival | None = getattr(request, "arrived", None)
    return arrival if arrival and (user is None or arrival.user.pk == user.pk) else None


def counted(request: Any, user: User, kind: str) -> int | None:
    """How many requests of that kind the user has made with this one; None: this one is not counted yet."""
    arrival = arrived(request, user)
    return arrival.counted if arrival and arrival.kind == kind else None


def lacks_second_step(request: Any, user: User) -> bool:
    """Do the user's posts ask for a second step that is not there yet?"""
    arrival = arrived(request, user)
    return arrival.must_set_up if arrival else must_set_up(user)
