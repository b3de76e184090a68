"""A planner and an approver of the county on squared paper, and short words for what they do."""

import datetime as dt

import numpy as np
import pytest
import shapely

from geodata.periods import today
from geodata.redrawing.drafting import Pencil, create_plan
from geodata.redrawing.moves import Told
from tests import village as v

NOON = v.NOON


def line(*places: tuple[float, float]) -> shapely.LineString:
    """A line through places of the paper, in degrees."""
    return shapely.LineString(
        [(round(v.WEST + column * v.SIDE, 8), round(v.SOUTH + row * v.SIDE, 8)) for column, row in places]
    )


def pencil(*lines: shapely.LineString, told=()) -> Pencil:
    return Pencil(np.array(lines, dtype=object), told)


def told(by, *, remarks: str = "", on: dt.date | None = None) -> Told:
    return Told(by=by, at=NOON, today=on or today(), remarks=remarks)


BORDER = line((1, 0), (1, 1))
"""The present border between the two grids of west."""


@pytest.fixture
def places(defaults):
    return v.county()


@pytest.fixture
def planner(places):
    return v.officer("planner", places.county)


@pytest.fixture
def approver(places):
    return v.officer("county_officer", places.county)


@pytest.fixture
def draft(places, planner):
    """A draft for west, on the present borders."""
    return create_plan(
        name="例方案", villages=[places.west], by=planner, at=NOON, today=today(), reason="例：户数不均"
    )
