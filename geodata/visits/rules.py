"""Setting how often a group of households is visited, and which visits count: from a day on, never in the past."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.errors import BadInput, Conflict
from geodata.base.periods import between, since
from geodata.base.scope import Scope
from geodata.people.models import CareCategory, Household
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.visits.concept import Action
from geodata.visits.models import VisitMode, VisitRule


@dataclass(frozen=True, slots=True)
class Group:
    """Whom a rule is about: the households of a care category, or those that are lived in or seasonal."""

    category: CareCategory | None = None
    occupancy: str = ""

    @classmethod
    def named(cls, name: str) -> "Group | None":
        """By the code of a category, or the name of an occupancy."""
        if name in (Household.Occupancy.LIVED_IN, Household.Occupancy.SEASONAL):
            return cls(occupancy=name)
        category = CareCategory.objects.filter(code=name).first()
        return cls(category=category) if category else None


def rules_of(scope: Scope, *, on: dt.date) -> list[VisitRule]:
    """Rules that hold on that day or later in the scope, and those above it. One query."""
    near = Q(area=None)
    for code in scope.codes:
        near |= Q(area__code__startswith=code) | Q(area__code__in=codes.ancestors(code))
    rules = VisitRule.objects.filter(near)
    rules = rules.filter(Q(period__upper_inf=True) | Q(period__endswith__gt=on)).select_related(
        "category", "area"
    )
    return list(
        rules.order_by("category__order", "occupancy", F("area__code").asc(nulls_first=True), "period")
    )


@transaction.atomic
def set_rule(
    *,
    group: Group,
    area: Area,
    days: int,
    modes: Collection[str],
    since_day: dt.date,
    today: dt.date,
    by: User | None = None,
) -> VisitRule:
    """The rule of this group in this area from that day on; the one before it ends there.

    Raises BadInput for a day gone by or modes without the door, Conflict when a later rule is already set.
    """
    _check(days=days, modes=modes, since_day=since_day, today=today)
    known = VisitRule.objects.select_for_update().filter(
        category=group.category, occupancy=group.occupancy, area=area
    )
    if known.filter(period__startswith__gt=since_day).exists():
        raise Conflict(
            _("A rule from a later day is already set for this group and area."),
            field="since",
            value=since_day.isoformat(),
            remedy=_("Choose that day or a later one."),
        )
    chosen = [mode for mode in VisitMode.values if mode in set(modes)]
    if same := known.filter(period__startswith=since_day).first():
        same.days, same.modes, same.period = days, chosen, since(since_day)
        same.save(update_fields=["days", "modes", "period"])
        _record(same, by=by)
        return same
    for before in known.filter(period__contains=since_day):
        before.period = between(before.period.lower, since_day)
        before.save(update_fields=["period"])
    rule = VisitRule.objects.create(
        category=group.category,
        occupancy=group.occupancy,
        area=area,
        days=days,
        modes=chosen,
        period=since(since_day),
    )
    _record(rule, by=by)
    return rule


@transaction.atomic
def end_rule(*, rule: VisitRule, on: dt.date, today: dt.date, by: User | None = None) -> VisitRule:
    """From that day on the rule of the area above holds again. Raises BadInput for a day gone by."""
    now = VisitRule.objects.select_for_update().get(pk=rule.pk)
    _not_past(on, today=today)
    if now.period.lower is not None and now.period.lower >= on:
        raise BadInput(
            _("The rule is not in force before that day."),
            field="on",
            value=on.isoformat(),
            remedy=_("Choose a later day, or set the rule again from its first day."),
        )
    if now.period.upper is not None and now.period.upper <= on:
        raise Conflict(_("The rule has already ended."), remedy=_("Reload the page."))
    now.period = between(now.period.lower, on)
    now.save(update_fields=["period"])
    _record(now, by=by)
    return now


def _record(rule: VisitRule, *, by: User | None) -> None:
    if by:
        subject = rule.area.code if rule.area else ""
        record_access(user=by, action=Action.RULES_CHANGED, subject=subject)


def _check(*, days: int, modes: Collection[str], since_day: dt.date, today: dt.date) -> None:
    _not_past(since_day, today=today)
    if not 1 <= days <= 366:
        raise BadInput(
            _("A visit interval is 1 to 366 days."), field="days", value=days, remedy=_("Enter it in digits.")
        )
    if VisitMode.DOOR not in modes or set(modes) - set(VisitMode.values):
        raise BadInput(
            _("Visits at the door always count."),
            field="modes",
            value=sorted(modes),
            remedy=_("Keep “at the door” among the visits that count."),
        )


def _not_past(day: dt.date, *, today: dt.date) -> None:
    if day < today:
        raise BadInput(
            _("Past figures stay as they were counted."),
            field="since",
            value=day.isoformat(),
            remedy=_("Choose today or a later day."),
        )
