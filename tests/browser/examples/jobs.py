"""A job that has ended, and its file."""

import io
from typing import Any

from geodata.base.scope import Right
from geodata.contacts.rights import scope_of
from geodata.jobs.files import store
from geodata.jobs.models import Job
from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {"jobs": {}, "job": {"job": "job"}, "cancel_job": {"job": "job"}, "file": {"file": "file"}},
}


def things(stage: Stage) -> dict[str, Any]:
    code, now, by = stage.county.west.code, stage.now, stage.officer
    needs = scope_of(by, on=stage.on).within_area(code, [Right.EXPORT])
    job = Job.objects.create(
        kind="x", by=by, created=now, about="例", state="done", finished=now, needs=needs
    )
    file = store(
        owner=by,
        name="例.csv",
        content_type="text/csv",
        file=io.BytesIO(b"x"),
        at=now,
        job=job,
        role="output",
    )
    return {"job": job.pk, "file": file.pk}
