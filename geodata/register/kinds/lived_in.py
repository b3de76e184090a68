"""How a household is lived in changes: it moves out, stands empty, comes back, is dissolved."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from geodata.base.errors import BadInput, Conflict
from geodata.base.periods import between, overlap
from geodata.people.models import Absence, Household, OccupancyPeriod
from geodata.register import payload
from geodata.register.kinds.kind import Kind, Work, check_latest, come_home, end_care, leave, live

Occupancy = Household.Occupancy


class LivedIn(Kind):
    """A kind after which the household is lived in in another way."""

    occupancy: str

    def check(self, work: Work) -> None:
        super().check(work)
        check_latest(work, work.rows(OccupancyPeriod))
        if work.home.occupancy == self.occupancy:
            raise Conflict(
                _("The household is recorded so already."),
                field="kind",
                value=self.name,
                remedy=_("Open the household to see it."),
            )


class MovedOut(LivedIn):
    name = "moved_out"
    label = gettext_lazy("moved out")
    fields = {"where": payload.text(60), "phone": payload.phone()}
    occupancy = Occupancy.MOVED_AWAY

    def apply(self, work: Work) -> None:
        come_home(work)
        leave(work, self.occupancy)


class Dissolved(LivedIn):
    name = "dissolved"
    label = pgettext_lazy("change of the register", "dissolved")
    fields = {"why": payload.text(200)}
    occupancy = Occupancy.DISSOLVED

    def apply(self, work: Work) -> None:
        come_home(work)
        leave(work, self.occupancy)
        end_care(work)


class Empty(LivedIn):
    name = "empty"
    label = gettext_lazy("stands empty")
    occupancy = Occupancy.EMPTY

    def apply(self, work: Work) -> None:
        live(work, self.occupancy)


class CameBack(LivedIn):
    name = "came_back"
    label = gettext_lazy("came back")
    of_those_here = False
    occupancy = Occupancy.LIVED_IN

    def check(self, work: Work) -> None:
        super().check(work)
        if work.home.occupancy == Occupancy.DISSOLVED:
            raise Conflict(
                _("A dissolved household does not come back."),
                field="household",
                remedy=_("Undo what dissolved it, or propose a new household."),
            )

    def apply(self, work: Work) -> None:
        come_home(work)
        live(work, self.occupancy)


class Seasonal(LivedIn):
    name = "seasonal"
    label = gettext_lazy("away for a season")
    fields = {
        "back_on": payload.day(),
        "where": payload.text(60),
        "phone": payload.phone(),
        "stays": payload.choice(Absence.Stays.values),
    }
    occupancy = Occupancy.SEASONAL

    def check(self, work: Work) -> None:
        super().check(work)
        if (back := self._back(work)) and back <= work.on:
            raise BadInput(
                _("They come back after they have left."),
                field="payload.back_on",
                value=back.isoformat(),
                remedy=_("Give a later day."),
            )
        away = between(work.on, self._back(work))
        if any(overlap(absence.period, away) for absence in work.rows(Absence)):
            raise Conflict(
                _("An absence is already recorded for these days."),
                field="effective_on",
                value=work.on.isoformat(),
                remedy=_("Say first that the household came back."),
            )

    def apply(self, work: Work) -> None:
        said = {name: work.payload[name] for name in ("where", "phone", "stays") if name in work.payload}
        period = between(work.on, self._back(work))
        work.add(Absence(household=work.home, village=work.village, period=period, **said))
        live(work, self.occupancy)

    def _back(self, work: Work) -> dt.date | None:
        day = work.payload.get("back_on")
        return dt.date.fromisoformat(day) if day else None
