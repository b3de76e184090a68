"""A household lives in another village from now on: it leaves the one and is new in the other, by one change that the other confirms.

What was stays where it was: visits, cards and figures of past days are those of the village that it has left.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import texts
from geodata.base.errors import BadInput
from geodata.people.models import CareRecord, Household, OccupancyPeriod, Resident
from geodata.register import payload
from geodata.register.kinds.description import PLACE
from geodata.register.kinds.kind import (
    Kind,
    Work,
    check_latest,
    come_home,
    end_record,
    goes_on,
    leave,
    residents_here,
)
from geodata.register.kinds.new import made
from geodata.register.kinds.split import begin_there
from geodata.territory.models import Area


class MovedAcross(Kind):
    name = "moved_across"
    label = gettext_lazy("moved to another village")
    fields: ClassVar[Mapping[str, payload.Field]] = {
        "village": payload.text(12, even=texts.digits, required=True),
        "head_name": payload.person(),
        "phones": payload.phone_list(),
        **PLACE,
    }
    makes = True

    def into(self, told: Mapping[str, Any], *, home: Household | None, on: dt.date) -> Area:
        villages = Area.objects.on(on).filter(level=Area.Level.VILLAGE, code=told["village"])
        village = villages.exclude(pk=home.village_id if home else 0).first()
        if village is None:
            raise BadInput(
                _("There is no such other village."),
                field="payload.village",
                value=told["village"],
                remedy=_("Choose one from the list."),
            )
        return village

    def completed(self, told: dict[str, Any], *, home: Household | None) -> dict[str, Any]:
        """Whoever confirms it does not see the household: its name goes along."""
        return told if home is None else {"head_name": home.head_name} | told

    def check(self, work: Work) -> None:
        super().check(work)
        check_latest(work, work.rows(OccupancyPeriod))

    def apply(self, work: Work) -> None:
        home = work.home
        new = made(work, phones=list(home.phones), size=home.size, synthetic=home.synthetic)
        come_home(work)
        self._take_along(work, new)
        leave(work, Household.Occupancy.MOVED_AWAY)

    def _take_along(self, work: Work, new: Household) -> None:
        """Who lives there moves out here and in there, and open care goes on there."""
        there: dict[int | None, Resident | None] = {None: None}
        for one in residents_here(work):
            there[one.pk] = work.add(copied(one, household=new, village=new.village))
            one.moved_out_on = work.on
            work.changed(one, "moved_out_on")
        for record in filter(goes_on, work.rows(CareRecord)):
            # What is on its way lapses: the other village has not heard of it.
            if record.period and record.resident_id in there:
                begin_there(record, new, there[record.resident_id], work)
            end_record(work, record)


def copied(row: Any, **other: Any) -> Any:
    """A new row like that one but for these fields."""
    table: type[Model] = type(row)
    same = [
        field.name
        for field in table._meta.concrete_fields
        if not field.primary_key and field.name not in other
    ]
    return table(**{name: getattr(row, name) for name in same}, **other)
