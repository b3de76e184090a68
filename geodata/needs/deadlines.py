"""Which rule a need is settled by at its level, and what follows from it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject, Length
from django.utils import timezone

from geodata.base.periods import covers
from geodata.calendar import workdays
from geodata.calendar.models import CalendarVersion, WorkDay
from geodata.needs.due import deadline
from geodata.needs.models import Need
from geodata.needs.settings_models import DeadlineUnit, NeedCategory, NeedRule
from geodata.territory import codes
from geodata.territory.models import Area


def rules_for(need: Need, *, on: dt.date) -> QuerySet[NeedRule]:
    """The first is the one that holds: of the smallest area, there the one of its category before the one of any."""
    return _rules(need.village.code, need.category_id, level=need.level, urgency=need.urgency, on=on)


def _rules(
    code: str, category: int | OuterRef, *, level: int, urgency: int, on: dt.date
) -> QuerySet[NeedRule]:
    here = Q(area=None) | Q(area__code__in=[code, *codes.ancestors(code)])
    of_it = Q(category=None) | Q(category=category)
    rules = NeedRule.objects.filter(covers(on), here, of_it, level=level, urgency=urgency)
    nearest = Coalesce(Length("area__code"), 0).desc()
    return rules.order_by(nearest, "category", "pk")


def schedule(need: Need, *, at: dt.datetime) -> None:
    """Its deadline counts from that moment, by the rule of its level; without a rule it has none. Nothing is saved."""
    on = timezone.localdate(at)
    rule = rules_for(need, on=on).annotate(days=_days_after(on), version=_VERSION).first()
    reckon(need, rule, at=at, calendar=lambda: _calendar(rule))


def with_rule(
    categories: QuerySet[NeedCategory], *, village: Area, urgency: int, level: int, at: dt.datetime
) -> QuerySet[NeedCategory]:
    """Each with the rule of a need of it that begins there at that level, and the calendar of then: for `schedule_by_category`."""
    on = timezone.localdate(at)
    rules = _rules(village.code, OuterRef("pk"), level=level, urgency=urgency, on=on)
    rule = Subquery(rules.values_list(JSONObject(**{name: name for name in TERM}))[:1])
    return categories.annotate(rule=rule, days=_days_after(on), version=_VERSION)


def schedule_by_category(need: Need, *, at: dt.datetime) -> None:
    """As `schedule`, by what its category came with: two questions less for everything that is recorded."""
    category: Any = need.category
    told = category.rule
    rule = NeedRule.from_db(connection.alias, TERM, [told[name] for name in TERM]) if told else None
    reckon(need, rule, at=at, calendar=lambda: _calendar(category))


TERM = ("id", "amount", "unit", "remind")
"""What of a rule makes a deadline."""
_VERSION = Subquery(CalendarVersion.objects.order_by("-pk").values("pk")[:1])


def _days_after(on: dt.date) -> ArraySubquery:
    """Those of the calendar that a deadline can fall on: it takes a year of working days at most."""
    days = WorkDay.objects.filter(day__gte=on, day__lte=on + dt.timedelta(days=2 * 366))
    return ArraySubquery(days.values_list(JSONObject(day="day", works="works")))


def _calendar(told: Any) -> workdays.Calendar:
    """The calendar in force, as far as it came with a rule or a category."""
    days = {dt.date.fromisoformat(one["day"]): one["works"] for one in told.days}
    return workdays.Calendar(days, version=told.version or 0)


def reckon(
    need: Need, rule: NeedRule | None, *, at: dt.datetime, calendar: Callable[[], workdays.Calendar]
) -> None:
    """The same by that rule. The calendar is asked for only where working days are counted."""
    need.rule, need.counted_from, need.extension = rule, at, None
    if rule is None:
        need.due_at, need.remind_at, need.calendar = None, None, 0
        return
    of_day = calendar() if rule.unit == DeadlineUnit.WORKDAYS else workdays.Calendar({})
    need.due_at, need.remind_at = deadline(rule, start=at, calendar=of_day)
    need.calendar = of_day.version
