"""Long sequences in compressed blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.files import compressed_rows
from geodata.files.compressed_rows import Packed
from geodata.files.problems import Problem
from geodata.files.problems import packed as packed_problems


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed_rows, "BLOCK", 3)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 6, 7])
def test_what_goes_in_comes_out_in_the_same_order(count: int) -> None:
    items = [f"例{number}" for number in range(count)]
    assert (list(Packed(items)), len(Packed(items))) == (items, count)
    assert list(Packed(items)) == [Packed(items)[place] for place in range(count)]


@given(st.integers(-9, 9), st.integers(-9, 9), st.sampled_from([1, 2, -1]))
def test_a_slice_is_that_of_the_list(start: int, stop: int, step: int) -> None:
    assert Packed(range(8))[start:stop:step] == list(range(8))[start:stop:step]


def test_it_grows_by_one_and_by_many() -> None:
    grown = Packed(["a", "b"])
    grown.append("c")
    grown.extend(["d", "e", "f", "g"])
    assert grown == list("abcdefg")
    assert list(map(len, grown.blocks())) == [3, 3, 1]


def test_problems_come_out_as_problems() -> None:
    problems = [Problem(line, "经度", "x", "wrong", "mend") for line in range(5)]
    assert packed_problems(problems) == problems


def test_a_place_beyond_the_end_is_none() -> None:
    with pytest.raises(IndexError):
        Packed(["a"])[1]
