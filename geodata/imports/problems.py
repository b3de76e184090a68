"""What an import says of a file: problems that stop it, and remarks that only want to be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be.

    `line` is the line of a CSV, the row of a sheet or the number of a feature, from 1; None speaks of the
    whole file. `value` is as read, and empty when the column holds ID numbers. `message` and `remedy` are
    translated.
    """

    line: int | None
    column: str
    value: str
    message: str
    remedy: str
