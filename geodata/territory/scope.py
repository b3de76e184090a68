"""What somebody may see, as plain values: territory and people know no users."""

from dataclasses import dataclass, field
from enum import StrEnum


class Right(StrEnum):
    """What somebody may do inside a scope."""

    COUNTS = "counts"  # coverage figures of areas
    HOUSEHOLDS = "households"  # lists of households, names and points
    DETAILS = "details"  # phones, care records, notes, exact point
    VISIT = "visit"  # record a visit
    LINK = "link"  # set and end contacts
    EXPORT = "export"  # take lists away as files
    PLAN = "plan"  # redraw grids
    AUDIT = "audit"  # read the record of access
    ACCOUNTS = "accounts"  # open and close accounts and posts


@dataclass(frozen=True, slots=True)
class Scope:
    """Areas (by id and code) and single households that somebody may see, with rights.

    `codes` are the tops of the visible subtrees; `villages` and `grids` are the ids that queries use: whole
    villages, and single grids of other villages. `households` are single ones (those of a contact member).
    An empty scope sees nothing.
    """

    codes: tuple[str, ...] = ()
    villages: frozenset[int] = frozenset()
    grids: frozenset[int] = frozenset()
    households: frozenset[int] = frozenset()
    detailed: tuple[str, ...] = ()
    """The codes of `codes` in which details (phones, care records, exact points) are shown."""
    rights: frozenset[Right] = field(default_factory=frozenset)

    def may(self, right: Right) -> bool:
        return right in self.rights

    def holds_code(self, code: str) -> bool:
        """Is the whole area inside?"""
        return any(code.startswith(top) for top in self.codes)

    def touches_code(self, code: str) -> bool:
        """Is the area inside, or on the way from the top to something inside?"""
        return any(code.startswith(top) or top.startswith(code) for top in self.codes)

    @property
    def is_empty(self) -> bool:
        return not (self.codes or self.households)
