"""What is refused beside the table of moves, each in its own words."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from geodata.base.errors import BadInput, Conflict, DomainError, NotFound, Stale
from geodata.base.periods import today
from geodata.needs import assigning, beside, doing, moving
from geodata.needs.analysis import summary
from geodata.needs.answering import answer
from geodata.needs.beside_models import Assignment
from geodata.needs.models import Need
from geodata.people.models import Household
from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.visits.record import Report
from tests import village as v
from tests.needs.conftest import Desk, People
from tests.roles import owner

pytestmark = pytest.mark.django_db
SOON = v.NOON + dt.timedelta(days=1)


@dataclass
class Scene:
    """A need that the village has accepted, one that the county has assigned to `water`, and everybody."""

    people: People
    home: Household
    places: v.County
    water: Department
    low: Need
    given: Assignment

    def of_county(self, **told: object) -> dict[str, object]:
        return {"by": self.people.county.by, "scope": self.people.county.scope, "at": v.NOON, **told}

    def of_water(self, **told: object) -> dict[str, object]:
        return {"by": self.people.water.by, "scope": self.people.water.scope, "at": v.NOON, **told}

    def told(self, move: str, **told: object) -> Need:
        return doing.move_on(
            move,
            need=self.low,
            by=self.people.village.by,
            scope=self.people.village.scope,
            at=v.NOON,
            told=told,
        )

    @property
    def high(self) -> Need:
        return Need.objects.get(pk=self.given.need_id)


@pytest.fixture
def scene(people, places, home, water) -> Scene:
    low, high = people.contact.records(home), people.contact.records(home, text="例二")
    for need in (low, high):
        people.village.does(moving.accept, need)
    people.village.does(moving.escalate, high, reason="例")
    people.township.does(moving.escalate, high, reason="例")
    given = people.county.does(assigning.assign, high, task="例查", department=water)
    return Scene(people, home, places, water, low, given)


def _closed(s: Scene) -> Need:
    return s.people.village.does(moving.settle, s.low, result="例好")


def _dispute(s: Scene) -> Need:
    return s.people.village.records(s.home, kind="dispute", category="neighbours", parties="例甲")


def _mediated_late(s: Scene) -> None:
    need = _dispute(s)
    s.people.village.does(moving.accept, need)
    s.people.village.does(moving.settle, need, result="例好")
    s.people.village.does(beside.mediate, need, outcome="failed")


def _revisit_ahead(s: Scene) -> None:
    need = _dispute(s)
    s.people.village.does(moving.accept, need)
    s.people.village.does(beside.mediate, need, outcome="agreed", revisit_on=SOON.date())
    s.people.village.does(beside.revisit, need, on=SOON.date())


def _granting_oneself(s: Scene) -> None:
    """Who has asked for the township comes to the county."""
    need = s.people.village.does(moving.escalate, s.low, reason="例")
    begun = s.people.township.does(moving.begin, need)
    begun = s.people.township.does(
        beside.ask_more_time, begun, until=begun.due_at + dt.timedelta(days=1), reason="例"
    )
    with owner():
        Post.objects.create(
            user=s.people.township.by, kind="county_officer", area=s.places.county, period=(v.LONG_AGO, None)
        )
    Desk(s.people.township.by).does(beside.grant_more_time, begun)


def _asked_earlier(s: Scene) -> None:
    begun = s.people.village.does(moving.begin, s.low)
    s.people.village.does(beside.ask_more_time, begun, until=begun.due_at, reason="例")


def _granted_unasked(s: Scene) -> None:
    s.people.village.does(moving.begin, s.low)
    s.people.township.does(beside.grant_more_time, s.low)


def _supervision(s: Scene, answer: str) -> None:
    made = s.people.township.does(beside.supervise, s.low)
    beside.answer_supervision(
        supervision=made, answer=answer, by=s.people.village.by, scope=s.people.village.scope, at=v.NOON
    )


def _assigned_twice(s: Scene) -> None:
    """Somebody assigns it while the row of another assignment is under way."""
    with owner():
        Assignment.objects.filter(pk=s.given.pk).update(need=s.low.pk, level=3)
        up = s.people.village.does(moving.escalate, s.low, reason="例")
        top = s.people.township.does(moving.escalate, up, reason="例")
        Assignment.objects.filter(pk=s.given.pk).update(state="given")
    s.people.county.does(assigning.assign, top, task="例", department=s.water)


def _finished(s: Scene, answer: str) -> None:
    taken = assigning.accept_assignment(assignment=s.given, **s.of_water())
    assigning.finish_assignment(assignment=taken, answer=answer, **s.of_water())


def _decided_elsewhere(s: Scene) -> None:
    assigning.refuse_assignment(assignment=s.given, reason="例", **s.of_water())
    again = s.people.county.does(assigning.assign, s.high, task="例", department=s.water)
    referred = assigning.refer_assignment(assignment=again, reason="例", **s.of_water())
    with owner():
        far = Department.objects.create(
            code="water", area=s.places.other_town, name="例", period=(None, None)
        )
    assigning.decide_assignment(assignment=referred, department=far, **s.of_county())


REFUSED: dict[str, tuple[type[DomainError], Callable[[Scene], object]]] = {
    "a summary by nothing known": (
        BadInput, lambda s: summary(scope=s.people.county.scope, first=v.LONG_AGO, last=today(), by="person"),
    ),
    "a summary of no days": (
        BadInput, lambda s: summary(scope=s.people.county.scope, first=today(), last=v.LONG_AGO),
    ),
    "an assignment that has ended": (Conflict, lambda s: assigning.finish_assignment(assignment=s.given, answer="例", **s.of_water())),
    "an assignment of another version": (Stale, lambda s: assigning.accept_assignment(assignment=s.given, version=9, **s.of_water())),
    "an assignment to nobody above the village": (
        BadInput,
        lambda s: s.people.township.does(
            assigning.assign, s.people.village.does(moving.escalate, s.low, reason="例"), task="例"
        ),
    ),
    "an assignment to the same unit": (Conflict, _assigned_twice),
    "a decision that nobody asked for": (Conflict, lambda s: assigning.decide_assignment(assignment=s.given, **s.of_county())),
    "a decision on another version": (Stale, lambda s: assigning.decide_assignment(assignment=s.given, version=9, **s.of_county())),
    "a decision for a unit elsewhere": (BadInput, _decided_elsewhere),
    "an answer without words": (BadInput, lambda s: _finished(s, " ")),
    "a first assignment that is referred": (
        Conflict, lambda s: assigning.refer_assignment(assignment=s.given, reason="例", **s.of_water()),
    ),
    "more time that is none": (BadInput, _asked_earlier),
    "more time that nobody asked for": (Conflict, _granted_unasked),
    "more time for oneself": (Conflict, _granting_oneself),
    "a mediation that is over": (Conflict, _mediated_late),
    "a supervision without an answer": (BadInput, lambda s: _supervision(s, " ")),
    "a mediation without an outcome that is known": (
        BadInput, lambda s: s.people.village.does(beside.mediate, _dispute(s), outcome="peace"),
    ),
    "a mediation of no dispute": (Conflict, lambda s: s.people.village.does(beside.mediate, s.low)),
    "a revisit ahead": (BadInput, _revisit_ahead),
    "a revisit of no dispute": (Conflict, lambda s: s.people.village.does(beside.revisit, s.low, on=v.NOON.date())),
    "a supervision that one does not see": (
        NotFound,
        lambda s: beside.find_supervision(
            s.people.township.does(beside.supervise, s.low).pk, by=s.people.neighbour.by, scope=s.people.neighbour.scope
        ),
    ),
    "a supervision until yesterday": (
        BadInput, lambda s: s.people.township.does(beside.supervise, s.low, answer_by=v.NOON - dt.timedelta(days=1)),
    ),
    "a supervision of another need's assignment": (
        Conflict, lambda s: s.people.county.does(beside.supervise, s.low, assignment=s.given),
    ),
    "a supervision of what is done": (Conflict, lambda s: s.people.township.does(beside.supervise, _closed(s))),
    "an unknown area": (NotFound, lambda s: s.told("assign", task="例", area="430382999")),
    "an unknown account": (BadInput, lambda s: s.told("assign", task="例", user=999_999)),
    "an unknown department": (NotFound, lambda s: s.told("assign", task="例", department="nothing")),
    "an unknown answer": (BadInput, lambda s: answer("dance", assignment=s.given, told={}, **s.of_water())),
    "more time without a day": (BadInput, lambda s: answer("extend_ask", assignment=s.given, told={}, **s.of_water())),
    "a need that is not there to go on in": (NotFound, lambda s: s.told("merge", into="2026-999999")),
    "a supervision of an unknown assignment": (
        NotFound,
        lambda s: doing.move_on("supervise", need=s.high, told={"assignment": 999_999}, **s.of_county()),
    ),
    "an unknown move": (BadInput, lambda s: s.told("dance")),
    "a move without what it needs": (BadInput, lambda s: s.told("merge")),
    "a move that is told what it does not take": (BadInput, lambda s: s.told("begin", reason="例")),
    "a visit without its visit": (BadInput, lambda s: s.people.contact.records(s.home, source="visit")),
    "a visit of another source": (
        BadInput, lambda s: s.people.contact.records(s.home, visit=Report(household=0, day=today())),
    ),
    "a day to come": (BadInput, lambda s: s.people.contact.records(s.home, raised_on=today() + dt.timedelta(days=1))),
    "too many others": (BadInput, lambda s: s.people.village.records(s.home, others=["x"] * 51)),
    "a township": (BadInput, lambda s: s.people.county.records(area="430382100")),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(scene, what):
    error, call = REFUSED[what]
    with pytest.raises(error) as refused:
        call(scene)
    assert type(refused.value) is error
    assert refused.value.message
