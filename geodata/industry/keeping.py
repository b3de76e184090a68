"""Keeping industry up to date: what begins, what ends, and what is recorded, by posts of the area.

Each verb leaves an entry, and says what a law has against it in the words of the law.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import periods
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.periods import FIRST_DAY, since
from geodata.base.scope import Scope
from geodata.industry.concept import Action
from geodata.industry.models import (
    Cooperative,
    CoopMembership,
    Dated,
    Enterprise,
    EnterpriseVillage,
    Guidance,
    IncomeSample,
    Opportunity,
    SalesAid,
    Specialist,
)
from geodata.industry.seen import check_may_change
from geodata.people.models import Household
from geodata.territory.models import Area

FAR = dt.timedelta(days=2 * 366)
"""So far ahead an offer lasts at most."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who changes something, with what right, when."""

    by: User
    scope: Scope
    at: dt.datetime
    today: dt.date

    def recorded(self, row: models.Model, what: str) -> None:
        subject, details = f"{row._meta.model_name}:{row.pk}", {"what": what}
        record_access(
            user=self.by, action=Action.INDUSTRY_CHANGED, at=self.at, subject=subject, details=details
        )


def _kept(row: Any, keeper: Keeper, area: Area, *, changed: Collection[str] = ()) -> Any:
    """A new row, or one of which these columns changed, valid and on record.

    Raises NotAllowed, BadInput for a value, Conflict for what a law has against it.
    """
    check_may_change(keeper.scope, area)
    _check_values(row)
    try:
        with transaction.atomic():
            row.save(force_insert=not changed, update_fields=changed or None)
    except IntegrityError as error:
        raise Conflict(_words(row, error)) from error
    keeper.recorded(row, "changed" if changed else "made")
    return row


def _check_values(row: models.Model) -> None:
    """What columns and choices have against it; what laws over rows have is told by the database."""
    try:
        row.clean_fields()
    except ValidationError as error:
        column, words = next(iter(error.message_dict.items()))
        raise BadInput(words[0], field=column, value=getattr(row, column, None)) from error


def _words(row: models.Model, error: IntegrityError) -> str:
    for law in row._meta.constraints:
        if law.name in str(error):
            return str(law.violation_error_message)
    return _("This is recorded already.")


def _check_past(day: dt.date, keeper: Keeper) -> None:
    if not FIRST_DAY <= day <= keeper.today:
        raise BadInput(_("Choose today or an earlier day."), field="day", value=day.isoformat())


def _check_goes_on(row: Dated, day: dt.date) -> None:
    if row.has_last_day or day not in row.period:
        raise Conflict(_("This has ended."))


@transaction.atomic
def end(row: Any, *, area: Area, keeper: Keeper) -> Any:
    """Today is the first day on which it holds no more; begun today it holds for today. Raises Conflict for what has ended."""
    check_may_change(keeper.scope, area)
    _check_goes_on(row, keeper.today)
    _last(row, keeper)
    keeper.recorded(row, "ended")
    return row


def _end_all(rows: models.Manager[Any], keeper: Keeper) -> None:
    """What ends with something else: that entry stands for theirs."""
    for row in rows.filter(period__upper_inf=True):
        _last(row, keeper)


def _last(row: Dated, keeper: Keeper) -> None:
    row.period = periods.ended(row.period, keeper.today)
    row.save(update_fields=["period"])


@transaction.atomic
def take_back(row: models.Model, *, area: Area, keeper: Keeper) -> None:
    """A record that was wrong goes; that it was there stays on record."""
    check_may_change(keeper.scope, area)
    keeper.recorded(row, "taken back")
    row.delete()


@transaction.atomic
def found_cooperative(*, name: str, village: Area, product: str, keeper: Keeper) -> Cooperative:
    """From today on. Raises Conflict for a name that is taken there."""
    row = Cooperative(name=name.strip(), village=village, product=product.strip(), period=since(keeper.today))
    made: Cooperative = _kept(row, keeper, village)
    return made


@transaction.atomic
def join_cooperative(*, cooperative: Cooperative, household: Household, keeper: Keeper) -> CoopMembership:
    """From today on, by whoever keeps the village of the household up to date. Raises Conflict for a member, and for what has ended."""
    _check_goes_on(cooperative, keeper.today)
    if household.has_left:
        raise Conflict(_("Nobody of this household is here any more."), field="household")
    row = CoopMembership(
        household=household,
        village_id=household.village_id,
        cooperative=cooperative,
        period=since(keeper.today),
    )
    made: CoopMembership = _kept(row, keeper, household.village)
    return made


@transaction.atomic
def end_cooperative(*, cooperative: Cooperative, keeper: Keeper) -> Cooperative:
    """With all its memberships."""
    _end_all(cooperative.memberships, keeper)
    done: Cooperative = end(cooperative, area=cooperative.village, keeper=keeper)
    return done


@transaction.atomic
def found_enterprise(*, name: str, area: Area, business: str, keeper: Keeper) -> Enterprise:
    row = Enterprise(name=name.strip(), area=area, business=business.strip(), period=since(keeper.today))
    made: Enterprise = _kept(row, keeper, area)
    return made


@transaction.atomic
def pair(*, enterprise: Enterprise, village: Area, liaison: str = "", keeper: Keeper) -> EnterpriseVillage:
    """From today on. Raises Conflict for those that are paired, and for an enterprise that has ended."""
    _check_goes_on(enterprise, keeper.today)
    row = EnterpriseVillage(
        enterprise=enterprise, village=village, liaison=liaison.strip(), period=since(keeper.today)
    )
    made: EnterpriseVillage = _kept(row, keeper, village)
    return made


@transaction.atomic
def end_enterprise(*, enterprise: Enterprise, keeper: Keeper) -> Enterprise:
    """With all its pairs."""
    _end_all(enterprise.pairs, keeper)
    done: Enterprise = end(enterprise, area=enterprise.area, keeper=keeper)
    return done


@transaction.atomic
def take_specialist_in(*, name: str, unit: str, field: str, area: Area, keeper: Keeper) -> Specialist:
    row = Specialist(
        name=name.strip(), unit=unit.strip(), field=field.strip(), area=area, period=since(keeper.today)
    )
    made: Specialist = _kept(row, keeper, area)
    return made


@transaction.atomic
def record_guidance(
    *, specialist: Specialist, village: Area, day: dt.date, topic: str, persons: int, keeper: Keeper
) -> Guidance:
    """Raises BadInput for a day to come or on which the specialist did not serve, Conflict for a visit that is recorded."""
    _check_past(day, keeper)
    if day not in specialist.period:
        raise BadInput(_("The specialist did not serve on this day."), field="day", value=day.isoformat())
    row = Guidance(
        specialist=specialist, village=village, day=day, topic=topic, persons=persons, by=keeper.by
    )
    made: Guidance = _kept(row, keeper, village)
    return made


@transaction.atomic
def record_sale(
    *,
    village: Area,
    day: dt.date,
    product: str,
    kg: Decimal,
    yuan: Decimal,
    enterprise: Enterprise | None = None,
    cooperative: Cooperative | None = None,
    keeper: Keeper,
) -> SalesAid:
    """Raises BadInput for a day to come, Conflict for less than nothing."""
    _check_past(day, keeper)
    row = SalesAid(
        village=village, day=day, product=product.strip(), kg=kg, yuan=yuan, enterprise=enterprise,
        cooperative=cooperative, by=keeper.by,
    )  # fmt: skip
    made: SalesAid = _kept(row, keeper, village)
    return made


@transaction.atomic
def make_offer(
    *,
    kind: str,
    title: str,
    provider: str,
    area: Area,
    until: dt.date,
    places: int | None = None,
    text: str = "",
    keeper: Keeper,
) -> Opportunity:
    """Until that day, today or later."""
    if not keeper.today <= until <= keeper.today + FAR:
        raise BadInput(
            _("Choose a day from today to two years from now."), field="until", value=until.isoformat()
        )
    row = Opportunity(
        kind=kind, title=title.strip(), provider=provider.strip(), area=area, until=until, places=places,
        text=text.strip(), by=keeper.by,
    )  # fmt: skip
    made: Opportunity = _kept(row, keeper, area)
    return made


@transaction.atomic
def take_offer_back(*, offer: Opportunity, keeper: Keeper) -> Opportunity:
    """Yesterday was its last day."""
    check_may_change(keeper.scope, offer.area)
    offer.until = keeper.today - dt.timedelta(days=1)
    offer.save(update_fields=["until"])
    keeper.recorded(offer, "taken back")
    return offer


@transaction.atomic
def tell_income(
    *, village: Area, year: int, group: str, households: int, mean: Decimal, keeper: Keeper
) -> IncomeSample:
    """In place of what was told of that village, year and group before. Raises Conflict for fewer than five households."""
    known = IncomeSample.objects.select_for_update().filter(village=village, year=year, group=group).first()
    row = known or IncomeSample(village=village, year=year, group=group)
    row.households, row.mean, row.by = households, mean, keeper.by
    made: IncomeSample = _kept(row, keeper, village, changed=("households", "mean", "by") if known else ())
    return made


def one(rows: models.QuerySet[Any], key: object, *, field: str, of: Mapping[str, Any] | None = None) -> Any:
    """The row with that key, or with those values. Raises NotFound for what is not there for this reader."""
    found = rows.filter(**(of or {"pk": key})).first()
    if found is None:
        raise NotFound(str(key), field=field, value=key)
    return found
