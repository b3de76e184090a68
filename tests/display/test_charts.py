"""Charts as numbers of a drawing: what is told stands where it belongs, and what is not leaves a gap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.display import charts
from geodata.display.shares import Share


def places(line: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (place.split(",") for place in line.split())]


def test_a_course_goes_from_left_to_right_and_up_with_its_values():
    drawn = charts.course([10, 20, 40], label="up")
    (line,) = map(places, drawn.lines)
    assert [x for x, _y in line] == sorted(x for x, _y in line)
    assert [y for _x, y in line] == sorted((y for _x, y in line), reverse=True)
    assert drawn.end == line[-1]


def test_a_value_that_is_not_told_leaves_a_gap_and_nothing_is_drawn_across_it():
    drawn = charts.course([10, 12, None, 14, 16], label="broken")
    assert [len(places(line)) for line in drawn.lines] == [2, 2]
    assert len(drawn.areas) == 2


def test_the_last_value_that_is_not_told_has_no_dot():
    assert charts.course([10, 12, None], label="x").end is None


def test_a_course_of_nothing_or_of_one_is_none():
    for values in ([], [3], [None, None]):
        assert charts.course(values, label="x").lines == []


def test_noise_is_drawn_as_nearly_level():
    (line,) = map(places, charts.course([1000, 1001, 1000], label="level").lines)
    heights = [y for _x, y in line]
    assert max(heights) - min(heights) < 1


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**7)), min_size=2, max_size=60))
def test_every_course_stays_in_its_box(values: list[int | None]) -> None:
    drawn = charts.course(values, label="x")
    for line in drawn.lines:
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in places(line))


def test_a_column_is_divided_by_the_shares_from_the_ground_up():
    drawn = charts.stacked([("one", {"ok": 3, "never": 1})], tones=("ok", "never"), label="x")
    ok, never = drawn.columns[0].parts
    assert ok.y == pytest.approx(drawn.height / 4) and ok.height == pytest.approx(drawn.height * 3 / 4)
    assert never.y == 0 and never.height == pytest.approx(drawn.height / 4)
    assert ok.share == Share(3, 4) and drawn.columns[0].whole == 4


def test_a_column_of_nothing_is_empty_and_has_no_share():
    (column,) = charts.stacked([("none", {})], tones=("ok", "never"), label="x").columns
    assert [part.height for part in column.parts] == [0, 0]
    assert [part.share.text for part in column.parts] == ["–", "–"]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_the_parts_of_a_column_fill_it(counts: list[int]) -> None:
    tones = [f"t{number}" for number in range(len(counts))]
    drawn = charts.stacked([("x", dict(zip(tones, counts, strict=True)))], tones=tones, label="x")
    filled = sum(part.height for part in drawn.columns[0].parts)
    assert filled == pytest.approx(drawn.height if sum(counts) else 0, abs=0.1 * len(counts) + 0.01)


def test_a_bar_is_long_by_its_share_and_has_none_where_its_number_is_not_told():
    rows = [("all", Share(200, 200), ""), ("some", Share(50, 200), "/list"), ("few", Share(0, 200, "<5"), "")]
    drawn = charts.bars(rows, label="x", heading="y")
    assert [bar.long for bar in drawn.bars] == [100, 25, None]
    assert [bar.href for bar in drawn.bars] == ["", "/list", ""]


def test_bars_beside_the_longest():
    drawn = charts.bars(
        [("a", Share(8, 0), ""), ("b", Share(2, 0), "")], label="x", heading="y", of_longest=True
    )
    assert [bar.long for bar in drawn.bars] == [100, 25]


def test_one_beside_thousands_is_seen_and_none_is_not():
    drawn = charts.histogram(
        [charts.Class("a", 4000), charts.Class("b", 1), charts.Class("c", 0)], label="x", heading="y"
    )
    assert [one.height > 0 for one in drawn.bins] == [True, True, False]
    assert drawn.bins[1].height == charts.LEAST_SEEN
