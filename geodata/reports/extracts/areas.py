"""Areas with their borders, and how well each is looked after, so that a map program opens them coloured."""

from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.coverage.counts import Counts, coverage
from geodata.coverage.counts import Row as Counted
from geodata.jobs.at_once import counted
from geodata.periods import covers
from geodata.reports.cells import Kind
from geodata.reports.extracts.extract import Asked, Field, Row, word
from geodata.reports.metrics import METRICS
from geodata.territory import codes
from geodata.territory.layers import LAYERS
from geodata.territory.models import Area, Boundary
from geodata.territory.scope import Right

METRIC = METRICS["unvisited"]
"""What the areas are coloured by."""

FIELDS = (
    Field("code", "代码", 18, _("The digits of the national code; three more for a grid.")),
    Field("parent_code", "上级代码", 15, _("The area above.")),
    Field("level", "级别", 10, _("Township, village or grid.")),
    Field("kind", "类别", 12, _("Village, community, town and so on.")),
    Field("name", "名称", 20, _("The name of the day.")),
    Field("households", "户数", 10, _("Households of the day."), Kind.WHOLE),
    Field("unlinked", "无联户人户数", 10, _("Households without a contact member."), Kind.WHOLE),
    Field("unvisited", "超期户数", 10, _("Households not visited within their interval."), Kind.WHOLE),
    Field("tone", "着色", 10, _("The class of the map: from “ok” to “never”, “few” below five households, “none” without any.")),
)  # fmt: skip


class Areas:
    name = "areas"
    label: Promise | str = _("Areas and borders")
    geometry = "MultiPolygon"
    key: tuple[str, ...] = ("code",)

    def fields(self, asked: Asked) -> tuple[Field, ...]:
        return FIELDS

    def count(self, asked: Asked, *, most: int | None = None) -> int:
        return counted(self._inside(asked), most=most)

    def rows(self, asked: Asked) -> Iterator[Row]:
        """The area and all below it, level by level. The borders are read one by one."""
        counts = _counts(asked)
        border = Boundary.objects.filter(covers(asked.on), area=OuterRef("pk")).values("geometry")[:1]
        for area in self._inside(asked).annotate(border=Subquery(border)).iterator(chunk_size=100):
            yield _row(area, counts.get(area.code) or _nothing(area))

    def _inside(self, asked: Asked) -> QuerySet[Area]:
        inside = Area.objects.on(asked.on).within(asked.may_take)
        return inside.under(asked.area.code).order_by("code")


def _nothing(area: Area) -> Counted:
    return Counted(area.code, area.name, area.level, area.parent_code, Counts())


def _counts(asked: Asked) -> dict[str | None, Counted]:
    """By the code of each area from the level of the area asked for down."""
    levels = (asked.area.level, *codes.levels_below(asked.area.level))
    scope = asked.scope.to(Right.COUNTS)
    answers = (coverage(area=asked.area, by=level, on=asked.on, scope=scope) for level in levels)
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
        METRIC.tone(figures),
    ]
    border = area.border  # type: ignore[attr-defined]
    return Row(cells, bytes(border.wkb) if border else None, LAYERS[level])
