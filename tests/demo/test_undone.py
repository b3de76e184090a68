"""The demo's undone import: there is one, it left nothing in the register, and whoever tells its story can open it."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage.facts import differences
from geodata.demo.removing import real_rows
from geodata.demo.undone import ROWS
from geodata.imports.models import ImportMove, ImportPart, ImportRun
from geodata.imports.runs.findings import Entry
from geodata.imports.runs.kept_rows import report_of
from geodata.imports.runs.lifecycle import seen
from geodata.jobs.models import Job
from geodata.people.models import Absence, Household
from gridmap.pages.help.tour import STORY
from tests.demo.small import load_small_demo

pytestmark = [pytest.mark.django_db, pytest.mark.owner("the demo is loaded by the owner")]


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for this file, and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_small_demo()
        yield told()
        transaction.set_rollback(True)


def entries() -> list[Entry]:
    return list(report_of(ImportRun.objects.get()).created)


def told() -> list[object]:
    """The import without keys."""
    run = ImportRun.objects.get()
    return [
        run.name,
        run.digest,
        run.state,
        run.uploaded_at,
        run.undone_at,
        run.counts,
        [one.line for one in entries()],
    ]


def test_one_import_was_carried_out_and_undone_the_day_after():
    run = ImportRun.objects.get()
    assert (run.state, run.kind, run.counts["new"], run.counts["problems"]) == ("undone", "absences", ROWS, 0)
    assert run.undone_at.date() - run.applied_at.date() == dt.timedelta(days=1)
    assert run.undone_at.date() < today()
    assert run.user == run.undone_by == User.objects.get(username="township")
    steps = ImportMove.objects.filter(run=run).order_by("pk").values_list("after", flat=True)
    assert list(steps)[-4:] == ["applying", "applied", "undoing", "undone"]


def test_it_says_that_it_is_invented():
    assert ImportRun.objects.get().name.startswith("例")
    assert real_rows() == []


def test_it_left_nothing_in_the_register():
    assert not Absence.objects.filter(period__endswith__lt=today() - dt.timedelta(days=40)).exists()
    assert differences(on=today()) == []
    assert not Job.objects.exists()


def test_it_is_on_record_as_carried_out_and_as_undone():
    found = AccessEntry.objects.filter(action__startswith="import_").order_by("at", "pk")
    assert list(found.values_list("action", flat=True))[-2:] == ["import_written", "import_undone"]


@pytest.mark.parametrize(("login", "sees"), [("township", 1), ("county", 1), ("village", 0), ("contact", 0)])
def test_the_offices_above_the_village_see_it(login, sees):
    assert seen(scope_of(User.objects.get(username=login), on=today())).count() == sees


def test_every_chapter_of_the_story_opens_for_who_is_to_see_it(client, settings):
    settings.DEMO = True
    assert any(chapter.page == "imports" for chapter in STORY)
    for chapter in STORY:
        client.force_login(User.objects.get(username=chapter.login))
        assert client.get(reverse(chapter.page)).status_code == 200, chapter
        assert f'href="{reverse(chapter.page)}"' in client.get("/tour/").text


def test_its_page_says_that_it_was_undone(client):
    client.force_login(User.objects.get(username="township"))
    found = client.get("/imports/", headers={"accept-language": "en"}).text
    assert ImportRun.objects.get().name in found and "undone" in found


def test_replacing_the_demo_replaces_it_too(loaded):
    before = ImportRun.objects.get().pk
    load_small_demo(replace=True)
    assert told() == loaded and ImportRun.objects.get().pk != before
    assert ImportPart.objects.exclude(run=ImportRun.objects.get()).count() == 0
    assert Household.objects.exists()
