"""The bar at the foot of a phone: the four places of somebody who looks after households, each under a thumb."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.display.today import begins_with_today
from gridmap.middleware import ScopedRequest
from gridmap.sessions import lacks_second_step


@dataclass(frozen=True, slots=True)
class Place:
    """An entry: where it leads, its word and its icon, and whether the page of the request is it."""

    name: str
    address: str
    label: Promise | str
    icon: str
    here: bool


def bar_of_today(here: str) -> list[Place]:
    """`here`: the view of the page. The map is a part of today's page, so that it too opens without a network."""
    today = reverse("today")
    return [
        Place("today", today, _("Today"), "calendar-check", here == "today"),
        Place("map", f"{today}#map", _("Map"), "map", False),
        Place("records", f"{reverse('ledger')}?which=mine", _("Records"), "list", here == "ledger"),
        Place("mine", reverse("mine"), _("Me"), "user", here == "mine"),
    ]


def bar_of(request: ScopedRequest) -> list[Place]:
    """Of somebody whose first page is today's; nobody else has one."""
    # A request that was refused early has no user yet.
    if not isinstance(getattr(request, "user", None), User) or lacks_second_step(request):
        return []
    if not begins_with_today(request.scope):
        return []
    return bar_of_today((request.resolver_match.url_name if request.resolver_match else "") or "")
