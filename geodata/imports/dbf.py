"""Texts of the .dbf of a Shapefile: bytes, of which the .cpg says, or does not say, or says wrongly, what they are.

So GDAL gives them as bytes, and the text itself decides: UTF-8 and GBK can be told apart, and one damaged cell does
not turn the others into nonsense. Names of columns have ten bytes and texts 254, so that writers cut within a sign:
户主姓名 in UTF-8 has twelve, what is left is 户主姓 and a piece that no reader can decode.
"""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from geodata.imports.headings import completed
from geodata.imports.problems import Problem
from geodata.imports.table import Table, as_text
from geodata.wording import listed

BYTES = "ISO-8859-1"
"""The encoding in which every byte is one sign, and GDAL loses none."""
USUAL = ("utf-8", "gb18030")
LONGEST = 4
"""Bytes of a sign at most."""


@dataclass(frozen=True)
class Texts:
    """Makes texts of the bytes of a table; `said`: what stands in the .cpg."""

    said: str

    def __call__(self, table: Table, columns: list[list[object]]) -> Table:
        cells = (
            cell for column in columns for cell in column if isinstance(cell, str) and not cell.isascii()
        )
        encoding = told_apart((raw(text) for text in (*table.headings, *cells)), said=named(self.said))
        headings, notes = _headings(table.headings, encoding)
        problems: list[Problem] = []
        texts = [
            [
                _cell(cell, encoding, line, heading, problems)
                for line, cell in zip(table.lines, column, strict=True)
            ]
            for heading, column in zip(headings, columns, strict=True)
        ]
        if self.said and named(self.said) != encoding:
            notes.append(
                _("The .cpg says %(said)s, but the texts are %(are)s: they were read so.")
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


def _serves(text: bytes, encoding: str) -> bool:
    """Can it be read so, but for a piece at its end, with signs of Chinese texts alone?"""
    found, left = decoded(text, encoding)
    return left < LONGEST and all(sign.isascii() or sign >= "\u2000" or sign == "·" for sign in found)


def decoded(text: bytes, encoding: str) -> tuple[str, int]:
    """The text as far as it can be read, and how many bytes are left."""
    try:
        return text.decode(encoding), 0
    except UnicodeDecodeError as error:
        return text[: error.start].decode(encoding), len(text) - error.start


def named(text: str) -> str:
    """The encoding that a .cpg names, for Python; "" for one that is not known."""
    try:
        found = codecs.lookup(f"cp{text}" if text.isdecimal() else text).name
    except (LookupError, ValueError):
        return "utf-8" if text == "65001" else ""
    return "gb18030" if found in ("gbk", "gb2312", "cp936") else found


def _headings(names: Iterable[str], encoding: str) -> tuple[list[str], list[str]]:
    """The names of columns, those that were cut completed where only one begins so, and the note on them."""
    read = [decoded(raw(name), encoding) for name in names]
    cut = {name: completed(name) for name, left in read if left}
    if not cut:
        return [name for name, _left in read], []
    whole = [cut[name] if left else name for name, left in read]
    told = listed(f"{name} → {now}" if name != now else name for name, now in cut.items())
    return (
        whole if len(set(whole)) == len(whole) else [name for name, _left in read],
        [_("Names of columns that were cut by the format: %(names)s.") % {"names": told}],
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
        _("The text ends within a sign: it was cut.")
        if left < LONGEST
        else _("The cell holds bytes that are no text.")
    )
    yield _("Type the text of the cell anew, or export the layer as GeoPackage, which cuts nothing.")
