"""What a map says first, from rows as they are told."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from geodata.coverage.counts import Counts, Coverage, Row
from geodata.coverage.hiding import Mark
from geodata.display.foremost import foremost, headline, ranked_by, sentences
from geodata.display.metrics import METRICS

UNVISITED = METRICS["unvisited"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def row(code: str, unvisited: int, households: int, hidden: bool = False) -> Row:
    marks = {"unvisited": Mark.WITHHELD} if hidden else {}
    counts = Counts(unvisited=0 if hidden else unvisited, households=households)
    return Row(code, f"例{code[-1]}村", "village", code[:-1], counts, hidden=marks)


def answer(*rows: Row) -> Coverage:
    parts = [each.counts for each in rows]
    total = Counts(
        unvisited=sum(each.unvisited for each in parts), households=sum(each.households for each in parts)
    )
    return Coverage(Row("43", "例县", "county", None, total), list(rows), dt.date(2026, 1, 1), 90, None)


EIGHT = [row(f"43{number}", 80 if number == 1 else 2, 100) for number in range(1, 9)]


def test_the_largest_shares_come_first_and_nothing_left_to_do_not_at_all():
    rows = [row("431", 1, 100), row("432", 90, 100), row("433", 0, 100), row("434", 4, 4)]
    assert [each.code for each in foremost(answer(*rows), UNVISITED)] == ["432", "431"]


def test_a_sentence_says_how_much_and_in_which_few_most_of_it_lies():
    said = headline(answer(*EIGHT), UNVISITED)
    assert "94 of 800 households (11.8%)" in said.what
    assert said.where == "85% of them are in 例1村."


def test_what_lies_everywhere_alike_is_said_to_lie_nowhere():
    assert headline(answer(*[row(f"43{n}", 10, 100) for n in range(1, 9)]), UNVISITED).where == ""


def test_what_is_hidden_orders_nothing_and_stands_in_no_sentence():
    rows = [row("431", 80, 100, hidden=True), *EIGHT[1:]]
    found = answer(*rows)
    assert "431" not in [each.code for each in foremost(found, UNVISITED)]
    assert "例1村" not in headline(found, UNVISITED).where
    assert sentences(rows, UNVISITED)["431"].endswith("* of 100")


def test_each_area_is_told_its_place():
    told = sentences(EIGHT, UNVISITED)
    assert told["431"].endswith("80.0%, place 1 of 8")
    assert told["438"].endswith("2.0%, place 2 of 8")


def test_an_area_is_ranked_by_what_can_be_gone_to():
    assert [ranked_by(level) for level in ("city", "county", "township", "village", "grid")] == [
        "county", "village", "village", "grid", "grid",
    ]  # fmt: skip
