"""Who left counts nowhere: the households of coverage are those of the month, in each village, on its first and its last day."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.rights import scope_of
from geodata.coverage import facts
from geodata.coverage.counts import Coverage, coverage
from geodata.people.models import Household
from geodata.people.placing import occupy
from geodata.register.models import RegisterChange
from geodata.register.month import AFTER, BEFORE, Month, report
from geodata.register.undoing import undo
from geodata.territory.models import Area
from geodata.visits.ledger import Ledger
from tests import village as v
from tests.register.conftest import Desk
from tests.roles import owner

pytestmark = pytest.mark.django_db
EACH = 9


@pytest.fixture
def villages(places) -> list[Area]:
    """Three more, of one grid with nine households each."""
    made = [v.area(f"43038210030{number}", f"例{number}村") for number in range(1, 4)]
    for number, one in enumerate(made):
        grid = v.area(f"{one.code}001", shape=v.square(10 + number, 10))
        v.households_in([grid] * EACH)
    return made


@pytest.fixture
def office(places, villages) -> Desk:
    """The county's, with every right."""
    held = frozenset(one.pk for one in villages)
    scope = Scope((Grant(frozenset(Right), places.county.code, villages=held),))
    return Desk(v.officer("county_officer", places.county), scope, today())


@pytest.fixture
def month(office) -> Month:
    """The last one that is over."""
    last = office.day.replace(day=1) - dt.timedelta(days=1)
    return Month.of(f"{last:%Y-%m}", today=office.day)


def homes_of(village: Area) -> list[Household]:
    return list(Household.objects.filter(village=village).order_by("number"))


@pytest.fixture
def lived(office, places, villages, month) -> list[RegisterChange]:
    """Each way to leave and to come in every village, on its first and last day too; some of it came back. Some is to be undone."""
    undone = []
    for village in villages:
        homes, to = homes_of(village), villages[village == villages[0]]

        def done(day, kind, home=None, *, area="", **said):
            return office.on(day).done(kind, home, area=area, **said)

        first, middle, last = month.first, month.first + dt.timedelta(days=9), month.last
        done(first, "moved_out", homes[0])
        done(first, "moved_out", homes[1]), done(middle, "came_back", homes[1])
        done(middle, "dissolved", homes[2]), done(last, "moved_out", homes[3])
        done(middle, "merged", homes[4], into=homes[5].token)
        done(middle, "moved_across", homes[6], village=to.code)
        done(last, "new", area=village.code, head_name="例新户")
        done(middle, "empty", homes[7])
        undone.append(done(middle, "dissolved", homes[8]))
        undone.append(done(last, "merged", homes[7], into=homes[5].token))
    return undone


def asked(places, office, on: dt.date) -> Coverage:
    return coverage(area=places.county, by="village", on=on, scope=office.scope)


def households(answer: Coverage) -> dict[str | None, int]:
    return {row.code: row.counts.households for row in answer.rows}


def test_each_village_has_as_many_households_as_its_month_says(places, villages, office, month, lived):
    for change in reversed(lived):
        undo(change=change, by=office.by, scope=office.scope, at=v.NOON)
    told = report(area=places.county, by="village", month=month, scope=office.scope)
    for number, on in ((BEFORE, month.before), (AFTER, month.last)):
        counted = households(asked(places, office, on))
        balance = {line.area.code: line.numbers[number] for line in told.lines if line.area in villages}
        assert {code: counted[code] for code in balance} == balance
    assert {line.numbers[BEFORE] for line in told.lines if line.area in villages} == {EACH}
    assert {line.numbers[AFTER] for line in told.lines if line.area in villages} != {EACH}


def test_facts_of_today_say_what_history_says_of_them(places, villages, office, month, lived):
    facts_say = households(asked(places, office, office.day))
    assert facts.differences(on=office.day) == []
    assert facts_say == households(asked(places, office, month.last))


@owner()
def leaves(home: Household, how: str, on: dt.date) -> None:
    """By a file of an office: no contact ends."""
    occupy(household=home, occupancy=how, on=on)


@pytest.mark.parametrize("how", ["moved_away", "dissolved"])
def test_who_left_stands_in_no_figure_from_that_day_on(places, desk, how):
    home = places.homes[0]
    scope, day = scope_of(desk.by, on=desk.day), desk.day - dt.timedelta(days=2)
    before = coverage(area=places.west, by="village", on=desk.day, scope=scope).total.counts
    leaves(home, how, day)
    then = coverage(area=places.west, by="village", on=day - dt.timedelta(days=1), scope=scope).total.counts
    now = coverage(area=places.west, by="village", on=desk.day, scope=scope).total.counts
    assert then.households == before.households == now.households + 1
    assert (now.linked, now.unlinked) == (before.linked - 1, before.unlinked)
    assert (now.special, now.exempt) == (before.special - 1, before.exempt)
    assert now.linked + now.unlinked == now.households == now.visited + now.not_visited


def test_what_was_done_before_a_household_left_was_done(places, desk):
    scope, day = scope_of(desk.by, on=desk.day), desk.day
    before = coverage(area=places.west, by="village", on=day, scope=scope).total.counts
    leaves(places.homes[0], "moved_away", day)
    now = coverage(area=places.west, by="village", on=day, scope=scope).total.counts
    assert (now.visits, now.person_times) == (before.visits, before.person_times) != (0, 0)
    told = Ledger(scope, places.west, day - dt.timedelta(days=89), day).figures()
    assert (told.visits, told.person_times, told.households) == (now.visits, now.person_times, now.visited)
