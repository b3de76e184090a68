"""Whatever ran before, a test may run a loop of its own: in the run of all tests a browser's loop may be under way."""

import asyncio
from collections.abc import Iterator

import pytest
from django.db import connections

from tests import loops


@pytest.fixture
def one_is_running() -> Iterator[asyncio.AbstractEventLoop]:
    """As Playwright leaves it."""
    loop = asyncio.new_event_loop()
    asyncio._set_running_loop(loop)
    yield loop
    asyncio._set_running_loop(None)
    loop.close()


def test_in_a_test_no_loop_runs(one_is_running: asyncio.AbstractEventLoop):
    assert asyncio.run(asyncio.sleep(0, "done")) == "done"


def test_afterwards_it_runs_on(one_is_running: asyncio.AbstractEventLoop):
    asyncio._set_running_loop(one_is_running)
    with loops.none_running():
        assert asyncio.run(asyncio.sleep(0, "done")) == "done"
    assert asyncio.get_running_loop() is one_is_running
    asyncio._set_running_loop(None)


def test_a_fixture_under_a_loop_writes_where_the_test_reads():
    without = connections["default"]
    loop = asyncio.new_event_loop()
    asyncio._set_running_loop(loop)
    try:
        assert connections["default"] is without
    finally:
        asyncio._set_running_loop(None)
        loop.close()
