"""Grids with the branch or party group of each, as of a day; who is to found one looks for empty cells."""

from collections.abc import Iterator
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.extracts import Field, Kind, Question, Row, since, word
from geodata.contacts.branches import grids_of
from geodata.contacts.models import Branch
from geodata.territory.models import AreaQuerySet

AT_ONCE = 500


class Branches:
    name = "branches"
    label: Promise | str = _("Grids and their branches")
    geometry = ""
    key: tuple[str, ...] = ()

    def fields(self, _question: Question) -> tuple[Field, ...]:
        return (
            Field("area_code", "网格编码", 18, _("The code of the grid.")),
            Field("grid", "网格", 20, _("The name of the grid.")),
            Field("village", "村（社区）", 20, _("The name of the village.")),
            Field("branch", "党支部", 24, _("Empty where the grid has none.")),
            Field("kind", "类别", 14, _("Grid branch or party group.")),
            Field("since", "起始日期", 12, _("The first day; empty where nobody has noted it."), Kind.DAY),
        )

    def count(self, question: Question, *, most: int | None = None) -> int:
        rows = self.rows(question)
        return sum(1 for _row in (rows if most is None else islice(rows, most + 1)))

    def rows(self, question: Question) -> Iterator[Row]:
        for grid in self._of(question).iterator(chunk_size=AT_ONCE):
            place = [grid.code, grid.name, grid.parent.name if grid.parent else ""]
            joined = grid.of_the_day  # type: ignore[attr-defined]  # what grids_of brings along
            for one in joined:
                yield Row([*place, one.branch.name, word(Branch.Kind(one.kind)), since(one.period)])
            if not joined:
                yield Row([*place, "", "", ""])

    def _of(self, question: Question) -> AreaQuerySet:
        return grids_of(question.may_take, under=question.area.code, on=question.on)
