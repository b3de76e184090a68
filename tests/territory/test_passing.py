"""The borders of a village through time."""

import datetime as dt

import pytest

from geodata.base.periods import between, since
from geodata.territory.boundary_history import epochs, outline_of
from geodata.territory.models import Boundary
from tests import village as v

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 5, 1)


def redraw(grid, shape, day=DAY):
    """The grid has that border from the day on."""
    before = Boundary.objects.get(area=grid, period__upper_inf=True)
    before.period = between(before.period.lower, day)
    before.save()
    return Boundary.objects.create(area=grid, period=since(day), geometry=shape, synthetic=True)


def test_borders_that_never_moved_are_one_epoch():
    place = v.county()
    history = epochs(place.west, until=v.TODAY)
    assert [(epoch.first, len(epoch.grids)) for epoch in history] == [(v.LONG_AGO, 2)]


def test_each_day_that_moves_borders_begins_an_epoch_and_tells_what_it_changed():
    place = v.county()
    redraw(place.grids[0], v.square(0, 0, wide=2))
    gone = Boundary.objects.get(area=place.grids[1])
    gone.period = between(v.LONG_AGO, DAY)
    gone.save()
    first, second = epochs(place.west, until=v.TODAY)
    assert (second.first, second.redrawn, second.ended, second.began) == (
        DAY,
        (place.grids[0],),
        (place.grids[1],),
        (),
    )
    assert len(first.grids) == 2


def test_a_new_grid_is_told_as_new():
    place = v.county()
    redraw(place.grids[0], v.square(0, 0))
    new_area = v.area("430382100201003", shape=v.square(0, 1), day=DAY)
    assert epochs(place.west, until=v.TODAY)[-1].began == (new_area,)


def test_a_border_that_goes_on_unmoved_is_not_redrawn():
    place = v.county()
    redraw(place.grids[0], v.square(0, 0))
    assert epochs(place.west, until=v.TODAY)[-1].redrawn == ()


def test_what_comes_after_the_day_is_not_told():
    place = v.county()
    redraw(place.grids[0], v.square(0, 0, wide=2))
    assert len(epochs(place.west, until=DAY - dt.timedelta(days=1))) == 1


def test_the_neighbours_borders_are_not_told():
    place = v.county()
    redraw(place.grids[2], v.square(2, 0, high=2))
    assert len(epochs(place.west, until=v.TODAY)) == 1


def test_a_villages_own_border_is_that_of_the_day():
    place = v.county()
    assert outline_of(place.west, on=v.TODAY).area == place.west
    assert outline_of(place.west, on=v.LONG_AGO - dt.timedelta(days=1)) is None
