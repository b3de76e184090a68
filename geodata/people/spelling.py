"""Names by pinyin: 张例明 is found by zlm and by zhangliming, and a sign with several readings by each of them.

On the phone a name is sent with its spellings; the server asks the names with a pattern. Both take the readings from one table,
in which rare signs stand too.
"""

import itertools
import re
from collections.abc import Iterator
from functools import cache

from pypinyin import Style, lazy_pinyin

from geodata.base.readings import SURNAMES, readings, signs

MOST = 12
"""Ways to read a name that are kept."""
MOST_WAYS = 8
"""Ways to part letters into syllables that are looked for."""
LETTERS = re.compile(r"[a-z]{2,24}")
MOST_INITIALS = 8
LONGEST_SYLLABLE = 6


def initials(name: str) -> list[str]:
    """The initials of a name in small letters, one for each way to read it, as a surname first; other signs as they are."""
    surname = _surname(name)
    first = [[part[0] for part in surname.split()]] if surname else []
    ways = [_starts(sign) for sign in name]
    for place, letter in enumerate(first[0] if first else ()):
        ways[place] = list(dict.fromkeys((letter, *ways[place])))
    return list(dict.fromkeys("".join(way) for way in itertools.islice(itertools.product(*ways), MOST)))


def spelled(name: str) -> list[str]:
    """The pinyin of a name without tones, as a surname first: shanliming, danliming."""
    usual = "".join(lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)).lower()
    surname = _surname(name)
    if not surname:
        return [usual]
    rest = name[len(surname.split()) :]
    own = surname.replace(" ", "") + "".join(lazy_pinyin(rest, style=Style.NORMAL, v_to_u=False)).lower()
    return list(dict.fromkeys((own, usual)))


def pattern(letters: str) -> str:
    """A regular expression for names that begin with these initials or syllables. "" when they begin none."""
    if not LETTERS.fullmatch(letters):
        return ""
    ways = [_classes(way) for way in itertools.islice(_parted(letters), MOST_WAYS)]
    if len(letters) <= MOST_INITIALS and all(parts := [characters(letter) for letter in letters]):
        ways.insert(0, "".join(f"[{part}]" for part in parts))
    return f"^({'|'.join(ways)})" if ways else ""


@cache
def characters(start: str) -> str:
    """The Chinese signs with a reading that begins with these letters."""
    readings = (signs for syllable, signs in _signs().items() if syllable.startswith(start))
    return "".join(sorted(set().union(*readings)))


@cache
def _signs() -> dict[str, set[str]]:
    """Syllable → the signs that are read so."""
    found: dict[str, set[str]] = {}
    for sign in signs():
        for syllable in readings(sign):
            found.setdefault(syllable, set()).add(sign)
    return found


def _parted(letters: str, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The ways to part letters into syllables, the longest first. The last may only have begun, unless it is the only one."""
    if letters in _signs() or (before and characters(letters)):
        yield (*before, letters)
    for length in range(min(LONGEST_SYLLABLE, len(letters) - 1), 0, -1):
        if letters[:length] in _signs():
            yield from _parted(letters[length:], (*before, letters[:length]))


def _classes(syllables: tuple[str, ...]) -> str:
    """Whole syllables but the last, which may go on."""
    whole = "".join(f"[{_class(one)}]" for one in syllables[:-1])
    return f"{whole}[{characters(syllables[-1])}]"


@cache
def _class(syllable: str) -> str:
    return "".join(sorted(_signs()[syllable]))


def _surname(name: str) -> str:
    return SURNAMES.get(name[:2], "") or SURNAMES.get(name[:1], "")


def _starts(sign: str) -> list[str]:
    """The letters that the readings of a sign begin with, the usual one first; other signs are what they are."""
    return list(dict.fromkeys(one[0] for one in readings(sign))) or [sign.lower()]
