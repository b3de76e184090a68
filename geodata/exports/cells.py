"""What kind of value a column holds, and a cell's text as that value: numbers are numbers, days are days.

Lists are made as text, the same for every format; a file whose format knows kinds of values gets them here.
"""

import datetime as dt
from collections.abc import Callable

from geodata.base.extracts import Kind

Value = str | int | float | dt.date | dt.datetime


def typed(kind: Kind, text: str) -> Value | None:
    """The value of a cell; None where it is empty, the text itself where it is no such value ("<5")."""
    if not text:
        return None
    try:
        return _READ[kind](text)
    except ValueError:
        return text


_READ: dict[Kind, Callable[[str], Value]] = {
    Kind.TEXT: str,
    Kind.WHOLE: int,
    Kind.NUMBER: float,
    Kind.DAY: dt.date.fromisoformat,
    Kind.MOMENT: dt.datetime.fromisoformat,
}
