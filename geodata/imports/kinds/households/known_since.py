"""Since when new households are known: the day of the import, or an earlier one, so that past visits count.

They are placed by the borders of the import's day. Where such a border begins later than the households do, that is told:
whether they lay within it before, nobody has said.
"""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from geodata.base import periods, wording
from geodata.base.errors import BadInput
from geodata.files.problems import Problem
from geodata.imports.kinds.staging import each_row_of

LATER = """
    SELECT a.name, lower(b.period)
    FROM (SELECT DISTINCT unnest(ARRAY[village_id, grid_id]) AS id FROM import_household WHERE fresh) s
    JOIN geodata_area a ON a.id = s.id
    JOIN geodata_boundary b ON b.area_id = a.id AND b.period @> %(on)s
    WHERE lower(b.period) > %(since)s ORDER BY a.code
"""


def day_since(text: str) -> dt.date | None:
    """The day that somebody wrote; None for nothing. BadInput: it is none."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _wrong(text) from None


def check(text: str, *, kind: str) -> None:
    """BadInput: it is no day, or an import of this kind has no use for one."""
    if day_since(text) and kind != "households":
        raise BadInput(
            _("Only households can be on record since a day."),
            field="since",
            value=text,
            remedy=_("Leave out the day."),
        )


def first_day(since: dt.date | None, *, on: dt.date) -> dt.date:
    """The day from which new households are known. BadInput: it lies ahead, or before all records."""
    if since and not periods.FIRST_DAY <= since <= on:
        raise _wrong(since.isoformat())
    return since or on


def notes(since: dt.date, *, on: dt.date, new: int) -> list[str]:
    if since == on or not new:
        return []
    said = _(
        "New households count as on record since %(day)s, with the grid and occupancy that the file gives."
    )
    return [said % {"day": wording.day(since)}]


def remarks(since: dt.date, *, on: dt.date) -> Iterator[Problem]:
    """Borders that begin after the households in them."""
    for name, day in each_row_of(LATER, {"on": on, "since": since}) if since < on else ():
        yield Problem(
            None,
            "since",
            name,
            _(
                "This border has been in force only since %(day)s: earlier days count its new households"
                " as if it had been in force then."
            )
            % {"day": wording.day(day)},
            _("Choose that day or a later one, if they belonged elsewhere before."),
        )


def _wrong(value: str) -> BadInput:
    return BadInput(
        _("Households can be on record since a day from 2000-01-01 until today."),
        field="since",
        value=value,
        remedy=_("Enter the day as 2024-01-31, or leave it empty: then it is the day of the import."),
    )
