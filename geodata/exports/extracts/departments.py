"""Departments of a county and of its townships, as of a day."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.extracts import Field, Kind, Question, Row, since
from geodata.base.scope import Right
from geodata.jobs.at_once import counted
from geodata.posts.departments import Department


class Departments:
    name = "departments"
    label: Promise | str = _("Departments")
    geometry = ""
    key: tuple[str, ...] = ()

    def fields(self, _question: Question) -> tuple[Field, ...]:
        return (
            Field("area_code", "区域代码", 14, _("The code of the county or the township.")),
            Field("department_code", "部门代码", 22, _("A word of small letters, which never changes.")),
            Field("department", "部门名称", 26, _("What it is called.")),
            Field("name_en", "英文名称", 26, _("What it is called in English.")),
            Field("since", "起始日期", 12, _("The first day; empty where nobody has noted it."), Kind.DAY),
        )  # fmt: skip

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(self._of(question), most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        """In the order of areas and codes. One query."""
        for one in self._of(question).iterator(chunk_size=2000):
            yield Row([one.area.code, one.code, one.name, one.name_en, since(one.period)])

    def _of(self, question: Question) -> QuerySet[Department]:
        """For those who fill posts there."""
        if not question.may_take.to(Right.APPOINT).holds_code(question.area.code):
            return Department.objects.none()
        below = Department.objects.on(question.on).filter(area__code__startswith=question.area.code)
        return below.select_related("area").order_by("area__code", "code")
