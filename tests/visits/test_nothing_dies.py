"""Whatever happens between the door and the service, each saved visit ends once: recorded, or in an inbox.

Histories by random rules: visits saved on four phones, answers lost and doubled, wrong clocks, households given away and back, redrawn,
grids merged, posts and memberships ended, accounts closed, offices that decide. 60 in the suite;
`--hypothesis-profile=many` tries 2,400.
"""

import datetime as dt
import sys
from collections import Counter
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from geodata.accounts.models import User
from geodata.base.errors import DomainError
from geodata.base.periods import between, since
from geodata.base.rls import as_web_role
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.rights import scope_in_force
from geodata.people.models import Household
from geodata.people.placing import move
from geodata.posts.models import Post
from geodata.visits import sending
from geodata.visits.held import HeldVisit
from geodata.visits.inbox import accept, refuse
from geodata.visits.models import Visit
from geodata.visits.sending import visited_on
from tests import village as v
from tests.visits.phones import Entry, Fate, Phone

pytestmark = [
    pytest.mark.usefixtures("defaults"),
    pytest.mark.owner(
        "households, links and posts change by the owner's hand; phones ask as the web role by themselves"
    ),
]
EACH = 60
"""Histories on one ground: what is taken back stays in the way of the database until the test ends."""
PARTS = 40 if settings.default.max_examples > 1_000 else 1
PEOPLE, HOMES, GRIDS = 4, 6, 2
STEPS = 20
ROUNDS = 4
"""Runs with a good network after which nothing may wait any more."""

people = st.integers(0, PEOPLE - 1)
homes = st.integers(0, HOMES - 1)
fates = st.lists(st.sampled_from(Fate), max_size=4)
clocks = st.sampled_from([0, 0, 0, 0, 0, -1, -40, 2, 400, -20_000])
"""Days by which the day that a phone tells is wrong."""


@dataclass(frozen=True)
class Ground:
    """What each history begins with, and is taken back to."""

    places: v.County
    homes: list[Household]
    office: User
    carried: dict[int, set[str]]
    """By account, the tokens on its phone."""


def settled() -> Ground:
    places = v.county()
    homes = [v.household(places.grids[number % GRIDS]) for number in range(HOMES)]
    members = [v.member(places.west) for _number in range(2)]
    leaders = [v.officer("small_leader", grid) for grid in places.grids[:GRIDS]]
    for number, home in enumerate(homes):
        v.link(members[number % 2], home)
    phones = [Phone(user) for user in [*(member.user for member in members), *leaders]]
    for phone in phones:
        phone.sync(v.NOON, v.TODAY)
    carried = {phone.user.pk: phone.homes for phone in phones}
    return Ground(places, homes, v.officer("village_officer", places.west), carried)


class Field(RuleBasedStateMachine):
    """Two members (people 0 and 1) and the two leaders (2 and 3) of the village's two grids, as `settled` has made them."""

    ground: Ground
    tally: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.day = v.TODAY
        self.places, self.homes, self.office = self.ground.places, self.ground.homes, self.ground.office
        self.phones = [
            Phone(User.objects.get(pk=pk), set(tokens)) for pk, tokens in self.ground.carried.items()
        ]
        self.saved: list[tuple[Phone, Entry]] = []
        self.rightful: set[object] = set()

    @property
    def now(self) -> dt.datetime:
        return dt.datetime.combine(self.day, dt.time(4), tzinfo=dt.UTC)

    @rule(who=people, doors=st.lists(st.tuples(homes, clocks), min_size=1, max_size=3))
    def go_round(self, who: int, doors: list[tuple[int, int]]) -> None:
        """To households that are on the phone, however old its list is."""
        phone = self.phones[who]
        for door, wrong in doors if phone.homes else []:
            token = sorted(phone.homes)[door % len(phone.homes)]
            day = self.day + dt.timedelta(days=wrong)
            self.saved.append((phone, phone.save(token, day, f"{len(self.saved)}")))

    @rule(who=people, doors=st.lists(st.tuples(homes, clocks), min_size=1, max_size=3), fates=fates)
    def go_round_with_a_network(self, who: int, doors: list[tuple[int, int]], fates: list[Fate]) -> None:
        self.go_round(who, doors)
        self.run_through_a_bad_network(who, fates)

    @precondition(lambda self: self.saved)
    @rule(back=st.integers(1, 3))
    def take_back(self, back: int) -> None:
        phone, entry = self.saved[-min(back, len(self.saved))]
        if not entry.undo:
            phone.take_back(entry)

    @rule(who=people, fates=fates)
    def run_through_a_bad_network(self, who: int, fates: list[Fate]) -> None:
        phone = self.phones[who]
        phone.fates = list(fates)
        self._note_rights(phone)
        phone.sync(self.now, self.day)
        phone.fates = []

    @rule(days=st.sampled_from([1, 1, 3, 40]))
    def days_pass(self, days: int) -> None:
        self.day += dt.timedelta(days=days)

    @rule(home=homes, to=st.integers(0, 1))
    def give_away(self, home: int, to: int) -> None:
        """To that member, and so sometimes back again."""
        row = self.homes[home]
        self._end(ContactLink.objects.filter(household=row, period__upper_inf=True), end_reason="handed_over")
        v.link(Member.objects.get(user=self.phones[to].user), row, day=self.day)

    @rule(home=homes, to=st.integers(0, GRIDS - 1))
    def redraw(self, home: int, to: int) -> None:
        move(household=Household.objects.get(pk=self.homes[home].pk), grid=self.places.grids[to], on=self.day)

    @rule(keeps=st.integers(0, GRIDS - 1))
    def merge(self, keeps: int) -> None:
        """One grid takes the other's households, whose leader's post ends."""
        for home in range(HOMES):
            self.redraw(home, keeps)
        self._end(Post.objects.filter(user=self.phones[3 - keeps].user, period__upper_inf=True))

    @rule(who=st.integers(2, 3))
    def end_post(self, who: int) -> None:
        self._end(Post.objects.filter(user=self.phones[who].user, period__upper_inf=True))

    @rule(who=st.integers(0, 1), open_=st.booleans())
    def membership(self, who: int, open_: bool) -> None:
        """It ends today, or is taken up again as if it had not."""
        period = since(v.LONG_AGO) if open_ else between(v.LONG_AGO, self.day)
        Member.objects.filter(user=self.phones[who].user).update(period=period)

    @rule(who=people, open_=st.booleans())
    def account(self, who: int, open_: bool) -> None:
        User.objects.filter(pk=self.phones[who].user.pk).update(is_active=open_)

    @rule(which=st.integers(0, 5), yes=st.booleans())
    def the_office_decides(self, which: int, yes: bool) -> None:
        with as_web_role():
            scope = scope_in_force(self.office, on=self.day)
            rows = list(HeldVisit.objects.within(scope).waiting().order_by("pk"))
            if not rows:
                return
            held = rows[which % len(rows)]
            if not yes:
                refuse(held=held, by=self.office, scope=scope, reason="x", at=self.now)
                return
            try:
                day = min(held.day, self.day) if held.day.year >= 2000 else self.day
                accept(held=held, by=self.office, scope=scope, at=self.now, today=self.day, day=day)
            except DomainError:
                # A wrong decision is refused, and the visit still waits.
                assert HeldVisit.objects.get(pk=held.pk).state == "waiting"

    def _note_rights(self, phone: Phone) -> None:
        """What had the right of its day when it was sent may not land in an inbox."""
        phone.user.refresh_from_db(fields=["is_active"])
        for entry in phone.outbox:
            home = Household.objects.get(token=entry.token)
            can_be = dt.date(2000, 1, 1) < entry.day <= self.day
            if phone.user.is_active and can_be and visited_on(home, by=phone.user, day=entry.day):
                self.rightful.add(entry.client_id)

    def _end(self, rows, **more: str) -> None:
        """Today; what began today is as if it had never been."""
        for row in rows:
            if row.period.lower >= self.day:
                row.delete()
            else:
                type(row).objects.filter(pk=row.pk).update(period=between(row.period.lower, self.day), **more)

    def teardown(self) -> None:
        try:
            self._settle_up()
            self.tally["histories"] += 1
        finally:
            transaction.savepoint_rollback(self.savepoint)

    def _settle_up(self) -> None:
        for _round in range(ROUNDS):
            for phone in self.phones:
                self._note_rights(phone)
                phone.sync(self.now, self.day)
            if all(entry.stuck for phone in self.phones for entry in phone.outbox):
                break
        for phone, entry in self.saved:
            self.tally[self._ended_once(phone, entry)] += 1
        assert Visit.objects.filter(entered_by__in=[phone.user for phone in self.phones]).count() == len(
            {entry.client_id for _phone, entry in self.saved}
            & set(Visit.objects.values_list("client_id", flat=True))
        )
        for phone in self.phones:
            self._counts_what_the_service_has(phone)

    def _ended_once(self, phone: Phone, entry: Entry) -> str:
        """As what."""
        visits = list(Visit.objects.filter(client_id=entry.client_id))
        held = HeldVisit.objects.filter(client_id=entry.client_id).first()
        waits = held is not None and held.state in ("waiting", "refused")
        if entry in phone.outbox:
            # Taken back too late: it counts, or an office has decided, and the phone says so.
            assert entry.undo
            assert entry.stuck
            assert len(visits) + waits == 1
            return "taken back too late"
        if entry.undo:
            gone = not held or held.state != "waiting"
            assert entry.kept or (gone and all(visit.state == "voided" for visit in visits))
            return "taken back"
        assert len(visits) + waits == 1, (entry, visits, held)
        assert all(visit.entered_by_id == phone.user.pk for visit in visits)
        home = Household.objects.get(token=entry.token)
        rightful = entry.client_id in self.rightful and visited_on(home, by=phone.user, day=entry.day)
        assert visits or not rightful or not phone.user.is_active
        return "recorded" if visits else f"in the inbox, {held.state}"

    def _counts_what_the_service_has(self, phone: Phone) -> None:
        counted = phone.count(self.day)
        assert sum(counted.values()) == len(phone.noted)
        there = Visit.objects.filter(client_id__in=phone.noted).exclude(state="voided").count()
        assert counted.get("recorded", 0) == there


def play(part: int, phases: list[Phase]) -> Counter[str]:
    """So many histories on one ground; what their visits came to."""
    Field.ground, Field.tally = settled(), Counter()
    few = settings(
        max_examples=EACH,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(part)(Field), settings=few)
    return Field.tally


@pytest.mark.parametrize("part", range(PARTS))
def test_each_saved_visit_ends_once(db, capsys, part: int):
    tally = play(part, [Phase.generate, Phase.shrink])
    with capsys.disabled():
        sys.stdout.write(f"\n{dict(tally)}\n")
    assert tally["histories"] >= EACH
    assert {"recorded", "taken back", "in the inbox, waiting"} <= set(tally)


def test_a_service_that_judges_by_the_right_of_today_is_caught(db, monkeypatch):
    monkeypatch.setattr(sending, "visited_on", lambda _home, *, by, day: False)
    with pytest.raises(AssertionError):
        play(0, [Phase.generate])
