"""Files of any length go into the database and come out again."""

import hashlib
import io
import os

import pytest
from django.utils import timezone

from geodata.base.errors import BadInput
from geodata.jobs import files
from geodata.jobs.models import JobFile
from geodata.jobs.running import run_now
from geodata.jobs.service import start
from tests import village as v
from tests.jobs import kinds  # noqa: F401  (registers them)

pytestmark = pytest.mark.django_db


def stored(content: bytes, name: str = "a.bin", **values) -> JobFile:
    return files.store(
        owner=v.user(), name=name, content_type="x/y", file=io.BytesIO(content), at=timezone.now(), **values
    )


@pytest.mark.parametrize("size", [0, 1, files.PIECE - 1, files.PIECE, 2 * files.PIECE + 7])
def test_a_file_comes_back_as_it_was(size):
    content = os.urandom(size)
    file = stored(content)
    assert b"".join(files.content(file)) == content
    assert files.opened(file).read() == content
    assert (file.size, file.sha256) == (size, hashlib.sha256(content).hexdigest())


def test_a_file_that_is_too_large_is_refused_and_not_kept():
    with pytest.raises(BadInput, match="0 MB"):
        stored(b"x" * 11, largest=10)
    assert not JobFile.objects.exists()


def test_a_name_loses_what_no_name_may_have():
    assert stored(b"", name='../a\n"b".xlsx').name == ".._a__b_.xlsx"


def test_a_job_takes_an_upload_over():
    file = stored(b"abc")
    job = start("trial.write", by=file.owner, at=v.NOON, files=[file])
    assert list(job.files.all()) == [file]


def test_an_upload_of_somebody_else_is_not_taken():
    file = stored(b"abc")
    assert not start("trial.write", by=v.user(), at=v.NOON, files=[file]).files.exists()


def test_a_job_finds_the_files_of_its_user_only():
    file = stored(b"abc")
    own = run_now(start("trial.read", by=file.owner, at=v.NOON, arguments={"file": str(file.pk)}))
    foreign = run_now(start("trial.read", by=v.user(), at=v.NOON, arguments={"file": str(file.pk)}))
    assert own.result == {"bytes": 3}
    assert foreign.state == "failed"
