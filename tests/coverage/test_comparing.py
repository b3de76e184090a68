"""What is kept of days that are over is compared with history each night; what differs is told and counted anew."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from geodata.base.periods import today
from geodata.base.rls import show
from geodata.contacts.rights import scope_of
from geodata.coverage import leaves
from geodata.coverage.counts import coverage
from geodata.coverage.models import ComparedDay, KeptCounts
from geodata.coverage.through_time import comparing, keeping
from geodata.coverage.through_time.comparing import compare_some, found
from geodata.coverage.through_time.keeping import is_kept, keep_past
from geodata.jobs.daily import everything
from geodata.jobs.five_minutes import do_what_is_due
from tests import village as v
from tests.coverage.test_counts import every_kind
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults", "few_days")
DAYS = 9


@pytest.fixture(scope="module")
def build():
    return every_kind


@pytest.fixture
def few_days(monkeypatch):
    monkeypatch.setattr(keeping, "DAYS", DAYS)


def yesterday() -> dt.date:
    return today() - dt.timedelta(days=1)


def kept() -> None:
    show(everything())
    keep_past(today=today())


def spoil(day: dt.date, village) -> None:
    with keeping.may_keep(), owner():
        KeptCounts.objects.filter(day=day, village=village, grid=None).update(
            numbers=[7] * len(leaves.kept_names())
        )


def test_what_is_kept_is_what_history_says(places):
    kept()
    done = compare_some(today=today())
    assert (done.days, done.differing, done.left) == (DAYS - 1, (), 0)
    assert (found(today=today()).compared, found(today=today()).differing) == (DAYS - 1, 0)
    assert compare_some(today=today()).days == 0


def test_what_differs_is_named_dropped_and_counted_anew(places, caplog):
    kept()
    scope = scope_of(v.officer("county_officer", places.county), on=today())
    right = coverage(area=places.county, by="grid", on=yesterday(), scope=scope)
    spoil(yesterday(), places.west)
    assert coverage(area=places.county, by="grid", on=yesterday(), scope=scope) != right
    with caplog.at_level("ERROR", "gridmap.jobs"):
        assert compare_some(today=today()).differing == (yesterday(),)
    assert [record.day for record in caplog.records] == [yesterday().isoformat()]
    note = ComparedDay.objects.get(day=yesterday())
    assert (note.differing, note.mended_on) == (1, today())
    assert coverage(area=places.county, by="grid", on=yesterday(), scope=scope) == right
    kept()
    assert is_kept(today=today())
    assert coverage(area=places.county, by="grid", on=yesterday(), scope=scope) == right


def test_what_has_changed_meanwhile_is_no_difference(places):
    kept()
    v.visit(places.homes[0], yesterday(), by=v.user())
    assert compare_some(today=today()).differing == ()
    KeptCounts.objects.all()
    with keeping.may_keep():
        KeptCounts.objects.filter(day=yesterday(), village=places.east).delete()
    assert comparing.differing(yesterday(), [places.west.pk, places.east.pk]) == []


def test_a_night_that_is_broken_off_goes_on(places, monkeypatch):
    kept()
    times = iter([0.0, 0.0, 0.0, 99.0])
    monkeypatch.setattr(comparing.time, "monotonic", lambda: next(times))
    first = compare_some(today=today(), seconds=20)
    monkeypatch.undo()
    monkeypatch.setattr(keeping, "DAYS", DAYS)
    assert (first.days, first.left) == (2, DAYS - 3)
    assert compare_some(today=today()).days == DAYS - 3


def test_the_next_night_compares_all_of_them_again(places):
    kept()
    compare_some(today=today())
    ComparedDay.objects.update(compared_on=yesterday())
    assert compare_some(today=today()).days == DAYS - 1


def test_days_that_are_not_kept_are_left_for_later(places):
    show(everything())
    done = compare_some(today=today())
    assert (done.days, done.left) == (0, 0)
    assert not ComparedDay.objects.exists()


def test_workers_keep_and_compare(places):
    assert do_what_is_due(timezone.now()) == []
    show(everything())
    assert found(today=today()).compared == DAYS - 1


@owner()
def test_the_command_fails_where_something_differs(places, capsys):
    call_command("keep_days", check=True)
    ComparedDay.objects.all().delete()
    spoil(yesterday(), places.west)
    with pytest.raises(CommandError):
        call_command("keep_days", check=True)
