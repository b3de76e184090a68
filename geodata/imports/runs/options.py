"""What a person says of a file, whatever kind of rows it holds."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geodata.base.scope import Scope


@dataclass(frozen=True, slots=True)
class Wishes:
    """Everything has a default: a kind of import reads what concerns it.

    `scope` is where the rows may lie (None: an operator's command, everywhere); `columns` says by hand which heading
    a field has, "" that it has none. `village` is the code for all rows, `only` one kind of geometry,
    `since` the day from which new households were known (None: that of the import). `level`,
    `parent`, `code`, `name`, `source` `leave_gaps` (grids need not fill their village) and `close_strips` (up to so many metres wide) are of areas. `by` is the account that imports (None: an operator).
    `answers` are decisions on questions, by their key.
    """

    scope: Scope | None = None
    columns: Mapping[str, str | Sequence[str]] | None = None
    datum: str = ""
    epsg: int | None = None
    village: str = ""
    only: str = ""
    since: dt.date | None = None
    level: str = ""
    parent: str = ""
    code: str = ""
    name: str = ""
    source: str = ""
    leave_gaps: bool = False
    close_strips: float = 0
    by: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


OPTIONS = ("village", "level", "parent", "only")
SINCE, STRIPS = "since", "close_strips"
"""What the user may say of a file besides its columns and datum: fields of `Wishes`."""
