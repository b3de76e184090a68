"""How a share is written."""

import pytest

from geodata.display.shares import Share


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 0, "–"), (3, 3, "–"), (0, 4, "–"), (0, 5, "0.0%"), (5, 5, "100.0%"), (1, 3000, "<0.1%"), (2999, 3000, ">99.9%"),
     (1, 8, "12.5%"), (3000, 3000, "100.0%"), (1, 1000, "0.1%")],
)  # fmt: skip
def test_a_share_is_never_more_exact_than_it_is(part, whole, text):
    assert Share(part, whole).text == text


@pytest.mark.parametrize(("part", "step"), [(0, 0), (1, 0), (2, 1), (19, 3), (20, 4), (100, 4)])
def test_a_break_begins_its_class(part, step):
    assert Share(part, 100).step((2, 5, 10, 20)) == step


def test_without_a_percentage_there_is_no_class():
    assert Share(1, 4).step((2, 5, 10, 20)) is None
