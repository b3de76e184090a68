"""A rule as rows of a form: each asks one thing, rows of the same group stand together, and the whole is “all” or “any”.

    {"all": [{"care": "low_income"}, {"any": [{"age": ">=80"}, {"not": {"answer": "heated", "is": true}}]}]}

is all of: low income; group A: age >= 80, heated: not. Within a group the other word joins: rows of a group are alternatives where all
must hold. What is nested deeper, or asks for the first that is known, is no such form and is written as a tree.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from geodata.base.errors import BadInput
from geodata.base.filters.tree import leaves
from geodata.people.categories import category_name
from geodata.people.filtering_places import KINDS
from geodata.people.models import CareCategory, Household, Livelihood
from geodata.policies.models import DoorQuestion, Policy
from geodata.policies.words import AnswerType, Subject
from geodata.territory.models import Area, BaseShape

GROUPS = ("A", "B", "C", "D")
MOST_ROWS = 30
OTHER = {"all": "any", "any": "all"}
SIGNS = {"≥": ">=", "≤": "<=", "＞": ">", "＜": "<", "＝": "=", "—": "..", "–": "..", "～": "..", "~": ".."}
ALONE = frozenset({"age", "size", "village"})
"""Leaves that are chosen as they are, and whose value is typed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is asked. `what`: a leaf and what is chosen of it, such as `care:low_income` or `answer:heated`."""

    what: str
    no: bool = False
    """Asks for the contrary."""
    value: str = ""
    unit: str = ""
    group: str = ""


def offered(subject: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a row can ask, in groups: names of `what` with their words."""
    found = [
        (_("Persons"), [("age", _("age (years)")), ("size", _("number of persons who live there"))]),
        (
            _("Care categories"),
            [(f"care:{one.code}", category_name(one)) for one in CareCategory.objects.order_by("code")],
        ),
        (_("Occupancy"), [(f"occupancy:{code}", str(label)) for code, label in Household.Occupancy.choices]),
        (_("Livelihood"), [(f"livelihood:{code}", str(label)) for code, label in Livelihood.Kind.choices]),
        (
            _("Place"),
            [
                ("village", _("in the area with the code")),
                *((f"area_kind:{code}", str(label)) for code, label in Area.Kind.choices if code),
                *((f"distance:{kind}", distance_to(kind)) for kind in KINDS),
            ],
        ),
        (pgettext("rules", "Door questions"), list(_questions(subject))),
        (
            _("Receives already"),
            [(f"entitlement:{one.code}", str(one)) for one in Policy.objects.order_by("code")],
        ),
    ]
    more = [(f"{leaf.name}", str(leaf.label)) for leaf in leaves().values() if leaf.plain]
    return [*found, *([(_("Other facts"), more)] if more else [])]


def distance_to(kind: str) -> str:
    return _("distance to %(kind)s (metres)") % {"kind": BaseShape.Kind(kind).label}


def _questions(subject: str) -> Iterator[tuple[str, str]]:
    for one in DoorQuestion.objects.order_by("code"):
        if one.subject == Subject.RESIDENT and subject != Subject.RESIDENT:
            continue
        if one.type == AnswerType.CHOICE:
            for choice in one.choices:
                yield f"answer:{one.code}:{choice['code']}", f"{one} {choice['name']}"
        else:
            yield f"answer:{one.code}", str(one)


def rows_of(rule: Any) -> tuple[str, list[Row]] | None:
    """The word that joins and the rows; None for a tree that is no such form."""
    how, parts = "all", [rule]
    if isinstance(rule, Mapping) and len(rule) == 1:
        [(name, inner)] = rule.items()
        if name in OTHER and isinstance(inner, list):
            how, parts = name, inner
    rows: list[Row | None] = []
    groups = iter(GROUPS)
    for part in parts:
        inner = part.get(OTHER[how]) if isinstance(part, Mapping) else None
        grouped = isinstance(inner, list)
        told = inner if isinstance(inner, list) else [part]
        several = [_apart(one) for one in told]
        if not grouped and how == "all" and len(several[0]) > 1:
            grouped = True
        if any(len(each) > 1 for each in several) and (OTHER[how] if grouped else how) == "all":
            return None
        group = next(groups, None) if grouped else ""
        if group is None:
            return None
        rows += [_row(one, group) for each in several for one in each]
    return (how, [row for row in rows if row]) if all(rows) else None


def _apart(part: Any) -> list[Any]:
    """A leaf that offers several as one for each of them: either is enough."""
    if isinstance(part, Mapping) and part:
        name = next(iter(part))
        key = "is" if name == "answer" else name
        if name in leaves() and isinstance(told := part.get(key), list) and told:
            return [{**part, key: one} for one in told]
    return [part]


def _row(part: Any, group: str) -> Row | None:
    if not isinstance(part, Mapping) or not part:
        return None
    if set(part) == {"not"}:
        inner = _row(part["not"], group)
        return None if inner is None or inner.no else Row(inner.what, True, inner.value, inner.unit, group)
    name = next(iter(part))
    if name not in leaves():
        return None
    told = part[name]
    if isinstance(told, list) and len(told) == 1:
        [told] = told
    if leaves()[name].plain:
        return Row(name, told is False, "" if isinstance(told, bool) else str(told), "", group)
    if not isinstance(told, str):
        return None
    if name == "answer":
        return _answer_row(told, part.get("is"), group)
    if name in ALONE:
        return Row(name, False, told, "", group)
    if name == "distance":
        to = part.get("to")
        return Row(f"distance:{to}", False, told, "", group) if isinstance(to, str) else None
    if "state" in part:
        return None
    return Row(f"{name}:{told}", False, str(part.get("scale", "")), str(part.get("unit", "")), group)


def _answer_row(code: str, told: Any, group: str) -> Row | None:
    if isinstance(told, list) and len(told) == 1:
        [told] = told
    if isinstance(told, bool):
        return Row(f"answer:{code}", not told, "", "", group)
    if not isinstance(told, str):
        return None
    if told[:1] in "<>=0123456789":
        return Row(f"answer:{code}", False, told, "", group)
    return Row(f"answer:{code}:{told}", False, "", "", group)


def rule_of(how: str, rows: Sequence[Row]) -> dict[str, Any]:
    """The tree. Raises BadInput, whose field names the row (`row-3`, counted from 1) and whose remedy says how to mend it."""
    asked = [(number, row) for number, row in enumerate(rows, 1) if row.what]
    if how not in OTHER:
        how = "all"
    if not asked:
        raise BadInput(
            _("The rule asks nothing yet."),
            field="row-1",
            remedy=_("Choose what is asked in at least one row."),
        )
    parts: list[dict[str, Any]] = []
    groups: dict[str, list[dict[str, Any]]] = {}
    for number, row in asked:
        leaf = _leaf(row, number)
        if not row.group:
            parts.append(leaf)
        elif row.group in groups:
            groups[row.group].append(leaf)
        else:
            groups[row.group] = [leaf]
            parts.append({OTHER[how]: groups[row.group]})
    return {how: parts}


def _leaf(row: Row, number: int) -> dict[str, Any]:
    name, _colon, told = row.what.partition(":")
    value = _typed(row.value)
    if name not in leaves():
        raise _wrong(number, row.what, _("Choose one that is offered."))
    leaf: dict[str, Any]
    if leaves()[name].plain:
        return {name: value or not row.no}
    if name == "answer":
        return _answer(told, value, row, number)
    if name in ALONE:
        value = row.value.strip() if name == "village" else value
        if not value:
            raise _wrong(
                number, "", _("Write the value, such as “>=80”, “<18” or “16..59”; of an area its code.")
            )
        leaf = {name: value}
    elif name == "distance":
        if not value:
            raise _wrong(number, "", _("Write metres, such as “<=500” or “>1000”."))
        leaf = {name: value, "to": told}
    elif name == "livelihood" and value:
        leaf = {name: told, "scale": value, "unit": row.unit.strip()}
    else:
        if value:
            raise _wrong(number, value, _("Leave the value empty: this is so or not."))
        leaf = {name: told}
    return {"not": leaf} if row.no else leaf


def _answer(told: str, value: str, row: Row, number: int) -> dict[str, Any]:
    code, _colon, choice = told.partition(":")
    question = DoorQuestion.objects.filter(code=code).first()
    if question is None:
        raise _wrong(number, told, _("Choose a question that there is."))
    if choice:
        leaf: dict[str, Any] = {"answer": code, "is": choice}
        return {"not": leaf} if row.no else leaf
    if question.type == AnswerType.YESNO:
        if value:
            raise _wrong(number, value, _("Leave the value empty: this is so or not."))
        return {"answer": code, "is": not row.no}
    if not value:
        raise _wrong(number, "", _("Write such as “>=80”, “<18” or “16..59”."))
    leaf = {"answer": code, "is": value}
    return {"not": leaf} if row.no else leaf


def _typed(text: str) -> str:
    """≥ 80 as >=80, and a bare number as that number."""
    for sign, plain in SIGNS.items():
        text = text.replace(sign, plain)
    text = re.sub(r"\s+", "", text)
    return f"={text}" if re.fullmatch(r"[0-9]{1,4}", text) else text


def _wrong(number: int, value: str, remedy: str) -> BadInput:
    return BadInput(
        _("Row %(number)s of the rule is not right.") % {"number": number},
        field=f"row-{number}",
        value=value,
        remedy=remedy,
    )
