"""What meetings themselves bring to the next one."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.agenda import TOWNSHIP, Outcome, Source, stays
from geodata.meetings import own

AGENDA = (
    Source(
        name="decisions",
        label=_("Decided before and not done yet"),
        place=10,
        find=own.decisions,
        verbs={
            Outcome.APPROVE: own.done,
            Outcome.HANDLE: own.replaced,
            Outcome.DEFER: stays,
            Outcome.NOTE: stays,
        },
    ),
    Source(
        name="compared",
        label=_("This month beside the last"),
        place=120,
        find=own.compared,
        verbs={Outcome.NOTE: stays},
        levels=(TOWNSHIP,),
    ),
    Source(
        name="free",
        label=pgettext_lazy("agenda", "Other matters"),
        place=200,
        find=own.deferred,
        verbs={Outcome.HANDLE: stays, Outcome.DEFER: stays, Outcome.NOTE: stays},
    ),
)
