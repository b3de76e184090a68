"""Every address, pages and API, with and without a login: one request too many is told so, in words and with the time to wait."""

from http import HTTPStatus

import pytest
from django.conf import settings as configured
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from gridmap.probes import PROBES
from tests.attack.addresses import Address, addresses, paths_of
from tests.attack.calling import HANDLER
from tests.attack.world import Caller, World, one_transaction

pytestmark = pytest.mark.django_db
LIMITED = [address for address in addresses() if f"/{address.pattern}" not in PROBES]
CALLERS = [("anonymous", False), ("county", False), ("county", True)]


@pytest.fixture
def once(settings: Settings) -> None:
    """One request a day, of each kind."""
    settings.API_RATE = settings.PAGE_RATE = settings.ADDRESS_RATE = "1/day"
    settings.SIGN_IN_RATE = settings.TOKEN_RATE = "1/day"


def thrice(caller: Caller, method: str, path: str, *, bearer: bool) -> HttpResponse:
    """The first that is one too many, or the last answer: signing out makes nobody of somebody, who may ask once more."""
    client = Client(raise_request_exception=False)
    client.handler = HANDLER
    headers = {"Accept-Language": "en"}
    if bearer:
        headers["Authorization"] = f"Bearer {caller.token}"
    elif caller.session:
        client.cookies[configured.SESSION_COOKIE_NAME] = caller.session
    with one_transaction():
        for _time in range(3):
            answer = client.generic(method, path, headers=headers)
            if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
                break
    return answer


@pytest.mark.parametrize("address", LIMITED, ids=lambda address: address.pattern or "home")
def test_every_address_is_under_a_rate(world: World, once: None, address: Address):
    path = next(path for _place, path in paths_of(address, world))
    wrong = []
    for role, bearer in CALLERS:
        if bearer and not address.is_api:
            continue
        for method in ("GET", "POST"):
            answer = thrice(world.callers[role], method, path, bearer=bearer)
            if answer.status_code != 429 or int(answer.get("Retry-After", 0)) < 1:
                wrong.append(f"{role} {method} {path}: {answer.status_code}")
    assert wrong == []


def test_an_unknown_address_is_under_a_rate_too(world: World, once: None):
    for path in ("/nothing", "/nothing/", "/api/v1/nothing", "/api/nothing/", "/api/v1/a%0Ab/"):
        assert thrice(world.callers["anonymous"], "GET", path, bearer=False).status_code == 429


def test_a_token_that_is_none_is_under_the_rate_of_its_address(world: World, once: None):
    nobody = Caller("nobody", None, token="x" * 43)
    assert thrice(nobody, "GET", "/api/v1/me/", bearer=True).status_code == 429


def test_a_page_says_it_in_words(world: World, once: None):
    text = thrice(world.callers["county"], "GET", "/gaps/", bearer=False).content.decode()
    assert "Too many requests." in text
