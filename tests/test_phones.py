"""A phone keeps all its digits, however it is written and wherever it is read."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geodata.base import phones

MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINE = st.from_regex(r"0[1-9][0-9]{1,2}-[2-8][0-9]{6,7}", fullmatch=True)
LOCAL = st.from_regex(r"[2-8][0-9]{7}", fullmatch=True)
NUMBER = st.one_of(MOBILE, LANDLINE)


def test_a_code_of_the_country_within_a_number_is_part_of_it():
    assert phones.numbers("13886123456,13900139000") == ["13886123456", "13900139000"]
    assert phones.numbers("0731 86123456") == ["0731-86123456"]
    assert phones.numbers("86123456") == ["86123456"]
    assert phones.digits("13886123456") == "13886123456"


@pytest.mark.parametrize(
    "text", ["+8613886123456", "+86 138-8612-3456", "008613886123456", "8613886123456", "86-138 8612 3456"]
)
def test_before_a_mobile_it_is_none_of_the_number(text):
    assert phones.numbers(text) == ["13886123456"]
    assert phones.digits(text) == "13886123456"


@given(st.lists(NUMBER, min_size=1, max_size=3, unique=True), st.sampled_from([",", "、", " ", "/", "\n"]))
@example(["13886123456", "0731-86186123"], " ")
def test_several_in_a_cell_keep_their_digits(numbers, between):
    assert phones.numbers(between.join(numbers)) == numbers


@given(MOBILE, st.sampled_from(["", "+86", "+86 ", "0086", "86", "86-"]), st.sampled_from(["", " ", "-"]))
def test_a_mobile_in_groups_is_one(number, code, between):
    written = code + between.join((number[:3], number[3:7], number[7:]))
    assert (phones.numbers(written), phones.digits(written)) == ([number], number)


@given(LOCAL)
def test_a_number_of_the_place_stays(number):
    assert (phones.numbers(number), phones.digits(number)) == ([number], number)


@given(LANDLINE)
def test_a_landline_is_found_by_its_digits(number):
    assert phones.digits(number) == number.replace("-", "")
