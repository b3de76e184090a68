"""People who ask the API about a village on squared paper: the insider, the neighbour, the outsider and others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from geodata.accounts.models import User
from tests import village as v

ROOT = "/api/v1/"


@dataclass
class Caller:
    """Somebody signed in, who asks below /api/v1/ in English."""

    user: User | None
    client: Client

    def get(self, path: str = "", **headers: str) -> HttpResponse:
        return self.client.get(self._address(path), headers={"Accept-Language": "en", **headers})

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.send("post", path, body, **headers)

    def send(self, method: str, path: str, body: Any, **headers: str) -> HttpResponse:
        told = {"Accept-Language": "en", **headers}
        return getattr(self.client, method)(
            self._address(path), body, content_type="application/json", headers=told
        )

    @staticmethod
    def _address(path: str) -> str:
        return path if path.startswith(("/", "http")) else f"{ROOT}{path}"


def caller(user: User | None) -> Caller:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return Caller(user, client)


@pytest.fixture(autouse=True)
def fresh_counts_of_requests():
    cache.clear()


@pytest.fixture
def by_post(places) -> Callable[..., Caller]:
    """`by_post(kind, area)`: a caller with that one post."""
    return lambda kind, area=None: caller(v.officer(kind, area))


@pytest.fixture
def county(places, by_post) -> Caller:
    return by_post("county_officer", places.county)


@pytest.fixture
def insider(places, by_post) -> Caller:
    """Of the west village."""
    return by_post("village_officer", places.west)


@pytest.fixture
def neighbour(places, by_post) -> Caller:
    """Of the east village, in the same township."""
    return by_post("village_officer", places.east)


@pytest.fixture
def outsider(places, by_post) -> Caller:
    """Of the far village, in the other township."""
    return by_post("village_officer", places.far)


@pytest.fixture
def planner(places, by_post) -> Caller:
    return by_post("planner", places.county)


@pytest.fixture
def contact(places) -> Caller:
    """Looks after homes[0] alone."""
    return caller(places.homes[0].links.get().member.user)


@pytest.fixture
def nobody() -> Caller:
    """Not signed in."""
    return caller(None)
