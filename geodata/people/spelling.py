"""Names by pinyin initials: 张例明 is found by zlm, and a character with several readings by each of them."""

import itertools
import re
from functools import cache

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PINYIN_DICT

MOST = 6
"""Ways to read a name that are kept."""
LETTERS = re.compile(r"[a-z]{2,8}")


def initials(name: str) -> list[str]:
    """The initials of a name in small letters, one for each way to read it; other characters as they are."""
    # One by one: what is no Chinese character stays what it is.
    readings = [
        one for sign in name for one in pinyin(sign, style=Style.FIRST_LETTER, heteronym=True, v_to_u=False)
    ]
    ways = itertools.product(*([part.lower() for part in one] for one in readings))
    return list(dict.fromkeys("".join(way) for way in itertools.islice(ways, MOST)))


def spelled(name: str) -> str:
    """The usual pinyin of a name without tones: zhangliming."""
    return "".join(lazy_pinyin(name, v_to_u=False)).lower()


@cache
def characters(letter: str) -> str:
    """The Chinese characters of the basic block with a reading that begins with this letter."""
    return "".join(
        chr(code)
        for code, readings in sorted(PINYIN_DICT.items())
        if 0x4E00 <= code <= 0x9FFF and letter in _first_letters(readings)
    )


def pattern(letters: str) -> str:
    """A regular expression for names that begin with these initials. "" when a letter begins no character."""
    parts = [characters(letter) for letter in letters]
    return "^" + "".join(f"[{part}]" for part in parts) if all(parts) else ""


def _first_letters(readings: str) -> set[str]:
    plain = readings.translate(TONES)
    return {reading[:1] for reading in plain.split(",")}


TONES = str.maketrans("āáǎàēéěèōóǒòêếềḿńňǹ", "aaaaeeeeooooeeemnnn")
