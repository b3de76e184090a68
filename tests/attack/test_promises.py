"""Schemathesis asks what the API's description allows, as each role: nothing fails, and nothing undocumented is answered."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from tests.attack.calling import tell
from tests.attack.world import World, one_transaction

if TYPE_CHECKING:
    # Loaded by these tests alone: whoever asks for others need not wait for it.
    import schemathesis

pytestmark = pytest.mark.django_db
ROLES = ("county", "township", "village", "leader", "contact", "planner", "auditor", "admin", "anonymous")
EXAMPLES = 6
"""Of each operation; the same for every role and at every run."""


@pytest.fixture(scope="module")
def tally() -> Counter[int]:
    return Counter()


@contextmanager
def connection_left_open() -> Iterator[None]:
    """A request of a real server ends with its connection; here that would end the world."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def connection_kept() -> Iterator[None]:
    with connection_left_open():
        yield


@pytest.fixture(scope="module")
def promised() -> list[Any]:
    """What of an answer is compared with the description."""
    from schemathesis import checks
    from schemathesis.specs.openapi import checks as promised

    return [
        checks.not_a_server_error,
        promised.status_code_conformance,
        promised.content_type_conformance,
        promised.response_schema_conformance,
    ]


@pytest.fixture(scope="module")
def operations(world: World) -> "list[schemathesis.APIOperation]":
    """What the description names, read once for all roles."""
    import schemathesis

    with one_transaction(), connection_left_open():
        described = schemathesis.openapi.from_wsgi("/api/v1/schema/", WSGIHandler())
        return [found.ok() for found in described.get_all_operations()]


@pytest.fixture(scope="module")
def cases(operations: "list[schemathesis.APIOperation]") -> "list[schemathesis.Case]":
    """Examples of every operation, made up once for all roles."""
    assert len(operations) >= 12
    return [case for operation in operations for case in made_up(operation)]


def made_up(operation: "schemathesis.APIOperation") -> "list[schemathesis.Case]":
    made: list[schemathesis.Case] = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def keep(case: "schemathesis.Case") -> None:
        made.append(case)

    keep()
    return made


@pytest.mark.parametrize("role", ROLES)
def test_the_description_is_kept(
    world: World, cases: "list[schemathesis.Case]", promised: list[Any], tally: Counter[int], role: str
):
    token = world.callers[role].token
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    for case in cases:
        with one_transaction():
            response = case.call(headers=headers)
        tally[response.status_code] += 1
        case.validate_response(response, checks=promised)


def test_so_much_was_asked(tally: Counter[int], capsys: pytest.CaptureFixture[str]):
    tell(capsys, f"{tally.total()} requests out of the description: {dict(sorted(tally.items()))}")
    assert tally.total() >= 400
