"""Twelve invented livelihood projects in all states, with the needs for which they are built, the first of them around the demo's logins.

They are written as they have come about, step by step; whom each concerns the database counts.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPoint, Point

from geodata.accounts.models import User
from geodata.base.periods import midnight
from geodata.needs.models import Need
from geodata.needs.words import Answer
from geodata.needs.words import State as NeedState
from geodata.posts.departments import Department
from geodata.projects.models import LivelihoodProject, ProjectNeed, ProjectStep
from geodata.projects.words import ENDED, Move, State
from geodata.territory.models import Area

DAY = dt.timedelta(days=1)
MOST_NEEDS = 6
VILLAGE, TOWNSHIP, COUNTY = 12, 9, 6
"""Digits of the code of its area."""
BUILT_BY = {
    "water": "water", "drainage": "water", "roads": "transport", "housing": "housing", "school": "education", "medical": "health",
    "environment": "agriculture",
}  # fmt: skip
UNDER_WAY = (NeedState.ACCEPTED, NeedState.CONSULTING, NeedState.ASSIGNED, NeedState.IN_PROGRESS)
FOLLOWED = (NeedState.FOLLOWED_UP, NeedState.CLOSED)
NEEDS: Mapping[str, Collection[str]] = {
    State.ACCEPTED: (NeedState.DONE, *FOLLOWED),
    State.TOLD: FOLLOWED,
}
"""In which state those of a project are; of all others they are under way."""
WAY: Mapping[str, Sequence[tuple[Move, State]]] = {
    State.PROPOSED: [],
    State.APPROVED: [(Move.APPROVE, State.APPROVED)],
    State.BUILDING: [(Move.APPROVE, State.APPROVED), (Move.BUILD, State.BUILDING), (Move.REPORT, State.BUILDING)],
    State.DROPPED: [(Move.DROP, State.DROPPED)],
}  # fmt: skip
FINISHED = [*WAY[State.BUILDING], (Move.ACCEPT, State.ACCEPTED)]
WAYS = {**WAY, State.ACCEPTED: FINISHED, State.TOLD: [*FINISHED, (Move.TELL, State.TOLD)]}


@dataclass(frozen=True, slots=True)
class Idea:
    """`begins` and `ends`: days from today; `near` the demo's logins."""

    title: str
    category: str
    digits: int
    state: State
    begins: int
    ends: int
    money: str
    budget: int | None
    percent: int = 0
    near: bool = False


IDEAS = (
    Idea("例：村组饮水管网改造", "water", VILLAGE, State.BUILDING, -40, 25, "county", 386_000, 60, near=True),
    Idea("例：通组道路硬化", "roads", VILLAGE, State.PROPOSED, 30, 120, "province", 720_000, near=True),
    Idea("例：危旧房修缮", "housing", VILLAGE, State.TOLD, -150, -30, "province", 210_000, 100, near=True),
    Idea("例：低压线路改造", "power", TOWNSHIP, State.APPROVED, 10, 70, "county", 450_000, near=True),
    Idea(
        "例：集中供水延伸",
        "water",
        TOWNSHIP,
        State.ACCEPTED,
        -100,
        -12,
        "province",
        1_280_000,
        100,
        near=True,
    ),
    Idea("例：水毁道路修复", "roads", VILLAGE, State.BUILDING, -90, -15, "township", 165_000, 80),
    Idea("例：机耕路拓宽", "roads", TOWNSHIP, State.TOLD, -200, -60, "county", 540_000, 100),
    Idea("例：排水沟渠清淤", "drainage", VILLAGE, State.DROPPED, -20, 40, "village", 38_000),
    Idea("例：村小学食堂改造", "school", VILLAGE, State.APPROVED, 5, 90, "donation", 150_000),
    Idea("例：村卫生室添置设备", "medical", VILLAGE, State.ACCEPTED, -60, -5, "county", 92_000, 100),
    Idea("例：垃圾收集点建设", "environment", VILLAGE, State.BUILDING, -15, 45, "village", 66_000, 20),
    Idea("例：全县农村饮水安全提升", "water", COUNTY, State.PROPOSED, 60, 420, "", None),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A need that nothing is built for yet."""

    pk: int
    state: str
    category: str
    village: str
    point: Point | None


@dataclass
class Works:
    """What is built in a county: by whom it is recorded, as of which day, and which needs are left."""

    county: str
    chief: str
    day: dt.date
    by: User
    left: list[Wanted] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def wants(self, idea: Idea) -> tuple[str, list[Wanted]]:
        """The code of an area, one without a project if there is, in which most of such needs are, and the first of them."""
        states = NEEDS.get(idea.state, UNDER_WAY)
        found = [one for one in self.left if one.category == idea.category and one.state in states]
        counts = Counter(one.village[: idea.digits] for one in found)
        code = self.chief[: idea.digits]
        if counts and not idea.near:
            code = min(counts, key=lambda each: (each in self.used, -counts[each], each))
        return code, [one for one in found if one.village.startswith(code)][:MOST_NEEDS]

    def builds(self, idea: Idea, areas: Mapping[str, Area], departments: Mapping[str, Department]) -> None:
        """Whom it concerns is counted until it has ended: so it ends last."""
        code, needs = self.wants(idea)
        steps = list(self.steps(idea))
        first, last = steps[0]["at"], steps[-1]["at"]
        begin_on, due_on = self.day + idea.begins * DAY, self.day + idea.ends * DAY
        ends = idea.state in ENDED
        project = LivelihoodProject.objects.create(
            title=idea.title, category=idea.category, area=areas[code], geometry=place_of(idea, needs), reach=300,
            department=departments.get(BUILT_BY.get(idea.category, "")), budget=idea.budget, money=idea.money, begin_on=begin_on,
            due_on=due_on, percent=idea.percent, state=steps[-1]["before"] if ends else idea.state, at=first, moved_at=last, by=self.by,
            version=len(steps), synthetic=True,
        )  # fmt: skip
        ProjectStep.objects.bulk_create(
            ProjectStep(project=project, by=self.by, due_on=due_on, **step) for step in steps
        )
        ProjectNeed.objects.bulk_create(
            ProjectNeed(project=project, need_id=one.pk, joined_at=first, joined_by=self.by) for one in needs
        )
        project.households.update(added_at=first)
        if ends:
            LivelihoodProject.objects.filter(pk=project.pk).update(state=idea.state, ended_at=last)
        if idea.state == State.DROPPED:
            project.needs.update(left_at=last, left_by=self.by)
        self.used.add(code)
        self.left = [one for one in self.left if one not in needs]

    def steps(self, idea: Idea) -> Iterator[dict[str, Any]]:
        """Proposed a month before it begins, or 40 days ago, the others evenly from then on."""
        way = [(Move.PROPOSE, State.PROPOSED), *WAYS[idea.state]]
        first = min(idea.begins - 30, -40)
        each = -first // len(way)
        before = ""
        for n, (move, after) in enumerate(way):
            built = after in (State.BUILDING, State.ACCEPTED, State.TOLD) and move != Move.BUILD
            done = idea.percent if built else 0
            if move == Move.REPORT:
                done = min(idea.percent, 90)
            at = midnight(self.day + (first + n * each) * DAY) + dt.timedelta(hours=10)
            reason = "例：资金没有落实" if move == Move.DROP else ""
            yield {
                "at": at,
                "move": move,
                "before": before,
                "after": after,
                "percent": done,
                "reason": reason,
            }
            before = after


def place_of(idea: Idea, needs: Collection[Wanted]) -> GEOSGeometry | None:
    """A road is a line, a net of pipes an area, all else a point; what is everywhere has no place."""
    points = [one.point for one in needs if one.point]
    if idea.digits == COUNTY or not points:
        return None
    if idea.category == "roads" and len(points) > 1:
        return LineString(points, srid=4326)
    if idea.category == "water":
        return MultiPoint(points, srid=4326).convex_hull.buffer(0.002)
    return points[0]


def build_together(county: str, chief: str, *, day: dt.date) -> int:
    """The demo's logins are in the village `chief`. Gives how many projects there are."""
    works = Works(county, chief, day, User.objects.get(username="county"), list(_wanted(county)))
    areas = {area.code: area for area in Area.objects.on(day).under(county).exclude(level=Area.Level.GRID)}
    departments = {one.code: one for one in Department.objects.on(day).filter(area__code=county)}
    for idea in IDEAS:
        works.builds(idea, areas, departments)
    return LivelihoodProject.objects.count()


def _wanted(county: str) -> Iterator[Wanted]:
    states = {*UNDER_WAY, *(state for found in NEEDS.values() for state in found)}
    needs = Need.objects.filter(
        village__code__startswith=county, sensitive=False, state__in=states, category__code__in={idea.category for idea in IDEAS}
    )  # fmt: skip
    asked = needs.exclude(state=NeedState.CLOSED, answer__in=["", Answer.NONE])
    rows = asked.order_by("pk").values_list(
        "pk", "state", "category__code", "village__code", "household__point"
    )
    return (Wanted(*row) for row in rows.iterator())
