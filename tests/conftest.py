"""What all tests share. Factories of areas and people stand in tests/village.py."""

import copy
import gc
from collections.abc import Callable, Generator, Iterator

import hypothesis
import pytest
from django.db import ProgrammingError, connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from gridmap.local.messages import ensure_messages
from tests import databases, locks, spreading, worlds
from tests import village as v
from tests.databases import LOCK
from tests.roles import Role, as_web, role_of

# The same examples at every run; others are looked for with `--hypothesis-profile=fresh`.
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.register_profile("fresh")
# Twenty times as many, for what a suite has no time for.
hypothesis.settings.register_profile("many", max_examples=2_000)
hypothesis.settings.load_profile("same")

# However many tables there are, and without making all permissions anew.
TransactionTestCase._fixture_teardown = lambda _case: databases.empty()  # type: ignore[method-assign]


def pytest_configure() -> None:
    """Pages are read in Chinese and English: without compiled messages the tests would read their ids."""
    gc.disable()
    ensure_messages()


def pytest_collection_finish() -> None:
    """All that was loaded stays to the end: looking for garbage in it again and again takes a twentieth of the time."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Among workers by tests/spreading.py, where tests are spread by module at all."""
    return spreading.Modules(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """The test itself runs as the web role, unless it says why not: see tests/roles.py."""
    with connection.execute_wrapper(locks.watch):
        return (yield from _in_role(item))


def _in_role(item: pytest.Item) -> Generator[None, object, object]:
    if role_of(item) is not Role.WEB:
        return (yield)
    try:
        with as_web():
            return (yield)
    except ProgrammingError as refused:
        refused.add_note(
            "This test runs as gridmap_web: make what it needs in `with owner():` (tests/roles.py)."
        )
        raise


@pytest.fixture(scope="session")
def own_test_database() -> Iterator[str]:
    """A name for the test database that no other run on this server is using: test_gridmap, test_gridmap_2, …"""
    base = databases.base()
    with databases.server() as lock:
        taken = 1
        while not lock.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, taken]).fetchone()[0]:
            taken += 1
        yield base if taken == 1 else f"{base}_{taken}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(own_test_database: str, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        template = databases.migrated()
    connection.settings_dict["TEST"] |= {"NAME": own_test_database, "TEMPLATE": template}


@pytest.fixture
def in_english(settings: Settings) -> None:
    """Pages and errors in English, whatever the default."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def defaults(db: None) -> None:
    """The care categories and visit rules that an installation starts with."""
    worlds.defaults()


@pytest.fixture(scope="module")
def build() -> Callable[[], v.County]:
    """What makes the county of `places`. A module may have its own."""
    return worlds.lived_in_county


@pytest.fixture(scope="module")
def lived_in_county(
    build: Callable[[], v.County], django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[v.County]:
    """One for all tests of a module. Ask for `places`, which is each test's own."""
    with django_db_blocker.unblock(), worlds.for_a_module(build) as made:
        yield made


@pytest.fixture
def places(lived_in_county: v.County, db: None) -> v.County:
    """The county of tests/village.py as of today's clock, with the defaults. A folder may have its own."""
    return copy.deepcopy(lived_in_county)


@pytest.fixture(scope="module")
def county_of_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[v.County]:
    """The same without defaults and visits. Ask for `bare_county`."""
    with django_db_blocker.unblock(), worlds.for_a_module(v.county) as made:
        yield made


@pytest.fixture
def bare_county(county_of_module: v.County, db: None) -> v.County:
    """The county of `village.county()`, without defaults: four grids and a household in each."""
    return copy.deepcopy(county_of_module)
