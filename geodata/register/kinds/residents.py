"""Residents: those whom a care record or an entitlement concerns come, leave and die. ID numbers are never stored."""

from django.utils.translation import gettext_lazy

from geodata.people.models import Resident
from geodata.register import payload
from geodata.register.kinds.kind import Kind, Work, end_care, one_less, resident_of

PERSON = {
    "name": payload.person(),
    "birth_year": payload.whole(1900, 2100),
    "relation": payload.text(20),
    "phone": payload.phone(),
}


def add_resident(work: Work) -> Resident:
    said = {name: work.payload[name] for name in PERSON if name in work.payload}
    return work.add(Resident(household=work.home, village=work.village, **said))


class ResidentAdded(Kind):
    name = "resident_added"
    label = gettext_lazy("resident added")
    fields = {**PERSON, "name": payload.person(required=True)}

    def apply(self, work: Work) -> None:
        add_resident(work)


class ResidentLeft(Kind):
    name = "resident_left"
    label = gettext_lazy("resident moved out")
    fields = {"resident": payload.key(required=True)}
    column = "moved_out_on"

    def check(self, work: Work) -> None:
        super().check(work)
        resident_of(work)

    def apply(self, work: Work) -> None:
        who = resident_of(work)
        setattr(who, self.column, work.on)
        work.changed(who, self.column)
        end_care(work, of=who)
        one_less(work)


class ResidentDied(ResidentLeft):
    name = "resident_died"
    label = gettext_lazy("resident died")
    column = "died_on"
