"""Visits of the year up to the day, valid ones only; each keeps its id, so that it comes back as the same visit."""

import datetime as dt
from collections.abc import Iterator

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.extracts import Field, Kind, Question, Row, word
from geodata.base.scope import Right
from geodata.base.wording import between
from geodata.exports.extracts.contacts import HEAD, NUMBER, VILLAGE
from geodata.jobs.at_once import counted
from geodata.people.masking import shown_name
from geodata.people.ordering import by_number
from geodata.visits.models import Visit

YEAR = dt.timedelta(days=366)

FIELDS = (
    Field("visit_key", "走访编号", 38, _("The id of the visit: the same id is the same visit.")),
    VILLAGE, NUMBER, HEAD,
    Field("day", "走访日期", 12, _("The day of the visit."), Kind.DAY),
    Field("visitors", "走访人", 24, _("Login names of those who went, separated by commas.")),
    Field("visitor_names", "走访人名单", 24, _("Their names; the imports go by the login names.")),
    Field("mode", "走访方式", 10, _("At the door, by phone, by video or by chance.")),
    Field("outcome", "走访结果", 12, _("Met, nobody at home, away or refused.")),
    Field("note", "走访内容", 40, _("Empty for those who do not look after the household.")),
)  # fmt: skip

COLUMNS = (
    "client_id", "village__code", "household__number", "household__head_name", "day", "logins", "names", "mode",
    "outcome", "note", "village_id", "household__grid_id", "household_id",
)  # fmt: skip


class Visits:
    name = "visits"
    label: Promise | str = _("Visits of the last year")
    geometry = ""
    key: tuple[str, ...] = ()

    def fields(self, question: Question) -> tuple[Field, ...]:
        return FIELDS

    def count(self, question: Question, *, most: int | None = None) -> int:
        return counted(self._of(question), most=most)

    def rows(self, question: Question) -> Iterator[Row]:
        """In the order of households and days. One query."""
        details = question.scope.to(Right.DETAILS)
        modes = {mode.value: word(mode) for mode in Visit.Mode}
        outcomes = {outcome.value: word(outcome) for outcome in Visit.Outcome}
        visits = self._of(question).annotate(
            logins=StringAgg("visitors__user__username", ",", order_by="visitors__user__username"),
            names=StringAgg("visitors__user__name", between(), order_by="visitors__user__username"),
        )
        for row in visits.values_list(*COLUMNS).iterator(chunk_size=2000):
            (key, village, number, head, day, logins, names, mode, outcome, note, *ids) = row
            open_ = details.holds_household(pk=ids[2], village=ids[0], grid=ids[1])
            yield Row([
                str(key), village, number, shown_name(head, details=open_), day.isoformat(), logins or "",
                names or "", modes[mode], outcomes[outcome], note if open_ else "",
            ])  # fmt: skip

    def _of(self, question: Question) -> QuerySet[Visit]:
        inside = question.households(grid="household__grid")
        valid = Visit.objects.valid().filter(inside, day__gt=question.on - YEAR, day__lte=question.on)
        return valid.order_by("village__code", by_number("household__number"), "day", "pk")
