"""How text is made one where it is read, whatever keyboard, program or file it comes from. Pure.

Each kind of value has its own strength: `free` for what people write, `line` for one line of it, `name` for persons and
places, `number` for what a thing is known by, `digits` for codes. Nothing that can be seen is lost but what a kind says.
"""

import re
import unicodedata

_JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ: in other scripts than ours they change what is seen."""
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANK_SIGNS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
"""Signs without a shape that Unicode counts as letters and symbols."""
_WIDE = {place: place - 0xFEE0 for place in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE5: "¥"}
_DASHES = re.compile("[‐‑‒–—―−﹣－ー]")
_DOTS = re.compile("[·•‧∙⋅・･．.﹒。｡]")
HAN = "\u3007\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\U00020000-\U000323af"
"""Han signs, rare ones too, with 〇, in a class of a pattern."""
_KEPT = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
_BETWEEN_HAN = re.compile(f"(?<=[{HAN}])[\\s{_JOINERS}]+(?=[{HAN}])")
_DOT_IN_NAME = re.compile(rf"(?<=[{HAN}])\s*[·•‧∙⋅・･．.﹒。｡]+\s*(?=[{HAN}])")


def seen(text: str, *, keep: str = "") -> str:
    """Without signs that nobody sees: format and control characters (but tabs and line ends), and those in `keep`."""
    if text.isascii() and text.isprintable():
        return text
    shown = "".join(sign for sign in text if sign in keep or _is_shown(sign))
    return _BLANK_SIGNS.sub(" ", shown)


def _is_shown(sign: str) -> bool:
    return sign in "\t\n\r" or unicodedata.category(sign) not in ("Cf", "Cc", "Cs")


def free(text: str) -> str:
    """What people write: one kind of line end, no blanks around, nothing unseen."""
    return seen(_LINE_ENDS.sub("\n", text), keep=_JOINERS).strip()


def line(text: str) -> str:
    """One line: every run of blanks is one."""
    return " ".join(seen(_LINE_ENDS.sub("\n", text), keep=_JOINERS).split())


def name(text: str) -> str:
    """The name of a person or place: 王 芳 is 王芳, 买买提.艾力 has the dot of all others, ＡＢＣ is ABC."""
    if text.isascii():
        return line(text)
    plain = _KEPT.sub(lambda match: unicodedata.normalize("NFC", match[0]), line(text).translate(_WIDE))
    return _BETWEEN_HAN.sub("", _DOT_IN_NAME.sub("·", " ".join(plain.split()))).strip(_JOINERS)


def number(text: str) -> str:
    """What a household, door or group is known by: plain digits and letters, one kind of dash, no blank beside it."""
    if text.isascii() and text.isprintable():
        return text.strip()
    plain = " ".join(unicodedata.normalize("NFKC", _DASHES.sub("-", seen(text))).split())
    return re.sub(r"(?<=[0-9A-Za-z])\s*-\s*(?=[0-9A-Za-z])", "-", _DASHES.sub("-", plain))


def digits(text: str) -> str:
    """A code: no blanks at all."""
    return "".join(number(text).split())


def loosely(text: str) -> str:
    """For comparing what was typed with what is stored: as a name, and one kind of dash, in small letters."""
    return _DASHES.sub("-", name(unicodedata.normalize("NFKC", seen(text)))).casefold()
