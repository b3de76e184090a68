"""Texts of the .dbf of a Shapefile: bytes, of which the .cpg says, or does not say, or says wrongly, what they are.

So GDAL gives them as bytes, and the text itself decides: UTF-8 and GBK can be told apart, and one damaged cell does
not turn the others into nonsense. Names of columns have ten bytes and texts 254, so that writers cut within a sign:
户主姓名 in UTF-8 has twelve, what is left is 户主姓 and a piece that no reader can decode.
"""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.base.wording import listed
from geodata.files.headings import completed
from geodata.files.problems import Problem
from geodata.files.table import Table, as_text

BYTES = "ISO-8859-1"
"""The encoding in which every byte is one sign, and GDAL loses none."""
USUAL = ("utf-8", "gb18030")
ENCODINGS = ("utf-8", "gb18030", "big5")
"""What a person may choose where the file's own word is in doubt."""
PLAUSIBLE = 0.8
"""So large a share of signs that are in use is a text; of texts read wrongly it is about a half, of short ones also more."""
LONGEST = 4
"""Bytes of a sign at most."""


@dataclass(frozen=True)
class Texts:
    """Makes texts of the bytes of a table; `said`: what stands in the .cpg, `chosen`: what a person says instead."""

    said: str
    chosen: str = ""

    def __call__(self, table: Table, columns: list[list[object]]) -> Table:
        cells = (
            cell for column in columns for cell in column if isinstance(cell, str) and not cell.isascii()
        )
        foreign = [raw(text) for text in (*table.headings, *cells) if not text.isascii()]
        encoding = named(self.chosen) or told_apart(foreign, said=named(self.said))
        if not self.chosen:
            refuse_if_doubtful(foreign, encoding, said=self.said)
        headings, notes = _headings(table.headings, encoding)
        problems: list[Problem] = []
        texts = [
            [
                _cell(cell, encoding, line, heading, problems)
                for line, cell in zip(table.lines, column, strict=True)
            ]
            for heading, column in zip(headings, columns, strict=True)
        ]
        if self.said and not self.chosen and named(self.said) != encoding:
            notes.append(
                _("The .cpg says %(said)s, but the texts are %(are)s: they were read as such.")
                % {"said": self.said, "are": encoding.upper()}
            )
        return replace(table, headings=headings, columns=texts, notes=notes, problems=problems)


def raw(text: str) -> bytes:
    return text.encode("latin-1")


def told_apart(texts: Iterable[bytes], *, said: str = "") -> str:
    """The encoding in which most of the texts are Chinese; what was said where several serve as well, UTF-8 before it.

    Text in UTF-8 can be read as GBK or as one byte a sign, as nonsense; the other way it hardly ever can.
    """
    tried = dict.fromkeys(filter(None, (USUAL[0], said, *USUAL)), 0)
    for text in texts:
        if not text.isascii():
            for encoding in tried:
                tried[encoding] += _serves(text, encoding)
    best = max(tried.values())
    usual = said or USUAL[0]
    return next(encoding for encoding in tried if tried[encoding] == best) if best else usual


def refuse_if_doubtful(texts: list[bytes], encoding: str, *, said: str) -> None:
    """BadInput where a usual encoding makes a text of it that is as likely as that of the declared one: a person chooses."""
    if encoding in USUAL:
        return
    least = max(PLAUSIBLE, plausible(texts, encoding))
    better = next((usual for usual in USUAL if texts and plausible(texts, usual) >= least), "")
    if better:
        example = max(texts, key=len)
        raise BadInput(
            _("The .cpg says %(said)s: read so, the texts are “%(wrong)s”; as %(other)s, “%(right)s”.")
            % {
                "said": said,
                "wrong": decoded(example, encoding)[0][:20],
                "other": better.upper(),
                "right": decoded(example, better)[0][:20],
            },
            field="encoding",
            value=said,
            remedy=_("Choose the encoding of the texts, or write the right one into the .cpg."),
        )


def plausible(texts: Iterable[bytes], encoding: str) -> float:
    """The share of signs in use among those that are not ASCII; a piece that cannot be read counts as one sign that is none."""
    used = signs = 0
    for text in texts:
        decoded_text, left = decoded(text, encoding)
        other = [sign for sign in decoded_text if not sign.isascii()]
        used += sum(map(_in_use, other))
        signs += len(other) + (left >= LONGEST or bool(left and not other))
    return used / signs if signs else 1.0


@cache
def _in_use(sign: str) -> bool:
    """Is it among the frequent signs of GB 2312 or of Big5, by their first bytes, or one of their marks?"""
    for encoding, marks, first, last in (("gb2312", 0xA3, 0xB0, 0xD7), ("big5", 0xA2, 0xA4, 0xC6)):
        try:
            lead = sign.encode(encoding)[0]
            if lead in (0xA1, marks) or first <= lead <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _serves(text: bytes, encoding: str) -> bool:
    """Can it be read so, but for a piece at its end, with signs of Chinese texts alone?"""
    signs, left = decoded(text, encoding)
    return left < LONGEST and all(sign.isascii() or sign >= "\u2000" or sign == "·" for sign in signs)


def decoded(text: bytes, encoding: str) -> tuple[str, int]:
    """The text as far as it can be read, and how many bytes are left."""
    try:
        return text.decode(encoding), 0
    except UnicodeDecodeError as error:
        return text[: error.start].decode(encoding), len(text) - error.start


def named(text: str) -> str:
    """The encoding that a .cpg names, for Python; "" for one that is not known."""
    try:
        codec = codecs.lookup(f"cp{text}" if text.isdecimal() else text).name
    except (LookupError, ValueError):
        return "utf-8" if text == "65001" else ""
    return "gb18030" if codec in ("gbk", "gb2312", "cp936") else codec


def _headings(names: Iterable[str], encoding: str) -> tuple[list[str], list[str]]:
    """The names of columns, those that were cut completed where only one begins so, and the note on them."""
    read = [decoded(raw(name), encoding) for name in names]
    cut = {name: completed(name) for name, left in read if left}
    if not cut:
        return [name for name, _left in read], []
    whole = [cut[name] if left else name for name, left in read]
    completions = listed(f"{name} → {now}" if name != now else name for name, now in cut.items())
    return (
        whole if len(set(whole)) == len(whole) else [name for name, _left in read],
        [_("Column names truncated by the format: %(names)s.") % {"names": completions}],
    )


def _cell(cell: object, encoding: str, line: int, heading: str, problems: list[Problem]) -> str:
    if not isinstance(cell, str) or cell.isascii():
        return as_text(cell)
    text, left = decoded(raw(cell), encoding)
    if left >= LONGEST:
        text = raw(cell).decode(encoding, "replace")
    if left:
        problems.append(Problem(line, heading, text, *_damage(left)))
    return as_text(text)


def _damage(left: int) -> Iterator[str]:
    yield (
        _("The text ends in the middle of a character: it was truncated.")
        if left < LONGEST
        else _("The cell contains bytes that are not text.")
    )
    yield _("Retype the text of the cell, or export the layer as GeoPackage, which truncates nothing.")
