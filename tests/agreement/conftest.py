"""One stage for all cells: made once, in a transaction that is taken back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from pytest_django import DjangoDbBlocker

from tests.agreement.asking import Ask, Verb, prepared
from tests.agreement.cast import Stage, stage
from tests.attack.world import one_transaction


@pytest.fixture(scope="module", autouse=True)
def all_that_can_be_switched_on() -> Iterator[None]:
    """What is off by default agrees, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ATTACHMENTS", True)
        yield


@pytest.fixture(scope="module")
def on_stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), one_transaction():
        cache.clear()
        yield stage()
    cache.clear()


@pytest.fixture(scope="module")
def verb(request: pytest.FixtureRequest) -> Verb:
    found: Verb = request.param
    return found


@pytest.fixture(scope="module")
def ready(verb: Verb, on_stage: Stage, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[Ask], Any]]:
    with django_db_blocker.unblock(), prepared(verb, on_stage) as made:
        yield made


@pytest.fixture(autouse=True)
def fresh_counts_of_requests() -> None:
    cache.clear()
