"""Charts as the numbers of a drawing: a course, stacked columns, bars one below the other, and a histogram.

Pure: values in, places out. The components (templates/components/) draw them as SVG by classes and presentation
attributes alone, and a table stands beside each. A value that is not told is None and leaves a gap: no line is drawn
across it, so that nothing can be read off what stands around it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise

from geodata.display.shares import Share

Words = Promise | str
Value = float | None

WIDE, HIGH, EDGE = 120.0, 36.0, 3.0
"""A course: its box, and what is left free around it for the dot at its end."""
FLAT = 0.1
"""A course that moves by less than this part of its height is drawn as nearly level: noise must not look like a change."""


@dataclass(frozen=True, slots=True)
class Course:
    """A line through time. `label` says it as a sentence."""

    label: Words
    lines: list[str]
    """Points of each unbroken part, "x,y x,y"."""
    areas: list[str]
    """The same closed along the ground."""
    end: tuple[float, float] | None
    """The last value; None where it is not told."""
    width: float = WIDE
    height: float = HIGH

    @property
    def box(self) -> str:
        return f"0 0 {self.width:g} {self.height:g}"


def course(values: Sequence[Value], *, label: Words, between: tuple[float, float] | None = None) -> Course:
    """One place a value, the first on the left. Fewer than two values make no line. `between`: the lowest and highest value of
    several courses that are drawn to one scale.
    """
    told = [value for value in values if value is not None]
    if len(values) < 2 or not told:
        return Course(label, [], [], None)
    low, high = between or (min(told), max(told))
    span = max(high - low, FLAT * high, 1.0)
    base = (low + high - span) / 2
    step = (WIDE - 2 * EDGE) / (len(values) - 1)
    places = [
        None
        if value is None
        else (
            round(EDGE + number * step, 1),
            round(HIGH - EDGE - (value - base) / span * (HIGH - 2 * EDGE), 1),
        )
        for number, value in enumerate(values)
    ]
    parts = [
        [place for place in part if place]
        for is_told, part in groupby(places, key=lambda place: place is not None)
        if is_told
    ]
    return Course(
        label,
        [_points(part) for part in parts if len(part) > 1],
        [_points([(part[0][0], HIGH), *part, (part[-1][0], HIGH)]) for part in parts if len(part) > 1],
        places[-1],
    )


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)


ACROSS, BETWEEN, TALL = 590.0, 6.0, 160.0
"""Of columns side by side: the width of all, the gap between two, the height."""


@dataclass(frozen=True, slots=True)
class Part:
    """One tone of a column."""

    tone: str
    y: float
    height: float
    share: Share


@dataclass(frozen=True, slots=True)
class Column:
    """One week: its parts from the ground up, and their sum."""

    label: Words
    x: float
    parts: list[Part]
    whole: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Stacked:
    """Columns of one height, divided by shares: what differs is how, not how many."""

    label: Words
    columns: list[Column]
    tones: Sequence[str]
    column: float
    width: float = ACROSS
    height: float = TALL

    @property
    def box(self) -> str:
        return f"0 0 {self.width:g} {self.height:g}"


def stacked(
    columns: Sequence[tuple[Words, Mapping[str, int]]],
    *,
    tones: Sequence[str],
    label: Words,
    hrefs: Sequence[str] = (),
) -> Stacked:
    """`tones` from the ground up; a tone that a column does not name is zero there. A column of nothing is empty.
    `hrefs`: what each column opens.
    """
    drawn, wide = [], _wide(len(columns), BETWEEN)
    for number, (name, counts) in enumerate(columns):
        whole = sum(counts.get(tone, 0) for tone in tones)
        parts, below = [], 0
        for tone in tones:
            count = counts.get(tone, 0)
            low, below = below, below + count
            if whole:
                top, bottom = (TALL * (1 - end / whole) for end in (below, low))
                parts.append(Part(tone, round(top, 1), round(bottom - top, 1), Share(count, whole)))
            else:
                parts.append(Part(tone, TALL, 0, Share(0, 0)))
        href = hrefs[number] if hrefs else ""
        drawn.append(Column(name, round(number * (wide + BETWEEN), 1), parts, whole, href))
    return Stacked(label, drawn, tones, wide)


def _wide(columns: int, between: float) -> float:
    """How wide one of so many is."""
    return round((ACROSS + between) / max(columns, 1) - between, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of bars: `long` in hundredths of the longest; None where the number is not told."""

    label: Words
    share: Share
    long: float | None
    href: str = ""
    tone: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars one below the other, each with its number and share beside it: it is its own table."""

    label: Words
    bars: list[Bar]
    heading: Words
    """What the numbers count."""


def bars(
    rows: Sequence[tuple[Words, Share, str]], *, label: Words, heading: Words, of_longest: bool = False
) -> Bars:
    """A row each: its words, its share and the list it opens. Long by its share of its own whole, or (`of_longest`) beside
    the largest number of all.
    """
    longest = max((share.part for _words, share, _href in rows), default=0)
    return Bars(
        label,
        [
            Bar(words, share, _long(share, longest if of_longest else share.whole), href)
            for words, share, href in rows
        ],
        heading,
    )


def _long(share: Share, whole: int) -> float | None:
    return round(100 * share.part / whole, 1) if whole and share.is_told else None


@dataclass(frozen=True, slots=True)
class Bin:
    """One column of a histogram."""

    label: Words
    count: int
    x: float
    y: float
    height: float
    tone: str = ""
    kind: str = ""
    """A word of ours for its class, such as `within` a target."""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many there are of each size."""

    label: Words
    heading: Words
    bins: list[Bin]
    column: float
    width: float = ACROSS
    height: float = TALL / 2

    @property
    def box(self) -> str:
        return f"0 0 {self.width:g} {self.height:g}"


@dataclass(frozen=True, slots=True)
class Class:
    """What a histogram counts: its words and number, how it looks, and what it opens."""

    label: Words
    count: int
    tone: str = ""
    kind: str = ""
    href: str = ""


LEAST_SEEN = 2.0
"""A column of one beside one of thousands can still be seen."""


def histogram(classes: Sequence[Class], *, label: Words, heading: Words) -> Histogram:
    """Columns side by side, high by their numbers."""
    most, height = max((one.count for one in classes), default=0), TALL / 2
    drawn, wide = [], _wide(len(classes), 1)
    for number, one in enumerate(classes):
        high = max(LEAST_SEEN, round(height * one.count / most, 1)) if one.count else 0.0
        x = round(number * (wide + 1), 1)
        drawn.append(
            Bin(one.label, one.count, x, round(height - high, 1), high, one.tone, one.kind, one.href)
        )
    return Histogram(label, heading, drawn, wide)
