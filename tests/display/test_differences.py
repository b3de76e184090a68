"""A difference of two shares, in points."""

import pytest

from geodata.display.differences import Difference
from geodata.display.shares import Share


@pytest.mark.parametrize(
    ("now", "then", "text", "tone"),
    [
        (10, 20, "−10.0", "much_less"), (15, 20, "−5.0", "much_less"), (18, 20, "−2.0", "less"),
        (19, 20, "−1.0", "less"), (20, 20, "0.0", "same"), (21, 20, "+1.0", "more"), (24, 20, "+4.0", "more"),
        (25, 20, "+5.0", "much_more"),
    ],
)  # fmt: skip
def test_less_is_better_and_a_point_is_the_same(now, then, text, tone):
    one = Difference(Share(now, 100), Share(then, 100))
    assert (one.text, one.tone) == (text, tone)


def test_fewer_than_five_are_not_compared():
    assert Difference(Share(1, 4), Share(2, 100)).tone == "few"
    assert Difference(Share(10, 100), Share(1, 4)).text == "–"
    assert Difference(Share(10, 100), Share(0, 0, "*")).tone == "none"
    assert Difference(Share(10, 100), None).tone == "none"
