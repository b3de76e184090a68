"""Some of a household go and are one of their own."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base.errors import BadInput
from geodata.base.periods import between
from geodata.entitlements.models import AgencyService, Entitlement
from geodata.people.models import CareRecord, Household, HouseholdLineage, Resident
from geodata.register import payload
from geodata.register.kinds.description import grid_said
from geodata.register.kinds.kind import Kind, Work, end_record, goes_on, residents_here
from geodata.register.kinds.new import MADE, check_number, made


def take_along(who: Iterable[Resident], home: Household, work: Work) -> None:
    """These residents live in that household from the day on, and their care and entitlements go with them."""
    for resident in who:
        for record in filter(goes_on, list(work.rows(CareRecord))):
            if record.resident_id == resident.pk:
                hand_care(record, home, work)
        resident.household = home
        work.changed(resident, "household")
        rows: list[Entitlement | AgencyService] = [*work.rows(Entitlement), *work.rows(AgencyService)]
        for row in rows:
            if row.resident_id == resident.pk:
                row.household = home
                work.changed(row, "household")


def hand_care(record: CareRecord, home: Household, work: Work) -> None:
    """From the day on it is that household's; before, it stays where it was. What is on its way goes along."""
    first = record.period.lower if record.period else work.on
    if first is not None and first >= work.on:
        record.household = home
        work.changed(record, "household")
        return
    end_record(work, record)
    begin_there(record, home, record.resident, work)


def begin_there(record: CareRecord, home: Household, who: Resident | None, work: Work) -> None:
    """What is in force goes on in that household."""
    following = CareRecord(
        household=home,
        village=home.village,
        category=record.category,
        resident=who,
        period=between(work.on, None),
        source=record.source,
        verified_on=record.verified_on,
    )
    work.add(following)


class Split(Kind):
    name = "split"
    label = gettext_lazy("split")
    makes = True
    fields = MADE | {"who": payload.keys()}

    def check(self, work: Work) -> None:
        super().check(work)
        check_number(work)
        grid_said(work)
        if len(self._who(work)) != len(work.payload.get("who", ())):
            raise BadInput(
                _("There is no such resident in this household."),
                field="payload.who",
                value=work.payload.get("who"),
                remedy=_("Choose some of the list."),
            )

    def apply(self, work: Work) -> None:
        """Where nothing else is said, the new household lives in the same grid."""
        home, size = work.home, work.payload.get("size", 0)
        new = made(work)
        take_along(self._who(work), new, work)
        split, village = HouseholdLineage.Kind.SPLIT, work.village
        work.add(HouseholdLineage(household=new, village=village, source=home, kind=split, on=work.on))
        if home.size and home.size > size:
            home.size -= size
            work.changed(home, "size")

    def _who(self, work: Work) -> list[Resident]:
        return [one for one in residents_here(work) if one.pk in work.payload.get("who", ())]
