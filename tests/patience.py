"""How tests wait for what comes by itself: for the state, never for a moment."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page

BUSY = min(max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)), 6.0)
"""How much longer all takes here than on a machine that has nothing else to do, as of the beginning of the run."""
PATIENCE = 60.0 * BUSY
"""Seconds until a test gives up. Nothing is measured by it: what comes at all comes sooner, and costs no more for it. What
never comes costs the run as much, twice (docs/decisions/0052): not more than a run can wait for.
"""
PATIENCE_OF_A_PAGE = 30.0 * BUSY
"""The same before a browser, where nothing has to start."""
T = TypeVar("T")


def until(holds: Callable[[], T], *, page: Page | None = None) -> T:
    """Wait until it holds, and give what it answered. Meanwhile a page of ours goes on, where one is named."""
    give_up = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < give_up, "it never came to that"
        if page is None:
            time.sleep(0.02)
        else:
            page.wait_for_timeout(100)
    return found
