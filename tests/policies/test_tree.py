"""A rule that is none is refused, and told where, what and how to mend it; what is read is never executed."""

import pytest

from geodata.base.errors import BadInput
from geodata.base.filters.tree import DEEPEST, MOST_LEAVES, in_words, read
from tests.policies.conftest import policy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("defaults", "told_in_english")]
LEAF = {"age": ">=80"}


def deep(levels: int) -> object:
    return {"not": deep(levels - 1)} if levels > 1 else LEAF


WRONG = {
    "too deep": (deep(DEEPEST + 1), "rule" + ".not" * DEEPEST, "The rule is too deep."),
    "no tree": ({"all": [LEAF, "x"]}, "rule.all[1]", "This is no part of a rule."),
    "a strange word": ({"any": [{"income": "<5000"}]}, "rule.any[0].income", "Rules do not know this word."),
    "two at once": ({"all": [LEAF], "any": [LEAF]}, "rule.any", "Beside “all” nothing else is said."),
    "no list": ({"all": LEAF}, "rule.all", "This needs a list of parts."),
    "an empty list": ({"any": []}, "rule.any", "This needs a list of parts."),
    "too much": ({"all": [LEAF] * (MOST_LEAVES + 1)}, f"rule.all[{MOST_LEAVES}]", "The rule asks too much."),
    "a strange key": ({"age": ">=80", "unit": "x"}, "rule.unit", "“age” does not know this word."),
    "too long": ({"care": "x" * 300}, "rule.care", "This is too long."),
    "an age that is code": ({"age": "__import__('os')"}, "rule.age", "This is no comparison with a number."),
    "an age that is SQL": ({"age": ">=80) OR true --"}, "rule.age", "This is no comparison with a number."),
    "very old": ({"age": ">=500"}, "rule.age", "Nobody is that old."),
    "a strange category": ({"care": "rich"}, "rule.care", "“rich” is not known here."),
    "no word": ({"occupancy": 3}, "rule.occupancy", "This needs a word or a list of words."),
    "two livelihoods": ({"livelihood": ["crop", "trade"]}, "rule.livelihood", "One livelihood is asked at a time."),
    "a scale of nothing": ({"livelihood": "crop", "scale": ">=5"}, "rule.unit", "A scale needs its unit."),
    "a unit of nothing": ({"livelihood": "crop", "unit": "亩"}, "rule.scale", "A unit needs a scale."),
    "no area": ({"village": "43038"}, "rule.village", "This is no code of an area."),
    "no question": ({"answer": "Heated?", "is": True}, "rule.answer", "This is no code of a question."),
    "neither so nor not": ({"has_phone": "yes"}, "rule.has_phone", "This is so or not."),
    "no place": ({"distance": "<=500", "to": "castle"}, "rule.to", "This is no place."),
    "a place that is none": ({"distance": "<=500", "to": [111.9, True]}, "rule.to", "This is no place."),
    "no policy": ({"entitlement": "gold"}, "rule.entitlement", "There is no such policy."),
    "no answer": ({"answer": "heated", "is": None}, "rule.is", "This says no answer."),
}  # fmt: skip


@pytest.mark.parametrize(("tree", "way", "what"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_its_way_and_its_remedy(tree, way, what):
    with pytest.raises(BadInput) as refused:
        read(tree)
    assert (refused.value.field, refused.value.message) == (way, what)
    assert refused.value.remedy


@pytest.mark.parametrize("state", ["possible", [], 3])
def test_no_rule_asks_what_another_rule_has_said(places, state):
    policy(places, "coal")
    with pytest.raises(BadInput, match="Rules ask for no such state"):
        read({"entitlement": "coal", "state": state})


def test_places_phones_and_policies_are_told_in_words(places):
    policy(places, "coal")
    tree = {
        "all": [
            {"distance": ">1000", "to": "settlement"}, {"distance": "<=500", "to": [111.9, 27.7]}, {"has_phone": False}, {"lives_alone": True},
            {"entitlement": "coal", "state": "paid"},
        ]
    }  # fmt: skip
    assert in_words(read(tree)) == (
        "all of (distance to settlements > 1000 m; distance to 27.7 N, 111.9 E ≤ 500 m; not (a phone is recorded); lives alone;"
        " “coal” is paid)"
    )


def test_the_deepest_and_the_longest_rule_are_read():
    assert read(deep(DEEPEST)) and read({"any": [LEAF] * MOST_LEAVES})


def test_a_rule_is_told_in_words():
    tree = {
        "all": [
            {"care": "low_income"},
            {"not": {"age": "<60"}},
            {"first": [{"size": "1..2"}, {"livelihood": "crop", "scale": ">=5", "unit": "亩"}]},
        ]
    }
    assert in_words(read(tree)) == (
        "all of (Low income; not (age < 60); the first known of (persons 1–2; crop ≥ 5 亩))"
    )
