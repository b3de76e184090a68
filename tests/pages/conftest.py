"""People who open pages about a village on squared paper: the insider, the neighbour, the outsider and others."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.base.rls import as_web_role, show
from geodata.coverage.through_time.keeping import keep_past
from geodata.jobs.daily import everything
from tests import village as v


@dataclass
class Reader:
    """Somebody who is signed in, or nobody, and reads English."""

    user: User | None
    client: Client

    def get(self, path: str) -> HttpResponse:
        return self.client.get(path, headers={"Accept-Language": "en"})

    def post(self, path: str, told: dict[str, object]) -> HttpResponse:
        return self.client.post(path, told, headers={"Accept-Language": "en"})

    def text(self, path: str) -> str:
        """The page, which has to be there, with every run of white space as one space."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.status_code
        return " ".join(answer.content.decode().split())


def reader(user: User | None) -> Reader:
    client = Client()
    if user is not None:
        client.force_login(user)
    return Reader(user, client)


@pytest.fixture
def by_post(places) -> Callable[..., Reader]:
    """`by_post(kind, area)`: a reader with that one post."""
    return lambda kind, area=None: reader(v.officer(kind, area))


@pytest.fixture
def county(places, by_post) -> Reader:
    return by_post("county_officer", places.county)


@pytest.fixture
def weeks_kept(places) -> None:
    """The counts of the days that are over are kept, as a worker keeps them."""
    with as_web_role():
        show(everything())
        keep_past(today=today())


@pytest.fixture
def insider(places, by_post) -> Reader:
    """Of the west village."""
    return by_post("village_officer", places.west)


@pytest.fixture
def neighbour(places, by_post) -> Reader:
    """Of the east village, in the same township."""
    return by_post("village_officer", places.east)


@pytest.fixture
def outsider(places, by_post) -> Reader:
    """Of the far village, in the other township."""
    return by_post("village_officer", places.far)


@pytest.fixture
def planner(places, by_post) -> Reader:
    return by_post("planner", places.county)


@pytest.fixture
def department(places, by_post) -> Reader:
    """Sees counts, and no household."""
    return by_post("department_officer", places.county)


@pytest.fixture
def contact(places) -> Reader:
    """Looks after homes[0] alone."""
    return reader(places.homes[0].links.get().member.user)


@pytest.fixture
def auditor(by_post) -> Reader:
    return by_post("auditor")


@pytest.fixture
def administrator(by_post) -> Reader:
    return by_post("administrator")


@pytest.fixture
def nobody(db) -> Reader:
    """Not signed in."""
    return reader(None)


@pytest.fixture
def home(places) -> str:
    """The address of homes[0]."""
    return f"/households/{places.homes[0].token}/"
