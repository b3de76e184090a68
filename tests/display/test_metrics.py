"""Shares become classes, and classes colours, patterns and words."""

import pytest

from geodata.coverage.counts import Counts, Row
from geodata.coverage.hiding import Mark
from geodata.display.colours import STEPS, TONES
from geodata.display.metrics import METRICS

UNLINKED = METRICS["unlinked"]


@pytest.mark.parametrize(
    ("part", "whole", "tone"),
    [(0, 100, "ok"), (1, 100, "ok"), (2, 100, "due"), (5, 100, "overdue"), (10, 100, "long"), (20, 100, "never"),
     (100, 100, "never"), (0, 0, "none"), (4, 4, "few"), (0, 5, "ok")],
)  # fmt: skip
def test_a_share_becomes_a_tone_and_a_break_belongs_to_the_darker_class(part, whole, tone):
    assert UNLINKED.tone(_row(Counts(households=whole, unlinked=part))) == tone


def _row(counts: Counts, **hidden: Mark) -> Row:
    return Row("430382100201", "", "village", None, counts, hidden=hidden)


def test_what_is_not_told_has_no_share_and_no_tone():
    row = _row(Counts(households=100), unlinked=Mark.FEW)
    share = UNLINKED.share(row)
    assert (share.part_text, share.whole_text, share.text, UNLINKED.tone(row)) == ("<5", "100", "–", "none")


def test_every_metric_has_breaks_and_five_classes():
    for metric in METRICS.values():
        assert [tone for tone, _words in metric.classes()] == list(STEPS)


def test_classes_tell_their_range():
    assert [words for _tone, words in UNLINKED.classes()] == [
        "< 2%",
        "2–5%",
        "5–10%",
        "10–20%",
        "≥ 20%",
    ]


def test_every_tone_has_a_word_and_all_but_the_lightest_a_pattern():
    assert all(str(tone.word) for tone in TONES.values())
    assert [tone.name for tone in TONES.values() if not tone.path] == ["ok"]


def test_darker_means_more_left_to_do():
    light = [sum(int(TONES[step].fill[place : place + 2], 16) for place in (1, 3, 5)) for step in STEPS]
    assert light == sorted(light, reverse=True)
