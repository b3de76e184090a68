"""A table whose columns are known: its values field by field, and what is asked of each by itself."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext as _

from geodata.errors import BadInput
from geodata.imports.packed import Packed
from geodata.imports.problems import Problem, packed
from geodata.imports.table import Table, has_lost_digits

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
_PHONE = re.compile(r"\+?[0-9][0-9-]{4,18}", re.ASCII)
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
        return cls(table, fields, packed(table.problems))

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
        columns = [self.table.column(heading) for heading in self.fields.get(name, ())]
        if not columns:
            return [""] * len(self)
        if len(columns) == 1:
            return columns[0]
        return [" ".join(filter(None, row)) for row in zip(*columns, strict=True)]

    def read(self, name: str, take: Callable[[str], T]) -> list[T | None]:
        """A field through a function; None where it is not said or cannot be taken, which is a problem."""
        if not self.has(name):
            return [None] * len(self)
        texts = self.texts(name)
        taken: dict[str, T | None] = {"": None}
        wrong: dict[str, tuple[str, str]] = {}
        for text in filter(None, dict.fromkeys(texts)):  # most columns say the same few things over and over
            try:
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


def usual(text: str) -> str:
    """Full-width digits and letters as the usual ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def code(most: int) -> Callable[[str], str]:
    """A number used as a name, of at most so many characters."""

    def take(text: str) -> str:
        text = in_full(usual(text))
        if has_lost_digits(text):
            raise BadInput(
                _("A spreadsheet has cut this code short."),
                remedy=_("Format the column as text and enter the code again in full."),
            )
        return words(most)(text)

    return take


def in_full(text: str) -> str:
    """4.30382100201E+11 has all twelve digits, so that it can be written out; 4.3E+11 has lost some and stays."""
    match = _POWER.fullmatch(text)
    if match is None:
        return text
    places, power = match[2] or "", int(match[3])
    whole = len(places) == power and len(places) < 15
    return match[1] + places if whole else text


def words(most: int) -> Callable[[str], str]:
    """Text of at most so many characters."""

    def take(text: str) -> str:
        if len(text) > most:
            raise BadInput(
                _("The text is longer than %(most)s characters.") % {"most": most}, remedy=_("Shorten it.")
            )
        return text

    return take


def phones(text: str) -> list[str]:
    """One number or several."""
    if _PHONE.fullmatch(text):  # as nearly every cell
        return [text]
    found = [in_full(_WHOLE.sub("", number)) for number in _BETWEEN.split(usual(text)) if number]
    if any(map(has_lost_digits, found)):
        raise BadInput(
            _("A spreadsheet has cut this number short; its digits are lost."),
            remedy=_("Format the column as text and enter the number again in full."),
        )
    if not all(map(_PHONE.fullmatch, found)):
        raise BadInput(
            _("This is not a phone number."),
            remedy=_("Enter the digits as text, several numbers with commas between."),
        )
    return found


def persons(text: str) -> int:
    return whole(MOST_PERSONS, "人")(text)


def whole(most: int, unit: str) -> Callable[[str], int]:
    """A whole number up to so many, with or without its unit."""

    def take(text: str) -> int:
        digits = _WHOLE.sub("", usual(text).removesuffix(unit).strip())
        if not (digits.isascii() and digits.isdecimal()) or int(digits) > most:
            raise BadInput(
                _("This is not a whole number up to %(most)s.") % {"most": most},
                remedy=_("Enter a whole number."),
            )
        return int(digits)

    return take


def phone(text: str) -> str:
    """One number."""
    found = phones(text)
    if len(found) != 1 or len(found[0]) > 20:
        raise BadInput(_("This is not one phone number."), remedy=_("Enter one number, its digits as text."))
    return found[0]


def one_of(words_of: Mapping[str, str]) -> Callable[[str], str]:
    """A value by any of its words. `words_of`: value → words with blanks between; the value itself is one too."""
    values = {word: value for value, words in words_of.items() for word in [value, *words.split()]}

    def take(text: str) -> str:
        found = values.get(usual(text).replace(" ", ""))
        if found is None:
            raise BadInput(
                _("This value is not known."),
                remedy=_("Known are: %(list)s") % {"list": "; ".join(words_of.values())},
            )
        return found

    return take


def occupancy(text: str) -> str:
    found = _OCCUPANCY.get(usual(text).replace(" ", "_"))
    if found is None:
        raise BadInput(
            _("This way of living in a house is not known."),
            remedy=_("Known are: %(list)s") % {"list": "; ".join(OCCUPANCIES.values())},
        )
    return found
