"""Which question may be asked with which right: the table, the days, and that every figure stands in it."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import translation

from geodata.base.errors import BadInput
from geodata.base.periods import today
from geodata.base.scope import Grant, Right, Scope
from geodata.coverage.counts import Counts
from geodata.coverage.disclosure import (
    ANSWERS,
    CLOSED,
    OPEN,
    QUESTIONS,
    Answer,
    answer_of,
    check,
    days_for,
    is_free,
    list_tells,
    month_ends,
    tells_in,
    tells_special,
)
from geodata.coverage.figures import FIGURES

DOCS = Path(__file__).resolve().parents[2] / "docs" / "security.md"
PLAIN = {"households", "linked", "unlinked", "no_point", "no_grid"}
COUNTS, DETAILS = frozenset({Right.COUNTS}), frozenset({Right.COUNTS, Right.DETAILS})


def test_every_count_is_answered_by_one_line_of_the_table():
    named = [name for asked in QUESTIONS if asked.needs == Right.COUNTS for name in asked.figures]
    assert len(named) == len(set(named)) and set(named) <= {*Counts(), "category"}
    others = {name: answer_of(name) for name in Counts() if name not in named}
    assert {name for name, answer in others.items() if answer is OPEN} == PLAIN
    assert {name for name, answer in others.items() if answer is CLOSED} == {
        "ok",
        "due",
        "overdue",
        "long",
        "due_in_7",
        "due_in_14",
        "due_in_30",
        "change_waiting",
        "no_phone",
        "away_no_phone",
        "possible_duplicate",
        "need_open",
        "need_late",
        "need_unaccepted",
        "need_unfollowed",
        "assignment_late",
        "dispute_revisit",
        "need_repeated",
        "entitlement_unfollowed",
        "entitlement_closing",
        "granted_unpaid",
        "entitled",
        "policy_card_missing",
        "policy_card_outdated",
        "door_answers_missing",
        "order_untaken",
        "order_late",
        "order_unrated",
        "care_unverified",
        "campaign_unreached",
        "project_late",
    }


def test_the_table_stands_in_the_documentation():
    text = DOCS.read_text()
    with translation.override("en"):
        for asked in QUESTIONS:
            line = f"| {asked.words} | {asked.needs.value} | {asked.grid.label} | {asked.above.label} |"
            assert line in text


def test_no_figure_of_the_masked_can_be_listed():
    assert {name for name in FIGURES if not list_tells(name, "")} == PLAIN
    assert all(list_tells(name, "low_income") for name in FIGURES)


def test_below_the_village_only_plain_figures_and_windows_are_answered():
    told = {name for name in Counts() if tells_in(name, level="grid", free=False)}
    assert told & {"special", "exempt", "special_overdue", "unvisited", "never", "ok"} == set()
    assert {"households", "not_visited"} <= told
    assert ANSWERS["category"].grid == Answer.NOT


@pytest.mark.parametrize("today", [dt.date(2026, 11, 30), dt.date(2026, 3, 1), dt.date(2024, 2, 29)])
def test_the_ends_of_thirteen_months_may_be_asked(today):
    ends = month_ends(today)
    assert len(set(days_for(today))) == 14
    assert all((day + dt.timedelta(days=1)).day == 1 for day in ends)
    assert max(ends) < today.replace(day=1)


def test_details_have_to_hold_in_the_whole_area():
    scope = Scope((Grant(COUNTS, "430382"), Grant(DETAILS, "430382100201")))
    assert is_free(scope, "430382100201001")
    assert not is_free(scope, "430382100")
    assert not is_free(scope)
    assert tells_special(scope, ["430382100201"])
    assert not tells_special(scope, ["430382100201", "430382100202"])


@pytest.mark.parametrize("free", [True, False])
def test_nobody_is_answered_about_a_day_to_come(free):
    check(free=free, on=today(), window=90)
    with pytest.raises(BadInput) as refused:
        check(free=free, on=today() + dt.timedelta(days=1), window=90)
    assert refused.value.field == "on"
