"""Examples of a rule as rows of a form: each an invented household of a few facts, with one person in it or none, and what the rule
has to say of it.

    {"expect": "yes", "household": {"size": 1}, "residents": [{"birth_year": 1940, "care": ["disabled"]}]}

expects yes of three facts: the household's size, the person's year of birth and care category. Households of several persons, and facts
that no row offers, are no such form and are written as JSON.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from geodata.base.errors import BadInput
from geodata.people.categories import category_name
from geodata.people.filtering_places import KINDS
from geodata.people.models import CareCategory, Household, Livelihood
from geodata.policies.models import DoorQuestion, Policy
from geodata.policies.rows import distance_to
from geodata.policies.words import AnswerType

PERSON = "person"
OF_A_PERSON = frozenset({"birth_year", "care", "care_on_the_way", "answer", "number", "entitlement"})
LISTS = frozenset({"care", "care_on_the_way"})
SO_OR_NOT = frozenset({"has_phone", "has_contact"})
MOST_FACTS = 16


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so there. `what`: as `offered` names it."""

    what: str
    whose: str = ""
    """`PERSON`, or of the household."""
    no: bool = False
    value: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """`expect`: yes, no or unknown; empty: a case that is not filled in."""

    about: str = ""
    expect: str = ""
    facts: Sequence[Fact] = ()


def offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a row can say, in groups: names of `what` with their words."""
    categories = [(one.code, category_name(one)) for one in CareCategory.objects.order_by("code")]
    return [
        (
            _("Persons"),
            [
                ("size", _("number of persons who live there")),
                ("birth_year", _("year of birth of the person")),
                ("has_phone", pgettext("filter", "a phone is recorded")),
                ("has_contact", pgettext("filter", "has a contact member")),
            ],
        ),
        (_("Care categories"), [(f"care:{code}", name) for code, name in categories]),
        (
            pgettext("rules", "Care category, not decided yet"),
            [
                (f"care_on_the_way:{code}", _("%(category)s, not decided yet") % {"category": name})
                for code, name in categories
            ],
        ),
        (_("Occupancy"), [(f"occupancy:{code}", str(label)) for code, label in Household.Occupancy.choices]),
        (_("Livelihood"), [(f"livelihood:{code}", str(label)) for code, label in Livelihood.Kind.choices]),
        (_("Place"), [(f"near:{kind}", distance_to(kind)) for kind in KINDS]),
        (pgettext("rules", "Door questions"), list(_questions())),
        (
            _("Receives already"),
            [(f"entitlement:{one.code}", str(one)) for one in Policy.objects.order_by("code")],
        ),
    ]


def _questions() -> Iterator[tuple[str, str]]:
    for one in DoorQuestion.objects.order_by("code"):
        if one.type == AnswerType.CHOICE:
            for choice in one.choices:
                yield f"answer:{one.code}:{choice['code']}", f"{one} {choice['name']}"
        else:
            name = "number" if one.type == AnswerType.NUMBER else "answer"
            yield f"{name}:{one.code}", str(one)


def cases_of(examples: Any) -> list[Case] | None:
    """None for what is no such form: what would not come back as it is."""
    try:
        cases = [_case(one) for one in examples]
        return cases if examples_of(cases) == [_plain(one) for one in examples] else None
    except (AttributeError, BadInput, KeyError, TypeError, ValueError):
        return None


def _plain(example: Mapping[str, Any]) -> dict[str, Any]:
    """Without what says nothing."""
    return {"household": {}, **{name: told for name, told in example.items() if told not in ("", [])}}


def _case(example: Mapping[str, Any]) -> Case:
    people = example.get("residents", [])
    facts = [
        *_facts(example.get("household", {}), ""),
        *(one for person in people for one in _facts(person, PERSON)),
    ]
    if len(people) > 1 or len(facts) > MOST_FACTS:
        raise ValueError
    return Case(example.get("about", ""), example["expect"], facts)


def _facts(told: Mapping[str, Any], whose: str) -> Iterator[Fact]:
    for name, value in told.items():
        if name in LISTS:
            yield from (Fact(f"{name}:{code}", whose) for code in value)
        elif name == "entitlements":
            yield from (Fact(f"entitlement:{held.removesuffix(':paid')}", whose) for held in value)
        elif name == "answers":
            yield from (_answer(code, said, whose) for code, said in value.items())
        elif name == "livelihoods":
            for row in value:
                yield Fact(
                    f"livelihood:{row['kind']}", whose, value=f"{row.get('scale', '')}{row.get('unit', '')}"
                )
        elif name == "near":
            yield from (Fact(f"near:{kind}", whose, value=str(metres)) for kind, metres in value.items())
        elif name == "occupancy":
            yield Fact(f"occupancy:{value}", whose)
        elif name == "birth_year":
            yield Fact(name, whose, value="" if value is None else str(value))
        elif isinstance(value, bool):
            yield Fact(name, whose, not value)
        else:
            yield Fact(name, whose, value=str(value))


def _answer(code: str, said: Any, whose: str) -> Fact:
    if isinstance(said, bool):
        return Fact(f"answer:{code}", whose, not said)
    if isinstance(said, str):
        return Fact(f"answer:{code}:{said}", whose)
    return Fact(f"number:{code}", whose, value=str(said))


def examples_of(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Raises BadInput, whose field names the case or its row (`case-2`, `case-2-1`, counted from 1)."""
    return [
        _example(number, case)
        for number, case in enumerate(cases, 1)
        if case.expect or case.about or any(fact.what for fact in case.facts)
    ]


def _example(number: int, case: Case) -> dict[str, Any]:
    if not case.expect:
        raise BadInput(
            _("This cannot be recorded."),
            field=f"case-{number}",
            remedy=_("Choose what the rule has to say."),
        )
    home: dict[str, Any] = {}
    person: dict[str, Any] = {}
    for row, fact in enumerate(case.facts, 1):
        if fact.what:
            name = fact.what.partition(":")[0]
            of_person = fact.whose == PERSON or name == "birth_year"
            if remedy := _wrong(name, fact, of_person):
                raise BadInput(
                    _("This cannot be recorded."),
                    field=f"case-{number}-{row}",
                    value=fact.value,
                    remedy=remedy,
                )
            _put(person if of_person else home, name, fact)
    more: dict[str, Any] = {"about": case.about} if case.about else {}
    return {**more, "expect": case.expect, "household": home, **({"residents": [person]} if person else {})}


NUMBER = r"[0-9]{1,7}(\.[0-9]{1,2})?"
VALUES = {
    "size": r"[0-9]{1,3}", "birth_year": r"([0-9]{4})?", "number": NUMBER, "near": NUMBER, "livelihood": rf"({NUMBER}[^0-9.]{{0,10}})?",
}  # fmt: skip


def _wrong(name: str, fact: Fact, of_person: bool) -> str:
    """How to mend a row; empty where it is right."""
    if of_person and name not in OF_A_PERSON:
        return _("This is about the household, not about a person.")
    if not re.fullmatch(VALUES.get(name, ""), fact.value):
        return _("Write a number here.") if name in VALUES else _("Leave the value empty: this is so or not.")
    if fact.no and name not in SO_OR_NOT and not (name == "answer" and fact.what.count(":") == 1):
        return _("Leave this row out: what an example does not say is not recorded.")
    return ""


def _put(told: dict[str, Any], name: str, fact: Fact) -> None:
    _name, _colon, rest = fact.what.partition(":")
    if name in LISTS:
        told.setdefault(name, []).append(rest)
    elif name == "entitlement":
        told.setdefault("entitlements", []).append(f"{rest}:paid")
    elif name in ("answer", "number"):
        code, _colon, choice = rest.partition(":")
        said = _number(fact.value) if name == "number" else choice or not fact.no
        told.setdefault("answers", {})[code] = said
    elif name == "livelihood":
        told.setdefault("livelihoods", []).append({"kind": rest, **_scale(fact.value)})
    elif name == "near":
        told.setdefault("near", {})[rest] = _number(fact.value)
    elif name == "occupancy":
        told[name] = rest
    elif name == "birth_year":
        # Somebody lives there, and nobody knows the year.
        told[name] = int(fact.value) if fact.value else None
    else:
        told[name] = not fact.no if name in SO_OR_NOT else _number(fact.value)


def _scale(text: str) -> dict[str, Any]:
    number, unit = re.fullmatch(r"([0-9.]*)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr] # it takes any text
    return {**({"scale": _number(number)} if number else {}), **({"unit": unit} if unit else {})}


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)
