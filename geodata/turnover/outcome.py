"""What comes of a turnover: told before it is saved, and the same afterwards."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from geodata.posts.models import Post


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post that changes hands: what, where, who."""

    kind: str
    area: str
    place: str
    name: str
    new: bool = False
    """Somebody who gets an account with it."""
    user: int = 0
    """Whose account (key)."""

    @property
    def label(self) -> str:
        return str(Post.Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A member who leaves: how many households were handed over, and how many nobody takes."""

    name: str
    handed: int
    alone: int
    why: str = ""
    user: int = 0


@dataclass
class Outcome:
    """`handed` and `alone` are households; `reprint` those that hold a card with the former name."""

    ended: list[PostLine] = field(default_factory=list)
    filled: list[PostLine] = field(default_factory=list)
    left: list[LeftLine] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    """Household and member (keys), as they are from the day on."""
    reprint: int = 0
    vacant: int = 0
    """Grids without a leader afterwards."""

    @property
    def handed(self) -> int:
        return sum(line.handed for line in self.left)

    @property
    def alone(self) -> int:
        return sum(line.alone for line in self.left)

    @property
    def out(self) -> dict[int, str]:
        """By account (key), the names of those who have ended or left and begin nothing here: theirs are to be closed."""
        begin = {line.user for line in self.filled}
        gone: tuple[PostLine | LeftLine, ...] = (*self.ended, *self.left)
        return {line.user: line.name for line in gone if line.user not in begin}

    @property
    def opened(self) -> int:
        return sum(line.new for line in self.filled)

    @property
    def counts(self) -> dict[str, int]:
        """As the record and the API tell them."""
        return {
            "ended": len(self.ended),
            "filled": len(self.filled),
            "opened": self.opened,
            "left": len(self.left),
            "handed": self.handed,
            "alone": self.alone,
            "reprint": self.reprint,
            "vacant": self.vacant,
        }

    @property
    def digest(self) -> str:
        """The same for the same consequences, whenever they are worked out. Keys made on the way are no part of it."""
        lines = [[line.kind, line.area, line.name, line.new] for line in (*self.ended, *self.filled)]
        left = [[line.name, line.handed, line.alone] for line in self.left]
        told: list[Any] = [len(self.ended), lines, left, sorted(self.pairs), self.reprint, self.vacant]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
