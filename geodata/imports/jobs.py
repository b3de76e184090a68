"""Checking, writing and taking back an import in the background."""

from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import wording
from geodata.base.errors import DomainError, NotFound
from geodata.exports.files import TYPES
from geodata.imports.actions import Action
from geodata.imports.models import ImportRun
from geodata.imports.runs import kept_rows, lifecycle, undoing, uploading
from geodata.imports.runs.audit import record_import
from geodata.imports.runs.error_workbook import write_mending
from geodata.imports.runs.posts_audit import posts_on_record
from geodata.imports.runs.progress import told_to
from geodata.imports.runs.scheduling import let_go
from geodata.jobs import sealed
from geodata.jobs.context import Work
from geodata.jobs.registry import job

WRITTEN = {
    "areas": "geodata_area",
    "households": "geodata_placement",
    "members": "geodata_member",
    "links": "geodata_contactlink",
    "leaders": "geodata_duty",
    "departments": "geodata_department",
    "visits": "geodata_visit",
    "care": "geodata_carerecord",
    "residents": "geodata_resident",
    "absences": "geodata_absence",
    "needs": "geodata_need",
    "hotline": "geodata_need",
    "entitlements": "geodata_listrow",
}
"""The table whose rows tell how far the writing of a kind is: of several the last one."""


@job("imports.read", title=gettext_lazy("Read an uploaded file"), ended=sealed.forget)
def read(work: Work, *, kind: str, layer: str, name: str, sha256: str, encoding: str = "") -> dict[str, Any]:
    """Its rows, without ID numbers, as an import whose columns are to be confirmed. The file itself is gone then."""
    work.progress(0, 0, _("Reading the file"))
    with sealed.opened(work, suffix=Path(name).suffix[:20]) as path:
        run = uploading.upload(
            kind=kind,
            path=path,
            name=name,
            layer=layer,
            encoding=encoding,
            by=work.user,
            scope=work.scope,
            on=work.on,
            at=work.at,
        )
    work.progress(run.rows, run.rows, _("Read"))
    said = _("%(rows)s rows are read. Confirm the columns next.") % {"rows": wording.figure(run.rows)}
    return {"says": [said], "page": f"/imports/{run.pk}/columns/", "import": run.pk}


@job("imports.mending", title=gettext_lazy("Rows with problems as a file"))
def mending(work: Work, *, run: int) -> dict[str, Any]:
    """To be mended and uploaded again."""
    found = _found(work, run)
    report = kept_rows.report_of(found)
    with TemporaryFile() as target:
        rows = write_mending(kept_rows.table_of(found), report.problems or report.left_out, target)
        target.seek(0)
        work.keep(_("Problems of import %(number)s.xlsx") % {"number": run}, TYPES["xlsx"], target)
    said = _("%(rows)s rows are in the file.") % {"rows": wording.figure(rows)}
    return {"says": [said], "record": {"import": run, "kind": found.kind, "rows": rows, "format": "xlsx"}}


@job("imports.check", title=gettext_lazy("Check an import"), ended=let_go)
def check(work: Work, *, run: int) -> dict[str, Any]:
    """What it would do. A file that cannot be understood leaves the import as its columns were confirmed, with the reason."""
    found = _found(work, run)
    work.progress(0, found.rows, _("Reading the rows"))
    try:
        with transaction.atomic(), told_to(work.progress):
            lifecycle.check(run=found, scope=work.scope, on=work.on, at=work.at)
    except DomainError as error:
        return _refused(work, found, error)
    work.progress(found.rows, found.rows, _("Checked"))
    return {"page": f"/imports/{run}/"}


@job("imports.apply", title=gettext_lazy("Carry out an import"), ended=let_go)
def apply(work: Work, *, run: int) -> dict[str, Any]:
    """Whole or not at all. What is refused leaves the import as it was checked, with the reason."""
    found = _found(work, run)
    work.progress(0, 0, _("Checking again"))

    def tell(new: int, step: str) -> None:
        work.count(f"{WRITTEN[found.kind]}_id_seq", new, step)

    try:
        with transaction.atomic(), told_to(work.progress):
            with posts_on_record(found.kind, by=work.user, at=work.at, run=found.pk):
                written = lifecycle.write(run=found, scope=work.scope, on=work.on, at=work.at, tell=tell)
            if written:
                whole = ImportRun.objects.get(pk=found.pk)
                record_import(whole, action=Action.IMPORT_WRITTEN, by=work.user, at=work.at)
    except DomainError as error:
        return {"written": False} | _refused(work, found, error)
    work.progress(found.rows, found.rows, _("Imported"))
    return {"written": written, "page": f"/imports/{run}/", **ImportRun.objects.get(pk=found.pk).counts}


@job("imports.undo", title=gettext_lazy("Undo an import"), ended=let_go)
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
        return {"undone": False} | _refused(work, found, error)
    if not undone:
        says = [_("Nothing was undone: something is in the way.")]
        return {"undone": False, "says": says, "page": f"/imports/{run}/"}
    _done, total, _step = work.last_progress
    work.progress(total, total, _("Undone"))
    return {"undone": True, "page": f"/imports/{run}/"}


def _found(work: Work, run: int) -> ImportRun:
    found = lifecycle.seen(work.scope).filter(pk=run).first()
    if found is None:
        raise NotFound(_("There is no such import."), field="run", value=run)
    return found


def _refused(work: Work, run: ImportRun, error: DomainError) -> dict[str, Any]:
    lifecycle.failed(run=run, told=f"{error.message} {error.remedy}".strip(), at=work.at)
    return {"says": [error.message], "page": f"/imports/{run.pk}/"}
