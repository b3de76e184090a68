"""Why a household has its visit status: the rule that sets its rhythm, and a sentence."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from geodata.people.categories import category_name
from geodata.people.models import CareRecord, Household, OccupancyPeriod
from geodata.periods import covers
from geodata.visits.models import IN_PERSON, VisitMode, VisitRule
from geodata.visits.rhythm import Status, key, next_visit_by
from geodata.wording import listed

USUAL = 92
"""Days where no rule says otherwise, as in the database's household_states; what counts then is IN_PERSON."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many days, because of a group (a care category's or an occupancy's name); `modes` are what counts."""

    interval: int
    because: str
    modes: tuple[str, ...] = IN_PERSON


def rhythm_of(household: Household, *, on: dt.date) -> Rhythm:
    """The shortest of the household's rules on that day. Three queries; the area of today."""
    return rhythms_of([household], on=on)[household.pk]


def rhythms_of(households: Sequence[Household], *, on: dt.date) -> dict[int, Rhythm]:
    """The same for many households, with their grid and village at hand. Three queries, whatever the number."""
    ids = [household.pk for household in households]
    lived = dict(
        OccupancyPeriod.objects.filter(covers(on), household__in=ids).values_list("household", "occupancy")
    )
    groups: dict[int, set[int]] = {}
    for pk, category in CareRecord.objects.filter(covers(on), household__in=ids).values_list(
        "household", "category"
    ):
        groups.setdefault(pk, set()).add(category)
    rules = list(VisitRule.objects.filter(covers(on)).select_related("category", "area"))
    # From the widest to the nearest, so that the nearest has the last word.
    rules.sort(key=lambda rule: len(rule.area.code) if rule.area else 0)
    return {
        household.pk: _rhythm(
            rules,
            occupancy=Household.Occupancy(lived.get(household.pk, household.occupancy)),
            groups=groups.get(household.pk, set()),
            place=household.grid.code if household.grid else household.village.code,
        )
        for household in households
    }


def _rhythm(
    rules: Sequence[VisitRule], *, occupancy: Household.Occupancy, groups: set[int], place: str
) -> Rhythm:
    lives = str(occupancy.label)
    if occupancy not in (Household.Occupancy.SEASONAL, Household.Occupancy.LIVED_IN):
        return Rhythm(USUAL, lives)
    nearest: dict[tuple[int | None, str], VisitRule] = {}
    for rule in rules:
        own = rule.category_id in groups or rule.occupancy == occupancy
        if own and (rule.area is None or place.startswith(rule.area.code)):
            nearest[rule.category_id, rule.occupancy] = rule
    if not nearest:
        return Rhythm(USUAL, lives)
    first = min(nearest.values(), key=lambda rule: key(days=rule.days, modes=rule.modes))
    because = category_name(first.category) if first.category else lives
    return Rhythm(first.days, because, tuple(first.modes))


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


def in_short(rhythm: Rhythm, *, status: str, last_met: dt.date | None, on: dt.date) -> str:
    """One line for a list: 低保户：每31天走访一次，上次见面在40天前."""
    told = {"because": rhythm.because, "interval": rhythm.interval}
    if status == Status.EXEMPT:
        return _("Nobody to visit: %(because)s.") % told
    if last_met is None:
        return _("%(because)s: every %(interval)d days, nobody met so far") % told
    days = (on - last_met).days
    if days == 0:
        return _("%(because)s: every %(interval)d days, met today") % told
    return _("%(because)s: every %(interval)d days, last met %(days)d days ago") % (told | {"days": days})


def counts_in_words(rhythm: Rhythm) -> str:
    """Which visits start the interval anew."""
    names = [str(VisitMode(mode).label) for mode in VisitMode.values if mode in rhythm.modes]
    return _("What counts: %(modes)s.") % {"modes": listed(names)}
