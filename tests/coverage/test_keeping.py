"""Days that are over are kept, corrected when the past changes, and always answered as history answers them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from geodata.base.periods import today
from geodata.base.rls import as_web_role, show
from geodata.contacts.rights import scope_of
from geodata.coverage import leaves
from geodata.coverage.counts import coverage
from geodata.coverage.models import KeptCounts, PastChange
from geodata.coverage.states import Question, Selection
from geodata.coverage.through_time import keeping
from geodata.coverage.through_time.keeping import is_kept, keep_past
from geodata.coverage.through_time.reading import leaves_through
from geodata.coverage.through_time.trend import trend
from geodata.jobs.daily import everything
from geodata.people.placing import move, occupy
from tests import village as v
from tests.coverage.test_counts import every_kind
from tests.coverage.test_trend import same

pytestmark = pytest.mark.usefixtures("defaults")


def yesterday() -> dt.date:
    return today() - dt.timedelta(days=1)


@pytest.fixture(scope="module")
def build():
    return every_kind


@pytest.fixture
def scope(places):
    return scope_of(v.officer("county_officer", places.county), on=today())


@pytest.fixture
def few_days(monkeypatch):
    monkeypatch.setattr(keeping, "DAYS", 30)


def kept() -> None:
    show(everything())
    keep_past(today=today())
    assert is_kept(today=today())


def noted() -> dict[int, dt.date]:
    found: dict[int, dt.date] = {}
    for village, since in PastChange.objects.values_list("village", "since"):
        found[village] = min(since, found.get(village, since))
    return found


def from_history(answer) -> set[dt.date]:
    return set(answer.from_history)


def test_kept_days_are_answered_as_history_answers_them(places, scope, few_days):
    kept()
    answer = trend(area=places.county, by="grid", on=today(), scope=scope, weeks=4)
    assert answer.from_history == ()
    same(answer, places.county, scope, by="grid")
    for day in answer.days[:-1]:
        question = Question(Selection(villages=(places.west.pk, places.east.pk, places.far.pk)), on=day)
        history = leaves.leaves_of(question)
        found = leaves_through([(day, question.selection)]).numbers
        assert {leaf: numbers[0].tolist() for leaf, numbers in found.items() if numbers.any()} == {
            leaf: list(counts.numbers[: len(found[leaf][0])]) for leaf, counts in history.items()
        }


def test_todays_work_leaves_no_note(places, scope, few_days):
    kept()
    v.visit(places.homes[0], today(), by=(cadre := v.user()))
    link = v.link(v.member(places.west), places.homes[1], day=today())
    occupy(household=places.homes[1], occupancy="seasonal", on=today())
    move(household=places.homes[0], grid=places.grids[1], on=today())
    move(household=places.homes[2], grid=None, on=today() + dt.timedelta(days=3))
    v.care(places.homes[1], day=today())
    assert cadre and link and noted() == {}


@pytest.mark.parametrize(
    "reaches_back",
    [
        lambda places: v.visit(places.homes[0], today() - dt.timedelta(days=5), by=v.user()),
        lambda places: move(
            household=places.homes[0], grid=places.grids[1], on=today() - dt.timedelta(days=5)
        ),
        lambda places: occupy(
            household=places.homes[0], occupancy="empty", on=today() - dt.timedelta(days=5)
        ),
        lambda places: v.care(places.homes[0], day=today() - dt.timedelta(days=5)),
        lambda places: v.link(v.member(places.west), places.homes[1], day=today() - dt.timedelta(days=5)),
    ],
    ids=["visit", "move", "occupancy", "care", "contact"],
)
def test_what_reaches_back_is_answered_from_history_until_it_is_counted_anew(
    places, scope, few_days, reaches_back
):
    kept()
    reaches_back(places)
    assert noted() == {places.west.pk: today() - dt.timedelta(days=5)}
    answer = trend(area=places.county, by="grid", on=today(), scope=scope, weeks=3)
    assert answer.from_history == ()  # the Sunday before is older than that
    since = coverage(area=places.county, by="grid", on=yesterday(), scope=scope)
    kept()
    assert noted() == {}
    assert coverage(area=places.county, by="grid", on=yesterday(), scope=scope) == since
    same(
        trend(area=places.county, by="grid", on=yesterday(), scope=scope, weeks=2),
        places.county,
        scope,
        by="grid",
    )


def test_what_is_voided_is_counted_anew(places, scope, few_days):
    visit = v.visit(places.homes[3], today() - dt.timedelta(days=9), by=v.user())
    kept()
    before = coverage(area=places.far, by="grid", on=yesterday(), scope=scope).total.counts.visited
    v.void(visit)
    assert noted() == {places.far.pk: visit.day}
    after = coverage(area=places.far, by="grid", on=yesterday(), scope=scope).total.counts.visited
    kept()
    assert (
        (before, after)
        == (1, 0)
        == (before, coverage(area=places.far, by="grid", on=yesterday(), scope=scope).total.counts.visited)
    )


def test_a_trend_says_what_had_to_be_counted_anew(places, scope, few_days):
    kept()
    v.visit(places.homes[0], today() - dt.timedelta(days=10), by=v.user())
    answer = trend(area=places.county, on=today(), scope=scope, weeks=4)
    assert answer.from_history == (today() - dt.timedelta(days=7),)
    elsewhere = trend(area=places.far, on=today(), scope=scope, weeks=4)
    assert elsewhere.from_history == ()


def test_it_is_kept_a_part_at_a_time_and_what_is_wanted_first_comes_first(places, few_days, monkeypatch):
    show(everything())
    done = keep_past(today=today(), seconds=-1)
    assert (done.days, done.left) == (0, 3 * 29)
    order = [day for day, _villages in keeping._missing(today=today(), last=yesterday())]
    weeks = [today() - dt.timedelta(weeks=back) for back in range(1, 5)]
    assert order[:5] == [yesterday(), *weeks]
    assert keep_past(today=today()).days == 3 * 29
    assert keep_past(today=today()).days == 0


def test_figures_of_another_release_are_counted_anew(places, scope, few_days, monkeypatch):
    kept()
    monkeypatch.setattr(leaves, "meaning", lambda: 7)
    assert trend(area=places.county, on=today(), scope=scope, weeks=2).from_history
    kept()
    assert set(KeptCounts.objects.values_list("version", flat=True)) == {7}
    assert not trend(area=places.county, on=today(), scope=scope, weeks=2).from_history


def test_a_day_is_kept_when_it_is_over_for_every_transaction(places, few_days, monkeypatch):
    monkeypatch.setattr(keeping, "last_day_over", lambda: today() - dt.timedelta(days=3))
    show(everything())
    keep_past(today=today())
    assert max(KeptCounts.objects.values_list("day", flat=True)) == today() - dt.timedelta(days=3)


def test_the_last_day_that_is_over_is_no_day_that_goes_on():
    assert keeping.last_day_over() == yesterday()


def test_counts_are_kept_by_the_verb_alone(places, few_days):
    kept()
    with pytest.raises(IntegrityError), transaction.atomic():
        KeptCounts.objects.filter(day=yesterday()).delete()
    v.visit(places.homes[0], yesterday(), by=v.user())
    with pytest.raises(IntegrityError), transaction.atomic():
        PastChange.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        KeptCounts.objects.create(village=places.west, day=today(), version=1, numbers=[1])


def test_a_day_is_kept_once_for_each_place(places, few_days):
    kept()
    row = KeptCounts.objects.filter(grid=None).first()
    with pytest.raises(IntegrityError), transaction.atomic(), keeping.may_keep():
        KeptCounts.objects.create(village_id=row.village_id, day=row.day, version=1, numbers=[1])


def test_kept_counts_are_shown_with_their_village_or_grid(places, few_days):
    kept()
    leader = scope_of(v.officer("small_leader", places.grids[0]), on=today())
    with as_web_role():
        show(leader)
        assert set(KeptCounts.objects.values_list("grid", flat=True)) == {places.grids[0].pk}
        answer = trend(area=places.grids[0], on=today(), scope=leader, weeks=3)
        assert answer.from_history == ()
    with as_web_role():
        show(scope_of(v.officer("village_officer", places.east), on=today()))
        assert set(KeptCounts.objects.values_list("village", flat=True)) == {places.east.pk}


def test_a_kept_day_and_a_trend_cost_the_same_number_of_queries(
    places, scope, few_days, django_assert_num_queries
):
    kept()
    with django_assert_num_queries(4):
        trend(area=places.county, by="grid", on=yesterday(), scope=scope, weeks=4, figures=())
    with django_assert_num_queries(4):
        trend(area=places.county, by="grid", on=yesterday(), scope=scope, weeks=2, figures=())
