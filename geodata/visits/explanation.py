"""Why a household has its visit status: the rule that sets its rhythm, and a sentence."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.periods import covers
from geodata.base.wording import listed
from geodata.people.categories import category_name
from geodata.people.models import CareRecord, Household, OccupancyPeriod
from geodata.visits.models import IN_PERSON, VisitMode, VisitRule
from geodata.visits.schedule import USUAL_DAYS, Status, key, next_visit_by


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
        return Rhythm(USUAL_DAYS, lives)
    nearest: dict[tuple[int | None, str], VisitRule] = {}
    for rule in rules:
        own = rule.category_id in groups or rule.occupancy == occupancy
        if own and (rule.area is None or place.startswith(rule.area.code)):
            nearest[rule.category_id, rule.occupancy] = rule
    if not nearest:
        return Rhythm(USUAL_DAYS, lives)
    first = min(nearest.values(), key=lambda rule: key(days=rule.days, modes=rule.modes))
    because = category_name(first.category) if first.category else lives
    return Rhythm(first.days, because, tuple(first.modes))


def in_words(rhythm: Rhythm, *, status: str, last_met: dt.date | None, on: dt.date) -> str:
    """One sentence or two for the person who looks at the household."""
    words: dict[str, object] = {"because": rhythm.because, "often": how_often(rhythm.interval)}
    if status == Status.EXEMPT:
        return _("No visit needed: %(because)s.") % words
    if last_met is None:
        return _("Nobody has been met here yet; to be visited %(often)s (%(because)s).") % words
    wanted = next_visit_by(last_met=last_met, interval=rhythm.interval) or on
    words |= {
        "last": wording.day(last_met),
        "days": wording.figure((on - last_met).days),
        "wanted": wording.day(wanted),
    }
    if wanted < on:
        words |= {"late": wording.figure((on - wanted).days)}
        return (
            _(
                "Last met on %(last)s, %(days)s days ago; to be visited %(often)s (%(because)s):"
                " %(late)s days overdue."
            )
            % words
        )
    return (
        _(
            "Last met on %(last)s, %(days)s days ago; to be visited %(often)s (%(because)s),"
            " next by %(wanted)s."
        )
        % words
    )


def in_short(rhythm: Rhythm, *, status: str, last_met: dt.date | None, on: dt.date) -> str:
    """One line for a list: 低保户：每月至少走访1次，上次见面在40天前."""
    words: dict[str, object] = {"because": rhythm.because, "often": how_often(rhythm.interval)}
    if status == Status.EXEMPT:
        return _("No visit needed: %(because)s.") % words
    if last_met is None:
        return _("%(because)s: %(often)s, nobody met so far") % words
    days = (on - last_met).days
    if days == 0:
        return _("%(because)s: %(often)s, met today") % words
    return _("%(because)s: %(often)s, last met %(days)s days ago") % (words | {"days": wording.figure(days)})


def why_today(rhythm: Rhythm, *, status: str, special: bool, last_met: dt.date | None, on: dt.date) -> str:
    """The shortest line that says why to go, or that there is time: 低保户：142天未见面，超期50天."""
    if status == Status.EXEMPT:
        return _("No visit needed: %(because)s.") % {"because": rhythm.because}
    why = _why(rhythm, last_met=last_met, on=on)
    return _("%(because)s: %(why)s") % {"because": rhythm.because, "why": why} if special else why


def _why(rhythm: Rhythm, *, last_met: dt.date | None, on: dt.date) -> str:
    if last_met is None:
        return _("nobody met so far")
    days = (on - last_met).days
    left = rhythm.interval - days
    words = {"days": wording.figure(days), "late": wording.figure(-left), "left": wording.figure(left)}
    if left < 0:
        return _("nobody met for %(days)s days, %(late)s overdue") % words
    if days == 0:
        return _("met today")
    return _("due today") if left == 0 else _("due in %(left)s days") % words


def how_often(days: int) -> str:
    """An interval as a plan of work says it: once a quarter rather than every 92 days."""
    usual = {
        7: _("at least once a week"),
        31: _("at least once a month"),
        92: _("at least once a quarter"),
        183: _("at least once every half-year"),
    }
    return usual.get(days) or _("at least once every %(n)s days") % {"n": wording.figure(days)}


def counts_in_words(rhythm: Rhythm) -> str:
    """Which visits start the interval anew."""
    names = [str(VisitMode(mode).label) for mode in VisitMode.values if mode in rhythm.modes]
    return _("What counts: %(modes)s.") % {"modes": listed(names)}
