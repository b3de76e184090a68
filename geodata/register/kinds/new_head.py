"""Somebody else is head of the household: the former one died, moved or gave it up."""

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base.errors import BadInput
from geodata.people.models import Resident
from geodata.register import payload
from geodata.register.kinds.kind import Kind, Work, end_care, one_less, resident_of, residents_here


class Why(TextChoices):
    DEATH = "death", gettext_lazy("the head died")
    MOVE = "move", gettext_lazy("the head moved")
    OTHER = "other", gettext_lazy("another reason")


class NewHead(Kind):
    name = "new_head"
    label = gettext_lazy("new head")
    fields = {
        "why": payload.choice(Why.values, required=True),
        "resident": payload.key(),
        "head_name": payload.person(),
        "phones": payload.phone_list(),
    }

    def check(self, work: Work) -> None:
        """Whoever is head now is one of the residents, or is named."""
        super().check(work)
        if ("resident" in work.payload) == ("head_name" in work.payload):
            raise BadInput(
                _("Say who is head now."),
                field="payload.head_name",
                remedy=_("Choose a resident, or write the name."),
            )
        if "resident" in work.payload:
            resident_of(work)

    def apply(self, work: Work) -> None:
        home, former = work.home, self._former(work)
        home.head_name = resident_of(work).name if "resident" in work.payload else work.payload["head_name"]
        home.phones = work.payload.get("phones", home.phones)
        work.changed(home, "head_name", "phones")
        if work.payload["why"] != Why.OTHER:
            one_less(work)
        if former and work.payload["why"] != Why.OTHER:
            column = "died_on" if work.payload["why"] == Why.DEATH else "moved_out_on"
            setattr(former, column, work.on)
            work.changed(former, column)
            end_care(work, of=former)

    def _former(self, work: Work) -> Resident | None:
        """The head as a resident, where only one bears the name."""
        namesakes = [one for one in residents_here(work) if one.name == work.home.head_name]
        return namesakes[0] if len(namesakes) == 1 else None
