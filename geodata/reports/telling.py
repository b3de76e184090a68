"""What a gap report says, made from the figures of an edition: the same for paper, for Word and for the page."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import wording
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.coverage.counts import Coverage, Row
from geodata.coverage.figures import FIGURES
from geodata.coverage.gap_reasons import Cause
from geodata.coverage.households import COLUMNS, State
from geodata.display.foremost import Headline, headline
from geodata.display.lines import Line as HouseholdLine
from geodata.display.lines import describe
from geodata.display.metrics import METRICS, share_of
from geodata.display.shares import Share
from geodata.reports.figures import LED_BY, Figures, Line, told
from geodata.reports.freezing import frozen
from geodata.reports.models import Edition, part_of
from geodata.territory.models import Area

TILES = ("unvisited", "unlinked", "special_overdue", "visited")
BETTER_WHEN_MORE = frozenset({"visited"})
WORST = 10
SPECIAL_NAMED = 30
"""Special households overdue that are listed on paper; the spreadsheet has them all."""
BELOW = {"county": "township", "township": "village", "village": "grid"}
FINEST = {"county": "village", "township": "village", "village": "grid"}
"""By which areas it is said where most lies."""

LABELS: dict[str, Promise] = {"visited": gettext_lazy("Met within seven days")}


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the four figures, with its change since what it is compared with (None: nothing to compare)."""

    label: Promise | str
    share: Share
    change: int | None
    is_better: bool

    @property
    def arrow(self) -> str:
        """↓ 88, or nothing where there is no change to tell."""
        if not self.change:
            return "" if self.change is None else "±0"
        return f"{'↑' if self.change > 0 else '↓'} {figure(abs(self.change))}"


@dataclass(frozen=True, slots=True)
class ByCause:
    """An area with its households, those overdue, and how many lack their contact for each cause."""

    name: str
    households: int
    unvisited: Share
    special: Share
    causes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Worst:
    """One of the grids that are to be gone to first."""

    name: str
    households: int
    unlinked: int
    unvisited: Share
    special: Share


@dataclass(frozen=True, slots=True)
class Report:
    """What stands in the document, whatever becomes of it."""

    edition: Edition
    figures: Figures
    title: str
    head: list[tuple[str, str]]
    headline: str
    below: list[str]
    tiles: list[Tile]
    causes: list[tuple[str, int]]
    course: list[tuple[dt.date, int | None]]
    by_level: str
    by_area: list[ByCause]
    worst: list[Worst]
    special: list[HouseholdLine]
    """The special households overdue, where their names are asked for: as many as paper holds."""
    method: list[str]
    invented: bool

    @property
    def cause_labels(self) -> list[str]:
        return [label for label, _count in self.causes]


def report_of(edition: Edition, *, scope: Scope, names: bool = False) -> Report:
    """`names`: also who the special households are that wait, for whoever sees details. Nine queries at most."""
    figures = told(edition)
    total = figures.row(figures.total)
    said = _said(edition, figures)
    before = edition.figures["before"]
    return Report(
        edition=edition,
        figures=figures,
        title=_("Gap report no. %(number)s") % {"number": figure(edition.number)},
        head=_head(edition),
        headline=said.what,
        below=[
            sentence
            for sentence in (_changed(total, before), said.where, *_special(total, before))
            if sentence
        ],
        tiles=[_tile(name, total, before) for name in TILES],
        causes=[
            (str(Cause(name).label), n) for name, n in zip(figures.causes, figures.total.causes, strict=True)
        ],
        course=[(dt.date.fromisoformat(day), value) for day, value in edition.figures["course"]],
        by_level=BELOW[edition.area.level],
        by_area=[_by_cause(figures, line) for line in figures.at(BELOW[edition.area.level])],
        worst=_worst(figures),
        special=describe(waiting(edition, most=SPECIAL_NAMED), scope=scope, on=edition.day)
        if names and part_of(scope).to(Right.DETAILS).holds_code(edition.area_code)
        else [],
        method=_method(edition),
        invented=edition.area.synthetic,
    )


def headline_of(edition: Edition) -> str:
    """The sentence above all others."""
    return _said(edition, told(edition)).what


def _said(edition: Edition, figures: Figures) -> Headline:
    rows = [figures.row(line) for line in figures.at(FINEST[edition.area.level])]
    counted = Coverage(figures.row(figures.total), rows, edition.day, edition.window, None)
    return headline(counted, METRICS[LED_BY])


def name_of(figures: Figures, line: Line) -> str:
    """A grid with its village; what lies in none as such."""
    own = line.name if line.code else _("Outside every grid")
    return (
        f"{figures.places.get(line.parent or '', '')} {own}".strip() if line.level == Area.Level.GRID else own
    )


def waiting(edition: Edition, *, most: int | None = None, all_gaps: bool = False) -> list[State]:
    """The special households overdue as the edition knew them, never met first; `all_gaps`: every household with a gap."""
    condition = FIGURES["special_overdue"].condition
    if all_gaps:
        condition = f"{FIGURES[LED_BY].condition} OR NOT linked OR cause > 0"
    found = frozen(
        edition,
        f"SELECT {COLUMNS} FROM state WHERE {condition} ORDER BY NOT special, last_met IS NOT NULL,"  # noqa: S608
        ' (%(on)s - last_met)::float / "interval" DESC, household_id LIMIT %(most)s',
        {"most": most},
    )
    return [State(*row) for row in found]


def _head(edition: Edition) -> list[tuple[str, str]]:
    return [
        (_("Area"), f"{edition.area.name} {edition.area_code}"),
        (_("Cut-off day"), wording.day(edition.day)),
        (_("As known at"), wording.moment(edition.known_at)),
        (_("Version"), edition.mark),
    ]


def _day(before: dict[str, object]) -> dt.date:
    """Of what it is compared with."""
    return dt.date.fromisoformat(str(before["day"]))


def _change(name: str, total: Row, before: dict[str, object]) -> int | None:
    counts = before.get("counts", {})
    assert isinstance(counts, dict)
    return total.counts[name] - counts[name] if name in counts else None


def _changed(total: Row, before: dict[str, object]) -> str:
    change = _change(LED_BY, total, before)
    if change is None:
        return ""
    said = {"n": figure(abs(change)), "day": wording.day(_day(before))}
    if not change:
        return _("Households overdue: as many as on %(day)s.") % said
    if change > 0:
        return _("Households overdue: %(n)s more than on %(day)s.") % said
    return _("Households overdue: %(n)s fewer than on %(day)s.") % said


def _special(total: Row, before: dict[str, object]) -> list[str]:
    share, change = share_of(total, "special_overdue", "special"), _change("special_overdue", total, before)
    said: dict[str, object] = {"part": share.part_text, "whole": share.whole_text}
    if not share.whole:
        return []
    if not change:
        return [_("Special households overdue: %(part)s of %(whole)s.") % said]
    said |= {"n": figure(abs(change)), "day": wording.day(_day(before))}
    if change > 0:
        return [_("Special households overdue: %(part)s of %(whole)s, %(n)s more than on %(day)s.") % said]
    return [_("Special households overdue: %(part)s of %(whole)s, %(n)s fewer than on %(day)s.") % said]


def _tile(name: str, total: Row, before: dict[str, object]) -> Tile:
    change = _change(name, total, before)
    better = bool(change) and ((change or 0) > 0) == (name in BETTER_WHEN_MORE)
    return Tile(
        LABELS.get(name, FIGURES[name].label), share_of(total, name, FIGURES[name].of), change, better
    )


def _by_cause(figures: Figures, line: Line) -> ByCause:
    row = figures.row(line)
    return ByCause(
        name_of(figures, line),
        row.counts.households,
        share_of(row, LED_BY, "households"),
        share_of(row, "special_overdue", "special"),
        line.causes,
    )


def _worst(figures: Figures) -> list[Worst]:
    """The grids with the largest share overdue, those with most households first where shares are alike."""
    ranked: list[tuple[float, int, Line, Row]] = []
    for line in figures.at(Area.Level.GRID):
        row = figures.row(line)
        share = METRICS[LED_BY].share(row)
        if share.percent:
            ranked.append((-share.percent, -share.part, line, row))
    ranked.sort(key=lambda each: (each[0], each[1], each[2].key))
    return [
        Worst(
            name_of(figures, line),
            row.counts.households,
            row.counts.unlinked,
            METRICS[LED_BY].share(row),
            share_of(row, "special_overdue", "special"),
        )
        for _share, _part, line, row in ranked[:WORST]
    ]


def _method(edition: Edition) -> list[str]:
    return [
        _(
            "Overdue: nobody was met within the household's own interval, or never. Households that are exempt count as households only."
        ),
        _(
            "Met within seven days: households in which somebody was met in the %(days)s days up to the cut-off day."
        )
        % {"days": figure(edition.window)},
        _(
            "Borders and households are those of the cut-off day, as known at %(at)s; what is entered later stands in the revision of this edition."
        )
        % {"at": wording.moment(edition.known_at)},
        _(
            "No percentage is given of fewer than five households. Code version %(release)s, fingerprint %(fingerprint)s."
        )
        % {"release": edition.release, "fingerprint": edition.fingerprint[:16]},
    ]
