"""The counts of a day by hand: slow, obvious Python over all rows that were ever written, one household after the other."""

import datetime as dt
from collections import defaultdict

from geodata.contacts.models import ContactLink
from geodata.coverage.leaves import Leaf, kept_names
from geodata.people.models import CareRecord, Household, OccupancyPeriod, Placement
from geodata.territory.models import Area
from geodata.visits.models import Visit, VisitRule
from geodata.visits.schedule import Status, key, status

LEFT = ("moved_away", "dissolved")
UNSEEN = (Status.NEVER, Status.OVERDUE, Status.LONG)
USUAL = key(days=92, modes=["door", "chance"])
WINDOW = 90


def counts_of(days: list[dt.date]) -> dict[dt.date, dict[Leaf, dict[str, int]]]:
    history = History()
    return {day: history.counts(day) for day in days}


class History:
    """All rows, as they stand now."""

    def __init__(self) -> None:
        self.homes = list(Household.objects.all())
        self.placements = list(Placement.objects.all())
        self.occupancies = list(OccupancyPeriod.objects.all())
        self.links = list(ContactLink.objects.all())
        self.care = list(CareRecord.objects.select_related("category"))
        self.rules = list(VisitRule.objects.select_related("area"))
        self.visits = list(Visit.objects.all())
        self.codes = dict(Area.objects.values_list("pk", "code"))

    def counts(self, day: dt.date) -> dict[Leaf, dict[str, int]]:
        found: dict[Leaf, dict[str, int]] = defaultdict(lambda: dict.fromkeys(kept_names(), 0))
        for home in self.homes:
            place = next(
                (row for row in self.placements if row.household_id == home.pk and day in row.period), None
            )
            lived = next(
                (row for row in self.occupancies if row.household_id == home.pk and day in row.period), None
            )
            if place is None or lived is None:
                continue
            leaf = found[place.village_id, place.grid_id]
            met = [
                row
                for row in self.visits
                if row.household_id == home.pk
                and row.state == "valid"
                and row.outcome == "met"
                and row.day <= day
            ]
            lately = [row for row in met if row.day > day - dt.timedelta(days=WINDOW)]
            leaf["visits"] += len(lately)
            leaf["person_times"] += sum(row.person_times for row in lately)
            if lived.occupancy not in LEFT:
                for name in self.figures(home, place, lived, met, bool(lately), day):
                    leaf[name] += 1
        return {leaf: counts for leaf, counts in found.items() if any(counts.values())}

    def figures(self, home, place, lived, met, visited, day):
        """The names of those in which the household stands."""
        care = [row for row in self.care if row.household_id == home.pk and day in row.period]
        special = any(row.category.special for row in care)
        area = self.codes[place.grid_id or place.village_id]
        kind = "seasonal" if lived.occupancy == "seasonal" else "lived_in"
        keys = [self.rule(area, day, None, kind) or USUAL]
        keys += [rule for row in care if (rule := self.rule(area, day, row.category_id, "")) is not None]
        interval, bits = min(keys) // 16, min(keys) % 16
        days = [row.day for row in met if bits & key(days=0, modes=[row.mode])]
        last = max(days, default=None)
        exempt = lived.occupancy == "empty"
        now = status(on=day, last_met=last, interval=interval, exempt=exempt)
        linked = any(row.household_id == home.pk and row.primary and day in row.period for row in self.links)
        yield "households"
        yield "linked" if linked else "unlinked"
        yield "visited" if visited else "not_visited"
        yield now.value
        if now in UNSEEN:
            yield "unvisited"
        if special:
            yield "special"
        if special and now in UNSEEN:
            yield "special_overdue"
        if home.point_since is None or home.point_since > day:
            yield "no_point"
        if place.grid_id is None:
            yield "no_grid"
        for ahead in (7, 14, 30):
            if now in (Status.OK, Status.DUE) and last is not None and (day - last).days + ahead > interval:
                yield f"due_in_{ahead}"

    def rule(self, area, day, category, occupancy):
        """The key of the rule of the nearest area, of a category or of an occupancy."""
        found = [
            rule
            for rule in self.rules
            if day in rule.period
            and rule.category_id == category
            and (category is not None or rule.occupancy == occupancy)
            and (rule.area is None or area.startswith(rule.area.code))
        ]
        nearest = max(found, key=lambda rule: len(rule.area.code) if rule.area else 0, default=None)
        return key(days=nearest.days, modes=nearest.modes) if nearest else None
