"""Checking, writing and taking back an import in the background."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.errors import DomainError, NotFound
from geodata.imports import runs, undoing
from geodata.imports.models import ImportRun
from geodata.imports.starting import let_go
from geodata.imports.telling import told_to
from geodata.jobs.registry import job
from geodata.jobs.work import Work

WRITTEN = {
    "areas": "geodata_area",
    "households": "geodata_placement",
    "members": "geodata_member",
    "links": "geodata_contactlink",
    "leaders": "geodata_duty",
    "visits": "geodata_visit",
    "care": "geodata_carerecord",
}
"""The table whose rows tell how far the writing of a kind is: of several the last one."""


@job("imports.check", title=gettext_lazy("Check an import"), ended=let_go)
def check(work: Work, *, run: int) -> dict[str, Any]:
    """What it would do. A file that cannot be understood leaves the import as its columns were confirmed, with the reason."""
    found = _found(work, run)
    work.progress(0, found.rows, _("Reading the rows"))
    try:
        with transaction.atomic(), told_to(work.progress):
            runs.check(run=found, scope=work.scope, on=work.on, at=work.at)
    except DomainError as error:
        return _refused(found, error)
    work.progress(found.rows, found.rows, _("Checked"))
    return {"page": f"/imports/{run}/"}


@job("imports.apply", title=gettext_lazy("Write an import"), ended=let_go)
def apply(work: Work, *, run: int) -> dict[str, Any]:
    """Whole or not at all. What is refused leaves the import as it was checked, with the reason."""
    found = _found(work, run)
    work.progress(0, 0, _("Checking once more"))

    def tell(new: int, step: str) -> None:
        work.count(f"{WRITTEN[found.kind]}_id_seq", new, step)

    try:
        with transaction.atomic(), told_to(work.progress):
            written = runs.write(run=found, scope=work.scope, on=work.on, at=work.at, tell=tell)
    except DomainError as error:
        return {"written": False} | _refused(found, error)
    work.progress(found.rows, found.rows, _("Written"))
    return {"written": written, "page": f"/imports/{run}/", **ImportRun.objects.get(pk=found.pk).counts}


@job("imports.undo", title=gettext_lazy("Take an import back"), ended=let_go)
def undo(work: Work, *, run: int) -> dict[str, Any]:
    """Whole or not at all. What stands in the way is told by the import, which is then written as before."""
    found = _found(work, run)

    def tell(rows: int, step: str) -> None:
        if rows:
            work.count(undoing.COUNTED, rows, step)
        else:
            work.progress(0, 0, step)

    try:
        with transaction.atomic():
            undone = undoing.undo(run=found, by=work.user, scope=work.scope, at=work.at, tell=tell)
    except DomainError as error:
        return {"undone": False} | _refused(found, error)
    if not undone:
        says = [_("Nothing was taken back: something stands in the way.")]
        return {"undone": False, "says": says, "page": f"/imports/{run}/"}
    _done, total, _step = work.told
    work.progress(total, total, _("Taken back"))
    return {"undone": True, "page": f"/imports/{run}/"}


def _found(work: Work, run: int) -> ImportRun:
    found = runs.seen(work.scope).filter(pk=run).first()
    if found is None:
        raise NotFound(_("There is no such import."), field="run", value=run)
    return found


def _refused(run: ImportRun, error: DomainError) -> dict[str, Any]:
    runs.failed(run=run, told=f"{error.message} {error.remedy}".strip())
    return {"says": [error.message], "page": f"/imports/{run.pk}/"}
