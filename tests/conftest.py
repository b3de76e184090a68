"""What all tests share. Factories of areas and people stand in tests/village.py."""

import copy
import datetime as dt
import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
from django.db import ProgrammingError, connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from geodata.base import rls
from gridmap.local.messages import ensure_messages
from tests import clock, databases, locks, loops, spreading, worlds
from tests import village as v
from tests.databases import LOCK
from tests.roles import Role, as_web, role_of

# How long an example takes says how busy the machine is, and nothing of ours: speed is measured in bench/.
patient = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
# The same examples at every run; others are looked for with `--hypothesis-profile=fresh`.
hypothesis.settings.register_profile("same", patient, derandomize=True)
hypothesis.settings.register_profile("fresh", patient)
# Twenty times as many, for what a suite has no time for.
hypothesis.settings.register_profile("many", patient, max_examples=2_000)
hypothesis.settings.load_profile("same")

TWICE = [Path(__file__).parent / place for place in ("browser", "serving", "api/test_ogc_by_gdal.py")]

# However many tables there are, and without making all permissions anew.
TransactionTestCase._fixture_teardown = lambda _case: databases.empty()  # type: ignore[method-assign]


def pytest_configure() -> None:
    """Pages are read in Chinese and English: without compiled messages the tests would read their ids."""
    gc.disable()
    loops.one_connection()
    ensure_messages()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A real browser and real processes share this machine with whatever else it does: their tests are tried twice.

    Which passed only at the second time is named at the end of the run (`RERUN`).
    """
    for item in items:
        if any(map(item.path.is_relative_to, TWICE)):
            item.add_marker(pytest.mark.flaky(reruns=1))


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
    with ExitStack() as around:
        around.enter_context(connection.execute_wrapper(locks.watch))
        if not loops.has_browser(item):
            around.enter_context(loops.none_running())
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


@pytest.fixture(autouse=True)
def as_if_it_were_the_only_test() -> Iterator[None]:
    """A request leaves its language in the thread, and the next test would read it; nobody's right may be left at all, nor what
    is meant for a process of its own.
    """
    before = rls.standing.get()
    yield
    translation.deactivate()
    assert rls.standing.get() == before, "whose right is in force has to be given back"
    assert gc.isenabled(), "garbage has to be collected again"


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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Where no test of a run asks for the database, pytest-django makes none and leaves the real one connected."""
    name = connection.settings_dict["NAME"]
    assert name.startswith("test_"), f"Mark the module with pytest.mark.django_db: it would write to {name}."


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch, db: None) -> Callable[[dt.date], None]:
    """`it_is(day)`: what the clock says from here on, to us and to the database."""
    return lambda day: clock.set_day(day, monkeypatch)


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


@pytest.fixture
def told_in_english() -> Iterator[None]:
    """Whatever language a request before has left in this thread."""
    with translation.override("en"):
        yield
