"""Where a sheet has its headings and where its rows end: titles above, headings of two lines, totals and notes below.

What is left out is said in a note with its lines, so that nobody misses a row.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.base.wording import figure, listed
from geodata.files.headings import plain, vocabulary
from geodata.files.table import Row, Table, from_rows

Rows = Sequence[Sequence[str]]
ABOVE = 20
"""Lines that may stand above the headings."""
NEUTRAL = ";基本情况 基本信息 家庭情况 家庭基本情况 家庭信息 住址 地址 家庭住址 家庭地址 居住地址 坐标 位置 所在地 行政区划 户籍地 户主信息 户主情况 住房情况 坐标信息 地理位置 所属网格 所属区划;".replace(
    " ", ";"
)
"""Upper headings that add nothing to the one below: under 家庭住址 a column 组 is simply 组."""
HOUSEHOLD = frozenset(("户主", "住户", "农户"))
"""Upper headings under which what is known is the household's: its phone, its address."""
_TOTAL = re.compile(r"(合计|总计|小计|共计|汇总|total)[:]?", re.IGNORECASE)
_NOTE = re.compile(r"(※|注|备注|说明|填表|制表|制单|审核|负责人|单位|联系人|填报|打印|日期|第\d+页)")


def under_headings(rows: Iterable[Row], kind: str) -> Table:
    """The table under its headings, with notes of the lines that were left out. BadInput: there is nothing."""
    rows = iter(rows)
    top = list(islice(rows, ABOVE + 1))
    above = [cells for _line, cells in top]
    place = _place(above)
    height, headings = _headings(above, place)
    left: dict[str, list[int]] = {"totals": [], "headings": [], "notes": []}
    body = _sorted_out(chain(top[place + height :], rows), above[place], left)
    table = from_rows(unlike(headings), body, kind)
    if height == 2:
        table.notes.append(_("The headings take up two lines and were joined."))
    table.notes.extend(_said(left))
    return table


def known_headings(row: Iterable[str]) -> int:
    """How many cells of the row are headings that mean something."""
    return sum(plain(cell) in vocabulary() for cell in row if cell and len(cell) < 40)


def best_fit(rows: Rows) -> int:
    """How many known headings the likeliest line of headings has."""
    return max((known_headings(row) for row in rows[:ABOVE]), default=0)


def _place(rows: Rows) -> int:
    """The line with most known headings; among unknown ones the first with two cells: a title is one merged cell."""
    scores = [known_headings(row) for row in rows[:ABOVE]]
    if scores and max(scores) > 1:
        place = scores.index(max(scores))
        return place - 1 if place and _is_upper(rows[place - 1], rows[place]) else place
    filled = [sum(map(bool, row)) for row in rows[:ABOVE]]
    for least in (2, 1):
        for place, count in enumerate(filled):
            if count >= least:
                return place
    raise BadInput(_("The file is empty."), field="file", remedy=_("The first row holds the headings."))


def _headings(rows: Rows, place: int) -> tuple[int, list[str]]:
    """How many lines the headings take, and what they are."""
    upper = [" ".join(cell.split()) for cell in rows[place]]
    if place + 1 < len(rows) and _is_upper(rows[place], rows[place + 1]):
        return 2, _trimmed(_joined(upper, [" ".join(cell.split()) for cell in rows[place + 1]]))
    return 1, _trimmed(upper)


def _is_upper(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Are these the two lines of one heading? Every cell below hangs on a merged one above, and some are known."""
    below = [column for column, cell in enumerate(lower) if cell]
    if (
        len(below) < 2
        or sum(map(bool, upper)) < 2
        or not any(column >= len(upper) or not upper[column] for column in below)
    ):
        return False
    spread = _spread(upper, len(lower))
    alone = [
        column
        for column in below
        if column < len(upper) and upper[column] and spread.count(upper[column]) < 2
    ]
    texts = all(
        len(lower[column]) <= 20 and not re.fullmatch(r"[\d.,+-]+", lower[column]) for column in below
    )
    joined = _joined(list(upper), list(lower))
    known, before = known_headings(joined), known_headings(upper)
    return not alone and texts and (known > before or (known == before and known_headings(lower) > 0))


def _spread(upper: Sequence[str], width: int) -> list[str]:
    """A merged cell holds for the empty ones to its right."""
    spread, last = [], ""
    for column in range(max(width, len(upper))):
        last = (upper[column] if column < len(upper) else "") or last
        spread.append(last)
    return spread


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    lower = lower + [""] * (len(upper) - len(lower))
    spread = _spread(upper, len(lower))
    return [
        _one(above, below) if below else (upper[column] if column < len(upper) else "")
        for column, (above, below) in enumerate(zip(spread, lower, strict=True))
    ]


def _one(above: str, below: str) -> str:
    """One heading of two: the name that is known, else both."""
    if plain(above + below) in vocabulary():
        return above + below
    if plain(above) in HOUSEHOLD and plain(below) in vocabulary():
        return below
    return below if f";{plain(above)};" in NEUTRAL else f"{above} {below}".strip()


def _trimmed(headings: list[str]) -> list[str]:
    while headings and not headings[-1]:
        headings.pop()
    return headings


def unlike(headings: list[str]) -> list[str]:
    """Every heading once: the second 电话 becomes 电话 (2)."""
    counts: dict[str, int] = {}
    unlike = []
    for heading in headings:
        counts[heading] = counts.get(heading, 0) + 1
        unlike.append(f"{heading} ({counts[heading]})" if heading and counts[heading] > 1 else heading)
    return unlike


def _sorted_out(body: Iterable[Row], headings: Sequence[str], left: dict[str, list[int]]) -> Iterator[Row]:
    """Rows that are rows; the lines of totals, repeated headings and notes go to `left`."""
    again = [cell for cell in headings if cell]
    below: list[Row] = []  # notes, unless a full row still comes: then the table has not ended before them
    for line, cells in body:
        filled = [cell for cell in cells if cell]
        if below and len(filled) > 2:
            yield from below
            below.clear()
        # The last character spares most rows the search.
        if any(cell[-1] in "计总汇:：lL" and _TOTAL.fullmatch(_bare(cell)) for cell in filled[:3]):
            left["totals"].append(line)
        elif len(filled) > 1 and filled == again:
            left["headings"].append(line)
        elif below or (len(again) > 2 and len(filled) <= 2 and _is_note(filled)):
            below.append((line, cells))
        else:
            yield line, cells
    for line, cells in below:
        if _is_note([cell for cell in cells if cell]):
            left["notes"].append(line)
        else:
            yield line, cells


def _is_note(filled: Sequence[str]) -> bool:
    return bool(filled) and bool(_NOTE.match(_bare(filled[0])))


def _bare(cell: str) -> str:
    return re.sub(r"\s", "", cell).replace("：", ":") if len(cell) < 200 else cell


def _said(left: dict[str, list[int]]) -> list[str]:
    words = {
        "totals": _("Total rows were skipped: line %(lines)s."),
        "headings": _("Repeated headings were skipped: line %(lines)s."),
        "notes": _("Notes below the table were skipped: line %(lines)s."),
    }
    return [words[what] % {"lines": _few(lines)} for what, lines in left.items() if lines]


def _few(lines: list[int]) -> str:
    shown = listed(lines[:10])
    more = len(lines) - 10
    return f"{shown} {_('and %(count)s more') % {'count': figure(more)}}" if more > 0 else shown
