"""Residents and absences, present and past: only for those who may see details."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.extracts import Field, Kind, Question, Row, since, until, word
from geodata.base.scope import Right
from geodata.exports.extracts.contacts import HEAD, NUMBER, SINCE, UNTIL, VILLAGE
from geodata.jobs.at_once import counted
from geodata.people.models import Absence, Resident

PHONE = Field("phone", "电话", 16, _("Under which they can be reached."))


class Residents:
    name = "residents"
    label: Promise | str = _("Residents")
    geometry = ""
    key: tuple[str, ...] = ()

    def fields(self, question: Question) -> tuple[Field, ...]:
        return (
            VILLAGE, NUMBER, HEAD,
            Field("resident", "居民姓名", 14, _("Whom a care record or an entitlement concerns.")),
            Field("birth_year", "出生年份", 10, _("The year of birth alone."), Kind.WHOLE),
            Field("relation", "关系", 10, _("To the head of the household.")),
            PHONE,
            Field("died_on", "死亡日期", 12, _("Empty for whoever lives."), Kind.DAY),
            Field("moved_out_on", "迁出日期", 12, _("Empty for whoever lives in the household."), Kind.DAY),
        )  # fmt: skip

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(self._of(question), most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        """In the order of households. One query."""
        for one in self._of(question).iterator(chunk_size=2000):
            yield Row([
                one.village.code, one.household.number, one.household.head_name, one.name,
                str(one.birth_year or ""), one.relation, one.phone,
                one.died_on.isoformat() if one.died_on else "",
                one.moved_out_on.isoformat() if one.moved_out_on else "",
            ])  # fmt: skip

    def _of(self, question: Question) -> QuerySet[Resident]:
        inside = question.households(grid="household__grid", right=Right.DETAILS)
        found = Resident.objects.filter(inside).select_related("village", "household")
        return found.order_by("village__code", "household__number", "name", "pk")


class Absences:
    name = "absences"
    label: Promise | str = _("Absences")
    geometry = ""
    key: tuple[str, ...] = ()

    def fields(self, question: Question) -> tuple[Field, ...]:
        return (
            VILLAGE, NUMBER, HEAD, SINCE, UNTIL,
            Field("where", "外出地点", 20, _("A district at most.")),
            PHONE,
            Field("stays", "留守人员", 12, _("Who stays in the house.")),
        )  # fmt: skip

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(self._of(question), most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        """In the order of households. One query."""
        for one in self._of(question).iterator(chunk_size=2000):
            yield Row([
                one.village.code, one.household.number, one.household.head_name, since(one.period), until(one.period),
                one.where, one.phone, word(Absence.Stays(one.stays)),
            ])  # fmt: skip

    def _of(self, question: Question) -> QuerySet[Absence]:
        inside = question.households(grid="household__grid", right=Right.DETAILS)
        found = Absence.objects.filter(inside, period__startswith__lte=question.on)
        return found.select_related("village", "household").order_by(
            "village__code", "household__number", "period", "pk"
        )
