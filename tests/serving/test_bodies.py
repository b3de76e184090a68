"""How long a body may take to come in, asked of the intake itself."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from gridmap.serving import bodies
from gridmap.serving.bodies import Intake, Refused


async def nothing_comes() -> AsyncIterator[bytes]:
    await asyncio.Event().wait()
    yield b""


async def after_the_end() -> None:
    intake = Intake(seconds=3600)
    intake.end()
    await intake.body(nothing_comes(), announced=100)


def test_what_is_read_after_the_end_began_has_no_more_time_than_what_was_before(monkeypatch):
    monkeypatch.setattr(bodies, "LAST", 0.01)
    with pytest.raises(Refused) as refused:
        asyncio.run(asyncio.wait_for(after_the_end(), timeout=60))
    assert refused.value.status == 408
