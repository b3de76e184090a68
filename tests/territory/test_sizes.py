"""The size of an area, on the spheroid."""

import datetime as dt

import pytest

from geodata.territory.area_size import Size, size_of
from tests import village as v

pytestmark = pytest.mark.django_db


def test_a_square_of_paper_is_about_a_hundred_and_nine_hectares():
    grid = v.county().grids[0]
    size = size_of(grid, on=v.TODAY)
    # 0.01 degrees at 27.9 N: 984.1 m by 1,108.3 m.
    assert size.hectares == pytest.approx(109.07, rel=0.001)
    assert size.mu == pytest.approx(size.square_metres * 3 / 2000)


def test_a_mu_is_a_fifteenth_of_a_hectare():
    assert Size(10_000).mu == pytest.approx(15)


def test_without_a_boundary_on_that_day_there_is_no_size():
    assert size_of(v.county().grids[0], on=dt.date(2019, 1, 1)) is None
