"""Two invented counties without a database: one as large as the real one, one small."""

import datetime as dt

import pytest

from geodata.demo.county import County, invent_county

CODE, DAY = "430382", dt.date(2026, 6, 30)


@pytest.fixture(scope="session")
def county() -> County:
    return invent_county(CODE, 22_000, seed=7, day=DAY)


@pytest.fixture(scope="session")
def small() -> County:
    return invent_county(CODE, 600, seed=7, day=DAY)
