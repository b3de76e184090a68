"""Two invented counties without a database: one as large as the real one, one small."""

import pytest

from geodata.demo.county import County, invent_county

CODE, YEAR = "430382", 2026


@pytest.fixture(scope="session")
def county() -> County:
    return invent_county(CODE, 22_000, seed=7, year=YEAR)


@pytest.fixture(scope="session")
def small() -> County:
    return invent_county(CODE, 600, seed=7, year=YEAR)
