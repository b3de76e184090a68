"""The same seed gives the same county; another seed another one on the same divisions."""

import dataclasses
import datetime as dt

import numpy as np
import shapely

from geodata.demo.county import invent_county

DAY = dt.date(2026, 6, 30)


def same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and one.dtype == object:
        return bool(shapely.equals_identical(one, other).all())
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other))
    return one == other


def test_the_same_seed_gives_the_same_arrays(small):
    again = invent_county("430382", 600, seed=7, day=DAY)
    parts = ("grids", "households", "care", "livelihoods", "members", "links", "posts", "visits")
    for part in parts:
        one, other = getattr(small, part), getattr(again, part)
        assert all(
            same(getattr(one, field.name), getattr(other, field.name)) for field in dataclasses.fields(one)
        )


def test_another_seed_gives_other_people_on_the_same_divisions(small):
    other = invent_county("430382", 600, seed=8, day=DAY)
    assert other.households.head != small.households.head
    assert other.lines.villages == small.lines.villages


def test_another_county_of_the_city_has_its_own_names():
    other = invent_county("430304", 600, place=2, seed=7, day=DAY)
    assert len(other.lines.townships) == 9 and len(other.lines.villages) == 61
    assert shapely.coverage_is_valid(other.grids.shapes)
