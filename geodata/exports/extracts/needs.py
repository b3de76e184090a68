"""The ledger of needs, with the number by which each comes back as the same need. Sensitive ones are in no file at all."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.extracts import Field, Kind, Question, Row, word
from geodata.base.scope import Right
from geodata.exports.extracts.contacts import HEAD, NUMBER, VILLAGE
from geodata.jobs.at_once import counted
from geodata.needs.models import Need
from geodata.needs.words import Answer, SettledIn, Source, State
from geodata.people.masking import shown_name

FIELDS = (
    Field("need_key", "民情编号", 22, _("The number of the need: the same number is the same need.")),
    VILLAGE, NUMBER, HEAD,
    Field("grid", "网格编码", 18, _("15 digits: the village and three of its own; empty outside every grid.")),
    Field("raised_on", "反映日期", 12, _("The day on which it was raised."), Kind.DAY),
    Field("need_kind", "事项类型", 10, _("Problem, suggestion, dispute or request.")),
    Field("need_category", "事项类别", 14, _("The category of the need.")),
    Field("urgency", "紧急程度", 10, _("Ordinary, urgent or emergency.")),
    Field("need_title", "事项标题", 24, _("As it was recorded.")),
    Field("need_text", "事项内容", 48, _("As it was recorded; empty once it is forgotten.")),
    Field("need_source", "来源渠道", 10, _("How it came.")),
    Field("source_number", "来源编号", 16, _("The number of a hotline, or of an earlier ledger.")),
    Field("need_state", "办理状态", 10, _("How far it has come at the time of the export.")),
    Field("need_level", "办理层级", 10, _("The level that holds it.")),
    Field("due", "办理时限", 12, _("The day by which it is due; empty when it is settled."), Kind.DAY),
    Field("need_result", "办理结果", 40, _("What was done.")),
    Field("settled_on", "办结日期", 12, _("The day on which it was settled."), Kind.DAY),
    Field("settled_in", "办结所在", 10, _("Settled in the grid, the village, the township or the county.")),
    Field("need_answer", "满意度", 10, _("What those concerned answered.")),
)  # fmt: skip
JOINED = ("village", "household", "grid", "category")


class Needs:
    name = "needs"
    label: Promise | str = _("Ledger of needs")
    geometry = "Point"
    key: tuple[str, ...] = ("need_key",)

    def fields(self, question: Question) -> tuple[Field, ...]:
        return FIELDS

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(self._of(question), most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        """The newest first. One query."""
        return lines(self._of(question), question)

    def _of(self, question: Question) -> QuerySet[Need]:
        return inside(question).filter(raised_on__lte=question.on)


def inside(question: Question) -> QuerySet[Need]:
    """Of the area, where the right to needs holds too."""
    return Need.objects.told().filter(question.households(right=Right.NEED)).order_by("-pk")


def lines(needs: QuerySet[Need], question: Question) -> Iterator[Row]:
    """Points come within one village, as everywhere: that of the need, else that of its household."""
    details = question.scope.to(Right.DETAILS)
    for need in needs.select_related(*JOINED).iterator(chunk_size=2000):
        home = need.household
        open_ = home is None or details.holds_household(
            pk=home.pk, village=need.village_id, grid=need.grid_id
        )
        point = (need.point or (home.point if home and open_ else None)) if question.near else None
        yield Row(cells(need, open_=open_), bytes(point.wkb) if point else None)


def cells(need: Need, *, open_: bool) -> list[str]:
    """In the order of FIELDS. `open_`: the household's details may be seen."""
    home: Any = need.household
    due = need.due_at if need.settled_at is None else None
    return [
        need.number, need.village.code, home.number if home else "", shown_name(home.head_name, details=open_) if home else "",
        need.grid.code if need.grid else "", need.raised_on.isoformat(), word(Need.Kind(need.kind)), str(need.category),
        str(need.get_urgency_display()), need.title, need.text, word(Source(need.source)), need.source_number,
        word(State(need.state)), str(need.get_level_display()), _day(due), need.result, _day(need.settled_at),
        word(SettledIn(need.settled_in)) if need.settled_in else "", word(Answer(need.answer)) if need.answer else "",
    ]  # fmt: skip


def _day(at: Any) -> str:
    return timezone.localtime(at).date().isoformat() if at else ""
