"""What a child answered, before it is believed: is it signed, of this county, of a day that is over, and does it add up?

Pure: bytes in, days out, and no database.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geodata.federation.signing import FORMAT, is_signed
from geodata.federation.words import Outcome
from geodata.territory import codes

SIGNS = ("<5", "*")
LEVELS = ("county", "township", "village")
MOST_FIGURES, MOST_ROWS, LARGEST_COUNT = 200, 20_000, 10**9

Number = int | str
"""A count as it was told: the number, or the sign in its place."""


class Refused(Exception):
    """Nothing was taken, and why; of which day."""

    def __init__(self, outcome: Outcome, day: dt.date | None = None) -> None:
        super().__init__(outcome.label)
        self.outcome = outcome
        self.day = day


@dataclass(frozen=True, slots=True)
class Told:
    """A day of a county that holds: as it was signed, and what it says of the county itself."""

    day: dt.date
    payload: str
    signature: str
    name: str = ""
    totals: Mapping[str, Number] | None = None


def days_in(
    body: bytes, *, area: str, key: str, today: dt.date, known: Mapping[dt.date, tuple[str, str]]
) -> Iterator[Told]:
    """The new days of an answer, each after it was checked. `known`: text and signature by day, of days that were taken
    before: they are told again word for word. Raises Refused at the first that does not hold.
    """
    for each in _results(body, area):
        try:
            day, payload, signature = dt.date.fromisoformat(each["day"]), each["payload"], each["signature"]
        except (KeyError, TypeError, ValueError) as error:
            raise Refused(Outcome.UNREADABLE) from error
        if not isinstance(payload, str) or not isinstance(signature, str) or len(signature) > 88:
            raise Refused(Outcome.UNREADABLE, day)
        if day in known and known[day] == (payload, signature):
            continue
        if not is_signed(payload, signature, key=key):
            raise Refused(Outcome.FORGED, day)
        if day in known:
            raise Refused(Outcome.CHANGED, day)
        if day >= today:
            raise Refused(Outcome.TO_COME, day)
        yield _read(Told(day, payload, signature), area)


def _results(body: bytes, area: str) -> list[Any]:
    try:
        told = json.loads(body)
        results = told["results"]
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise Refused(Outcome.UNREADABLE) from error
    if told.get("area") != area:
        raise Refused(Outcome.ELSEWHERE)
    if not isinstance(results, list):
        raise Refused(Outcome.UNREADABLE)
    return results


def _read(told: Told, area: str) -> Told:
    """Its text in parts. Signed is not yet right: the key may be good and the program behind it old."""
    try:
        content = json.loads(told.payload)
        named = content["format"], content["area"], content["day"]
        figures, rows = content["figures"], content["rows"]
        first = rows[0]["code"], rows[0]["name"]
    except (KeyError, IndexError, TypeError, ValueError, RecursionError) as error:
        raise Refused(Outcome.UNREADABLE, told.day) from error
    if named != (FORMAT, area, told.day.isoformat()) or first[0] != area:
        raise Refused(Outcome.ELSEWHERE, told.day)
    if not _are_names(figures) or len(rows) > MOST_ROWS:
        raise Refused(Outcome.UNREADABLE, told.day)
    counts = dict(_counts(row, figures, area, told.day) for row in rows)
    if len(counts) != len(rows):
        raise Refused(Outcome.UNREADABLE, told.day)
    _check_sums(counts, told.day)
    totals = dict(zip(figures, counts[area], strict=True))
    return Told(told.day, told.payload, told.signature, str(first[1])[:60], totals)


def _are_names(figures: Any) -> bool:
    return (
        isinstance(figures, list)
        and 0 < len(figures) <= MOST_FIGURES
        and all(isinstance(name, str) and name.isidentifier() and len(name) <= 60 for name in figures)
        and len(set(figures)) == len(figures)
    )


def _counts(row: Any, figures: list[str], area: str, day: dt.date) -> tuple[str, list[Number]]:
    code = row.get("code") if isinstance(row, dict) else None
    if not isinstance(code, str) or codes.level_of(code) not in LEVELS:
        raise Refused(Outcome.UNREADABLE, day)
    if not codes.is_within(code, area):
        raise Refused(Outcome.ELSEWHERE, day)
    counts = row.get("counts")
    if not isinstance(counts, list) or len(counts) != len(figures) or not all(map(_is_number, counts)):
        raise Refused(Outcome.UNREADABLE, day)
    return code, counts


def _is_number(count: Any) -> bool:
    return (type(count) is int and 0 <= count <= LARGEST_COUNT) or count in SIGNS


def _check_sums(counts: Mapping[str, list[Number]], day: dt.date) -> None:
    """What is told of the parts is no more than the whole; what is hidden of them may be any more."""
    below: dict[str, list[int]] = {}
    for code, numbers in counts.items():
        if (parent := codes.parent_code(code)) in counts:
            sums = below.setdefault(str(parent), [0] * len(numbers))
            for place, number in enumerate(numbers):
                sums[place] += number if isinstance(number, int) else 0
    for code, sums in below.items():
        for number, parts in zip(counts[code], sums, strict=True):
            if isinstance(number, int) and parts > number:
                raise Refused(Outcome.NOT_A_SUM, day)
