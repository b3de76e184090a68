"""Phone numbers as offices write them: 138 0013 8000, +86 138-0013-8000, 0731 87654321, several in a cell. Pure."""

import re

from geodata.base import texts

LONGEST = 20
_BETWEEN = re.compile(r"[,;、/|\n]+")
_MOBILE = re.compile(r"1[0-9]{10}")
_ABROAD = re.compile(
    r"(?<![0-9-])(?:(?:\+|00)86[- ]?(?=1[0-9]{2}[- ]?[0-9])|86[- ]?(?=1[0-9]{2}[- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])))"
)
"""Our country's code before a mobile. Without + or 00 only where a whole mobile follows: 0731 86123456 and 13886123456 have none."""
_AREA = re.compile(r"0[0-9]{2,3}")
_LOCAL = re.compile(r"[0-9]{7,8}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,6})?")
_SOME = re.compile(r"\+?[0-9][0-9-]{4,18}")
_WHOLE = re.compile(r"\.0+$")
_MOST_PARTS = 6


def numbers(text: str) -> list[str] | None:
    """The numbers in a cell, each once; None where something in it is none, or stands in parts that no number has."""
    plain = texts.number(text.replace("\n", ","))
    phones: list[str] = []
    for part in filter(str.strip, _BETWEEN.split(plain)):
        some = _in_part(_ABROAD.sub("", part.strip()))
        if some is None:
            return None
        phones += some
    return list(dict.fromkeys(phones))


def _in_part(part: str) -> list[str] | None:
    """Blanks stand between two numbers, or within one: what is whole tells."""
    pieces = re.sub(r"\((0[0-9]{2,3})\)\s*", r"\1-", part).split()
    phones: list[str] = []
    while pieces:
        taken, number = _first(pieces)
        if not taken:
            return None
        phones.append(number)
        pieces = pieces[taken:]
    return phones


def _first(pieces: list[str]) -> tuple[int, str]:
    """How many pieces the number at the beginning takes, and the number; 0 where none stands there."""
    for taken in range(1, min(len(pieces), _MOST_PARTS) + 1):
        joined = _joined(pieces[:taken])
        if _MOBILE.fullmatch(joined.replace("-", "")):
            return taken, joined.replace("-", "")
        if _LANDLINE.fullmatch(joined):
            return taken, joined
        if taken > 1 and taken == len(pieces) and _LOCAL.fullmatch("".join(pieces)):
            return taken, "".join(pieces)
    alone = _WHOLE.sub("", pieces[0])
    digits = sum(map(str.isdecimal, alone))
    is_whole = _SOME.fullmatch(alone) and (len(pieces) == 1 or digits >= 7)
    return (1, alone) if is_whole else (0, "")


def _joined(pieces: list[str]) -> str:
    area = len(pieces) > 1 and _AREA.fullmatch(pieces[0])
    return (f"{pieces[0]}-" if area else pieces[0]) + "".join(_WHOLE.sub("", piece) for piece in pieces[1:])


def digits(text: str) -> str:
    """What of a text can be looked for among the digits of phones: 138 0013 8000 is 13800138000; "" where there is more."""
    plain = re.sub(r"[\s()-]", "", _ABROAD.sub("", texts.number(text)))
    return plain if plain.isascii() and plain.isdecimal() else ""
