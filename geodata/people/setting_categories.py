"""Adding, changing and ending care categories: the county's office does. A code never changes, and nothing is deleted."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import Right, Scope
from geodata.people.concept import Action
from geodata.people.models import CareCategory

CODE = re.compile(r"[a-z][a-z0-9_]{2,39}")
REVERIFY = (1, 1098)
NOTICE = (5, 60)


@dataclass(frozen=True, slots=True)
class Values:
    """What may be said of a category, and said again later. `notice_days`: none where it is in force at once."""

    name: str
    name_en: str
    special: bool = True
    reverify_days: int = 366
    notice_days: int | None = None

    def checked(self) -> dict[str, Any]:
        """Raises BadInput for what cannot be taken."""
        named = {"name": texts.line(self.name), "name_en": texts.line(self.name_en) or texts.line(self.name)}
        for field, value in named.items():
            if not 0 < len(value) <= 60:
                raise _bad(field, value, _("Enter at most 60 characters."))
        _within("reverify_days", self.reverify_days, REVERIFY)
        if self.notice_days is not None:
            _within("notice_days", self.notice_days, NOTICE)
        kept = {"reverify_days": self.reverify_days, "notice_days": self.notice_days}
        return {**named, "special": self.special, **kept}


@transaction.atomic
def add_category(*, code: str, values: Values, by: User, scope: Scope) -> CareCategory:
    """A further category, last in the order. Raises NotAllowed, BadInput, Conflict for a code that there is."""
    require(scope, Right.RULES)
    if not CODE.fullmatch(code):
        raise _bad("code", code, _("Use 3 to 40 lower-case letters, digits or underscores."))
    told = values.checked()
    last = CareCategory.objects.aggregate(last=Max("order"))["last"] or 0
    try:
        with transaction.atomic():
            made = CareCategory.objects.create(code=code, order=last + 10, **told)
    except IntegrityError as error:
        raise Conflict(
            _("There is already a care category with this code."),
            field="code",
            value=code,
            remedy=_("Give another code, or change the one that is there."),
        ) from error
    return _recorded(made, by)


@transaction.atomic
def change_category(*, code: str, values: Values, by: User, scope: Scope) -> CareCategory:
    """From now on it is called so and verified so often; what is already on its way keeps its days of notice.

    Raises NotAllowed, NotFound, BadInput.
    """
    category, told = _locked(code, scope), values.checked()
    # Only what differs is written: facts of all households follow a category that becomes special.
    differs = [name for name, value in told.items() if getattr(category, name) != value]
    for name in differs:
        setattr(category, name, told[name])
    if differs:
        category.save(update_fields=differs)
    return _recorded(category, by)


@transaction.atomic
def end_category(*, code: str, on: dt.date | None, by: User, scope: Scope) -> CareCategory:
    """From that day on nobody is taken in; none: people are again. Who is in it stays until the own record ends."""
    category = _locked(code, scope)
    category.ended_on = on
    category.save(update_fields=["ended_on"])
    return _recorded(category, by)


def _locked(code: str, scope: Scope) -> CareCategory:
    require(scope, Right.RULES)
    category = CareCategory.objects.select_for_update().filter(code=code).first()
    if category is None:
        raise NotFound(code, field="code", value=code)
    return category


def _recorded(category: CareCategory, by: User) -> CareCategory:
    record_access(user=by, action=Action.CATEGORIES_CHANGED, subject=category.code)
    return category


def _within(field: str, value: int, bounds: tuple[int, int]) -> None:
    least, most = bounds
    if not least <= value <= most:
        raise _bad(
            field,
            value,
            _("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most},
        )


def _bad(field: str, value: Any, remedy: str) -> BadInput:
    return BadInput(_("This cannot be recorded."), field=field, value=value, remedy=remedy)
