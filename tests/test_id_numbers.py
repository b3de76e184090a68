"""ID numbers are found however they are written, and little else is taken for one."""

import datetime as dt
import random

import pytest

from geodata.base.errors import BadInput
from geodata.base.id_numbers import (
    MARK,
    find_id_numbers,
    holds_id_number,
    refuse_id_numbers,
    without_id_numbers,
)
from tests.id_numbers import FIRST, NUMBER, OLD, OTHERS, WAYS, WRONG

CARRIERS = ("{}", "老人说 {}，住院了", "a{}b", "3组{}", "电话13800138000，{}。", "1. {} 2.")


@pytest.mark.parametrize("way", WAYS)
def test_it_is_found_however_it_is_written(way: str) -> None:
    for carrier in CARRIERS:
        left = without_id_numbers(carrier.format(WAYS[way]), mark=MARK)
        assert MARK in left, carrier
        assert not holds_id_number(left), carrier
        assert "19900101" not in left, carrier


@pytest.mark.parametrize("text", OTHERS)
def test_what_looks_alike_is_none(text: str) -> None:
    assert find_id_numbers(text) == []


def test_what_stands_around_it_stays() -> None:
    assert without_id_numbers(f"王某 {NUMBER}，电话 13800138000") == "王某 ，电话 13800138000"
    assert without_id_numbers(f"{NUMBER}\n{OLD}", mark="…") == "…\n…"


def test_the_mark_is_no_longer_than_any_number() -> None:
    assert len(MARK) < len(OLD)


def test_one_that_stands_alone_and_begins_with_a_village_is_a_household_or_a_grid() -> None:
    number = "430382200201010001"
    assert holds_id_number(number)
    assert not holds_id_number(number, villages=["430382200201"])
    assert holds_id_number(f"户主 {number}", villages=["430382200201"])


def test_a_day_to_come_is_no_birthday() -> None:
    assert not find_id_numbers(NUMBER, today=dt.date(1989, 12, 31))
    assert not find_id_numbers(WRONG, today=dt.date(1992, 6, 1))
    assert find_id_numbers(NUMBER, today=dt.date(1992, 6, 1))


def test_it_is_refused_without_being_repeated() -> None:
    with pytest.raises(BadInput) as refused:
        refuse_id_numbers(["x", f"{NUMBER}"], field="reason")
    assert refused.value.value is None
    assert FIRST not in str(refused.value) + refused.value.remedy


@pytest.mark.parametrize(
    ("digits", "most"), [(15, 0.015), (16, 0), (17, 0.001), (18, 0.001), (19, 0.001), (20, 0.001)]
)
def test_random_numbers_are_seldom_taken_for_one(digits: int, most: float) -> None:
    drawn = random.Random(3)
    taken = sum(holds_id_number("".join(drawn.choices("0123456789", k=digits))) for _turn in range(5000))
    assert taken <= 5000 * most


def test_decimal_numbers_are_never_taken_for_one() -> None:
    drawn = random.Random(4)
    pairs = (f"{drawn.uniform(20, 54)!r}, {drawn.uniform(73, 135)!r}" for _turn in range(3000))
    plane = (f"{drawn.uniform(3e5, 8e5)!r} {drawn.uniform(2e6, 5e6)!r}" for _turn in range(3000))
    assert not any(map(holds_id_number, (*pairs, *plane)))
