"""What is kept of each grid is what facts and history say, whatever happens; and it is not asked where it may not be."""

import datetime as dt
import json
import random
from collections.abc import Callable

import pytest
from django.core.exceptions import MultipleObjectsReturned
from django.db import IntegrityError, connection, transaction

from geodata.base.errors import DomainError
from geodata.base.periods import today
from geodata.base.rls import show
from geodata.base.scope import Grant, Right, Scope
from geodata.calendar.models import WorkDay
from geodata.contacts.assigning import end_contact, set_contact
from geodata.contacts.models import ContactLink
from geodata.contacts.rights import scope_of
from geodata.coverage import households, of_areas, tallies, tallying
from geodata.coverage.counts import coverage
from geodata.coverage.disclosure import WINDOWS
from geodata.coverage.figures import FIGURES
from geodata.coverage.leaves import Counts, counting, leaves_of
from geodata.coverage.models import Tally, TallyMark
from geodata.coverage.states import Question, Selection
from geodata.exports.ledger import figures_of
from geodata.jobs.daily import everything
from geodata.needs.models import Need
from geodata.needs.moving import accept, settle
from geodata.people.models import Household
from geodata.people.placing import move, occupy
from geodata.register.proposing import propose
from geodata.territory.models import Area
from geodata.visits.ledger import Ledger
from geodata.visits.models import Visit, VisitRule
from tests import village as v
from tests.needs.conftest import Desk as NeedDesk
from tests.register.conftest import Desk
from tests.register.every_kind import SAID
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults")
SEEDS, EVENTS = 6, 30


def villages() -> Selection:
    return Selection(tuple(Area.objects.level(Area.Level.VILLAGE).values_list("pk", flat=True)))


def asked(**more: int) -> Question:
    return Question(villages(), on=today(), **more)  # type: ignore[arg-type]


def from_facts(**more: int) -> dict[object, Counts]:
    return leaves_of(asked(**more).knowing(by_facts=True))  # type: ignore[return-value]


def kept_of() -> set[int]:
    """Villages of which what is kept answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT old_tallies()")
        old = {row[0] for row in cursor.fetchall()}
    found = Tally.objects.filter(day=today(), part="90", grid=None).values_list("village", flat=True)
    return set() if None in old else set(found) - old


@pytest.fixture
def counted(places):
    tallying.count_all(today())
    return places


class Life:
    """A county in which anything may happen that a verb does; what is refused has not happened."""

    def __init__(self, places: v.County, seed: int) -> None:
        self.places, self.chance = places, random.Random(seed)
        self.who = v.officer("county_officer", places.county)
        self.members = [v.member(places.west), v.member(places.east)]
        self.needs = NeedDesk(v.officer("village_officer", places.west))

    @property
    def home(self) -> Household:
        return Household.objects.get(pk=self.chance.choice(places_of(self.places)))

    @property
    def day(self) -> dt.date:
        return today() - dt.timedelta(days=self.chance.choice((0, 0, 1, 29, 30, 89, 90, 91, 200, 366)))

    def visited(self) -> None:
        outcome, mode = (
            self.chance.choice(("met", "met", "absent")),
            self.chance.choice(("door", "phone", "video")),
        )
        v.visit(
            self.home,
            self.day,
            by=self.who,
            outcome=outcome,
            mode=mode,
            visitors=(self.who.pk, self.members[0].user.pk),
        )

    def voided(self) -> None:
        v.void(self.chance.choice(list(Visit.objects.filter(state="valid", entered_by=self.who))))

    def linked(self) -> None:
        set_contact(household=self.home, member=self.chance.choice(self.members), by=self.who, on=self.day)

    def ended(self) -> None:
        link = self.chance.choice(list(ContactLink.objects.filter(period__upper_inf=True)))
        end_contact(link=link, reason="member_left", on=today())

    def moved(self) -> None:
        home = self.home
        move(
            household=home,
            grid=self.chance.choice(
                [None, *(g for g in self.places.grids if g.parent_id == home.village_id)]
            ),
            on=self.day,
        )

    def occupied(self) -> None:
        occupy(
            household=self.home,
            occupancy=self.chance.choice(("lived_in", "empty", "seasonal", "moved_away")),
            on=self.day,
        )

    def cared(self) -> None:
        v.care(self.home, self.chance.choice(("low_income", "lone_elderly")), day=self.day)

    def ruled(self) -> None:
        with owner():
            VisitRule.objects.filter(category__code="low_income").update(days=self.chance.choice((7, 31, 92)))

    def registered(self) -> None:
        kind = self.chance.choice(sorted(SAID))
        told = SAID[kind](self.places.homes[0], self.places.homes[4], self.places)
        home, area = told.pop("home"), told.pop("area", "")
        desk = Desk(self.who, v.every_right(*self.places.homes), today())
        propose(
            proposal=desk.asked(kind, home, area=area, **told),
            by=self.who,
            scope=desk.scope,
            at=v.NOON,
            today=today(),
        )

    def needed(self) -> None:
        self.needs.records(
            self.chance.choice((self.places.homes[0], self.places.homes[1], self.places.homes[4])),
            text="例井干了",
        )

    def answered(self) -> None:
        need = self.chance.choice(list(Need.objects.filter(state__in=("new", "accepted", "in_progress"))))
        self.needs.does(
            *((accept, need) if need.state == "new" else (settle, need)),
            **({} if need.state == "new" else {"result": "例"}),
        )

    def a_holiday(self) -> None:
        WorkDay.objects.update_or_create(
            day=today(), defaults={"works": self.chance.random() < 0.5, "source": "county"}
        )

    def happens(self) -> str:
        events: list[Callable[[], None]] = [
            self.visited, self.visited, self.voided, self.linked, self.ended, self.moved, self.occupied, self.cared, self.ruled,
            self.registered, self.registered, self.needed, self.answered, self.a_holiday,
        ]  # fmt: skip
        event = self.chance.choice(events)
        try:
            with transaction.atomic():
                event()
        except (DomainError, MultipleObjectsReturned, IntegrityError, IndexError):
            return ""
        return event.__name__


def places_of(places: v.County) -> list[int]:
    return list(Household.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_happens_it_is_what_facts_and_history_say(places, seed):
    life, done = Life(places, seed), set()
    for _ in range(EVENTS):
        if life.chance.random() < 0.7:
            tallying.count_all(today())
        done.add(life.happens())
        window = life.chance.choice(WINDOWS)
        told = tallies.kept_or_counted(asked(window=window))
        assert told == from_facts(window=window) == leaves_of(asked(window=window).knowing(False)), done
    tallying.count_all(today())
    assert tallies.kept_or_counted(asked()) == from_facts()
    for window in WINDOWS:
        ledger = Ledger(everything(), places.county, today() - dt.timedelta(days=window - 1), today())
        assert figures_of(ledger)[0] == ledger.figures(), done
    assert len(done) > EVENTS / 5


def test_nothing_is_kept_until_it_is_counted(places):
    assert not asked().tallied and tallies.matched(asked(), "households") is None
    assert tallies.kept_or_counted(asked()) == from_facts()


def test_what_is_kept_answers_in_one_query_and_is_the_same(counted, django_assert_num_queries):
    question = asked().knowing(True, True)
    with django_assert_num_queries(1):
        told = tallies.kept_or_counted(question)
    assert told == from_facts()


@pytest.mark.parametrize("window", WINDOWS)
def test_a_figure_alone_is_told_too(counted, window):
    """And the length of its list is read, and not counted."""
    question = asked(window=window)
    told = {figure: tallies.matched(question, figure) for figure in FIGURES}
    from_rows = asked(window=window).knowing(True, False)
    assert told == {figure: households.matched(from_rows, figure) for figure in FIGURES}
    assert told == {figure: households.matched(question, figure) for figure in FIGURES}
    assert households.matched(question, "households", most=1) == 2


def test_of_a_grid_too(counted):
    question = Question(Selection(grids=(counted.grids[0].pk,)), on=today())
    assert tallies.matched(question, "households") == 2
    assert tallies.kept_or_counted(question) == leaves_of(question)


def test_sums_by_village_are_those_of_the_grids(counted):
    whole = tallies.kept_or_counted(asked(), by_village=True)
    assert {village for village, _grid in whole} == {counted.west.pk, counted.east.pk, counted.far.pk}
    for (village, _none), counts in whole.items():
        parts = [one for (of, _grid), one in from_facts().items() if of == village]
        assert counts == parts[0].plus(parts[1]) if len(parts) > 1 else parts[0]


@pytest.mark.parametrize("by", ["township", "village", "grid"])
def test_coverage_is_the_same_with_and_without(places, by):
    scope = scope_of(v.officer("county_officer", places.county), on=today())
    before = coverage(area=places.county, by=by, on=today(), scope=scope)
    tallying.count_all(today())
    assert of_areas.under("", on=today())[0].tallied
    assert coverage(area=places.county, by=by, on=today(), scope=scope) == before


def test_a_planner_is_told_the_same_with_and_without(places):
    scope = scope_of(v.officer("planner", places.county), on=today())
    before = coverage(area=places.county, by="grid", on=today(), scope=scope)
    tallying.count_all(today())
    assert coverage(area=places.county, by="grid", on=today(), scope=scope) == before


def test_a_change_is_told_at_once_and_only_its_village_is_counted_again(counted, django_assert_num_queries):
    v.visit(counted.homes[1], today(), by=v.user())
    assert kept_of() == {counted.east.pk, counted.far.pk}
    question = asked().knowing(True, True)
    with django_assert_num_queries(2):
        told = tallies.kept_or_counted(question)
    assert told == from_facts()
    assert tallying.count_some(today()) == 1
    assert kept_of() == {counted.west.pk, counted.east.pk, counted.far.pk}


def test_a_household_is_looked_for_where_it_is_by_now(counted):
    """A mark that was written before it moved may be seen after it."""
    home = counted.homes[0]
    tallying.count_all(today())
    desk = Desk(v.officer("county_officer", counted.county), v.every_right(*counted.homes), today())
    NeedDesk(v.officer("village_officer", counted.west)).records(home, text="例井干了")
    desk.done("moved_across", home, village=counted.east.code, address="例路3号")
    with owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM geodata_tallymark WHERE household_id IS NULL")
    assert counted.east.pk not in kept_of()


def test_marks_of_a_village_that_is_gone_stop_nobody(counted):
    tallying.count_all(today())
    with owner():
        TallyMark.objects.create(village_id=2**40)
    assert tallying.count_all(today()) == 0
    assert not tallying.due(today())


def test_it_holds_for_its_day_alone(counted, it_is):
    tomorrow = today() + dt.timedelta(days=1)
    it_is(tomorrow)
    assert not asked().tallied and tallying.due(tomorrow)
    assert tallying.count_all(tomorrow) == 3
    assert set(Tally.objects.values_list("day", flat=True)) == {tomorrow}
    assert tallies.kept_or_counted(asked()) == from_facts()


def test_an_older_release_is_counted_anew(counted):
    Tally.objects.update(version="another")
    assert not asked().tallied and tallying.due(today())
    assert tallying.count_all(today()) == 3
    assert not tallying.due(today())


def test_what_holds_everywhere_is_counted_everywhere(counted):
    WorkDay.objects.update_or_create(day=today(), defaults={"works": False, "source": "county"})
    assert kept_of() == set()
    assert tallying.count_all(today()) == 3


def test_a_day_is_compared_with_history_before_the_next_is_counted(counted, it_is, caplog):
    tomorrow = today() + dt.timedelta(days=1)
    Tally.objects.filter(village=counted.west, part="90", grid=counted.grids[0]).update(numbers=[9] * 30)
    it_is(tomorrow)
    tallying.count_all(tomorrow)
    record = next(one for one in caplog.records if "differed from history" in one.getMessage())
    assert list(record.villages) == [counted.west.code] and "households" in record.villages[counted.west.code]
    assert set(Tally.objects.filter(mended_on=tomorrow).values_list("village", flat=True)) == {
        counted.west.pk
    }
    assert tallies.kept_or_counted(asked()) == from_facts()


def test_a_day_that_was_kept_well_is_not_reported(counted, it_is, caplog):
    for home in counted.homes[:2]:
        v.visit(home, today(), by=v.user())
    tallying.count_all(today())
    it_is(today() + dt.timedelta(days=1))
    tallying.count_all(today())
    assert not [one for one in caplog.records if "differed" in one.getMessage()]


def test_a_grid_that_is_empty_is_no_longer_kept(counted):
    move(household=counted.homes[1], grid=counted.grids[0], on=today())
    tallying.count_all(today())
    assert not Tally.objects.filter(grid=counted.grids[1]).exists()


def test_what_needs_a_right_is_kept_apart_and_shown_with_it(counted):
    """A second line: without the right to needs and the register nothing of them is shown."""
    NeedDesk(v.officer("village_officer", counted.west)).records(counted.homes[0], text="例井干了")
    tallying.count_all(today())
    rights = frozenset({Right.COUNTS, Right.HOUSEHOLDS, Right.DETAILS})
    seen = {}
    for more in (rights, rights | {Right.NEED}):
        show(Scope((Grant(more, code=counted.west.code, villages=frozenset({counted.west.pk})),)))
        seen[more] = sorted(set(Tally.objects.values_list("village", "part")))
    show(everything())
    windows = sorted(map(str, WINDOWS))
    assert seen[rights] == [(counted.west.pk, part) for part in windows]
    assert seen[rights | {Right.NEED}] == [(counted.west.pk, part) for part in [*windows, "need"]]


KNOWN = {
    "geodata_householdfacts", "geodata_placement", "geodata_occupancyperiod", "geodata_visit", "geodata_carerecord", "geodata_absence",
    "geodata_registerchange", "geodata_need", "geodata_needstep", "geodata_assignment", "geodata_dispute", "geodata_possibleduplicate",
    "geodata_toldapart", "geodata_workday", "geodata_household", "geodata_carecategory",
    "geodata_serviceorder", "geodata_entitlement", "geodata_matching", "geodata_campaign", "geodata_campaigntarget", "geodata_livelihoodproject", "geodata_projecthousehold", "geodata_card",
}  # fmt: skip
"""Tables with triggers that mark (geodata/sql/tallies_follow.sql)."""
FOLLOW = {
    "geodata_carerecordevent": "written with its record, which marks",
    "geodata_orderstep": "written with its order, which marks",
    "geodata_entitlementstep": "written with its entitlement, which marks",
    "geodata_cardline": "written with its card, which marks",
    "geodata_campaignresult": "written with its target, which takes it over and marks",
    "geodata_projectstep": "written with its project, which marks",
}


def read_by(plan: object) -> set[str]:
    """The tables that a plan reads."""
    if isinstance(plan, list):
        return set().union(*map(read_by, plan))
    if isinstance(plan, dict):
        return {plan["Relation Name"]} & {plan.get("Relation Name")} | read_by(list(plan.values())) if "Relation Name" in plan else read_by(list(plan.values()))  # fmt: skip
    return set()


def test_whatever_a_figure_reads_is_followed(places):
    """A figure of a table that nothing marks would be kept wrong: whoever adds one adds its trigger."""
    question = asked().knowing(by_facts=True)
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (FORMAT JSON) {question.relation(with_visits=True)} {counting(question)}",
            question.parameters,
        )
        (plan,) = cursor.fetchone()
        read = read_by(json.loads(plan) if isinstance(plan, str) else plan)
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = 'mark_tallies'::regproc"
        )
        marked = {row[0] for row in cursor.fetchall()}
    assert marked == KNOWN
    assert {"geodata_need", "geodata_householdfacts"} <= read
    assert read - marked - FOLLOW.keys() == set()
