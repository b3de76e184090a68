"""What is ahead of an area: what falls due, what pace of visits it takes, what is to be expected, and which grids cannot."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from geodata.base.access import refuse
from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.coverage import disclosure, states
from geodata.coverage.ahead import arithmetic
from geodata.coverage.ahead.arithmetic import Homes, Shares
from geodata.coverage.ahead.compared import VISITS_A_DAY
from geodata.coverage.ahead.expected import Rates, chance_overdue, learn
from geodata.coverage.ahead.reading import Places, positions, read_homes, read_meetings, read_members
from geodata.territory.models import Area
from geodata.visits.figures import AHEAD

LONGEST = 92
LEARNT = 84
"""Past days from which it is learnt how visits go."""
PACE = 28
"""Past days by which the present pace is told."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Of one area. Households that are never visited because they are exempt stand in none of it."""

    code: str | None
    """None for a village's households outside every grid."""
    name: str
    households: int
    owed: int
    """Overdue today, or never visited."""
    due: Mapping[int, int]
    """Households that will be owed in so many days, and are not today, if nobody goes there."""
    expected: Mapping[int, float]
    """Households owed in so many days if visits go on as in the last weeks."""
    pace_needed: float
    """Households a day, so that nobody is owed on the last day."""
    pace_now: float
    """Households met a day in the last four weeks."""
    possible: float
    """Visits a day that the members who look after its households manage."""

    @property
    def cannot(self) -> bool:
        return self.pace_needed > self.possible + 1e-9


@dataclass(frozen=True, slots=True)
class Forecast:
    """The area's own outlook, those of the areas below it, and the codes of the grids that cannot."""

    on: dt.date
    days: int
    total: Outlook
    rows: list[Outlook]
    cannot: list[str]


def forecast(
    *, area: Area, by: str, days: int, on: dt.date, scope: Scope, visits_a_day: float = VISITS_A_DAY
) -> Forecast:
    """Ahead of the day `on`, today or a past one. Twelve queries at most, whatever the size.

    It rests on each household's own interval, so it is for whoever may see details in the whole area. Raises
    NotAllowed, NotFound for an area beyond the scope, BadInput for days that are too many.
    """
    if not 1 <= days <= LONGEST:
        raise BadInput(
            _("A forecast looks 1 to %(days)s days ahead.") % {"days": figure(LONGEST)},
            field="days",
            value=days,
            remedy=_("Choose fewer days."),
        )
    if not disclosure.is_free(scope, area.code):
        refuse(Right.DETAILS)
    question = states.Question(states.select(scope=scope, area=area, on=on), on=on)
    places = Places.below(area, on=on)
    seen = _seen(question, places, visits_a_day)
    rows = [
        seen.outlook(each.name, each.code, places.inside(each), days)
        for each in places.areas
        if each.level == by
    ]
    if by == Area.Level.GRID:
        rows += [
            seen.outlook("", None, (number, number + 1), days)
            for number, each in enumerate(places.ground)
            if each.level == Area.Level.VILLAGE and seen.bounds[number] < seen.bounds[number + 1]
        ]
    unable = [
        places.ground[number] for number in arithmetic.places_that_cannot(seen.homes, seen.possible, days)
    ]
    return Forecast(
        on,
        days,
        seen.outlook(area.name, area.code, (0, len(places)), days),
        rows,
        [each.code for each in unable if each.level == Area.Level.GRID],
    )


def _seen(question: states.Question, places: Places, visits_a_day: float) -> "_Seen":
    found = read_homes(question, places).homes
    homes = found.only(np.argsort(found.place, kind="stable"))
    rates, pace = _learnt(question, places)
    return _Seen(
        homes=homes,
        bounds=np.searchsorted(homes.place, np.arange(len(places) + 1)),
        chances={ahead: chance_overdue(homes, rates, ahead) for ahead in AHEAD},
        pace=pace,
        possible=read_members(question, places) * visits_a_day,
    )


def _learnt(question: states.Question, places: Places) -> tuple[Rates, Shares]:
    """How likely visits are by kind of household, and how many households a day were met in each place."""
    past = states.Question(question.selection, on=question.on - dt.timedelta(days=LEARNT))
    then = read_homes(past, places)
    meetings = read_meetings(question, since=past.on)
    who, day = positions(then, meetings)
    recent = then.homes.place[who[day > LEARNT - PACE]]
    return learn(then.homes, (who, day), LEARNT), np.bincount(recent, minlength=len(places)) / PACE


@dataclass(frozen=True, slots=True)
class _Seen:
    """All that is known of the households of an area, in the order of their places."""

    homes: Homes
    bounds: arithmetic.Whole
    """By place, where its households begin; then where the last ones end."""
    chances: Mapping[int, Shares]
    pace: Shares
    possible: Shares

    def outlook(self, name: str, code: str | None, places: tuple[int, int], days: int) -> Outlook:
        inside, here = slice(*self.bounds[list(places)]), slice(*places)
        homes = self.homes.only(inside)
        return Outlook(
            code=code,
            name=name,
            households=len(homes),
            owed=int(arithmetic.overdue(homes).sum()),
            due={ahead: int(arithmetic.falls_due(homes, ahead).sum()) for ahead in AHEAD},
            expected={
                ahead: round(float(chances[inside].sum()), 1) for ahead, chances in self.chances.items()
            },
            pace_needed=round(arithmetic.pace_needed(homes, days), 2),
            pace_now=round(float(self.pace[here].sum()), 2),
            possible=round(float(self.possible[here].sum()), 2),
        )
