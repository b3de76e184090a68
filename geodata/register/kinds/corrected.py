"""What is written of a household was wrong, or has changed: name as it is spelled, phones, address, size, group, point."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from geodata.base.errors import BadInput
from geodata.register.kinds.description import DESCRIPTION, described, differs
from geodata.register.kinds.kind import Kind, Work


class Corrected(Kind):
    name = "corrected"
    label = pgettext_lazy("change of the register", "Corrected")
    fields = DESCRIPTION
    of_those_here = False

    def check(self, work: Work) -> None:
        super().check(work)
        if not differs(work.home, work.payload):
            raise BadInput(
                _("Nothing of this is different from what is recorded."),
                field="payload",
                remedy=_("Say what changes."),
            )

    def apply(self, work: Work) -> None:
        described(work.home, work)
