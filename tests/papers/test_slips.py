"""Slips on paper, and the file that is given out once."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from geodata.accounts.links import holder_of
from geodata.audit.models import AccessEntry
from geodata.base.errors import Conflict, NotFound
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.jobs import once
from geodata.jobs.five_minutes import do_what_is_due
from geodata.jobs.models import FilePiece, JobFile
from geodata.jobs.running import run_now
from geodata.papers.slips import ask_for_slips
from tests import village as v

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.owner("jobs are seen by nobody but their user, as whom the job itself runs"),
]
ROOT = "https://grid.example/"
ADDRESS = re.compile(r"https://grid\.example/link/(\d+)/([a-z0-9-]{14})/")


@pytest.fixture
def places(bare_county):
    return bare_county


@pytest.fixture
def town(places):
    return v.officer("township_officer", places.town)


def asked(by, village, **values):
    told = {"again": False, "root": ROOT, "at": timezone.now(), "on": today()} | values
    return ask_for_slips(village=village, by=by, scope=scope_of(by, on=today()), **told)


@pytest.fixture
def file(places, town) -> JobFile:
    for _number in range(12):
        v.member(places.west)
    job = run_now(asked(town, places.west))
    assert job.state == "done", job.error
    return job.files.get()


def taken(file, by, *, at=None) -> bytes:
    return once.take(file.pk, by=by, scope=scope_of(by, on=today()), at=at or timezone.now())[1]


def text_of(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_ten_stand_on_a_page_and_each_link_opens_the_account_of_its_own(file, town, places):
    pages = text_of(taken(file, town))
    links = [ADDRESS.findall(page) for page in pages]
    assert [len(page) for page in links] == [10, 2]
    holders = [holder_of(*link) for page in links for link in page]
    assert len({user.pk for user in holders}) == 12
    assert all(user.username in "".join(pages) and user.name in "".join(pages) for user in holders)


def test_the_file_lies_sealed_and_its_links_nowhere_in_the_database(file, town):
    lying = b"".join(bytes(piece) for piece in FilePiece.objects.values_list("content", flat=True))
    assert b"PDF" not in lying
    pdf = taken(file, town)
    assert pdf[:4] == b"%PDF"
    assert (file.size, file.content_type) == (len(pdf), "application/pdf")


def test_it_is_taken_once_by_whoever_asked_and_that_is_on_record(file, town, places):
    for stranger in (v.officer("township_officer", places.town), v.officer("administrator", None)):
        with pytest.raises(NotFound):
            taken(file, stranger)
    taken(file, town)
    entry = AccessEntry.objects.get(action="export")
    assert (entry.user, entry.details["list"], entry.details["rows"]) == (town, "slips", 12)
    assert not FilePiece.objects.exists()
    with pytest.raises(NotFound):
        taken(file, town)


def test_after_a_day_it_is_gone(file, town):
    with pytest.raises(NotFound):
        taken(file, town, at=timezone.now() + once.LIFE + dt.timedelta(seconds=1))
    assert once.forget_what_is_over() == 0
    JobFile.objects.update(once_until=timezone.now())
    assert once.forget_what_is_over() == 1
    assert not JobFile.objects.exists() and not FilePiece.objects.exists()


def test_a_worker_of_anybody_takes_it_away_within_minutes(file):
    JobFile.objects.update(once_until=timezone.now())
    assert do_what_is_due(timezone.now()) == []
    assert not JobFile.objects.exists()


def test_an_administrator_asks_for_any_village(places):
    v.member(places.far)
    admin = v.officer("administrator", None)
    job = run_now(asked(admin, places.far))
    assert job.state == "done", job.error
    assert len(ADDRESS.findall(text_of(taken(job.files.get(), admin))[0])) == 1


def test_a_job_that_fails_issues_nothing(places, town, monkeypatch):
    with_link = v.member(places.west).user
    run_now(asked(town, places.west))
    before = with_link.link.digest
    job = asked(town, places.west, again=True)
    monkeypatch.setattr("geodata.papers.slips.bound", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run_now(job)
    with_link.link.refresh_from_db()
    assert with_link.link.digest == before


def test_what_a_job_would_refuse_is_refused_at_once(places, town):
    with pytest.raises(Conflict):
        asked(town, places.west)
