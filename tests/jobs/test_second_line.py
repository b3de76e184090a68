"""Jobs and files are seen by nobody but their user, even by a query without a filter."""

import io

import pytest
from django.db import ProgrammingError, connection, transaction

from geodata.base.rls import as_web_role
from geodata.contacts.rights import scope_in_force
from geodata.jobs.files import store
from geodata.jobs.models import FilePiece, Job, JobFile
from geodata.jobs.service import start
from tests import village as v
from tests.jobs import kinds  # noqa: F401  (registers them)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    """Somebody with a job and a file of it."""
    who = v.officer("county_officer", v.county().county)
    job = start("trial.write", by=who, at=v.NOON)
    store(owner=who, name="a.txt", content_type="text/plain", file=io.BytesIO(b"abc"), at=v.NOON, job=job)
    return who


def seen(table, who) -> int:
    with as_web_role():
        scope_in_force(who, on=v.TODAY)
        return table.objects.count()


@pytest.mark.parametrize("table", [Job, JobFile, FilePiece])
def test_a_forgotten_filter_shows_the_own_and_nothing_else(owner, table):
    assert seen(table, owner) == 1
    assert seen(table, v.officer("county_officer", owner.posts.get().area)) == 0
    assert seen(table, v.officer("administrator", None)) == 0


@pytest.mark.parametrize("table", [Job, JobFile, FilePiece])
def test_before_a_user_is_known_nothing_is_seen(owner, table):
    with as_web_role():
        assert table.objects.count() == 0


def test_nobody_starts_a_job_as_somebody_else(owner):
    with as_web_role():
        scope_in_force(v.user(), on=v.TODAY)
        with pytest.raises(ProgrammingError), transaction.atomic():
            start("trial.write", by=owner, at=v.NOON)


def test_jobs_are_never_deleted_by_the_web_role(owner):
    with as_web_role():
        scope_in_force(owner, on=v.TODAY)
        with pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute("DELETE FROM geodata_job")
