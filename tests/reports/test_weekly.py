"""A saved view brings its report each Monday by its owner's right of that hour, and no longer than the post."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.audit.models import Notice
from geodata.base.errors import NotAllowed, NotFound
from geodata.base.rls import as_web_role, show
from geodata.contacts.rights import scope_of
from geodata.jobs.daily import everything
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.outgoing.models import MailAddress, Outgoing
from geodata.outgoing.queueing import queue
from geodata.outgoing.sending import send_waiting
from geodata.posts.models import Post
from geodata.reports.models import Edition, WeeklyReport
from geodata.reports.weekly import end_weekly, make_what_is_due, report_weekly
from geodata.saved.models import SavedView
from tests import village as v
from tests.outgoing.loopback import smtp

pytestmark = pytest.mark.owner("the service sees the reports of all; it takes its own role")

ZONE = timezone.get_default_timezone()
MONDAY = dt.date(2026, 11, 30)
SEVEN = dt.datetime(2026, 11, 30, 7, 1, tzinfo=ZONE)
BEFORE = SEVEN - dt.timedelta(days=4)


@pytest.fixture
def places(defaults):
    return v.lived_in_county()


@pytest.fixture
def officer(places):
    return v.officer("county_officer", places.county)


def view_of(who, query: str = "area=430382100") -> SavedView:
    told = {"name": "例周报", "page": "gaps", "query": query}
    return SavedView.objects.create(owner=who, changed_at=BEFORE, **told)


def weekly_of(who, **more) -> SavedView:
    view = view_of(who, **more)
    report_weekly(view.pk, by=who, scope=scope_of(who, on=BEFORE.date()), at=BEFORE)
    return view


def at_work(at: dt.datetime) -> int:
    """As a worker does it every five minutes."""
    with as_web_role():
        show(everything())
        return make_what_is_due(at)


def test_it_is_begun_on_monday_at_seven_once(officer):
    weekly_of(officer)
    assert at_work(SEVEN - dt.timedelta(minutes=2)) == 0
    assert at_work(SEVEN) == 1
    assert at_work(SEVEN + dt.timedelta(minutes=5)) == 0
    job = Job.objects.get()
    assert (job.by, job.subject, job.arguments["area"]) == (officer, "430382100", "430382100")


def test_a_monday_without_a_worker_is_caught_up_and_none_comes_before_the_first(officer):
    weekly_of(officer)
    assert at_work(BEFORE + dt.timedelta(hours=3)) == 0
    assert at_work(SEVEN + dt.timedelta(days=2)) == 1


def test_whoever_has_left_the_post_gets_none_and_is_told_once(officer):
    weekly_of(officer)
    Post.objects.filter(user=officer).update(period=(v.LONG_AGO, MONDAY))
    assert [at_work(SEVEN), at_work(SEVEN + dt.timedelta(minutes=5))] == [0, 0]
    assert (Job.objects.exists(), WeeklyReport.objects.get().ended_on) == (False, MONDAY)
    assert Notice.objects.filter(user=officer, kind="report_ended").count() == 1


def test_it_is_made_by_the_right_of_that_hour(places):
    who = v.officer("village_officer", places.west)
    view = view_of(who, query="")
    report_weekly(view.pk, by=who, scope=scope_of(who, on=BEFORE.date()), at=BEFORE)
    at_work(SEVEN)
    assert Job.objects.get().arguments["area"] == places.west.code


def test_without_the_right_to_lists_or_for_anothers_view_there_is_none(places, officer):
    planner = v.officer("planner", places.county)
    scope = scope_of(planner, on=BEFORE.date())
    with pytest.raises(NotAllowed):
        report_weekly(view_of(planner).pk, by=planner, scope=scope, at=BEFORE)
    with pytest.raises(NotFound):
        report_weekly(view_of(officer).pk, by=planner, scope=scope, at=BEFORE)


def test_it_ends_with_its_view_or_when_it_is_not_wanted(officer):
    view = weekly_of(officer)
    end_weekly(view.pk, by=officer, at=BEFORE)
    assert not WeeklyReport.objects.exists()
    report_weekly(view.pk, by=officer, scope=scope_of(officer, on=BEFORE.date()), at=BEFORE)
    view.delete()
    assert not WeeklyReport.objects.exists()


def test_it_is_told_in_the_product_and_by_mail(settings, officer, django_capture_on_commit_callbacks):
    settings.ADDRESS, settings.EMAIL_HOST = "https://gridmap.example.cn", "127.0.0.1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL, settings.WEBHOOKS = "gridmap@example.cn", {}
    MailAddress.objects.create(user=officer, address="li@example.cn", wanted="daily", since=BEFORE)
    weekly_of(officer)
    at_work(SEVEN)
    job = run_now(Job.objects.get())
    assert (job.state, Edition.objects.count(), job.files.count()) == ("done", 1, 3)
    notice = Notice.objects.get(user=officer)
    assert (notice.kind, notice.link) == ("report_made", f"/jobs/{job.pk}/")
    morning = notice.at + dt.timedelta(days=1)
    morning = timezone.localtime(morning).replace(hour=8, minute=1)
    with smtp() as server, django_capture_on_commit_callbacks(execute=True):
        settings.EMAIL_PORT = server.port
        queue(at=morning)
        send_waiting(at=morning)
    assert Outgoing.objects.get().state == "sent"
    assert len(server.letters) == 1
