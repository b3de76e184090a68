"""Where a page ended, read once for pages and API."""

import datetime as dt
import uuid

import pytest

from geodata.base import keyset

ENTRY = uuid.UUID(int=7)


def test_two_numbers_come_back_as_they_were_joined():
    assert keyset.numbers(keyset.joined(12, 345)) == (12, 345)


def test_a_day_and_a_number():
    assert keyset.day_and_number("2026-06-01.7") == (dt.date(2026, 6, 1), 7)


def test_a_moment_and_an_id():
    at = dt.datetime(2026, 6, 1, 4, tzinfo=dt.UTC)
    assert keyset.moment_and_id(keyset.joined(at.isoformat(), ENTRY)) == (at, ENTRY)


@pytest.mark.parametrize(
    "text", ["", ".", "1", "1.", ".1", "1.2.3", "-1.2", "１.２", "1.1234567890123456789", " 1.2", "1.2\n"]
)
def test_anything_else_is_no_pair_of_numbers(text):
    assert keyset.numbers(text) is None


@pytest.mark.parametrize(
    "text", ["", "2026-02-30.1", "20260601.1", "2026-06-01", "2026-06-01.x", "2026-06-01.-1"]
)
def test_anything_else_is_no_day_and_number(text):
    assert keyset.day_and_number(text) is None


@pytest.mark.parametrize("text", ["", "2026-06-01T04:00:00+00:00", f"2026-06-01T04:00:00.{ENTRY}", "x.y"])
def test_anything_else_is_no_moment_and_id(text):
    assert keyset.moment_and_id(text) is None
