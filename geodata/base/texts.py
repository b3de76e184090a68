"""How text is made one where it is read, whatever keyboard, program or file it comes from. Pure.

Each kind of value has its own strength: `free` for what people write, `line` for one line of it, `name` for persons and
places, `number` for what a thing is known by, `digits` for codes. Nothing that can be seen is lost but what a kind says.
"""

import re
import unicodedata

_JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ: in other scripts than ours they change what is seen."""
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_FORMAT = (
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
"""Unicode's format characters but the joiners."""
_UNSEEN = re.compile(f"[{_CONTROLS}{_FORMAT}]")
_RADICALS = dict(
    zip(
        "⺟⺠⺩⺪⺬⺶⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻳",
        "母民王疋示羊虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿竜龙龟",
        strict=True,
    )
)
"""Of the supplement of radicals those that are whole signs: ⻩ is no 黄, though nobody sees it."""
_KANGXI = {sign: unicodedata.normalize("NFKC", sign) for sign in map(chr, range(0x2F00, 0x2FD6))}
_LATER = dict(
    zip(
        "\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
        "\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
        strict=True,
    )
)
"""Signs that GB 18030 gave a place of their own only in 2005 and 2022, and Python's codec has not."""
_OLD_GBK = {
    chr(0xE815 + place): bytes((0xFE, byte)).decode("gb18030")
    for place, byte in enumerate(byte for byte in range(0x50, 0xA1) if byte != 0x7F)
} | _LATER
"""Signs of GBK for which Unicode had no place yet: where old Windows has typed 䶮, another one stands."""
_TWINS = _KANGXI | {old: _RADICALS.get(sign, sign) for old, sign in _OLD_GBK.items()} | _RADICALS
"""What looks like a usual sign and is none: of texts copied out of a PDF, or typed on old Windows."""
_TWIN = re.compile(f"[{''.join(_TWINS)}]")
UNEVEN = re.compile(
    f"[{_CONTROLS}{_FORMAT}\x0b\x0c\r\x85\xa0\u115f\u1160\u2028\u2029\u2800\u3164\uffa0{''.join(_TWINS)}]"
)
"""What a text may hold that `free` changes, but for blanks at its ends."""
_JOINED = re.compile(f"[{_JOINERS}\ufe00-\ufe0f]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANK_SIGNS = re.compile("[\xa0\u115f\u1160\u2800\u3164\uffa0]")
"""Signs without a shape that Unicode counts as letters and symbols."""
_WIDE = {place: place - 0xFEE0 for place in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE5: "¥"}
_WIDE_SIGNS = {wide: usual for wide, usual in _WIDE.items() if chr(wide).isalnum()}
_DASHES = re.compile("[‐‑‒–—―−﹣－ー]")
HAN = "\u3007\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\U00020000-\U000323af"
"""Han signs, rare ones too, with 〇, in a class of a pattern."""
_KEPT = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
_BETWEEN_HAN = re.compile(f"(?<=[{HAN}])[\\s{_JOINERS}]+(?=[{HAN}])")
_DOT_IN_NAME = re.compile(rf"(?<=[{HAN}])\s*[·•‧∙⋅・･．.﹒。｡]+\s*(?=[{HAN}])")


_PLAIN = re.compile("[\u4e00-\u9fff0-9A-Za-z]+")
"""What nothing here changes: nearly every cell of a roster, so that it is asked first."""


def is_plain(text: str) -> bool:
    """Usual Han signs, digits and letters alone: one already, whatever its kind."""
    return _PLAIN.fullmatch(text) is not None


def seen(text: str) -> str:
    """Without what nobody sees: format and control characters, but tabs, line ends and joiners; and each sign the usual one of
    those that look the same.
    """
    if text.isascii() and text.isprintable():
        return text
    return _TWIN.sub(lambda match: _TWINS[match[0]], _BLANK_SIGNS.sub(" ", _UNSEEN.sub("", text)))


def free(text: str) -> str:
    """What people write: one kind of line end, no blanks around, nothing unseen."""
    return seen(_LINE_ENDS.sub("\n", text)).strip()


def line(text: str) -> str:
    """One line: every run of blanks is one."""
    return " ".join(seen(_LINE_ENDS.sub("\n", text)).split())


def name(text: str) -> str:
    """The name of a person or place: 王 芳 is 王芳, 买买提.艾力 has the dot of all others, ＡＢＣ is ABC."""
    if is_plain(text):
        return text
    if text.isascii():
        return line(text)
    plain = _KEPT.sub(lambda match: unicodedata.normalize("NFC", match[0]), line(text).translate(_WIDE))
    return _BETWEEN_HAN.sub("", _DOT_IN_NAME.sub("·", " ".join(plain.split()))).strip(_JOINERS)


def number(text: str) -> str:
    """What a household, door or group is known by: plain digits and letters, one kind of dash, no blank beside it."""
    if is_plain(text):
        return text
    plain = " ".join(unicodedata.normalize("NFKC", _DASHES.sub("-", _JOINED.sub("", seen(text)))).split())
    return re.sub(r"(?<=[0-9A-Za-z])\s*-\s*(?=[0-9A-Za-z])", "-", _DASHES.sub("-", plain))


def digits(text: str) -> str:
    """A code: no blanks at all."""
    return "".join(number(text).split())


def place(text: str) -> str:
    """An address: one line, with usual digits and letters; its punctuation stays."""
    if is_plain(text):
        return text
    return line(text) if text.isascii() else line(text).translate(_WIDE_SIGNS)


_PEOPLE = re.compile(r"[,;、/，；|\n]+")
_LETTERS = re.compile(r"[A-Za-z]")
COMPOUND = frozenset(
    [
        "欧阳",
        "太史",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "夏侯",
        "诸葛",
        "尉迟",
        "皇甫",
        "澹台",
        "公孙",
        "长孙",
        "慕容",
        "司徒",
        "令狐",
        "端木",
        "轩辕",
        "宇文",
        "申屠",
    ]
)
"""Surnames of two signs: behind one of them a blank parts no two persons."""


def people(text: str) -> list[str]:
    """Names in a cell, each once: 周和平 and 王 芳 are one person, 张三和李四 and 张三 李四 are two."""
    names = []
    for part in _PEOPLE.split(text):
        for one in _apart(line(part).translate(_WIDE)):
            names += _by_and(one)
    return list(dict.fromkeys(filter(None, map(name, names))))


def _apart(part: str) -> list[str]:
    """A blank parts two whole names; what is shorter, or written in letters, is one."""
    pieces = part.split()
    latin = [bool(_LETTERS.search(piece)) or piece.isascii() for piece in pieces]
    if len(pieces) < 2:
        return pieces
    if all(latin):
        logins = all(any(map(str.isdecimal, piece)) for piece in pieces)
        return pieces if logins else [" ".join(pieces)]
    if any(latin):
        return pieces
    whole = all(len(piece) > 1 for piece in pieces) and pieces[0] not in COMPOUND
    return pieces if whole else ["".join(pieces)]


def _by_and(one: str) -> list[str]:
    """和 and its like part two names only where a whole name stands on either side."""
    for word in ("和", "与", "及"):
        for place in (at for at, sign in enumerate(one) if sign == word):
            before, behind = one[:place].strip(), one[place + 1 :].strip()
            if len(before) > 1 and len(behind) > 1:
                return [*_by_and(before), *_by_and(behind)]
    return [one]
