"""A table whose columns are known: its values field by field, and what is asked of each by itself."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext as _

from geodata.base import texts, wording
from geodata.base.errors import BadInput
from geodata.base.phones import LONGEST
from geodata.base.phones import numbers as phone_numbers
from geodata.files.compressed_rows import Packed
from geodata.files.problems import Problem, packed
from geodata.files.table import ERRORS, UNRECKONED, Table, has_lost_digits

T = TypeVar("T")

MOST_PERSONS = 200
"""More are a slip of the pen."""
OCCUPANCIES = {
    "lived_in": "常住 居住 在家 自住",
    "seasonal": "季节性居住 候鸟",
    "empty": "空置 空户 无人居住",
    "moved_away": "外迁 迁出 已迁出 搬离",
    "dissolved": "注销 已注销 销户",
}
_OCCUPANCY = {word: value for value, words in OCCUPANCIES.items() for word in [value, *words.split()]}
NONE = frozenset(("/", "//", "\\", "、", "-", "--", "—", "——", "–", "－", "─", "／", "无", "空", "没有", "暂无", "无电话", "无号码")) | {
    "N/A", "n/a", "NULL", "null", "None", "none",
}  # fmt: skip
"""What stands in a cell that has nothing to say."""
DITTO = frozenset(("同上", "〃", "″", '"', "''", "“", "”", "々", "同前", "ditto"))
"""What says that the value above holds here too."""
MERGED = frozenset(("county", "township", "village"))
"""Fields whose cells an office merges downwards."""
CHOSEN = frozenset(
    ("occupancy", "ability", "member_kind", "primary", "outcome", "mode", "post", "category", "need_answer")
)
"""Fields whose words have meanings of their own, or where only a value or nothing may stand."""
TYPED = (texts.name, texts.number, texts.place)
"""Strengths of fields that hold no day."""
_MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DAY_OR_TIME = re.compile(
    r"(19|20)\d\d(-\d\d-\d\d|/\d{1,2}/\d{1,2}|\.\d\d\.\d\d|年\d{1,2}月(\d{1,2}日)?)([T ]\d{1,2}:\d\d.*)?"
    rf"|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}-{_MONTHS}(-\d{{2,4}})?|{_MONTHS}-\d{{1,4}}"
    r"|\d+ days?, \d{1,2}:\d\d:\d\d|\d{1,2}:\d\d(:\d\d(\.\d+)?)?",
    re.ASCII | re.IGNORECASE,
)
_PHONE = re.compile(r"1[0-9]{10}|0[0-9]{2,3}-[0-9]{7,8}", re.ASCII)
_ONES = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE = re.compile(r"([一二三四五六七八九])?(十)?([零〇一二三四五六七八九两])?")
_POWER = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})", re.ASCII)
_WHOLE = re.compile(r"\.0+$")
_BETWEEN = re.compile(r"[,;、/\s]+")


@dataclass(frozen=True)
class Roster:
    """A table and which of its columns holds which field. Problems found on the way are collected in it."""

    table: Table
    fields: dict[str, list[str]]
    problems: Packed[Problem]

    @classmethod
    def of(cls, table: Table, fields: dict[str, list[str]]) -> "Roster":
        return cls(_filled(table, fields), fields, packed(table.problems))

    def blocks(self) -> Iterator["Roster"]:
        """A few thousand rows at a time; their problems are collected in this one."""
        return (replace(self, table=rows) for rows in self.table.blocks())

    def __len__(self) -> int:
        return len(self.table)

    def has(self, name: str) -> bool:
        return name in self.fields

    def heading(self, name: str) -> str:
        return "+".join(self.fields.get(name, [name]))

    def texts(self, name: str) -> Sequence[str]:
        """A field as texts, "" where it is not said; several columns are joined."""
        columns = [_said(self.table.column(heading), name) for heading in self.fields.get(name, ())]
        if not columns:
            return [""] * len(self)
        if len(columns) == 1:
            return columns[0]
        return [" ".join(filter(None, row)) for row in zip(*columns, strict=True)]

    def read(self, name: str, take: Callable[[str], T | None]) -> list[T | None]:
        """A field through a function; None where it is not said or cannot be taken, which is a problem."""
        if not self.has(name):
            return [None] * len(self)
        texts = self.texts(name)
        taken: dict[str, T | None] = {"": None}
        wrong: dict[str, tuple[str, str]] = {}
        for text in filter(None, dict.fromkeys(texts)):  # most columns say the same few things over and over
            try:
                check_result(text)
                taken[text] = take(text)
            except BadInput as error:
                taken[text], wrong[text] = None, (error.message, error.remedy)
        for row, text in enumerate(texts) if wrong else ():
            if text in wrong:
                self.note(row, name, text, *wrong[text])
        return [taken[text] for text in texts]

    def note(self, row: int, name: str, value: str, message: str, remedy: str) -> None:
        shown = value if len(value) <= 40 else f"{value[:40]}…"
        self.problems.append(Problem(self.table.lines[row], self.heading(name), shown, message, remedy))


def _filled(table: Table, fields: Mapping[str, list[str]]) -> Table:
    """With the value above where a sign says so, and of places also where a cell merged downwards leaves nothing; told in notes."""
    coded = any(fields.get(name) for name in ("village_code", "area_code"))
    columns = list(table.columns)
    for name, headings in fields.items():
        merged = name in MERGED and not coded
        for heading in filter(None, headings):
            place = table.headings.index(heading)
            column, count = _from_above(columns[place], merged=merged)
            if count:
                columns[place] = column
                table.notes.append(
                    _("In the column “%(name)s”, %(count)s cells took over the value above.")
                    % {"name": heading, "count": wording.figure(count)}
                )
    return replace(table, columns=columns)


def _from_above(column: Sequence[str], *, merged: bool) -> tuple[Sequence[str], int]:
    if DITTO.isdisjoint(column) and not (merged and "" in column):
        return column, 0
    filled, last, count = [], "", 0
    for text in column:
        if last and (text in DITTO or (merged and not text)):
            count += 1
        else:
            last = text
        filled.append(last if text in DITTO or (merged and not text) else text)
    return Packed(filled), count


def _said(column: Sequence[str], name: str) -> Sequence[str]:
    """The column; a sign that says that there is nothing is empty, and so changes nothing."""
    if name in CHOSEN or NONE.isdisjoint(column):
        return column
    return ["" if text in NONE else text for text in column]


def check_result(text: str) -> None:
    """BadInput: a formula without its result, or one that has failed."""
    if text == UNRECKONED or text in ERRORS:
        raise BadInput(
            _("The cell holds a formula without its result."),
            remedy=_("Open the file in a spreadsheet, recalculate it and save it again; or enter the value."),
        )


def looks_like_day(text: str) -> bool:
    return bool(_DAY_OR_TIME.fullmatch(text))


def usual(text: str) -> str:
    """Full-width digits and letters as the usual ones, without signs that nobody sees."""
    if text.isascii() or texts.is_plain(text):
        return text
    return unicodedata.normalize("NFKC", texts.seen(text)).strip()


def code(most: int) -> Callable[[str], str]:
    """A number used as a name, of at most so many characters."""
    as_text = words(most, texts.number)

    def take(text: str) -> str:
        text = in_full(usual(text))
        if has_lost_digits(text):
            raise BadInput(
                _("A spreadsheet has truncated this code."),
                remedy=_("Format the column as text and enter the code again in full."),
            )
        return as_text(text)

    return take


def in_full(text: str) -> str:
    """4.30382100201E+11 has all twelve digits, so that it can be written out; 4.3E+11 has lost some and stays."""
    match = _POWER.fullmatch(text)
    if match is None:
        return text
    places, power = match[2] or "", int(match[3])
    whole = len(places) == power and len(places) < 15
    return match[1] + places if whole else text


def words(most: int, strength: Callable[[str], str] = texts.free) -> Callable[[str], str]:
    """Text of at most so many characters, made one as its kind wants it."""

    def take(text: str) -> str:
        text = strength(text)
        if strength in TYPED and looks_like_day(text):
            raise BadInput(
                _("A spreadsheet has turned this cell into a date or a time."),
                remedy=_("Format the column as text and enter the cell again."),
            )
        if len(text) > most:
            raise BadInput(
                _("The text is longer than %(most)s characters.") % {"most": wording.figure(most)},
                remedy=_("Shorten it."),
            )
        return text

    return take


def phones(text: str) -> list[str] | None:
    """One number or several; None for signs that say that there is none."""
    if _PHONE.fullmatch(text):  # as nearly every cell
        return [text]
    written = re.sub(r"[^\s,;、/]+", lambda match: in_full(match[0]), usual(text))
    if any(map(has_lost_digits, _BETWEEN.split(written))):
        raise BadInput(
            _("A spreadsheet has cut this number short; its digits are lost."),
            remedy=_("Format the column as text and enter the number again in full."),
        )
    numbers = phone_numbers(written)
    if numbers is None:
        raise BadInput(
            _("This is not a phone number."),
            remedy=_("Enter the digits as text; separate several numbers with commas."),
        )
    return numbers or None


def whole(most: int, *units: str) -> Callable[[str], int]:
    """A whole number up to so many, with or without one of its units, also in Chinese numerals."""

    def take(text: str) -> int:
        plain = "".join(usual(text).split())
        unit = next((unit for unit in units if plain.endswith(unit)), "")
        digits = _WHOLE.sub("", plain.removesuffix(unit))
        number = int(digits) if digits.isascii() and digits.isdecimal() else chinese(digits)
        if number is None or number > most:
            raise BadInput(
                _("This is not a whole number up to %(most)s.") % {"most": wording.figure(most)},
                remedy=_("Enter a whole number."),
            )
        return number

    return take


persons = whole(MOST_PERSONS, "口人", "人口", "口", "人", "个", "名")


def chinese(text: str) -> int | None:
    """三, 十二, 二十, 两: a number below a hundred in Chinese numerals."""
    match = _CHINESE.fullmatch(text)
    if match is None or not text:
        return None
    tens, ten, ones = match.groups()
    if not ten:
        return _ONES[text] if len(text) == 1 else None
    return 10 * (_ONES[tens] if tens else 1) + (_ONES[ones] if ones else 0)


def phone(text: str) -> str:
    """One number."""
    numbers = phones(text) or []
    if len(numbers) != 1 or len(numbers[0]) > LONGEST:
        raise BadInput(_("This is not one phone number."), remedy=_("Enter one number, its digits as text."))
    return numbers[0]


def one_of(words_of: Mapping[str, str]) -> Callable[[str], str]:
    """A value by any of its words. `words_of`: value → words with blanks between; the value itself is one too."""
    values = {word: value for value, words in words_of.items() for word in [value, *words.split()]}

    def take(text: str) -> str:
        meant = values.get(usual(text).replace(" ", ""))
        if meant is None:
            raise BadInput(
                _("This value is not recognised."),
                remedy=_("Accepted values: %(list)s") % {"list": "; ".join(words_of.values())},
            )
        return meant

    return take


def occupancy(text: str) -> str:
    value = _OCCUPANCY.get(usual(text).replace(" ", "_"))
    if value is None:
        raise BadInput(
            _("This occupancy is not recognised."),
            remedy=_("Accepted values: %(list)s") % {"list": "; ".join(OCCUPANCIES.values())},
        )
    return value
