"""Who sees to invented needs: holders of posts by place, contacts of households, departments with their officers, and the rules."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils import timezone

from geodata.accounts.models import User
from geodata.calendar import workdays
from geodata.contacts.models import ContactLink
from geodata.needs.deadlines import reckon
from geodata.needs.models import Need
from geodata.needs.settings_models import NeedRule
from geodata.needs.telling import KINDS
from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.territory.models import Area

EVERYBODY = frozenset().union(*KINDS.values(), {Post.Kind.DEPARTMENT_OFFICER})


@dataclass
class Offices:
    """Of one county, as of the last day of its year."""

    day: dt.date
    areas: dict[int, Area]
    """With their parents at hand."""
    of_area: dict[int, dict[str, list[User]]]
    """By area and kind of post."""
    departments: dict[str, Department]
    of_department: dict[int, User]
    rules: list[NeedRule]
    calendar: workdays.Calendar
    contacts: dict[int, User] = field(default_factory=dict)
    """By household, of those that are known."""
    _found: dict[tuple[int, int, int, int, dt.date], NeedRule | None] = field(default_factory=dict)

    def know(self, homes: Collection[int]) -> None:
        """Who looks after these households. One query."""
        links = ContactLink.objects.on(self.day).primary()
        links = links.filter(household__in=homes, member__period__contains=self.day)
        self.contacts |= {
            link.household_id: link.member.user for link in links.select_related("member__user")
        }

    def holder(self, need: Need) -> User:
        """Who has it in hand: the small leader of half of them, the officer of the village, the township or the county."""
        leaders = self._in(need.grid_id or 0, Post.Kind.SMALL_LEADER)
        if need.level == 1 and leaders and need.client_id.int % 2:
            return leaders[0]
        return self.officer(need.village, need.level)

    def officer(self, village: Area, level: int) -> User:
        area, kind = village, Post.Kind.VILLAGE_OFFICER
        if level > 1:
            assert area.parent is not None
            area, kind = area.parent, Post.Kind.TOWNSHIP_OFFICER
        if level > 2:
            assert area.parent is not None
            area, kind = area.parent, Post.Kind.COUNTY_OFFICER
        return self._in(area.pk, kind)[0]

    def follower(self, need: Need) -> User | None:
        """Who asks those concerned: their contact, else the village; never who has finished it."""
        asked = [self.contacts.get(need.household_id or 0), self.officer(need.village, 1), self.holder(need)]
        asked += self._in(need.village_id, Post.Kind.MEDIUM_LEADER)
        if need.sensitive:
            asked = [self.officer(need.village, need.level)]
        return next((user for user in asked if user is not None and user.pk != need.finished_by_id), None)

    def _in(self, area: int, kind: str) -> list[User]:
        return self.of_area.get(area, {}).get(str(kind), [])

    def schedule(self, need: Need, *, at: dt.datetime) -> None:
        """As geodata.needs.deadlines does, with rules that were read once."""
        day = timezone.localdate(at)
        key = (need.village_id, need.category_id, need.level, need.urgency, day)
        if key not in self._found:
            self._found[key] = self._rule(need, day)
        reckon(need, self._found[key], at=at, calendar=lambda: self.calendar)

    def _rule(self, need: Need, day: dt.date) -> NeedRule | None:
        fit = [
            rule
            for rule in self.rules
            if (rule.level, rule.urgency) == (need.level, need.urgency)
            and rule.category_id in (None, need.category_id)
            and (rule.area is None or need.village.code.startswith(rule.area.code))
            and day in rule.period
        ]
        nearest = [
            (-len(rule.area.code) if rule.area else 0, rule.category_id is None, rule.pk) for rule in fit
        ]
        return fit[nearest.index(min(nearest))] if fit else None


def offices_of(county: Area, *, day: dt.date) -> Offices:
    """In six queries."""
    areas = {area.pk: area for area in Area.objects.on(day).filter(code__startswith=county.code)}
    for area in areas.values():
        area.parent = areas.get(area.parent_id or 0)
    of_area: dict[int, dict[str, list[User]]] = defaultdict(lambda: defaultdict(list))
    of_department: dict[int, User] = {}
    posts = Post.objects.on(day).filter(kind__in=EVERYBODY, area__code__startswith=county.code)
    for post in posts.select_related("user").order_by("pk"):
        if post.department_id is not None:
            of_department[post.department_id] = post.user
        elif post.area_id is not None:
            of_area[post.area_id][post.kind].append(post.user)
    departments = {
        one.code: one for one in Department.objects.on(day).of(county).order_by("pk").select_related("area")
    }
    rules = list(NeedRule.objects.select_related("area"))
    return Offices(day, areas, of_area, departments, of_department, rules, workdays.calendar())
