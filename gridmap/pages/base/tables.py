"""Tables of areas: columns of figures, each number with its denominator and the list behind it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.scope import Right
from geodata.coverage import disclosure
from geodata.coverage.counts import Coverage, Row
from geodata.coverage.figures import FIGURES
from geodata.display import charts
from geodata.display.differences import Difference
from geodata.display.metrics import METRICS, Metric, share_of
from geodata.display.shares import Share
from geodata.territory import codes
from geodata.territory.models import Area
from gridmap.pages.base.asked import gap_of


@dataclass(frozen=True, slots=True)
class Column:
    """A figure in the table and its denominator; without one it is a plain number."""

    name: str
    label: Promise | str
    of: str = ""

    @property
    def asked(self) -> str:
        """What addresses call it."""
        return gap_of(self.name)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the table: its share, and the list that it opens ("" where the reader may not see one)."""

    column: Column
    share: Share
    gap: str = ""
    ledger: bool = False
    """It opens into the visit ledger: for those who see details, unless a care category is asked for."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row of the table, and what the map says of the same area."""

    row: Row
    cells: list[Cell]
    tone: str
    share: Share
    below: str = ""
    """The level it is drilled down to; "" where there is nothing below."""
    above: str = ""
    """The name of the area it lies in, where that is not the area asked about and not part of its own name."""
    difference: Difference | None = None
    """Against an earlier day, where the page compares."""
    course: charts.Course | None = None
    """The last weeks that are kept."""


COLUMNS = ("unlinked", "unvisited", "special_overdue", "visited", "no_point")
PLAIN = (Column("visits", pgettext_lazy("figure", "Visits")), Column("person_times", _("Person-times")))


def columns(metric: Metric, *, level: str = "", free: bool = True, category: str = "") -> list[Column]:
    """The figures of the table; the map's metric always among them, right after the households.

    For somebody without details (not `free`) only those that are told of areas of that level.
    """
    usual = [Column(name, FIGURES[name].label, FIGURES[name].of) for name in COLUMNS]
    posts = METRICS["leader_posts_vacant"]
    usual += [*PLAIN, Column(posts.name, posts.label, posts.of)]
    if metric.name not in [column.name for column in usual]:
        usual.insert(0, Column(metric.name, metric.label, metric.of))
    return [
        column
        for column in usual
        if disclosure.tells_in(column.name, level=level, free=free, category=category)
    ]


def table(
    answer: Coverage, metric: Metric, shown: list[Column], opens: frozenset[Right], *, sort: str
) -> list[TableLine]:
    """A line for each area, in the order of codes or, if asked, with the most left to do first. One query at most."""
    above = parents(answer)
    lines = [
        table_line(row, metric, shown, opens, above=above.get(row.parent or "", "")) for row in answer.rows
    ]
    by_name = {column.asked: column for column in shown}
    if column := by_name.get(sort):
        lines.sort(key=lambda line: -_weight(line.row, column))
    return lines


def _weight(row: Row, column: Column) -> float:
    share = share_of(row, column.name, column.of)
    return share.part if not column.of else -1.0 if share.percent is None else share.percent


def parents(answer: Coverage) -> dict[str, str]:
    """The names of the areas that the rows lie in, by code, where they are not the area asked about."""
    wanted = {row.parent for row in answer.rows} - {answer.total.code, answer.total.parent}
    if not wanted:
        return {}
    return dict(Area.objects.on(answer.on).filter(code__in=wanted).values_list("code", "name"))


def table_line(
    row: Row, metric: Metric, shown: list[Column], opens: frozenset[Right], *, above: str = ""
) -> TableLine:
    ledger = Right.DETAILS in opens and bool(row.code)
    cells = [
        Cell(
            column,
            share_of(row, column.name, column.of),
            _list_of(column, row, opens),
            ledger=ledger and column in PLAIN,
        )
        for column in shown
    ]
    below = codes.level_below(row.level) or "household" if row.code else ""
    if below == "household" and Right.DETAILS not in opens:
        below = ""
    above = "" if row.name.startswith(above) else above
    return TableLine(row, cells, metric.tone(row), metric.share(row), below, above)


def _list_of(column: Column, row: Row, opens: frozenset[Right]) -> str:
    """The list behind a number. Visits and person-times open the households that were visited."""
    figure = {"visits": "visited", "person_times": "visited"}.get(column.name, column.name)
    if figure not in FIGURES or row.code is None:
        return ""
    return gap_of(figure) if disclosure.right_to_list(figure, "") in opens else ""
