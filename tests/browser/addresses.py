"""Every named address of gridmap/urls.py: who opens it, and the thing of the world that stands in it.

Each concept lists its own (tests/browser/examples/). A name that is not there makes tests/browser/test_every_address.py fail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.manifest import modules
from geodata.base.periods import today
from tests import village as v
from tests.browser.examples import Parts, Stage
from tests.pages.conftest import Reader, reader
from tests.pages.signing import PASSWORD, code, real, with_second_step

SITE: dict[str, Parts] = {
    "office": {"livez": {}, "readyz": {}, "healthz": {}, "metrics": {}},
    "nobody": {"styleguide": {}},
}
"""Of no concept; the office opens them as well as anybody."""
WHO = (
    "office", "contact", "planner", "auditor", "administrator", "guarded", "newcomer", "halfway", "nobody",
)  # fmt: skip


def opened() -> dict[str, Parts]:
    """By who opens it: the name of each address, and for each part of it the thing of the world."""
    found: dict[str, Parts] = {who: {} for who in WHO}
    for who, name, parts in _listed():
        found[who][name] = parts
    return found


def listed() -> list[str]:
    return [name for _who, name, _parts in _listed()]


def _listed() -> list[tuple[str, str, dict[str, str]]]:
    return [
        (who, name, parts)
        for opened in (SITE, *(one.OPENED for one in modules("tests.browser.examples.{}")))
        for who, named in opened.items()
        for name, parts in named.items()
    ]


def names() -> set[str]:
    """All names in gridmap/urls.py."""
    return {str(one.name) for one in get_resolver().url_patterns if isinstance(one, URLPattern)}


def lead_on() -> set[str]:
    """They answer with another page, which is looked at in its stead."""
    return _of_all("LEAD_ON")


def lead_back() -> set[str]:
    """They are sent to, and lead back to where somebody came from."""
    return _of_all("LEAD_BACK")


def gone() -> set[str]:
    """They are not there in a service that has begun."""
    return _of_all("GONE")


def _of_all(what: str) -> set[str]:
    return {name for one in modules("tests.browser.examples.{}") for name in getattr(one, what, ())}


@dataclass(frozen=True)
class World:
    """What there is to be seen, and a session for each who sees it."""

    things: dict[str, Any]
    sessions: dict[str, Client]

    def address(self, name: str, parts: dict[str, str]) -> str:
        path = reverse(name, kwargs={part: self.things[thing] for part, thing in parts.items()})
        queries: dict[str, str] = {}
        for one in modules("tests.browser.examples.{}"):
            queries |= getattr(one, "QUERIES", {})
        return path + queries.get(name, "").format(**self.things)


def world(county: v.County, officer: User) -> World:
    """One of everything, in the small county."""
    home = county.homes[0]
    stage = Stage(
        county=county,
        officer=officer,
        office=reader(officer),
        planner=v.officer("planner", county.county, name="planner"),
        leader=v.officer("small_leader", county.grids[0], name="leader"),
        home=home,
        member=home.links.get().member,
        now=timezone.now(),
        on=today(),
    )
    things = {"west": county.west.code, "grid": county.grids[1].code}
    for one in modules("tests.browser.examples.{}"):
        things |= one.things(stage) if hasattr(one, "things") else {}
    return World(things, {who: made().client for who, made in _sessions(stage).items()})


def _sessions(stage: Stage) -> dict[str, Callable[[], Reader]]:
    west, east = stage.county.west, stage.county.east
    return {
        "office": lambda: stage.office,
        "contact": lambda: reader(stage.member.user),
        "planner": lambda: reader(stage.planner),
        "auditor": lambda: reader(v.officer("auditor", None)),
        "administrator": lambda: reader(v.officer("administrator", None)),
        "guarded": lambda: with_code(real("village_officer", west, name="guarded")),
        "newcomer": lambda: with_password(real("village_officer", west, name="newcomer")),
        "halfway": lambda: halfway(real("village_officer", east, name="halfway")),
        "nobody": lambda: reader(None),
    }


def with_password(who: User) -> Reader:
    opened = reader(None)
    opened.post("/login/", {"login": who.username, "password": PASSWORD})
    return opened


def halfway(who: User) -> Reader:
    """The code of the second step is still asked for."""
    with_second_step(who)
    return with_password(who)


def with_code(who: User) -> Reader:
    secret = with_second_step(who)
    opened = with_password(who)
    opened.post("/login/code/", {"code": code(secret)})
    return opened
