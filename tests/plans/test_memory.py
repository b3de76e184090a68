"""A live check takes villages as they were read a moment ago; saving reads them anew."""

import pytest

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.plans import cache
from geodata.plans.cache import lately
from geodata.plans.editing import save_drawing
from tests import village as v
from tests.plans.conftest import BORDER, NOON, pencil


def households(user, places) -> int:
    (snapshot,) = lately(user)([places.west.pk], on=today(), today=today())
    return len(snapshot.ids)


def test_the_second_look_asks_the_database_nothing(places, planner, django_assert_num_queries):
    before = households(planner, places)
    with django_assert_num_queries(0):
        assert households(planner, places) == before


def test_saving_reads_anew_and_is_remembered(places, planner, draft):
    before = households(planner, places)
    v.household(places.grids[0], v.middle(0, 0))
    assert households(planner, places) == before
    save_drawing(
        plan=draft,
        version=1,
        pencil=pencil(BORDER),
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )
    assert households(planner, places) == before + 1


def test_saved_grids_are_read_once_for_each_version(places, planner, draft, django_assert_num_queries):
    before = [grid.key for grid in cache.saved(draft)]
    with django_assert_num_queries(0):
        assert [grid.key for grid in cache.saved(draft)] == before
    plan, _drawn = save_drawing(
        plan=draft,
        version=1,
        pencil=pencil(),
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )
    assert len(cache.saved(plan)) == 1 < len(before)


def test_after_a_while_it_is_read_anew(places, planner, monkeypatch):
    before = households(planner, places)
    v.household(places.grids[0], v.middle(0, 0))
    monkeypatch.setattr(cache, "SECONDS", 0.0)
    assert households(planner, places) == before + 1


def test_nobody_is_shown_what_another_read(places, planner, approver):
    before = households(planner, places)
    v.household(places.grids[0], v.middle(0, 0))
    assert households(approver, places) == before + 1
    assert households(planner, places) == before


@pytest.mark.parametrize("most", [1, 2])
def test_only_so_many_are_remembered(places, planner, monkeypatch, most):
    monkeypatch.setattr(cache, "MOST", most)
    households(planner, places)
    lately(planner)([places.east.pk], on=today(), today=today())
    assert len(cache._read) == most
