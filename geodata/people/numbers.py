"""The local numbers of households in their villages: which are taken, and which comes next."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection

from geodata.people.models import Household
from geodata.territory.models import Area

LONGEST = 12
"""Longer ones are no numbers that anybody counts on."""
STYLE = re.compile(r"(.*?[^0-9])?([0-9]{1,12})", re.ASCII | re.DOTALL)
"""What stands before the digits that are counted on, and these."""


class Numbers:
    """Of some villages (keys). `locking`: what is free here stays free to the end of the transaction. Two queries at most."""

    def __init__(self, villages: Collection[int], *, locking: bool) -> None:
        if locking:
            # The village's row stands for its numbers: two new households wait for each other, and whoever only refers
            # to the village waits for nobody.
            list(Area.objects.select_for_update(no_key=True).filter(pk__in=villages).order_by("pk"))
        self._taken: dict[int, set[str]] = defaultdict(set)
        self._largest: dict[int, str] = {}
        self._styles: dict[int, Counter[str]] = defaultdict(Counter)
        """By grid (key), what stands before the last digits of its numbers: 07- of 07-0018."""
        homes = Household.objects.filter(village__in=villages)
        for village, grid, number in homes.values_list("village", "grid", "number"):
            self.take(village, number)
            if grid and (parts := STYLE.fullmatch(number)):
                self._styles[grid][parts[1] or ""] += 1

    def taken(self, village: int, number: str) -> bool:
        return number in self._taken[village]

    def take(self, village: int, number: str) -> str:
        self._taken[village].add(number)
        plain = number.isascii() and number.isdigit() and len(number) <= LONGEST
        if plain and int(number) > int(self._largest.get(village, "0")):
            self._largest[village] = number
        return number

    def take_next(self, village: int, grid: int | None = None) -> str:
        """As most of the grid are numbered, 07-0018 after 07-0017; else after the largest of the village that is digits
        alone. As long as that is.
        """
        before, largest = self._after(village, grid)
        return self.take(village, before + str(int(largest) + 1).zfill(len(largest)))

    def _after(self, village: int, grid: int | None) -> tuple[str, str]:
        [(style, _count)] = self._styles[grid].most_common(1) if grid and self._styles[grid] else [("", 0)]
        if not style:
            return "", self._largest.get(village, "0")
        found = [
            parts[2]
            for one in self._taken[village]
            if (parts := STYLE.fullmatch(one)) and (parts[1] or "") == style
        ]
        return style, max(found, key=int)
