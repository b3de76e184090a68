"""Why a household has its visit status: the rule that sets its rhythm, and a sentence."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.people.categories import category_name
from geodata.people.models import CareRecord, Household, OccupancyPeriod
from geodata.periods import covers
from geodata.territory import codes
from geodata.visits.models import VisitRule
from geodata.visits.rhythm import Status, next_visit_by

USUAL = 92
"""Days where no rule says otherwise, as in the database's household_states."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many days, because of a group (a care category's or an occupancy's name)."""

    interval: int
    because: str


def rhythm_of(household: Household, *, on: dt.date) -> Rhythm:
    """The shortest of the household's rules on that day. Three queries; the area of today."""
    lived = OccupancyPeriod.objects.filter(covers(on), household=household).first()
    occupancy = Household.Occupancy(lived.occupancy if lived else household.occupancy)
    if occupancy not in (Household.Occupancy.SEASONAL, Household.Occupancy.LIVED_IN):
        return Rhythm(USUAL, str(occupancy.label))
    place = household.grid.code if household.grid else household.village.code
    groups = CareRecord.objects.filter(covers(on), household=household).values("category")
    rules = VisitRule.objects.filter(
        covers(on),
        Q(area=None) | Q(area__code__in=[*codes.ancestors(place), place]),
        Q(category__in=groups) | Q(occupancy=occupancy),
    ).select_related("category", "area")
    nearest: dict[tuple[int | None, str], VisitRule] = {}
    for rule in sorted(rules, key=lambda rule: len(rule.area.code) if rule.area else 0):
        nearest[rule.category_id, rule.occupancy] = rule
    if not nearest:
        return Rhythm(USUAL, str(occupancy.label))
    shortest = min(nearest.values(), key=lambda rule: rule.days)
    because = category_name(shortest.category) if shortest.category else str(occupancy.label)
    return Rhythm(shortest.days, because)


def in_words(rhythm: Rhythm, *, status: str, last_met: dt.date | None, on: dt.date) -> str:
    """One sentence or two for the person who looks at the household."""
    told = {"because": rhythm.because, "interval": rhythm.interval}
    if status == Status.EXEMPT:
        return _("Nobody to visit: %(because)s.") % told
    if last_met is None:
        return _("Nobody was met here yet; a visit is due every %(interval)d days (%(because)s).") % told
    wanted = next_visit_by(last_met=last_met, interval=rhythm.interval) or on
    told |= {"last": last_met.isoformat(), "days": (on - last_met).days, "wanted": wanted.isoformat()}
    if wanted < on:
        told |= {"late": (on - wanted).days}
        return (
            _(
                "Last met on %(last)s, %(days)d days ago; a visit is due every %(interval)d days (%(because)s):"
                " %(late)d days late."
            )
            % told
        )
    return (
        _(
            "Last met on %(last)s, %(days)d days ago; a visit is due every %(interval)d days (%(because)s),"
            " the next by %(wanted)s."
        )
        % told
    )
