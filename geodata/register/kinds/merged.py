"""A household goes on in another of its village: visits, cards, residents, care and answers are that one's now, and so is its token.

Its contacts become the other's: the first one only where the other has none.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base.errors import BadInput
from geodata.cards.models import Card
from geodata.contacts.assigning import set_contacts
from geodata.contacts.batch import Change
from geodata.contacts.models import ContactLink
from geodata.entitlements.carrying import carry
from geodata.pairing.following import follow
from geodata.people.access import record_lookup
from geodata.people.models import (
    CareRecord,
    Household,
    HouseholdLineage,
    OccupancyPeriod,
    Resident,
    TokenAlias,
    new_token,
)
from geodata.policies.models import DoorAnswer, Matching
from geodata.register import payload
from geodata.register.kinds.kind import (
    Kind,
    Work,
    check_latest,
    come_home,
    end_care,
    goes_on,
    let_go,
    live,
)
from geodata.register.kinds.split import hand_care, take_along
from geodata.visits.models import Visit

MINE = "this"
NUMBERS = ("other", MINE)


class Merged(Kind):
    """`into`: the token of the household that goes on; `number`: whose number it keeps."""

    name = "merged"
    alone = True
    label = gettext_lazy("merged")
    fields = {
        "into": payload.text(32, required=True),
        "number": payload.choice(NUMBERS),
        "size": payload.whole(1, 50),
    }

    def check(self, work: Work) -> None:
        super().check(work)
        check_latest(work, work.rows(OccupancyPeriod))
        record_lookup(self._other(work), work.payload["into"])

    def apply(self, work: Work) -> None:
        home, other = work.home, self._other(work)
        work.touched.add(other.pk)
        self._carry_contacts(work, other)
        come_home(work)
        self._carry_rows(work, other)
        HouseholdLineage.objects.create(
            household=other, village=work.village, source=home, kind=HouseholdLineage.Kind.MERGED, on=work.on
        )
        live(work, Household.Occupancy.DISSOLVED)
        work.books.write()
        self._rename(work, other)

    def _carry_contacts(self, work: Work, other: Household) -> None:
        """Whoever looked after it looks after the other; whom a rule stands against (gone, full) does not."""
        links = list(
            ContactLink.objects.filter(household=work.home, period__upper_inf=True).order_by("-primary", "pk")
        )
        let_go(work)
        work.books.write()
        held = ContactLink.objects.filter(household=other, period__upper_inf=True)
        known, first = set(held.values_list("member", flat=True)), not held.filter(primary=True).exists()
        changes = [
            Change(other.pk, link.member_id, primary=first and link.primary)
            for link in links
            if link.member_id not in known
        ]
        if changes:
            set_contacts(changes=changes, by=work.by, on=work.on)

    def _carry_rows(self, work: Work, other: Household) -> None:
        home = work.home
        take_along(work.rows(Resident), other, work)
        known = set(other.care_records.going_on().filter(resident=None).values_list("category", flat=True))
        for record in filter(goes_on, list(work.rows(CareRecord))):
            if record.resident_id is None and record.category_id not in known:
                hand_care(record, other, work)
        end_care(work)
        work.books.write()
        Visit.objects.filter(household=home).update(household=other)
        Card.objects.filter(household=home).update(household=other)
        follow(home, other)
        DoorAnswer.objects.filter(household=home).update(household=other)
        carry(home, other)
        Matching.objects.filter(household=home).delete()

    def _rename(self, work: Work, other: Household) -> None:
        """The other gets the token, and the number if that is kept; where neither has a size, none is made up."""
        home, former = work.home, work.home.token
        home.token = new_token()
        numbers = home.number, other.number
        swap = work.payload.get("number") == MINE
        if swap:
            home.number = f"{numbers[0]}~"[-30:]
        home.save(update_fields=["token", "number"])
        TokenAlias.objects.filter(household=home).update(household=other)
        TokenAlias.objects.create(token=former, household=other, village=work.village)
        other.size = (
            work.payload.get("size") or (home.size and other.size and home.size + other.size) or other.size
        )
        if swap:
            other.number = numbers[0]
        other.save(update_fields=["size", "number"])
        if swap:
            home.number = numbers[1]
            home.save(update_fields=["number"])

    def _other(self, work: Work) -> Household:
        """Raises BadInput where it is not another household of the village, still there, that the user may change."""
        seen = Household.objects.here().within(work.scope).filter(village=work.village)
        other = seen.exclude(pk=work.home.pk).called(work.payload["into"])
        if other is None:
            raise BadInput(
                _("There is no such household to go on in."),
                field="payload.into",
                value=work.payload["into"],
                remedy=_("Choose another household of the village that is still there."),
            )
        return other
