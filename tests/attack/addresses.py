"""Every address of the site, walked from the resolver, with arguments for each kind of object.

A new endpoint is attacked by itself: one without arguments at once, one with arguments as soon as `ARGUMENTS` says
what they name, and until then `test_every_address_can_be_attacked` fails.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from api.web.addresses import for_programs
from geodata.base.manifest import modules
from tests.attack.world import PLACES, World

ARGUMENTS = {"code": "area", "token": "household", "number": "number"}
"""What an argument of an address names; its name alone decides, so that addresses have to be consistent."""


def arguments() -> dict[str, str]:
    """These, and those of the concepts."""
    return ARGUMENTS | _of_concepts("ARGUMENTS")


def numbers() -> dict[str, str]:
    """What a number counts, by the beginning of the address."""
    return _of_concepts("NUMBERS")


def _of_concepts(what: str) -> dict[str, str]:
    found = modules("tests.attack.examples.{}")
    return {name: kind for one in found for name, kind in getattr(one, what).items()}


@dataclass(frozen=True)
class Address:
    """One URL pattern."""

    pattern: str
    name: str
    arguments: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        return for_programs(f"/{self.pattern}")

    @property
    def of_household(self) -> bool:
        return ("households/" in self.pattern and "token" in self.arguments) or "visit" in self.arguments

    def path(self, world: World, place: str) -> str:
        """The address for the object of that place."""
        values = {name: self._value(name, world, place) for name in self.arguments}
        return "/" + re.sub(r"<(\w+)>", lambda found: values[found[1]], self.pattern)

    def _value(self, name: str, world: World, place: str) -> str:
        home = world.homes[place]
        kind = arguments()[name]
        if kind == "area":
            return home.area.code
        if kind == "household":
            return "x" * 22 if self.pattern.startswith("link/") else home.row.token
        if kind == "visit":
            return str(home.row.visits.order_by("pk")[0].client_id)
        if kind == "number":
            counted = next(what for start, what in numbers().items() if self.pattern.startswith(start))
            return str(world.numbers[counted][place])
        return str(world.keys[kind][place])


def addresses() -> list[Address]:
    """All of them, the patterns in the form `households/<token>/`."""
    return [
        Address(_plain(text), name, tuple(re.findall(r"<(\w+)>", _plain(text)))) for text, name in _walk()
    ]


def _walk(resolver: URLResolver | None = None, above: str = "") -> Iterator[tuple[str, str]]:
    for found in (resolver or get_resolver()).url_patterns:
        text = above + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from _walk(found, text)
        else:
            assert isinstance(found, URLPattern)
            yield text, found.name or ""


def _plain(text: str) -> str:
    """`^areas/(?P<code>[0-9]{2,15})/$` and `areas/<str:code>/` to `areas/<code>/`; the catch-all to an unknown path."""
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", text)
    text = re.sub(r"<\w+:(\w+)>", r"<\1>", text)
    return text.replace("^.*/$", "nothing/").replace("^", "").replace("$", "").replace("\\.", ".")


def paths_of(address: Address, world: World) -> Iterator[tuple[str, str]]:
    """(place, path and query) for every object that the address can be asked about."""
    if address.arguments:
        for place in PLACES:
            yield place, address.path(world, place)
        return
    path = address.path(world, "own")
    yield "", path
    for place in ("own", "village", "county"):
        yield place, f"{path}?area={world.homes[place].area.code}"
    yield "", f"{path}?area=43"
    if address.is_api:
        for name in ("within", "village"):
            yield "county", f"{path}?{name}={world.homes['county'].area.code[:12]}"
