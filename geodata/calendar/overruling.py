"""The county says of a day that it is worked or is not, whatever is published; and takes that back."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts, wording
from geodata.base.errors import BadInput, NotAllowed, NotFound
from geodata.base.scope import Right, Scope
from geodata.calendar.concept import Action
from geodata.calendar.loading import load_year
from geodata.calendar.models import CalendarVersion, WorkDay

BACK, AHEAD = dt.timedelta(days=366), dt.timedelta(days=730)
"""How far from today a day may be."""


def may_overrule(scope: Scope) -> bool:
    """Whoever sets how often households are visited sets on which days people work."""
    return scope.may(Right.RULES)


@transaction.atomic
def overrule_day(
    *,
    day: dt.date,
    works: bool,
    name: str,
    scope: Scope,
    today: dt.date,
    by: User,
    at: dt.datetime | None = None,
) -> WorkDay:
    """That day is worked, or is not. Raises NotAllowed, and BadInput for a day far from today."""
    _check(scope, day, today)
    row, _created = WorkDay.objects.update_or_create(
        day=day, defaults={"works": works, "name": texts.line(name)[:60], "source": WorkDay.Source.COUNTY}
    )
    _note(day, by, at, works="yes" if works else "no")
    return row


@transaction.atomic
def take_back(*, day: dt.date, scope: Scope, today: dt.date, by: User, at: dt.datetime | None = None) -> None:
    """The day is again what is published of it, or what its weekday says. Raises NotFound where the county said nothing."""
    _check(scope, day, today)
    row = WorkDay.objects.select_for_update().filter(day=day, source=WorkDay.Source.COUNTY).first()
    if row is None:
        raise NotFound(_("The county has set nothing for this day."), field="day", value=day.isoformat())
    row.delete()
    load_year(day.year, at=at or timezone.now())
    _note(day, by, at, works="as published")


def _check(scope: Scope, day: dt.date, today: dt.date) -> None:
    if not may_overrule(scope):
        raise NotAllowed(
            _("You do not have permission to set working days."), field="day", value=day.isoformat()
        )
    if not today - BACK <= day <= today + AHEAD:
        raise BadInput(
            _("Choose a day from %(first)s to %(last)s.")
            % {"first": wording.day(today - BACK), "last": wording.day(today + AHEAD)},
            field="day",
            value=day.isoformat(),
        )


def _note(day: dt.date, by: User, at: dt.datetime | None, *, works: str) -> None:
    CalendarVersion.objects.create(at=at or timezone.now(), by=by, days=[day])
    record_access(
        user=by, action=Action.WORK_DAY_SET, at=at, subject=day.isoformat(), details={"works": works}
    )
