"""What somebody may see and do, as plain values: territory and people know no users."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Self


class Right(StrEnum):
    """What somebody may do with what lies in a grant."""

    COUNTS = "counts"  # coverage figures of areas
    HOUSEHOLDS = "households"  # lists of households
    DETAILS = "details"  # full names, phones, care records, notes, exact points
    VISIT = "visit"  # record a visit
    LINK = "link"  # set and end contacts
    REGISTER = "register"  # propose changes of the register, and read them
    CONFIRM = "confirm"  # decide about them
    NEED = "need"  # record needs, read them, and move those of the own level
    DISPATCH = "dispatch"  # assign needs, return, escalate and supervise them
    UNIT = "unit"  # what is assigned to the own department
    POLICY = "policy"  # write policies, check them and put them in force
    ENTITLE = "entitle"  # ask at doors, and follow what somebody is entitled to
    SERVE = "serve"  # order services, dispatch orders, take and finish what is offered
    CAMPAIGN = "campaign"  # tell results of roll-calls; offices open them
    MEET = "meet"  # read meetings; leaders and offices run their own
    EXPORT = "export"  # take lists away as files
    IMPORT = "import"  # bring files of an office in, and take them back
    PLAN = "plan"  # redraw grids
    APPROVE = "approve"  # approve what somebody else has drawn
    RULES = "rules"  # set how often households are visited
    AUDIT = "audit"  # read the record of access
    APPOINT = "appoint"  # open accounts and fill posts below the own one
    ACCOUNTS = "accounts"  # open and close any account, fill any post


MEMBER, TEAM, SERVICE = "member", "team", "service"
"""Kinds of grants that come of no post: of own households, of teams, and of what comes about by itself."""


@dataclass(frozen=True)
class Grant:
    """Rights in one subtree of areas, or (with `households`) on single households."""

    rights: frozenset[Right]
    code: str = ""
    villages: frozenset[int] = frozenset()
    grids: frozenset[int] = frozenset()
    households: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()
    """Those in which the holder works; none is the office of the area."""
    teams: frozenset[int] = frozenset()
    """Those to which the holder belongs: what is offered to them, and nothing else."""
    kind: str = ""
    """By which post it is held, where a move asks whose it is and not only where; MEMBER for own households."""


@dataclass(frozen=True)
class Scope:
    """Everything that somebody may see: the union of grants. An empty scope sees nothing.

    Queries use ids (`villages`, `grids`, `households`); `codes` are the tops of the visible subtrees.
    """

    grants: tuple[Grant, ...] = ()

    def to(self, right: Right) -> Self:
        """The part of the scope in which that right holds."""
        return type(self)(tuple(grant for grant in self.grants if right in grant.rights))

    def may(self, right: Right) -> bool:
        """Does the right hold anywhere?"""
        return any(right in grant.rights for grant in self.grants)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(sorted({grant.code for grant in self.grants if grant.code}))

    @cached_property
    def villages(self) -> frozenset[int]:
        return frozenset().union(*(grant.villages for grant in self.grants))

    @cached_property
    def grids(self) -> frozenset[int]:
        return frozenset().union(*(grant.grids for grant in self.grants))

    @cached_property
    def households(self) -> frozenset[int]:
        return frozenset().union(*(grant.households for grant in self.grants))

    @cached_property
    def departments(self) -> frozenset[int]:
        return frozenset().union(*(grant.departments for grant in self.grants))

    @cached_property
    def teams(self) -> frozenset[int]:
        return frozenset().union(*(grant.teams for grant in self.grants))

    @cached_property
    def planned(self) -> frozenset[int]:
        """The villages whose plans are shown before they are published: to those who draw, and those who approve."""
        return self.to(Right.PLAN).villages | self.to(Right.APPROVE).villages

    def holds_code(self, code: str) -> bool:
        """Is the whole area inside?"""
        return any(code.startswith(top) for top in self.codes)

    def within_area(self, code: str, rights: Iterable[Right]) -> dict[str, list[str]]:
        """What of that area ("": of everything) is inside with all those rights, as `covers` asks for it again: the rights
        by the codes of the areas. Rights that hold in no area, such as an auditor's, stand under "".
        """
        part = self
        for right in (needed := sorted(set(rights))):
            part = part.to(right)
        inside = (
            [code] if code and part.holds_code(code) else [top for top in part.codes if top.startswith(code)]
        )
        if not inside and not code and any(not grant.code for grant in part.grants):
            return {"": [*needed]}
        return {top: [*needed, *self._details(top, needed)] for top in inside}

    def _details(self, code: str, rights: Iterable[Right]) -> list[Right]:
        """What was made by somebody who sees details may hold them."""
        return [
            right for right in (Right.DETAILS,) if right not in rights and self.to(right).holds_code(code)
        ]

    def covers(self, needs: Mapping[str, Iterable[str]]) -> bool:
        """Do these rights hold in each of these areas?"""
        return all(self._holds(Right(right), code) for code, rights in needs.items() for right in rights)

    def _holds(self, right: Right, code: str) -> bool:
        return self.to(right).holds_code(code) if code else self.may(right)

    def holds_household(self, *, pk: int, village: int, grid: int | None) -> bool:
        """Is that household inside?"""
        return village in self.villages or grid in self.grids or pk in self.households
