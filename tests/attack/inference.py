"""An attacker who may count but not see details, and reckons: what follows with certainty from everything that is answered.

Two ways. Subtraction: who was visited in the last w days and not in the last w - 1, beside the same difference of the
counts of a care category, names households. Linear programming: every answer is an equation over the grids' unknown
counts; the least and the most that a cell can be say whether it is known.
"""

import datetime as dt
import html
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.test import Client
from ortools.linear_solver import pywraplp

from geodata.accounts.models import User
from geodata.people.models import CareCategory

LEVELS = ("township", "village", "grid")
FREE_WINDOWS = range(1, 16)
FIXED_WINDOWS = (30, 90, 180, 366)
ORDINARY = 90
"""A window no longer than the interval of households without a category: who of them is overdue was not visited in it."""
VILLAGE = 12
"""Digits of a village's code."""
CARE = ("special", "exempt", "special_overdue")


@dataclass(frozen=True)
class Told:
    """One count, as somebody was answered: of an area, a figure (or `category:` and a code), a window and a day."""

    area: str
    figure: str
    window: int
    on: dt.date
    count: int | None
    sign: str = ""


@dataclass
class Attacker:
    """Asks all that may be asked, and keeps what is answered."""

    user: User
    top: str
    days: Iterable[dt.date]
    told: dict[tuple[str, str, int, dt.date], Told] = field(default_factory=dict)
    listed: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)
    """Tokens and their grids, by figure and window."""
    refused: int = 0

    def __post_init__(self) -> None:
        self.client = Client()
        self.client.force_login(self.user)
        self.categories = list(CareCategory.objects.order_by("code").values_list("code", flat=True))

    def get(self, path: str, **asked: Any) -> dict[str, Any] | None:
        cache.clear()
        answer = self.client.get(f"/api/v1/{path}/", {k: v for k, v in asked.items() if v})
        if answer.status_code == 200:
            body: dict[str, Any] = answer.json()
            return body
        self.refused += 1
        assert answer.status_code in (400, 403), answer.content
        return None

    def ask_everything(self) -> None:
        for on in self.days:
            for level in LEVELS:
                for window in FIXED_WINDOWS:
                    self.count(level, window, on, "")
                    self.count(level, window, on, "", format="geojson")
                for category in self.categories:
                    self.count(level, ORDINARY, on, category)
        today = max(self.days)
        for window in FREE_WINDOWS:
            if self.list("visited", window) is None and self.count("grid", window, today, "") is None:
                continue
            for category in self.categories:
                self.count("grid", window, today, category)

    def count(self, level: str, window: int, on: dt.date, category: str, **more: str) -> bool | None:
        found = self.get(
            "coverage", area=self.top, by=level, window=window, on=on.isoformat(), category=category, **more
        )
        if found is None:
            return None
        rows = found["results"] if "results" in found else [each["properties"] for each in found["features"]]
        for row in [*rows, found["total"]]:
            area = row["code"] or f"{row['parent']}~"
            for name, sign in ((name, row.get("hidden", {}).get(name, "")) for name in row):
                if isinstance(row[name], int) or sign:
                    figure = f"category:{category}:{name}" if category else name
                    key = (area, figure, window, on)
                    sentence = Told(*key, row[name], sign)
                    # The map, the table and the file say the same.
                    assert self.told.setdefault(key, sentence) == sentence
        return True

    def ask_trend(self) -> None:
        """The course of every figure, of every level and category, and the changes between the days that may be asked."""
        for level in LEVELS:
            self.course(level, "")
        for category in self.categories:
            self.course("village", category)
        latest, *before = sorted(self.days, reverse=True)
        for day in before:
            self.course("village", "", since=day.isoformat(), on=latest.isoformat())

    def course(self, level: str, category: str, **more: str) -> bool:
        found = self.get("coverage/trend", area=self.top, by=level, category=category, **more)
        if found is None:
            return False
        for row in [*found["results"], found["total"]]:
            area = row["code"] or f"{row['parent']}~"
            for place, day in enumerate(map(dt.date.fromisoformat, found["days"])):
                self._keep_course(row, area, place, day, category)
        return True

    def _keep_course(self, row: dict[str, Any], area: str, place: int, day: dt.date, category: str) -> None:
        for name, counts in row["counts"].items():
            sign = row["hidden"][place].get(name, "")
            if counts[place] is None and not sign:
                continue
            figure = f"category:{category}:{name}" if category else name
            key = (area, figure, ORDINARY, day)
            sentence = Told(*key, counts[place], sign)
            # Each of its days is told as coverage tells it.
            assert self.told.setdefault(key, sentence) == sentence

    def pick(self, area: str, metric: str, category: str) -> None:
        """The panel of an area on the map: the figure and its denominator, special households, statuses."""
        cache.clear()
        asked = {"area": area, "metric": metric, "category": category}
        answer = self.client.get("/coverage/area/", {key: value for key, value in asked.items() if value})
        assert answer.status_code == 200
        page = " ".join(answer.content.decode().split())
        shown = answer.context["metric"]
        part, whole = re.search(r'<p class="much"> <b>(.*?)</b>.*?· / (.*?)</small>', page).groups()  # type: ignore[union-attr]
        self._same(area, shown.name, category, part)
        self._same(area, shown.of, category, whole)
        for special in re.findall(r"· special (\S+) </p>", page):
            self._same(area, "special", category, special)
        self.pieces += page.count('class="piecewords"')
        self.links.update(re.findall(r'href="(/(?:gaps|proposals|exports)/[^"]*)"', page))

    def _same(self, area: str, name: str, category: str, text: str) -> None:
        figure = f"category:{category}:{name}" if category else name
        told = self.told[area, figure, ORDINARY, max(self.days)]
        expected = told.sign if told.count is None or told.sign else f"{told.count:,}"
        assert html.unescape(text) == expected, (area, figure)

    pieces: int = 0
    """Pages that told the visit status of an area's households."""
    links: set[str] = field(default_factory=set)

    def list(self, figure: str, window: int = ORDINARY) -> dict[str, str] | None:
        found = self.get("households", figure=figure, window=window, limit=10_000)
        if found is None:
            return None
        for each in found["features"]:
            properties = each["properties"]
            hidden = ("status", "occupancy", "special", "last_met", "interval", "address")
            self.personal = any(properties[name] is not None for name in hidden)
        places = {each["id"]: each["properties"]["grid"] or "" for each in found["features"]}
        self.listed[figure, window] = places
        return places

    personal: bool = False
    """A list told of single households what only details tell."""

    def named(self) -> set[tuple[str, str]]:
        """Households of which a category is certain: all of those first missing in a shorter window belong to it."""
        today, found = max(self.days), set()
        windows = [w for w in FREE_WINDOWS if ("visited", w) in self.listed]
        for category in self.categories:
            for window, less in zip(windows, [None, *windows], strict=False):
                newer = self.listed["visited", less] if less else {}
                added = {t: g for t, g in self.listed["visited", window].items() if t not in newer}
                for grid in set(added.values()):
                    tokens = [token for token, place in added.items() if place == grid]
                    more = self._visited(grid, category, window, today)
                    fewer = self._visited(grid, category, less, today) if less else 0
                    if more is not None and fewer is not None and more - fewer == len(tokens):
                        found.update((token, category) for token in tokens)
        return found

    def _visited(self, grid: str, category: str, window: int, on: dt.date) -> int | None:
        told = self.told.get((grid, f"category:{category}:visited", window, on))
        return told.count if told else None


@dataclass
class Cell:
    """What is known of one count: the least and the most that it can be, and what it is."""

    area: str
    figure: str
    on: dt.date
    least: int
    most: int
    truth: int
    shown: bool

    @property
    def exact(self) -> bool:
        return self.least == self.most

    @property
    def width(self) -> int:
        return self.most - self.least + 1


class Reckoning:
    """The equations of one day over the grids' unknown counts, and the range of every cell."""

    def __init__(self, attacker: Attacker, on: dt.date, leaves: Mapping[str, int]) -> None:
        """`leaves`: households of each grid, which everybody may count."""
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.attacker, self.on, self.leaves = attacker, on, leaves
        self.unknown: dict[tuple[str, str], Any] = {}
        self.names = [*attacker.categories, *CARE, "ordinary_overdue"]
        for leaf, households in leaves.items():
            for name in self.names:
                self.unknown[leaf, name] = self.solver.NumVar(0, households, f"{leaf}.{name}")
            self._bind(leaf, households)
        for told in attacker.told.values():
            if told.on == on:
                self._add(told)

    def _bind(self, leaf: str, households: int) -> None:
        """What everybody knows: special ones belong to a category, those overdue are among them, and so on."""
        x = {name: self.unknown[leaf, name] for name in self.names}
        categories = [x[name] for name in self.attacker.categories]
        for category in categories:
            self.solver.Add(category <= x["special"])
        self.solver.Add(x["special"] <= sum(categories))
        self.solver.Add(x["special_overdue"] <= x["special"])
        self.solver.Add(x["ordinary_overdue"] + x["special"] <= households)
        self.solver.Add(x["ordinary_overdue"] + x["special_overdue"] + x["exempt"] <= households)

    def _sum(self, area: str, name: str) -> Any:
        inside = [leaf for leaf in self.leaves if leaf.startswith(area)]
        return sum(self.unknown[leaf, name] for leaf in inside)

    def _add(self, told: Told) -> None:
        area, figure = told.area, told.figure
        if figure.startswith("category:"):
            _word, name, figure = figure.split(":")
            if figure == "households":
                self._equal(area, name, told)
        elif figure in CARE:
            self._equal(area, figure, told)
        elif figure == "unvisited" and told.count is not None:
            self.solver.Add(
                self._sum(area, "special_overdue") + self._sum(area, "ordinary_overdue") == told.count
            )
        elif figure == "not_visited" and told.window == ORDINARY and told.count is not None:
            self.solver.Add(self._sum(area, "ordinary_overdue") <= told.count)

    def _equal(self, area: str, name: str, told: Told) -> None:
        if told.count is not None:
            self.solver.Add(self._sum(area, name) == told.count)
        elif told.sign == "<5":
            self.solver.Add(self._sum(area, name) >= 1)
            self.solver.Add(self._sum(area, name) <= 4)
        elif len(area) == VILLAGE:
            # Of a larger area it may stand for the sum of small ones.
            self.solver.Add(self._sum(area, name) >= 5)

    def cells(self, truth: Mapping[tuple[str, str], int]) -> Iterable[Cell]:
        """The range of each cell of `truth`: area and name, and how many there are."""
        for (area, name), count in truth.items():
            shown = self._is_shown(area, name)
            least, most = self._range(area, name)
            yield Cell(area, name, self.on, least, most, count, shown)

    def _is_shown(self, area: str, name: str) -> bool:
        key = name if name in CARE else f"category:{name}:households"
        told = self.attacker.told.get((area, key, ORDINARY, self.on))
        return told is not None and told.count is not None

    def _range(self, area: str, name: str) -> tuple[int, int]:
        found = []
        for sense in (self.solver.Minimize, self.solver.Maximize):
            sense(self._sum(area, name))
            assert self.solver.Solve() == pywraplp.Solver.OPTIMAL
            found.append(self.solver.Objective().Value())
        return math.ceil(found[0] - 1e-6), math.floor(found[1] + 1e-6)


def truth(
    homes: Iterable[tuple[str, Mapping[str, bool]]], areas: Iterable[str]
) -> dict[tuple[str, str], int]:
    """How many there are of each name in each area, from (grid's code, what holds) of every household."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    areas = list(areas)
    for grid, holds in homes:
        for area in areas:
            if grid.startswith(area):
                for name, yes in holds.items():
                    found[area, name] += yes
    return found
