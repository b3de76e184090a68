"""What a proposal of contacts would change in what is ahead of its area."""

import datetime as dt
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext as _

from geodata.base.access import refuse
from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.coverage import disclosure, states
from geodata.coverage.ahead import compared
from geodata.coverage.ahead.compared import Compared
from geodata.coverage.ahead.reading import Places, burdens, read_looked
from geodata.pairing.models import Pairing, PairingLine
from geodata.territory.models import Area


def find_proposal(number: int, *, area: Area, scope: Scope) -> Pairing:
    """The proposal for exactly this area. Raises NotFound where there is none, or the reader does not decide on contacts there."""
    proposals = Pairing.objects.within(scope.to(Right.LINK)).select_related("area")
    found = proposals.filter(pk=number, area=area).first()
    if found is None:
        raise NotFound(_("There is no such proposal for this area."), field="proposal", value=number)
    return found


def with_proposal(*, pairing: Pairing, on: dt.date, scope: Scope, days: int = compared.DAYS) -> Compared:
    """Grids (and villages, for households outside every grid) of the proposal's area today, and with all its open lines taken.
    Seven queries, whatever the size. Raises NotAllowed without details in the whole area.
    """
    if not disclosure.is_free(scope, pairing.area.code):
        refuse(Right.DETAILS)
    question = states.Question(states.select(scope=scope, area=pairing.area, on=on), on=on)
    places = Places.below(pairing.area, on=on)
    looked, leaves = read_looked(question, more="village_id, grid_id")
    lines = pairing.lines.filter(state=PairingLine.State.OPEN, member__isnull=False)
    changes = dict(lines.values_list("household", "member"))
    new = {*changes.values()} - {*looked.burden}
    looked = replace(looked, burden={**looked.burden, **burdens(new, on=on)})
    place = np.array([places.of((village, grid)) for village, grid in leaves], np.int64)
    answer = compared.paired(looked, changes, place, [(each.code, each.name) for each in places.ground], days)
    return Compared(
        days,
        *(
            [
                grid
                for grid, area in zip(side, places.ground, strict=True)
                if grid.households or area.level == Area.Level.GRID
            ]
            for side in (answer.before, answer.after)
        ),
    )
