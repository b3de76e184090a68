"""Examples of a rule: invented households, and what the rule has to say of each; a rule is checked by its own.

    {"about": "80 and poor", "expect": "yes",
     "household": {"size": 1, "care": ["low_income"], "answers": {"heated": false},
                   "livelihoods": [{"kind": "crop", "scale": 3, "unit": "亩"}],
                   "has_phone": true, "has_contact": true, "lon": 111.9, "lat": 27.7, "near": {"river": 300},
                   "entitlements": ["low_income_aid:paid"]},
     "residents": [{"birth_year": 1940, "care": [], "answers": {}}]}

They are asked by the same SQL as households are, on rows made of the example; what it does not say is unknown.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.base.filters.compiling import Bits, Question
from geodata.base.filters.leaf import Subject
from geodata.base.filters.tree import Node, facts
from geodata.base.wording import figure
from geodata.people.models import Household

EXPECTED: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
MOST = 30


def check_examples(tree: Node, examples: Any, *, subject: Subject, on: dt.date) -> None:
    """Raises BadInput where one of the three answers has no example, or the rule says something else of one."""
    if (
        not isinstance(examples, list)
        or len(examples) > MOST
        or not all(isinstance(one, dict) for one in examples)
    ):
        raise _bad(
            "examples",
            _("Examples are a list of households."),
            _("Write at most %(most)s.") % {"most": figure(MOST)},
        )
    if lacking := set(EXPECTED) - {str(one.get("expect")) for one in examples}:
        raise _bad(
            "examples",
            _("An example is missing: one household each for yes, no and unknown."),
            _("Add a household for: %(lacking)s.") % {"lacking": ", ".join(sorted(lacking))},
        )
    for n, one in enumerate(examples):
        said = says(tree, one, subject=subject, on=on)
        if one.get("expect") not in EXPECTED or said is not EXPECTED[one["expect"]]:
            told = next(name for name, value in EXPECTED.items() if value is said)
            raise _bad(
                f"examples[{n}]",
                _("The rule says “%(said)s” of this example.") % {"said": told},
                _("Correct the rule or the example."),
            )


def says(tree: Node, example: Mapping[str, Any], *, subject: Subject, on: dt.date) -> bool | None:
    """What the rule says of an example. Raises BadInput for one that is none."""
    question = Question([tree], subject=subject, on=on, bits=Bits([tree]))
    try:
        rows = list(_rows(example, subject))
        answers = [_asked(question, row) for row in rows]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _bad("examples", _("This example is none."), _("Write it as the others are.")) from error
    if subject == "household":
        return answers[0]
    return True if True in answers else None if None in answers else False


def _asked(question: Question, told: Mapping[str, Mapping[str, Any]]) -> bool | None:
    known = facts()
    params: dict[str, Any] = dict(question.params)
    tables = ["(VALUES (1)) one (n)"]
    for name in known:
        if name in question.reads:
            columns = ", ".join(f"{column} {kind}" for column, kind in known[name].columns.items())
            params[f"example_{name}"] = json.dumps(told.get(name, {}))
            tables.append(f"jsonb_to_record(%(example_{name})s::jsonb) AS {name} ({columns})")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {question.values[0]} FROM (SELECT 1{question.leaves()} FROM {', '.join(tables)}) k",  # noqa: S608
            params,
        )
        (value,) = cursor.fetchone()
    return None if value is None else bool(value)


def _rows(example: Mapping[str, Any], subject: Subject) -> Iterator[dict[str, dict[str, Any]]]:
    """The facts of the household, or of each who lives there: by name of the facts, their columns."""
    home, residents = example.get("household", {}), example.get("residents", [])
    of_home = {
        "home": {"occupancy": Household.Occupancy.LIVED_IN, **home},
        "persons": {"birth_years": [one.get("birth_year") for one in residents], "recorded": len(residents)},
        "shared_care": _care([home]),
        "all_care": _care([home, *residents]),
        "livelihoods": _livelihoods(home.get("livelihoods", [])),
        "answers": {"said": home.get("answers", {})},
        "contacts": {"there": home.get("has_contact", False)},
        "shared_entitlements": _entitlements([home]),
        "all_entitlements": _entitlements([home, *residents]),
        **{f"near_{kind}": {"metres": metres} for kind, metres in home.get("near", {}).items()},
        **example.get("facts", {}),
    }
    if subject == "household":
        yield of_home
        return
    unrecorded = home.get("size") is None or home["size"] > len(residents)
    for one in [*residents, *([{}] if unrecorded else [])]:
        yield {
            **of_home,
            "person": {"birth_year": one.get("birth_year")},
            "own_care": _care([one]),
            "own_answers": {"said": one.get("answers", {})},
            "own_entitlements": _entitlements([one]),
        }


def _care(whose: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "held": [code for one in whose for code in one.get("care", [])],
        "coming": [code for one in whose for code in one.get("care_on_the_way", [])],
    }


def _entitlements(whose: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {"held": [held for one in whose for held in one.get("entitlements", [])]}


def _livelihoods(rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    """As the table of facts puts rows together (geodata/people/filtering.py)."""
    kinds: dict[str, list[tuple[float | None, str]]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], []).append((row.get("scale"), row.get("unit", "")))
    there = {kind for kind, told in kinds.items() if any(scale != 0 for scale, _unit in told)}
    scales = {}
    for kind, told in kinds.items():
        known = [scale for scale, _unit in told if scale is not None]
        if len(known) == len(told) and len({unit for _scale, unit in told}) == 1:
            scales[f"{kind}:{told[0][1]}"] = sum(known)
    return {"found": sorted(there), "absent": sorted(set(kinds) - there), "scales": scales}


def _bad(field: str, what: str, remedy: str) -> BadInput:
    return BadInput(what, field=field, remedy=remedy)
