"""Tests without a browser run where no event loop runs.

Playwright's loop counts as running in the thread of the tests from the first browser to the end of the run: to whatever
asks for a loop of its own afterwards, `asyncio.run` first of all, there would be one already.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections


def one_connection() -> None:
    """Django has one connection where a loop runs and another where none does, so that after a browser test nothing
    would see what its fixtures wrote. Here a thread has one, whatever runs.
    """
    connections._connections = threading.local()


def has_browser(item: pytest.Item) -> bool:
    return "playwright" in getattr(item, "fixturenames", ())


@contextmanager
def none_running() -> Iterator[None]:
    """Inside, no loop runs in this thread; afterwards the one that did is as it was."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(running)
