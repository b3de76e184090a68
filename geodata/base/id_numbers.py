"""Recogniser of resident ID numbers (GB 11643), however they are written. Pure.

Looked for: 18 characters, or 17 without the last one, and the 15 digits that were issued until 1999; in full width, circled,
Chinese or other digits, with blanks, dashes and invisible signs between, glued to letters, with letters typed for digits,
as a spreadsheet's 4.30382199001010E+17, and with a wrong check digit. Two parts have to be plausible: the number of the
province, and a birthday that has been.

What looks alike and is none: codes and phones are shorter, bank cards and what stands within more digits is longer, and
a point makes a decimal number. The price: a number of 17 or 18 digits that holds by chance a province and a day since 1900
is taken for one, as one in 5,000 random numbers of that length does, and one of 15 digits in 115. Therefore:
- 15 digits need a year from 1930 on, so that the codes of grids in streets, towns and townships (…001001) are none;
- without a right check digit a birthday of the last three years is none: numbers of files are made of county, day and count;
- whoever knows the codes of villages says so: a number that stands alone and begins with one is a household's or a grid's.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from django.utils.translation import gettext as _

from geodata.base.errors import BadInput

MARK = "〔证件号码已略去〕"
"""What stands in a note where a number was: shorter than any number, so that a full note stays within its length."""

PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)  # fmt: skip
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_LAST = frozenset("XxΧχХх×✕✖*")
_CHINESE = {
    sign: str(digit)
    for digits in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖")
    for digit, sign in enumerate(digits)
}
_TYPED = _CHINESE | dict(zip("OoОоlI", "000011", strict=True))
"""What is typed or read for a digit; only tried beside the digits alone, since it stands in words too."""
_BETWEEN = re.compile(r"[\s\-‐-―−－_.·•・。,，、/／\\:：|()\[\]（）【】'’`]", re.UNICODE)
_POINTS = (".", "．")
_NEAR = 3
"""Signs at most between two digits of one number."""
_FEWEST = 15
_LENGTHS = (15, 17, 18)
_EDGES = frozenset((4, 6, 10, 12, 14, 16, 17))
_OLD_EDGES = frozenset((6, 8, 10, 12))
"""Where a number is parted by its meaning: province and county, day, count, check digit."""
_LOST = re.compile(r"([1-9])[.。．·,]([0-9]{11,16})\s*[Ee]\+?17(?![0-9])")
_ENOUGH = re.compile(r"[\dOolIОо零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖²³¹⁰-₉①-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿]")
"""Signs that may be digits: a text with few of them is not looked at any closer."""


@dataclass(frozen=True, slots=True)
class IdNumber:
    """Where in the text a number stands, and its digits in plain writing."""

    start: int
    end: int
    digits: str


@dataclass(slots=True)
class _Group:
    """Digits without anything between them; `before`: what stands between it and the group before."""

    before: str
    digits: str = ""
    places: list[int] = field(default_factory=list)


def find_id_numbers(
    text: str, *, villages: Collection[str] = (), today: dt.date | None = None
) -> list[IdNumber]:
    """The ID numbers in the text. `villages`: codes with which a number that stands alone may begin."""
    if len(text) < _FEWEST or len(_ENOUGH.findall(text)) < _FEWEST:
        return []
    today = today or dt.datetime.now(dt.UTC).date()
    seen = [*_lost(text, today)]
    for typed in ({}, _TYPED):
        seen += [one for one in _in_signs(text, typed, today) if not _within(one, seen)]
    if villages and len(seen) == 1 and seen[0].digits[:12] in villages and _alone(text, seen[0]):
        return []
    return sorted(seen, key=lambda one: one.start)


def holds_id_number(text: str, *, villages: Collection[str] = ()) -> bool:
    return bool(find_id_numbers(text, villages=villages))


def without_id_numbers(text: str, *, mark: str = "", villages: Collection[str] = ()) -> str:
    """The text with the mark in the place of each ID number."""
    for one in reversed(find_id_numbers(text, villages=villages)):
        text = text[: one.start] + mark + text[one.end :]
    return text


def refuse_id_numbers(texts: Iterable[str], *, field: str = "") -> None:
    """Raises BadInput where one of them holds an ID number; it is not repeated."""
    if any(map(holds_id_number, texts)):
        raise BadInput(_("ID numbers are never stored."), field=field, remedy=_("Remove the number."))


def check_digit(first: str) -> str:
    """The eighteenth character after seventeen digits."""
    return _CHECK[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first[:17], strict=True)) % 11]


def _alone(text: str, one: IdNumber) -> bool:
    return not (text[: one.start] + text[one.end :]).strip(" \t'’`=\"")


def _within(one: IdNumber, others: list[IdNumber]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _lost(text: str, today: dt.date) -> Iterator[IdNumber]:
    """As a spreadsheet shows it: the first fifteen digits of the eighteen."""
    for match in _LOST.finditer(text):
        digits = (match[1] + match[2]).ljust(17, "0")
        if _is_plausible(digits, today, right=False):
            yield IdNumber(*match.span(), digits)


def _in_signs(text: str, typed: dict[str, str], today: dt.date) -> Iterator[IdNumber]:
    for groups in _runs(text, typed):
        taken: list[IdNumber] = []
        for one in sorted(_candidates(groups, today), key=lambda one: -len(one.digits)):
            if not _within(one, taken):
                taken.append(one)
        yield from taken


def _runs(text: str, typed: dict[str, str]) -> Iterator[list[_Group]]:
    """Digits that stand near each other, in the groups between which something stands."""
    groups: list[_Group] = []
    between: str | None = None
    for place, sign in enumerate(text):
        digits = typed.get(sign) or _meaning(sign)
        if digits == "X" and not groups:
            continue
        if digits:
            if not groups or between is not None:
                groups.append(_Group(before=between or ""))
            groups[-1].digits += digits
            groups[-1].places += [place] * len(digits)
            between = "" if digits == "X" else None
        elif _unseen(sign):
            continue
        elif groups and len(between or "") < _NEAR and _BETWEEN.match(sign):
            between = (between or "") + sign
        elif groups:
            yield groups
            groups, between = [], None
    if groups:
        yield groups


@lru_cache(maxsize=4096)
def _meaning(sign: str) -> str:
    """The digits that a sign means, an X for whatever stands for the tenth check digit, else nothing."""
    if sign in _LAST:
        return "X"
    if sign.isascii():
        return sign if sign.isdecimal() else ""
    folded = unicodedata.normalize("NFKC", sign).strip("().,")
    if folded in ("X", "x"):
        return "X"
    values = [unicodedata.decimal(one, None) for one in folded]
    return "".join(map(str, values)) if None not in values else ""


@lru_cache(maxsize=4096)
def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cf", "Mn", "Me") or (sign < " " and not sign.isspace())


def _candidates(groups: list[_Group], today: dt.date) -> Iterator[IdNumber]:
    for first, group in enumerate(groups):
        yield from _inside(group, today)
        for last in range(first, len(groups)):
            some = groups[first : last + 1]
            digits = "".join(one.digits for one in some)
            if len(digits) > _LENGTHS[-1]:
                break
            after = groups[last + 1].before if last + 1 < len(groups) else ""
            if len(digits) in _LENGTHS and _is_number(digits, some, today, after=after):
                yield IdNumber(group.places[0], some[-1].places[-1] + 1, digits)


def _inside(group: _Group, today: dt.date) -> Iterator[IdNumber]:
    """Within more digits, such as two numbers without anything between: only with its right check digit."""
    for start in range(len(group.digits) - 17 if len(group.digits) > 18 else 0):
        digits = group.digits[start : start + 18]
        if _is_right(digits) and _is_plausible(digits, today, right=True):
            yield IdNumber(group.places[start], group.places[start + 17] + 1, digits)


def _is_number(digits: str, groups: list[_Group], today: dt.date, *, after: str) -> bool:
    if "X" in digits[:-1] or (digits[-1] == "X" and len(digits) != 18):
        return False
    right = len(digits) == 18 and _is_right(digits)
    return (
        _is_plausible(digits, today, right=right)
        and not _is_decimal(groups, after)
        and _is_parted_well(groups, right=right)
    )


def _is_decimal(groups: list[_Group], after: str) -> bool:
    """Is it a decimal number, or a part of one? Eighteen digits behind a point are none: no computer writes so many."""
    points = [one.before in _POINTS for one in groups[1:]]
    if len(groups) == 1:
        return len(groups[0].digits) < 18 and (groups[0].before in _POINTS or after in _POINTS)
    if all(points):
        return len(points) == 1
    return any(points) or groups[0].before in _POINTS or after in _POINTS


def _is_parted_well(groups: list[_Group], *, right: bool) -> bool:
    """By its meaning or evenly; anyhow where the check digit is right."""
    lengths = [len(one.digits) for one in groups]
    evenly = lengths[0] < 6 and len(set(lengths[:-1])) == 1 and lengths[-1] <= lengths[0]
    edges = set(accumulate(lengths[:-1]))
    return right or evenly or edges <= (_OLD_EDGES if sum(lengths) == 15 else _EDGES)


def _is_right(digits: str) -> bool:
    return digits[:17].isdecimal() and check_digit(digits) == digits[17:]


def _is_plausible(digits: str, today: dt.date, *, right: bool) -> bool:
    """A province (also behind the 9 of foreigners' permanent cards), and a birthday that has been."""
    if int(digits[1:3] if digits[0] == "9" else digits[:2]) not in PROVINCES:
        return False
    old = len(digits) == 15
    day = "19" + digits[6:12] if old else digits[6:14]
    try:
        born = dt.date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    if old:
        return born.year >= 1930
    return 1900 <= born.year <= today.year - (0 if right else 3) and born <= today
