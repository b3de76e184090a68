"""Numbers that a cell shows otherwise than it holds them: 10001 as 01-0001, 12 as 00012.

A spreadsheet's column of household numbers is often a column of numbers with such a format. Whoever sends it sees
01-0001, and would not know a household 10001. Only zeros in front and signs between digits are put back: words around a
number (0"户") say nothing that a field needs.
"""

import html
import re
import zipfile
from collections.abc import Callable, Mapping

Shown = Callable[[str], str]
"""The number of a cell as the file writes it → what the cell shows; "" where that is nothing but the number."""

_FORMAT = re.compile(r"<(?:\w+:)?numFmt\b([^>]*)>")
_CELL_FORMATS = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(r"<(?:\w+:)?xf\b([^>]*)>")
_VALUE = re.compile(r'(\w+)="([^"]*)"')
_SIGN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$[^\]]*\]|\[(?:Red|Blue|Green|Black|White|红色|黑色)\]|(.)')
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.0+)?", re.ASCII)
_BETWEEN = frozenset("-/():+ ")
"""Signs that a format takes as they are."""


def shown_by(archive: zipfile.ZipFile) -> Mapping[int, Shown]:
    """By the number of a style: how its cells show whole numbers, of those styles that show them otherwise."""
    try:
        styles = archive.read("xl/styles.xml").decode()
    except (KeyError, UnicodeDecodeError):
        return {}
    told = (dict(_VALUE.findall(element)) for element in _FORMAT.findall(styles))
    formats = {one.get("numFmtId", ""): html.unescape(one.get("formatCode", "")) for one in told}
    block = _CELL_FORMATS.search(styles)
    used = (dict(_VALUE.findall(element)) for element in _CELL_FORMAT.findall(block[0] if block else ""))
    found = ((number, _shown(formats.get(one.get("numFmtId", ""), ""))) for number, one in enumerate(used))
    return {number: shown for number, shown in found if shown}


def _shown(code: str) -> Shown | None:
    """None: the format shows a whole number as it is, or is of another kind (days, decimals, conditions)."""
    signs = _signs(code.split(";")[0])
    while signs and signs[0] != "0":
        signs.pop(0)
    while signs and signs[-1] != "0":
        signs.pop()
    return None if len(signs) < 2 else lambda text: _filled(text, signs)


def _signs(code: str) -> list[str]:
    """ "0" for a digit, "=-" for a sign that stands there as it is. Empty: a format of another kind."""
    signs: list[str] = []
    for quoted, escaped, plain in _SIGN.findall(code):
        if plain in ("0", ""):
            signs += ["0"] * bool(plain) + [f"={sign}" for sign in quoted + escaped]
        elif plain in _BETWEEN:
            signs.append(f"={plain}")
        else:
            return []
    return signs


def _filled(text: str, signs: list[str]) -> str:
    if not _PLAIN.fullmatch(text):
        return ""
    digits = text.partition(".")[0]
    left = list(digits.zfill(signs.count("0")))
    shown = ""
    for sign in reversed(signs):
        shown = (left.pop() if sign == "0" else sign[1:]) + shown
    shown = "".join(left) + shown
    return shown if shown != digits else ""
