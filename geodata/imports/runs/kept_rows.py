"""The rows of an import and what was found of them, as they are kept between its steps."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

from django.utils.translation import gettext as _

from geodata.base.errors import NotFound
from geodata.base.scope import Scope
from geodata.files.compressed_rows import Packed
from geodata.files.headings import by_field
from geodata.files.problems import Problem, packed
from geodata.files.table import Table
from geodata.imports.kinds.areas import area_strips
from geodata.imports.kinds.households import known_since
from geodata.imports.kinds.importer import Kind, take
from geodata.imports.kinds.registry import kind_of
from geodata.imports.models import ImportPart, ImportRun
from geodata.imports.runs import store
from geodata.imports.runs.findings import Entry
from geodata.imports.runs.options import OPTIONS, SINCE, STRIPS, Wishes
from geodata.imports.runs.report import Report

TABLE, REPORT = ImportPart.What.TABLE, ImportPart.What.REPORT
AGAIN = 3
"""Checks at most while rows with problems are left out: each may show others that stand on them."""


def table_of(run: ImportRun) -> Table:
    """The rows of the file. NotFound: they are no longer kept."""
    return store.unpacked_table(_part(run, TABLE))


def report_of(run: ImportRun) -> Report:
    """What was found when it was last checked. NotFound: it is no longer kept."""
    return store.unpacked_report(_part(run, REPORT))


@dataclass(frozen=True)
class LeftOut:
    """The problems of rows that stay out, and what the whole file does not name: a row left out is not gone from it."""

    problems: tuple[Problem, ...] = ()
    gone: Sequence[Entry] = ()

    def told_in(self, report: Report) -> Report:
        return replace(report, left_out=packed(self.problems), gone=self.gone) if self.problems else report


def rows_to_take(run: ImportRun, kind: Kind, wishes: Wishes, *, on: dt.date) -> tuple[Table, LeftOut]:
    """The rows to take, and on demand those left out."""
    table, left = table_of(run), LeftOut()
    for _turn in range(AGAIN if run.options.get("leave_out") else 0):
        report = take(kind, table, on=on, wishes=wishes)
        found = report.problems
        if not found or any(problem.line is None for problem in found):
            break
        left = LeftOut((*left.problems, *found), left.gone or report.gone)
        table = without_lines(table, {problem.line for problem in found})
    return table, left


def without_lines(table: Table, lines: set[int | None]) -> Table:
    """The table without these rows."""
    kept = [line not in lines for line in table.lines]
    return replace(
        table,
        columns=[Packed(compress(column, kept)) for column in table.columns],
        lines=Packed(compress(table.lines, kept)),
        geometry=None if table.geometry is None else table.geometry[kept],
        problems=packed(problem for problem in table.problems if problem.line not in lines),
    )


def forget_rows(run: ImportRun, report: Report) -> None:
    """Of what is written the file's rows are no longer needed; those left out wait to be mended."""
    lines = {problem.line for problem in report.left_out}
    if not lines:
        run.parts.filter(what=TABLE).delete()
        return
    table = table_of(run)
    kept = without_lines(table, {line for line in table.lines if line not in lines})
    run.parts.filter(what=TABLE).update(content=store.packed_table(kept))


def keep(run: ImportRun, report: Report, *, at: dt.datetime) -> None:
    run.counts = {
        "rows": report.rows,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "gone": len(report.gone),
        "problems": len(report.problems),
        "remarks": len(report.remarks),
        "left_out": len({problem.line for problem in report.left_out}),
        "questions": len(report.questions),
        "open": len(report.open_questions),
        "changes": report.changes,
    }
    run.fingerprint, run.checked_at = store.fingerprint(report), at
    ImportPart.objects.update_or_create(
        run=run, what=REPORT, defaults={"content": store.packed_report(report)}
    )


def wishes_of(run: ImportRun, scope: Scope) -> Wishes:
    epsg = int(run.datum.removeprefix("EPSG:")) if run.datum.startswith("EPSG:") else None
    return Wishes(
        scope=scope,
        by=run.user_id,
        columns=by_field(run.mapping, kind_of(run.kind).fields),
        datum="" if epsg else run.datum,
        epsg=epsg,
        source=f"{run.name} {run.datum}".strip(),
        answers=run.answers,
        since=known_since.day_since(run.options.get(SINCE, "")),
        close_strips=area_strips.metres(run.options.get(STRIPS, "")),
        **{name: run.options.get(name, "") for name in OPTIONS},
    )


def _part(run: ImportRun, what: str) -> bytes:
    found = run.parts.filter(what=what).first()
    content = bytes(found.content) if found else b""
    if not content.startswith(store.MARK):
        raise NotFound(_("The rows of this import are no longer kept."))
    return content
