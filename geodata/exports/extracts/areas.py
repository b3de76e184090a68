"""Areas with their borders, and how well each is looked after, so that a map program opens them coloured."""

from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.extracts import Field, Kind, Question, Row, word
from geodata.base.periods import covers
from geodata.base.scope import Right
from geodata.coverage.counts import Counts, coverage
from geodata.coverage.counts import Row as Counted
from geodata.display.metrics import METRICS
from geodata.jobs.at_once import counted
from geodata.territory import codes
from geodata.territory.layers import LAYERS
from geodata.territory.models import Area, Boundary

COLOURED_BY = "unvisited"

FIELDS = (
    Field("code", "代码", 18, _("The digits of the national code; three more for a grid.")),
    Field("parent_code", "上级代码", 15, _("The area above.")),
    Field("level", "级别", 10, _("Township, village or grid.")),
    Field("kind", "类别", 12, _("Village, community, town and so on.")),
    Field("name", "名称", 20, _("The name on that day.")),
    Field("households", "户数", 10, _("Households on that day."), Kind.WHOLE),
    Field("unlinked", "无联户人户数", 10, _("Households without a contact member."), Kind.WHOLE),
    Field("unvisited", "超期户数", 10, _("Households not visited within their interval."), Kind.WHOLE),
    Field("tone", "着色", 10, _("The class of the map: from “ok” to “never”, “few” below five households, “none” without any.")),
)  # fmt: skip


class Areas:
    name = "areas"
    label: Promise | str = _("Areas and borders")
    geometry = "MultiPolygon"
    key: tuple[str, ...] = ("code",)

    def fields(self, question: Question) -> tuple[Field, ...]:
        return FIELDS

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(self._inside(question), most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        """The area and all below it, level by level. The borders are read one by one."""
        counts = _counts(question)
        border = Boundary.objects.filter(covers(question.on), area=OuterRef("pk")).values("geometry")[:1]
        for area in self._inside(question).annotate(border=Subquery(border)).iterator(chunk_size=100):
            yield _row(area, counts.get(area.code) or _nothing(area))

    def _inside(self, question: Question) -> QuerySet[Area]:
        inside = Area.objects.on(question.on).within(question.may_take)
        return inside.under(question.area.code).order_by("code")


def _nothing(area: Area) -> Counted:
    return Counted(area.code, area.name, area.level, area.parent_code, Counts())


def _counts(question: Question) -> dict[str | None, Counted]:
    """By the code of each area from the level of the area asked for down."""
    levels = (question.area.level, *codes.levels_below(question.area.level))
    scope = question.scope.to(Right.COUNTS)
    answers = (coverage(area=question.area, by=level, on=question.on, scope=scope) for level in levels)
    return {row.code: row for answer in answers for row in answer.rows}


def _row(area: Area, figures: Counted) -> Row:
    level, kind = Area.Level(area.level), Area.Kind(area.kind)
    cells = [
        area.code,
        area.parent_code or "",
        word(level),
        word(kind) if area.kind else "",
        area.name,
        *(str(figures.told[name]) for name in ("households", "unlinked", "unvisited")),
        METRICS[COLOURED_BY].tone(figures),
    ]
    border = area.border  # type: ignore[attr-defined]
    return Row(cells, bytes(border.wkb) if border else None, LAYERS[level])
