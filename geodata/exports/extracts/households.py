"""The roster of households: one row each, as known on the day."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.extracts import Field, Kind, Question, Row, word
from geodata.base.periods import covers
from geodata.base.scope import Right
from geodata.jobs.at_once import counted
from geodata.people.masking import masked_name, masked_phones
from geodata.people.models import Household, Placement
from geodata.people.ordering import by_number
from geodata.people.placing import not_left, occupancy_on

FIELDS = (
    Field("village_code", "村编码", 15, _("12 digits of the national statistical code, as text.")),
    Field("grid", "网格编码", 18, _("15 digits: the village and three of its own; empty outside every grid.")),
    Field("household_no", "户编号", 14, _("The local number within the village, as on the roster.")),
    Field("head_name", "户主姓名", 14, _("Masked for those who do not look after the household.")),
    Field("group", "村民小组", 12, _("As on the roster.")),
    Field("address", "家庭地址", 28, _("As on the roster; empty for those who do not look after the household.")),
    Field("building", "楼栋", 8, _("As on the roster; empty for those who do not look after the household.")),
    Field("entrance", "单元", 8, _("As on the roster; empty for those who do not look after the household.")),
    Field("door", "房号", 8, _("As on the roster; empty for those who do not look after the household.")),
    Field("phone", "联系电话", 16, _("Masked for those who do not look after the household.")),
    Field("family_size", "家庭人口总数", 8, _("Number of people on the roster."), Kind.WHOLE),
    Field("occupancy", "居住状态", 12, _("Empty households are exempt from visits; those that left are not listed.")),
)  # fmt: skip
POINT = (
    Field("lon", "经度", 12, _("Degrees east, WGS 84."), Kind.NUMBER, "WGS84"),
    Field("lat", "纬度", 12, _("Degrees north, WGS 84."), Kind.NUMBER, "WGS84"),
)
"""Only within one village, and for those who look after the household."""

COLUMNS = (
    "household__village__code", "grid__code", "household__number", "household__head_name", "household__group",
    "household__address", "household__building", "household__entrance", "household__door", "household__phones",
    "household__size", "lived", "village_id", "grid_id", "household_id",
)  # fmt: skip
PLACE = ("household__point", "household__point_since")


class Households:
    name = "households"
    label: Promise | str = _("Roster of households")
    geometry = "Point"
    key: tuple[str, ...] = ("village_code", "household_no")

    def fields(self, question: Question) -> tuple[Field, ...]:
        return (*FIELDS, *POINT) if question.near else FIELDS

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(self._placed(question), most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        """In the order of villages and numbers. One query."""
        details, near = question.scope.to(Right.DETAILS), question.near
        words = {choice.value: word(choice) for choice in Household.Occupancy}
        columns = (*COLUMNS, *PLACE) if near else COLUMNS
        for row in self._placed(question).values_list(*columns).iterator(chunk_size=2000):
            village, grid, household = row[KEYS]
            open_ = details.holds_household(pk=household, village=village, grid=grid)
            cells = _cells(row, words) if open_ else _masked(row, words)
            yield _with_point(cells, *row[-2:], on=question.on, open_=open_) if near else Row(cells)

    def _placed(self, question: Question) -> QuerySet[Placement]:
        placed = Placement.objects.filter(covers(question.on), question.households(), not_left(question.on))
        return placed.annotate(lived=occupancy_on(question.on, of="household")).order_by(
            F("village__code"), by_number("household__number"), "household_id"
        )


KEYS = slice(12, 15)
"""Where COLUMNS has village, grid and household."""


def _cells(row: Sequence[Any], words: Mapping[str, str]) -> list[str]:
    (village, grid, number, head, group, address, building, entrance, door, phones, size, lived) = row[:12]
    return [
        village, grid or "", number, head, group, address, building, entrance, door, ",".join(phones),
        "" if size is None else str(size), words.get(lived, ""),
    ]  # fmt: skip


def _masked(row: Sequence[Any], words: Mapping[str, str]) -> list[str]:
    cells = _cells(row, words)
    cells[3], cells[9] = masked_name(cells[3]), ",".join(masked_phones(row[9]))
    cells[5:9] = [""] * 4
    return cells


def _with_point(
    cells: list[str], point: Point | None, since: dt.date | None, *, on: dt.date, open_: bool
) -> Row:
    if point is None or since is None or since > on or not open_:
        return Row([*cells, "", ""])
    return Row([*cells, f"{point.x:.7f}", f"{point.y:.7f}"], bytes(point.wkb))
