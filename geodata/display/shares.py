"""How a share is written: always with its numerator and denominator, and never more exact than it is.

Nothing to count prints "–", not 0 % or 100 %; below five households a count and no percentage; what is not zero
never prints as 0 %, and what is not all never as 100 %.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from geodata.base.wording import figure

LEAST = 5
"""The smallest denominator with a percentage."""

EMPTY = "–"


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. A sign stands for a number that is not told (coverage/disclosure.py), which is zero here."""

    part: int
    whole: int
    part_sign: str = ""
    whole_sign: str = ""

    @property
    def part_text(self) -> str:
        return self.part_sign or str(figure(self.part))

    @property
    def whole_text(self) -> str:
        return self.whole_sign or str(figure(self.whole))

    @property
    def is_told(self) -> bool:
        return not (self.part_sign or self.whole_sign)

    @property
    def percent(self) -> float | None:
        """0 to 100; None where there are fewer than five, or a number is not told."""
        return 100 * self.part / self.whole if self.whole >= LEAST and self.is_told else None

    @property
    def text(self) -> str:
        """12.3%, or – where no percentage may be given."""
        percent = self.percent
        if percent is None:
            return EMPTY
        if 0 < self.part < self.whole:
            if percent < 0.1:
                return "<0.1%"
            if percent > 99.9:
                return ">99.9%"
        return f"{percent:.1f}%"

    def step(self, breaks: Sequence[float]) -> int | None:
        """The class of the share: how many breaks (in percent) it has reached; None without a percentage."""
        percent = self.percent
        return None if percent is None else bisect_right(breaks, percent)
