"""Care records, present and past: only for those who may see them."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.extracts import Field, Kind, Question, Row, since, until
from geodata.base.scope import Right
from geodata.exports.extracts.contacts import HEAD, NUMBER, SINCE, UNTIL, VILLAGE
from geodata.jobs.at_once import counted
from geodata.people.categories import category_name
from geodata.people.models import CareRecord


class Care:
    name = "care"
    label: Promise | str = _("Care records")
    geometry = ""
    key: tuple[str, ...] = ()

    def fields(self, question: Question) -> tuple[Field, ...]:
        return (
            VILLAGE, NUMBER, HEAD,
            Field("category", "类别", 20, _("The care category.")),
            Field("resident", "对象姓名", 14, _("Whom it concerns; empty for the whole household.")),
            Field("birth_year", "出生年份", 10, _("The year of birth alone."), Kind.WHOLE),
            Field("relation", "关系", 10, _("To the head of the household.")),
            SINCE, UNTIL,
            Field("source", "来源", 20, _("Where it is known from.")),
            Field("verified_on", "核实日期", 12, _("When it was last verified."), Kind.DAY),
        )  # fmt: skip

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(self._of(question), most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        """In the order of households. One query."""
        for record in self._of(question).iterator(chunk_size=2000):
            who = record.resident
            yield Row([
                record.village.code, record.household.number, record.household.head_name,
                category_name(record.category), who.name if who else "",
                str(who.birth_year) if who and who.birth_year else "", who.relation if who else "",
                since(record.period), until(record.period), record.source,
                record.verified_on.isoformat() if record.verified_on else "",
            ])  # fmt: skip

    def _of(self, question: Question) -> QuerySet[CareRecord]:
        inside = question.households(grid="household__grid", right=Right.DETAILS)
        records = CareRecord.objects.filter(inside, period__startswith__lte=question.on)
        return records.select_related("village", "household", "category", "resident").order_by(
            "village__code", "household__number", "period", "pk"
        )
