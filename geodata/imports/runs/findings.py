"""What is told of single rows before anything is written: what would be new, changed or gone, and what is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.files.compressed_rows import Packed


@dataclass(frozen=True, slots=True)
class Change:
    """One field, from what is registered to what the file says; "" is empty."""

    field: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the file (`line` None: of the register only), with what a person knows it by."""

    line: int | None
    subject: str
    place: str = ""
    changes: tuple[Change, ...] = ()


def as_entry(told: dict[str, Any]) -> Entry:
    return Entry(**told | {"changes": tuple(Change(**one) for one in told["changes"])})


def packed_entries(entries: Iterable[Entry]) -> Packed[Entry]:
    """Of a new register there is one for each row."""
    return Packed(entries, made=as_entry)


@dataclass(frozen=True, slots=True)
class Case:
    """One row that a question is about. `value` tells what is doubtful, `beside` what it is compared with."""

    line: int
    subject: str
    value: str = ""
    beside: str = ""


def as_case(told: dict[str, Any]) -> Case:
    return Case(**told)


def packed_cases(cases: Iterable[Case]) -> Packed[Case]:
    return Packed(cases, made=as_case)


@dataclass(frozen=True, slots=True)
class Question:
    """A decision that only a person can take; nothing is written before there is one of `choices`.

    `choices` are pairs of a value and its words. An answer is given for all cases under `key`, and where `each` is
    set for a single one under `key.LINE`.
    """

    key: str
    message: str
    remedy: str
    choices: tuple[tuple[str, str], ...]
    cases: Sequence[Case] = ()
    each: bool = False
    answer: str = ""
