"""What an import says of a file: problems that stop it, and remarks that only want to be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geodata.files.compressed_rows import Packed


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


def as_problem(values: dict[str, Any]) -> Problem:
    return Problem(**values)


def packed(problems: Iterable[Problem] = ()) -> Packed[Problem]:
    """Of a bad file there may be one for each row."""
    return Packed(problems, made=as_problem)


def in_words_of_file(problems: Iterable[Problem], fields: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """The same with the headings of the file in place of our names of fields."""
    for problem in problems:
        known = problem.column in fields
        yield replace(problem, column="+".join(fields[problem.column])) if known else problem
