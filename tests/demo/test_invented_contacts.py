"""Who looks after whom: mostly everybody, with the gaps of a real county."""

import numpy as np
import pytest

from geodata.demo.contacts import load_of
from geodata.demo.people import special_households


@pytest.fixture(scope="module")
def linked(county):
    links = county.links
    return np.isin(np.arange(22_000), links.household[links.primary & (links.until_age < 0)])


def test_ninety_three_households_in_a_hundred_have_a_primary_contact(linked):
    assert linked.mean() == pytest.approx(0.93, abs=0.01)


def test_special_households_are_linked_more_often(county, linked):
    special = special_households(county.care, 22_000)
    assert linked[special].mean() > linked[~special].mean() + 0.02


def test_nobody_has_two_open_primary_contacts(county):
    links = county.links
    assert np.bincount(links.household[links.primary & (links.until_age < 0)]).max() == 1


def test_there_is_a_member_for_about_nine_households(county):
    assert len(county.members.name) == 2_500


def test_some_members_cannot_help_or_have_left_and_still_hold_links(county):
    members, load = county.members, load_of(county.links, 2_500)
    assert 0.08 < (~members.helps).mean() < 0.2
    assert load[members.left_age >= 0].sum() > 0 and load[members.ability > 0].sum() > 0


def test_some_members_are_above_their_capacity_and_some_without_households(county):
    load = load_of(county.links, 2_500)
    assert (load > county.members.capacity).sum() > 10 and (load == 0).sum() > 10
    assert np.median(load) == pytest.approx(8, abs=1)


def test_members_live_in_their_grid(county):
    assert (county.households.grid[county.members.home] == county.members.grid).all()


def test_a_few_contacts_cross_a_line_within_the_village(county):
    links = county.links
    families, members = county.households, county.members
    crossing = families.grid[links.household] != members.grid[links.member]
    assert 0.01 < crossing.mean() < 0.12
    assert (families.village[links.household] == members.village[links.member]).all()


def test_ended_contacts_tell_why_and_give_way_on_the_same_day(county):
    links = county.links
    ended = np.flatnonzero(links.until_age >= 0)
    assert len(ended) > 300
    assert all(
        (reason != "") == (until >= 0) for reason, until in zip(links.reason, links.until_age, strict=True)
    )
    successor = {
        h: s
        for h, s, p, u in zip(links.household, links.since_age, links.primary, links.until_age, strict=True)
        if p and u < 0
    }
    assert all(successor[links.household[e]] == links.until_age[e] for e in ended)


def test_some_posts_of_small_leaders_are_vacant(county):
    posts = county.posts
    small = np.array(posts.kind) == "small_leader"
    assert small.sum() == len(county.grids.village)
    assert 4 <= (posts.until_age[small] >= 0).sum() <= 30


def test_a_few_grids_have_no_members_and_a_few_no_branch(county):
    members = np.bincount(county.members.grid, minlength=len(county.grids.village))
    assert 1 <= (members == 0).sum() <= 6
    assert 1 <= (~county.grid_has_branch).sum() <= 15
