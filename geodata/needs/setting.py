"""Categories and deadlines of needs: the county's office adds, changes and ends them, from a day on. Nothing is deleted, no code changes.

All of them are one thing to whoever edits them: a change is made on what was seen (`settings_version`), whoever else has changed it.
"""

import datetime as dt
import re
import zlib
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, NotFound, Stale
from geodata.base.periods import between, covers, since
from geodata.base.scope import Right, Scope
from geodata.needs.concept import Action
from geodata.needs.service import ANEW
from geodata.needs.settings_models import DeadlineUnit, Late, NeedCategory, NeedRule
from geodata.needs.words import OPEN, Level, Urgency
from geodata.posts.departments import Department
from geodata.territory import codes
from geodata.territory.models import Area

CODE = re.compile(r"[a-z][a-z0-9_]{2,29}")
MOST = 366
LOCK = 20_261_130


def settings_version() -> int:
    """A number of all categories and deadlines as they are: any change of any of them is another. Two queries."""
    categories = NeedCategory.objects.order_by("pk").values_list(
        "pk", "name", "name_en", "department", "period"
    )
    rules = NeedRule.objects.order_by("pk").values_list("pk", "amount", "unit", "remind", "late", "period")
    return zlib.crc32(repr([*categories, *rules]).encode()) % 1_000_000_000


def _begin(scope: Scope, seen: int) -> None:
    """Nobody else changes them until the end. Raises NotAllowed, and Stale for other settings than were seen."""
    require(scope, Right.RULES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if seen != (now := settings_version()):
        raise Stale(
            _("Categories or deadlines were changed by someone else meanwhile."),
            field="version",
            value=now,
            remedy=_("Load them again."),
        )


@dataclass(frozen=True, slots=True)
class Named:
    """What may be said of a category, and said again later. `department`: the code of the one that usually gets such needs."""

    name: str
    name_en: str
    department: str = ""

    def checked(self, scope: Scope, *, on: dt.date) -> dict[str, Any]:
        """Raises BadInput for what cannot be taken, NotFound for a department that is none of the office's."""
        named = {"name": texts.line(self.name), "name_en": texts.line(self.name_en)}
        for field, value in named.items():
            if not 0 < len(value) <= 60:
                raise _bad(field, value, _("Enter at most 60 characters."))
        department = departments_of(scope, on=on).get(self.department)
        if self.department and department is None:
            raise NotFound(self.department, field="department", value=self.department)
        return {**named, "department": department}


def departments_of(scope: Scope, *, on: dt.date) -> dict[str, Department]:
    """By code: those of the counties in which the office sets rules. One query."""
    tops = scope.to(Right.RULES).codes
    found = Department.objects.on(on).filter(area__code__in=tops).order_by("-pk")
    return {one.code: one for one in found}


@transaction.atomic
def add_need_category(
    *, code: str, values: Named, by: User, scope: Scope, today: dt.date, seen: int
) -> NeedCategory:
    """A further one, last in the order, from today on. Raises NotAllowed, Stale, BadInput, Conflict for a code that there is."""
    _begin(scope, seen)
    if not CODE.fullmatch(code):
        raise _bad("code", code, _("Use 3 to 30 lower-case letters, digits or underscores."))
    told = values.checked(scope, on=today)
    last = NeedCategory.objects.aggregate(last=Max("order"))["last"] or 0
    try:
        with transaction.atomic():
            made = NeedCategory.objects.create(code=code, order=last + 1, period=since(today), **told)
    except IntegrityError as error:
        raise Conflict(
            _("There is already a need category with this code."),
            field="code",
            value=code,
            remedy=_("Give another code, or change the one that is there."),
        ) from error
    return _category_recorded(made, by)


@transaction.atomic
def change_need_category(
    *, code: str, values: Named, by: User, scope: Scope, today: dt.date, seen: int
) -> NeedCategory:
    """From now on it is called so; what was recorded under it stays under it. Raises what adding raises, and NotFound."""
    _begin(scope, seen)
    category, told = _category(code), values.checked(scope, on=today)
    differs = [name for name, value in told.items() if getattr(category, name) != value]
    for name in differs:
        setattr(category, name, told[name])
    if differs:
        category.save(update_fields=differs)
    return _category_recorded(category, by)


@transaction.atomic
def end_need_category(*, code: str, on: dt.date | None, by: User, scope: Scope, seen: int) -> NeedCategory:
    """From that day on nothing is recorded under it; none: it is again. What is under way goes on. Raises NotAllowed, Stale, NotFound."""
    _begin(scope, seen)
    category = _category(code)
    first = category.period.lower
    if on is not None and first is not None and first >= on:
        on = first + dt.timedelta(days=1)
    category.period = between(first, on)
    category.save(update_fields=["period"])
    return _category_recorded(category, by)


def _category(code: str) -> NeedCategory:
    if (found := NeedCategory.objects.filter(code=code).first()) is None:
        raise NotFound(code, field="code", value=code)
    return found


def _category_recorded(category: NeedCategory, by: User) -> NeedCategory:
    record_access(user=by, action=Action.NEED_RULES_CHANGED, subject=category.code)
    return category


# -- Deadlines --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Deadline:
    """How much time needs have in an area, of a category (its code) or of any, of an urgency at a level."""

    urgency: int
    level: int
    amount: int
    unit: str
    category: str = ""
    remind: int = 0
    late: str = Late.ESCALATE

    def check(self) -> None:
        """Raises BadInput."""
        if self.urgency not in Urgency.values or self.level not in Level.values:
            raise _bad("level", self.level, _("Choose one that is offered."))
        if self.unit not in DeadlineUnit.values:
            raise _bad("unit", self.unit, _("Choose one that is offered."))
        if not 1 <= self.amount <= MOST:
            raise _bad("amount", self.amount, _("Write a whole number from 1 to 366."))
        if not 0 <= self.remind < self.amount:
            raise _bad("remind", self.remind, _("It is reminded of before it is due, and after it began."))
        if self.late not in Late.values or (self.level == Level.COUNTY and self.late == Late.ESCALATE):
            raise _bad("late", self.late, _("Nothing goes up from the county: it is supervised."))


def need_rules_of(scope: Scope, *, on: dt.date) -> list[NeedRule]:
    """Those that hold on that day or later in the scope, and those above it. One query."""
    near = Q(area=None)
    for code in scope.codes:
        near |= Q(area__code__startswith=code) | Q(area__code__in=codes.ancestors(code))
    later = Q(period__upper_inf=True) | Q(period__endswith__gt=on)
    rules = NeedRule.objects.filter(near, later).select_related("category", "area")
    order = (F("area__code").asc(nulls_first=True), F("category__order").asc(nulls_first=True))
    return list(rules.order_by(*order, "urgency", "level", "period"))


@transaction.atomic
def set_need_rule(
    *, told: Deadline, area: Area, since_day: dt.date, today: dt.date, by: User, scope: Scope, seen: int
) -> NeedRule:
    """In this area (one of the office's own) from that day on; the one before it ends there. Deadlines that were counted since
    that day are reckoned anew by the service. Raises NotAllowed, Stale, BadInput, NotFound, Conflict for a later one that is set.
    """
    _begin(scope, seen)
    _own(area, scope)
    told.check()
    _not_past(since_day, today=today)
    category = _category(told.category) if told.category else None
    known = NeedRule.objects.filter(category=category, urgency=told.urgency, level=told.level, area=area)
    if known.filter(period__startswith__gt=since_day).exists():
        raise Conflict(
            _("A deadline from a later day is already set for such needs."),
            field="since",
            value=since_day.isoformat(),
            remedy=_("Choose that day or a later one."),
        )
    values = {"amount": told.amount, "unit": told.unit, "remind": told.remind, "late": told.late}
    rule = known.filter(period__startswith=since_day).first()
    if rule is None:
        for before in known.filter(covers(since_day)):
            before.period = between(before.period.lower, since_day)
            before.save(update_fields=["period"])
        rule = NeedRule(category=category, urgency=told.urgency, level=told.level, area=area)
    for name, value in values.items():
        setattr(rule, name, value)
    rule.period = since(since_day)
    rule.save()
    return _rule_recorded(rule, since_day, by)


@transaction.atomic
def end_need_rule(*, number: int, on: dt.date, today: dt.date, by: User, scope: Scope, seen: int) -> NeedRule:
    """From that day on the one of the area above, or of any category, holds again. Raises what setting raises."""
    _begin(scope, seen)
    rule = NeedRule.objects.select_related("area", "category").filter(pk=number).first()
    if rule is None or rule.area is None or not scope.to(Right.RULES).holds_code(rule.area.code):
        raise NotFound(str(number), field="rule", value=number)
    _not_past(on, today=today)
    if rule.period.upper is not None and rule.period.upper <= on:
        raise Conflict(_("The deadline has already ended."), field="rule", remedy=_("Load them again."))
    if rule.period.lower is not None and rule.period.lower >= on:
        raise _bad("on", on.isoformat(), _("Choose a later day, or set it again from its first day."))
    rule.period = between(rule.period.lower, on)
    rule.save(update_fields=["period"])
    return _rule_recorded(rule, on, by)


def _own(area: Area, scope: Scope) -> None:
    if not scope.to(Right.RULES).holds_code(area.code):
        raise NotFound(area.code, field="area", value=area.code)


def _rule_recorded(rule: NeedRule, first: dt.date, by: User) -> NeedRule:
    _hold_anew(rule, first)
    assert rule.area is not None
    record_access(user=by, action=Action.NEED_RULES_CHANGED, subject=rule.area.code)
    return rule


HELD_ANEW = """
UPDATE geodata_need n SET rule_id = x.next, calendar = %(anew)s
FROM (
    SELECT o.id, o.rule_id, nearest.id AS next
    FROM geodata_need o JOIN geodata_area v ON v.id = o.village_id, LATERAL (
        SELECT r.id FROM geodata_needrule r LEFT JOIN geodata_area a ON a.id = r.area_id
        WHERE r.level = o.level AND r.urgency = o.urgency AND r.period @> (o.counted_from AT TIME ZONE %(zone)s)::date
          AND (r.category_id IS NULL OR r.category_id = o.category_id)
          AND (r.area_id IS NULL OR starts_with(v.code, a.code))
        ORDER BY coalesce(length(a.code), 0) DESC, r.category_id NULLS LAST, r.id LIMIT 1
    ) nearest
    WHERE o.state = ANY (%(open)s) AND o.level = %(level)s AND o.urgency = %(urgency)s
      AND starts_with(v.code, %(area)s) AND (o.counted_from AT TIME ZONE %(zone)s)::date >= %(first)s
) x
WHERE x.id = n.id AND (x.next = %(rule)s OR x.rule_id = %(rule)s)"""


def _hold_anew(rule: NeedRule, first: dt.date) -> None:
    """Open needs whose time began since that day: they hold to their nearest rule, and the service reckons them anew."""
    assert rule.area is not None
    values: dict[str, Any] = {
        "anew": ANEW, "zone": timezone.get_current_timezone_name(), "open": [str(state) for state in OPEN],
        "level": rule.level, "urgency": rule.urgency, "area": rule.area.code, "first": first, "rule": rule.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(HELD_ANEW, values)


def _not_past(day: dt.date, *, today: dt.date) -> None:
    if day < today:
        raise _bad("since", day.isoformat(), _("Choose today or a later day."))


def _bad(field: str, value: Any, remedy: str) -> BadInput:
    return BadInput(_("This cannot be recorded."), field=field, value=value, remedy=remedy)
