"""Nobody in the demo exists, and everything about them says so."""

import re

import numpy as np
import pytest

from geodata.demo.arrays import stream
from geodata.demo.names import invent_names, invent_phones
from geodata.demo.people import CARE_ODDS, special_households
from geodata.demo.rules import read_categories, read_intervals
from geodata.demo.visiting import NOTES

LIKE_AN_ID = re.compile(r"\d{15}|\d{17}[\dXx]")
CHINESE_PHONE = re.compile(
    r"\A(\+?86)?(1[3-9]\d{9}|0\d{2,3}-?[2-9]\d{6,7}|1[02][01234689]\d{0,3}|1[12]\d|9[56]\d{3,6})\Z"
)


def everybody(county):
    yield from county.households.head
    yield from (name for name in county.care.resident if name)
    yield from county.members.name
    yield from county.post_names


def all_phones(county):
    yield from (phone for phones in county.households.phones for phone in phones)
    yield from county.members.phone
    yield from county.post_phones


def test_every_name_carries_the_mark(county):
    assert all("例" in name and 3 <= len(name) <= 4 for name in everybody(county))


def test_no_phone_can_be_called(county):
    assert all(re.fullmatch(r"105\d{8}", phone) for phone in all_phones(county))
    assert not any(CHINESE_PHONE.match(phone) for phone in all_phones(county))


def test_the_pattern_of_phones_knows_real_ones():
    assert all(
        CHINESE_PHONE.match(real) for real in ("13812345678", "0731-55555555", "10086", "120", "95588")
    )


def test_nothing_looks_like_an_identity_number(county):
    families = county.households
    texts = [
        *families.token,
        *families.number,
        *families.address,
        *everybody(county),
        *all_phones(county),
        *NOTES,
    ]
    assert not any(LIKE_AN_ID.search(text) for text in texts)


def test_numbers_on_the_roster_are_unique_in_a_village(county):
    families = county.households
    pairs = set(zip(families.village.tolist(), families.number, strict=True))
    assert len(pairs) == 22_000


def test_addresses_begin_with_the_village(county):
    names = [village.name for village in county.lines.villages]
    families = county.households
    assert all(
        address.startswith(names[village])
        for address, village in zip(families.address, families.village.tolist(), strict=True)
    )


def test_one_household_in_a_hundred_has_no_point(county):
    assert (~county.households.has_point).sum() == 220


def test_some_households_are_away_for_a_season_or_for_good(county):
    lived_in, seasonal, empty, moved, dissolved = np.bincount(county.households.occupancy) / 22_000
    assert lived_in == pytest.approx(0.915, abs=0.01) and seasonal == pytest.approx(0.06, abs=0.01)
    assert 0.015 < empty + moved + dissolved < 0.035


def test_care_categories_are_those_that_the_product_ships():
    assert set(CARE_ODDS) == set(read_categories())
    assert {"seasonal", "lived_in", *read_categories()} == set(read_intervals())


def test_care_records_are_dated_and_some_have_ended(county):
    care = county.care
    assert 0.03 < (~care.open).mean() < 0.13
    assert (care.until_age[~care.open] < care.since_age[~care.open]).all()
    assert (care.verified_age <= care.since_age).all()
    assert not county.households.exempt[care.household].any()


def test_about_one_household_in_seven_is_special(county):
    assert special_households(county.care, 22_000).mean() == pytest.approx(0.14, abs=0.02)


def test_the_interval_is_the_shortest_of_the_rules(county):
    care = county.care
    destitute = [
        h
        for h, code, live in zip(care.household, care.category, care.open, strict=True)
        if code == "destitute" and live
    ]
    assert county.interval[destitute].max() == 31
    assert set(county.interval) == {7, 31, 92, 183}


def test_names_and_phones_follow_the_seed():
    assert invent_names(5, stream(3)) == invent_names(5, stream(3)) != invent_names(5, stream(4))
    assert invent_phones(5, stream(3)) == invent_phones(5, stream(3))
