"""A job about the household, and the file that it made."""

import io
import uuid

from django.utils import timezone

from geodata.jobs.files import store
from geodata.jobs.models import Job
from tests.attack.world import Home

ARGUMENTS = {"job": "job", "file": "file"}
NUMBERS: dict[str, str] = {}


def _job(home: Home) -> uuid.UUID:
    return Job.objects.create(
        kind="trial.none",
        by=home.people["worker"],
        about=" ".join(home.secret[:2]),
        created=timezone.now(),
    ).pk


def _file(home: Home) -> uuid.UUID:
    """Of that job."""
    who, told = home.people["worker"], io.BytesIO(" ".join(home.secret).encode())
    job = Job.objects.get(by=who, about=" ".join(home.secret[:2]))
    return store(owner=who, name="a.csv", content_type="text/csv", file=told, at=timezone.now(), job=job).pk


MADE = {"job": _job, "file": _file}
