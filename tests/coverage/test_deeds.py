"""Whatever people do, kept counts and tallies are those that slow Python finds in the raw history.

Histories of chance by the verbs themselves; test_past.py does the same with rows that no verb would write.
"""

import contextlib
import datetime as dt
from collections import Counter

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from geodata.base.errors import DomainError
from geodata.base.periods import today
from geodata.base.rls import as_web_role, show
from geodata.coverage.leaves import kept_names
from geodata.coverage.states import Question, Selection
from geodata.coverage.tallies import kept_or_counted, matched
from geodata.coverage.tallying import count_all
from geodata.coverage.through_time import keeping
from geodata.coverage.through_time.comparing import compare_some
from geodata.coverage.through_time.keeping import is_kept, keep_past
from geodata.jobs.daily import everything
from tests.coverage.deeds import DEEDS, Deeds, ago
from tests.coverage.past_by_hand import counts_of
from tests.coverage.test_past import found
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults")
KEPT_DAYS = 12
CASES = max(6, settings.default.max_examples // 12)
"""Eight in `make test`; with `--hypothesis-profile=many` 166."""
RARE = ("redraw", "redraw", "revert", "bring", "take_back", "merge", "correct", "void", "undo_change", "keep")
PICK, BACK = st.integers(0, 11), st.integers(-3, 20)
HISTORIES = st.lists(
    st.tuples(st.sampled_from([*DEEDS, *RARE, "visit", "care"]), PICK, BACK, PICK), min_size=6, max_size=14
)


@pytest.fixture
def places(bare_county, monkeypatch):
    monkeypatch.setattr(keeping, "DAYS", KEPT_DAYS)
    return bare_county


class Undone(Exception):
    """What an example has done is taken back."""


def do(deeds: Deeds, history, happened: Counter[str], refused: Counter[str]) -> None:
    for name, *numbers in history:
        deeds._again()
        try:
            with transaction.atomic():
                getattr(deeds, name)(*numbers)
            happened[name] += 1
        except (DomainError, DatabaseError, ObjectDoesNotExist, AttributeError, AssertionError) as error:
            refused[f"{name}: {type(error).__name__} {error}"[:150]] += 1
    deeds._again()


def tallied(places) -> dict:
    """What is kept of today, in the names that the history by hand knows."""
    count_all(today())
    villages = (places.west.pk, places.east.pk, places.far.pk)
    question = Question(Selection(villages=villages), on=today())
    assert matched(question, "households") is not None
    return {
        leaf: {name: counts[name] for name in kept_names()}
        for leaf, counts in kept_or_counted(question).items()
        if any(counts[name] for name in kept_names())
    }


def try_one(places, folder, history, happened, refused) -> None:
    days = [ago(back) for back in range(KEPT_DAYS - 1, -1, -1)]
    with as_web_role():
        with owner():
            deeds = Deeds(places, folder)
        show(everything())
        keep_past(today=today())
        count_all(today())
        do(deeds, history, happened, refused)
        with owner():
            expected = counts_of(days)
        show(everything())
        assert found(places, days)[0] == expected
        keep_past(today=today())
        assert is_kept(today=today())
        assert found(places, days) == (expected, ())
        assert tallied(places) == expected[today()]
        assert compare_some(today=today()).differing == ()
        raise Undone


def test_kept_counts_and_tallies_are_those_of_the_raw_history(places, tmp_path):
    happened, refused = Counter[str](), Counter[str]()

    @settings(max_examples=CASES, phases=[Phase.explicit, Phase.generate])
    @given(HISTORIES)
    def whatever_people_do(history):
        with contextlib.suppress(Undone):
            try_one(places, tmp_path, history, happened, refused)

    whatever_people_do()
    note = f"{CASES} histories, {sum(happened.values())} deeds, {sum(refused.values())} refused"
    assert sum(happened.values()) >= 3 * CASES, note


def everything_once(at: dt.date) -> list[tuple[str, int, int, int]]:
    """Each deed at least once, in an order in which none is refused."""
    return [
        ("care", 0, 15, 0), ("care", 1, 9, 1), ("redraw", 0, 14, 3), ("redraw", 0, 12, 1), ("redraw", 0, 11, 4), ("keep", 0, 0, 1),
        ("revert", 2, 0, 0), ("visit", 0, 8, 0), ("visit", 3, 5, 1), ("correct", 0, 6, 0), ("void", 0, 0, 0), ("begin", 0, 7, 0),
        ("split", 0, 6, 0), ("link", 0, 9, 0), ("end_link", 0, 3, 0), ("keep", 0, 0, 0), ("move", 0, 4, 1), ("move_across", 1, 5, 1),
        ("point", 2, 3, 3), ("end_care", 0, 2, 0), ("bring", 0, 9, 1), ("keep", 0, 0, 1), ("take_back", 0, 0, 0), ("occupy", 3, 4, 1),
        ("special", 0, 0, 0), ("rule", 0, 0, 0), ("rule", 1, 0, 1), ("end_rule", 0, -2, 0), ("merge", 0, 3, 0), ("undo_change", 0, 0, 0),
    ]  # fmt: skip


def test_each_deed_is_done_at_least_once(places, tmp_path):
    happened, refused = Counter[str](), Counter[str]()
    with pytest.raises(Undone):
        try_one(places, tmp_path, everything_once(today()), happened, refused)
    assert {*DEEDS} - {*happened} == set(), refused
