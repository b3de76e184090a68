"""The rows of a roster as they will be compared with the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from geodata.base import texts
from geodata.base.errors import BadInput
from geodata.files import columns as read
from geodata.files.columns import Roster
from geodata.imports.kinds.households.household_points import Points
from geodata.imports.kinds.villages import Village, Villages

NUMBER = 30
TEXTS = {
    "head_name": (60, texts.name),
    "group": (40, texts.number),
    "address": (200, texts.place),
    "building": (40, texts.number),
    "entrance": (20, texts.number),
    "door": (20, texts.number),
}
"""How many characters the register holds, and how they are made one."""
FIELDS = (
    *TEXTS,
    *("village_code", "village", "township", "county", "grid"),
    *("household_no", "phone", "family_size", "occupancy", "lon", "lat"),
)
SEVERAL = ("phone", "group")
"""Fields that may stand in more than one column."""


@dataclass(frozen=True)
class Staged:
    """Columns, one value per row; None where the file does not say. `villages` are ids."""

    lines: Sequence[int]
    villages: list[int | None]
    grids: list[str | None]
    numbers: list[str | None]
    texts: dict[str, list[str | None]]
    phones: list[list[str] | None]
    sizes: list[int | None]
    occupancies: list[str | None]
    points: Points

    def __len__(self) -> int:
        return len(self.lines)


def staged(roster: Roster, points: Points, villages: Villages, *, village: str = "") -> Iterator[Staged]:
    """All fields read, block by block; what cannot be taken is a problem of the roster. `village`: the code for all rows."""
    for rows, where in zip(roster.blocks(), points.blocks(), strict=True):
        yield _read(rows, where, villages, village)


def _read(roster: Roster, points: Points, villages: Villages, village: str) -> Staged:
    numbers = roster.read("household_no", read.code(NUMBER))
    grids = [grid and grid_text(grid) for grid in roster.read("grid", read.code(100))]
    told = {name: roster.read(name, read.words(*kind)) for name, kind in TEXTS.items()}
    _miss_heads(roster)
    return Staged(
        lines=roster.table.lines,
        villages=villages_of(roster, villages, village, numbers, grids),
        grids=grids,
        numbers=numbers,
        texts=told,
        phones=roster.read("phone", read.phones),
        sizes=roster.read("family_size", read.persons),
        occupancies=roster.read("occupancy", read.occupancy),
        points=points,
    )


def grid_text(text: str) -> str:
    """The number of a grid in its village has three digits; codes and names stay."""
    return text.zfill(3) if text.isdecimal() else text


def _miss_heads(roster: Roster) -> None:
    if not roster.has("head_name"):
        return
    for row, name in enumerate(roster.texts("head_name")):
        if not name:
            roster.note(row, "head_name", "", _("The head of the household is missing."),
                        _("Fill in the name, or delete the row if it is a total."))  # fmt: skip


def villages_of(
    roster: Roster, villages: Villages, only: str, numbers: Sequence[str | None], grids: Sequence[str | None]
) -> list[int | None]:
    """The id of the village that each row names: by code, by its grid or household number, or by name."""
    if only and only not in villages.by_code:
        raise BadInput(
            _("There is no village with this code."),
            field="village",
            value=only,
            remedy=_("Import the villages first (import_areas)."),
        )
    codes = roster.read("village_code", read.code(15))
    names = zip(*map(roster.texts, ("village", "township", "county")), strict=True)

    @cache
    def choose(code: str, *name: str) -> Village | None:
        return villages.choose(code, *map(read.usual, name), only=only)

    found: list[int | None] = []
    for row, (said, name, number, grid) in enumerate(zip(codes, names, numbers, grids, strict=True)):
        code = said or villages.code_in(grid, 15) or villages.code_in(number, 18)
        try:
            village = choose(code or "", *name)
        except BadInput as error:
            field, value = ("village_code", code) if code else ("village", read.usual(name[0]))
            roster.note(row, field, value or "", error.message, error.remedy)
            village = None
        found.append(village.pk if village else None)
    return found
