"""Checking, writing and taking back an import in the background."""

from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.audit.models import AccessEntry
from geodata.errors import DomainError, NotFound
from geodata.imports import runs, undoing
from geodata.imports.mending import write_mending
from geodata.imports.models import ImportRun
from geodata.imports.recording import posts_on_record, record_import
from geodata.imports.starting import let_go
from geodata.imports.telling import told_to
from geodata.jobs import sealed
from geodata.jobs.registry import job
from geodata.jobs.work import Work
from geodata.reports.files import TYPES

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


@job("imports.read", title=gettext_lazy("Read an uploaded file"), ended=sealed.forget)
def read(work: Work, *, kind: str, layer: str, name: str, sha256: str) -> dict[str, Any]:
    """Its rows, without ID numbers, as an import whose columns are to be confirmed. The file itself is gone then."""
    work.progress(0, 0, _("Reading the file"))
    with sealed.opened(work, suffix=Path(name).suffix[:20]) as path:
        run = runs.upload(
            kind=kind,
            path=path,
            name=name,
            layer=layer,
            by=work.user,
            scope=work.scope,
            on=work.on,
            at=work.at,
        )
    work.progress(run.rows, run.rows, _("Read"))
    said = _("%(rows)d rows are read. Confirm the columns next.") % {"rows": run.rows}
    return {"says": [said], "page": f"/imports/{run.pk}/columns/", "import": run.pk}


@job("imports.mending", title=gettext_lazy("Rows with problems as a file"))
def mending(work: Work, *, run: int) -> dict[str, Any]:
    """To be mended and uploaded again."""
    found = _found(work, run)
    report = runs.report_of(found)
    with TemporaryFile() as target:
        rows = write_mending(runs.table_of(found), report.problems or report.left_out, target)
        target.seek(0)
        work.keep(_("Problems of import %(number)s.xlsx") % {"number": run}, TYPES["xlsx"], target)
    said = _("%(rows)d rows are in the file.") % {"rows": rows}
    return {"says": [said], "record": {"import": run, "kind": found.kind, "rows": rows, "format": "xlsx"}}


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
            with posts_on_record(found, by=work.user, at=work.at):
                written = runs.write(run=found, scope=work.scope, on=work.on, at=work.at, tell=tell)
            if written:
                whole = ImportRun.objects.get(pk=found.pk)
                record_import(whole, action=AccessEntry.Action.IMPORT_WRITTEN, by=work.user, at=work.at)
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
