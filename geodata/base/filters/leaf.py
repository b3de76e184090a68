"""What a filter can ask: leaves, and the facts that they read. Concepts declare theirs in their manifests.

A fact that nobody has recorded is unknown (NULL), never no. A leaf's SQL is TRUE, FALSE or NULL over the columns of its facts.
"""

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Subject = Literal["household", "resident"]
Known = Mapping[str, Mapping[str, Any]]
"""By the name of facts the columns of their row; what has no row is not there."""
Put = Callable[[object], str]
"""A value → the placeholder that stands for it: no value is ever part of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A row of facts for each household, or for each resident: joined once, however many leaves read it.

    `sql` selects `household_id` (and `resident_id`) and the columns; `{among}` in it is the condition on `x.village_id` and
    `x.household_id` that says of which households, and `%(on)s` is the day.
    """

    name: str
    sql: str
    columns: Mapping[str, str]
    """Name and type of each: an example of a policy gives the same as JSON."""
    of: Subject = "household"


class Wrong(Exception):
    """What is wrong with one leaf of a tree: at which key, what, and how to mend it."""

    def __init__(self, key: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.key, self.what, self.remedy = key, what, remedy


class Leaf(ABC):
    """One question about a household or a resident, such as `{"age": ">=80"}`; its name is the first key."""

    name: str
    label: Promise | str
    also: frozenset[str] = frozenset()
    """Keys that it may have beside its name."""
    of_person = False
    """Whether it is about a resident: of somebody who is not recorded nothing but that is missing."""
    plain = False
    """Whether it is simply so or not: true or false is said of it."""
    example: Mapping[str, Any]
    """As a form and an error show it."""

    @abstractmethod
    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        """Raises Wrong."""

    @abstractmethod
    def reads(self, subject: Subject) -> Collection[str]:
        """The names of its facts."""

    def reads_of(self, said: Mapping[str, Any], subject: Subject) -> Collection[str]:
        """Those of them that this question needs."""
        return self.reads(subject)

    @abstractmethod
    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        """TRUE, FALSE or NULL of a row of its facts, each column as `facts.column`."""

    @abstractmethod
    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        """The same of one household or resident in Python; None is unknown."""

    @abstractmethod
    def fact(self, said: Mapping[str, Any]) -> str:
        """What is missing where it is unknown, such as `age` or `answer:heating`."""

    @abstractmethod
    def words(self, said: Mapping[str, Any]) -> str:
        """As a sentence says it."""

    def fact_words(self, fact: str) -> str:
        """What is missing, in words."""
        return str(self.label)


class Plain(Leaf):
    """Something that is simply so or not: `{"has_phone": true}`."""

    plain = True

    @abstractmethod
    def holds_sql(self) -> str:
        """TRUE, FALSE or NULL over the columns of its facts."""

    @abstractmethod
    def holds(self, known: Known) -> bool | None:
        """The same in Python."""

    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        if not isinstance(said[self.name], bool):
            raise Wrong(self.name, _("This is so or not."), _("Write true or false."))

    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        return f"({self.holds_sql()})" if said[self.name] else f"(NOT ({self.holds_sql()}))"

    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        held = self.holds(known)
        return None if held is None else held is said[self.name]

    def fact(self, said: Mapping[str, Any]) -> str:
        return self.name

    def words(self, said: Mapping[str, Any]) -> str:
        return str(self.label) if said[self.name] else _("not (%(part)s)") % {"part": self.label}


def several(told: Any) -> Collection[str]:
    """One word or a list of them, as it was checked."""
    return (told,) if isinstance(told, str) else told


COMPARED = re.compile(r"(>=|<=|>|<|=)\s*(\d{1,9}(?:\.\d{1,2})?)")
RANGE = re.compile(r"(\d{1,9})\s*\.\.\s*(\d{1,9})")
SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`>=80`, `<18`, `=2` or `16..59`, both ends included."""

    least: float | None = None
    most: float | None = None
    above: bool = False
    below: bool = False
    """Whether the least or the most itself is left out."""

    @classmethod
    def of(cls, text: str) -> "Comparison":
        """One that was checked before."""
        return _checked(text)

    @classmethod
    def read(cls, key: str, text: Any) -> "Comparison":
        """Raises Wrong."""
        if isinstance(text, str) and (found := COMPARED.fullmatch(text.strip())):
            sign, number = found[1], float(found[2])
            low = number if sign in (">=", ">", "=") else None
            high = number if sign in ("<=", "<", "=") else None
            return cls(low, high, sign == ">", sign == "<")
        if (
            isinstance(text, str)
            and (found := RANGE.fullmatch(text.strip()))
            and int(found[1]) <= int(found[2])
        ):
            return cls(float(found[1]), float(found[2]))
        raise Wrong(
            key, _("This is no comparison with a number."), _("Write such as “>=80”, “<18” or “16..59”.")
        )

    def sql(self, value: str, put: Put) -> str:
        """Of a number: NULL stays NULL."""
        parts = []
        if self.least is not None:
            parts.append(f"{value} {'>' if self.above else '>='} {put(self.least)}::numeric")
        if self.most is not None:
            parts.append(f"{value} {'<' if self.below else '<='} {put(self.most)}::numeric")
        return f"({' AND '.join(parts)})"

    def holds(self, value: float | None) -> bool | None:
        """Of a number; of one that is not known None."""
        if value is None:
            return None
        enough = self.least is None or (value > self.least if self.above else value >= self.least)
        return enough and (self.most is None or (value < self.most if self.below else value <= self.most))

    def whole(self) -> tuple[int, int]:
        """The first and the last whole number that it holds of, for what is counted in whole ones."""
        low = 0 if self.least is None else int(self.least) + (1 if self.above or self.least % 1 else 0)
        high = 10**6 if self.most is None else int(self.most) - (1 if self.below and not self.most % 1 else 0)
        return low, high


@lru_cache(maxsize=1_000)
def _checked(text: str) -> Comparison:
    return Comparison.read("", text)


def compared_in_words(text: str) -> str:
    """`>=80` as “≥ 80”, `16..59` as “16–59”."""
    if found := RANGE.fullmatch(text.strip()):
        return f"{found[1]}–{found[2]}"
    found = COMPARED.fullmatch(text.strip())
    return f"{SIGNS[found[1]]} {found[2]}" if found else text
