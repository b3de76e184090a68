"""What is to be done about needs at one's own households: following up what is done, and looking at agreements again."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.needs.models import Need
from geodata.needs.words import State
from geodata.people.models import Household


def at_households(homes: Collection[Household], on: dt.date) -> Mapping[int, list[str]]:
    """A line each, the oldest first; sensitive needs are in none. One query."""
    again = Q(dispute__revisit_on__lte=on, dispute__revisited_on=None)
    needs = Need.objects.told().filter(Q(state=State.DONE) | again, household__in=[home.pk for home in homes])
    lines: dict[int, list[str]] = {}
    for need in needs.order_by("pk").only("household", "number", "state"):
        assert need.household_id is not None
        told = (
            _("Follow up need %(number)s.")
            if need.state == State.DONE
            else _("Look at the agreement of need %(number)s again.")
        )
        lines.setdefault(need.household_id, []).append(told % {"number": need.number})
    return lines
