"""An office's import, step by step, once it is uploaded: checked, applied or given up; and who may see which.

Every verb takes the run as found within the scope of who asks. Nothing is written to the register but by `write`, and
that only if what would happen is still what was shown.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.access import refuse
from geodata.base.errors import Conflict, NotAllowed, NotFound
from geodata.base.id_numbers import refuse_id_numbers
from geodata.base.scope import Right, Scope
from geodata.files.problems import packed
from geodata.imports.kinds.importer import Kind, take
from geodata.imports.kinds.registry import KINDS, kind_of
from geodata.imports.kinds.staging import one_at_a_time
from geodata.imports.kinds.staging import run as execute
from geodata.imports.models import ImportRun
from geodata.imports.runs import store
from geodata.imports.runs.audit import record_step
from geodata.imports.runs.findings import packed_entries
from geodata.imports.runs.kept_rows import forget_rows, keep, report_of, rows_to_take, wishes_of
from geodata.imports.runs.report import Report
from geodata.imports.workflow import BUSY, LIFE, Move, State

Tell = Callable[[int, str], None]
"""So many rows are written or taken back from now on (0: not known), and the step in words."""


@transaction.atomic
def begin_check(
    *,
    run: ImportRun,
    by: User,
    scope: Scope,
    at: dt.datetime,
    answers: Mapping[str, str] | None = None,
    leave_out: bool | None = None,
) -> ImportRun:
    """From here on it is being checked, with these decisions too.

    `answers` are added to those given before; `leave_out`: rows with problems stay out.
    """
    run = locked(run, Move.CHECK, scope=scope)
    refuse_id_numbers([*(answers or {}), *(answers or {}).values()], field="answers")
    run.answers |= dict(answers or {})
    if leave_out is not None:
        run.options["leave_out"] = leave_out
    run.told = ""
    return LIFE.write(run, Move.CHECK, by=by, at=at)


@transaction.atomic
def check(*, run: ImportRun, scope: Scope, on: dt.date, at: dt.datetime) -> Report:
    """What the rows would do on that day, kept for the page that shows it. Nothing is written to the register.

    Raises BadInput where the file cannot be understood as a whole, such as without a datum.
    """
    run = LIFE.locked(run)
    if run.state == State.CHECKED:
        return report_of(run)
    LIFE.check(run, Move.REPORT, by=None)
    report = findings(run, scope=scope, on=on)
    keep(run, report, at=at)
    LIFE.write(run, Move.REPORT, by=None, at=at)
    return report


@transaction.atomic
def begin(*, run: ImportRun, by: User, scope: Scope, at: dt.datetime) -> ImportRun:
    """From here on it is being written, and nothing of it can be changed. Raises Conflict while something stops it."""
    run = locked(run, Move.APPLY, scope=scope)
    if run.counts["problems"] or run.counts["open"]:
        raise Conflict(
            _("There are problems to fix or questions to answer first."),
            remedy=_("Fix the file, skip the rows with problems, or answer the questions."),
        )
    if not (run.counts["new"] or run.counts["changed"]):
        raise Conflict(_("The file changes nothing."))
    run.job = ""
    return LIFE.write(run, Move.APPLY, by=by, at=at)


@transaction.atomic
def write(
    *, run: ImportRun, scope: Scope, on: dt.date, at: dt.datetime, tell: Tell = lambda new, step: None
) -> bool:
    """Write it whole, if that is still what was shown; else it is to be looked at again, and False."""
    run = LIFE.locked(run)
    if run.state == State.APPLIED:
        return True
    LIFE.check(run, Move.WRITE, by=None)
    one_at_a_time()
    kind, wishes = require(scope, kind_of(run.kind)), wishes_of(run, scope)
    table, left_out = rows_to_take(run, kind, wishes, on=on)
    report = left_out.told_in(kind.check(table, on=on, wishes=wishes))
    if store.fingerprint(report) != run.fingerprint or report.stops:
        run.told = _("The register has changed since this was shown. Nothing was written: check it again.")
        keep(run, report, at=at)
        LIFE.write(run, Move.FAIL, by=None, at=at)
        return False
    tell(report.new, _("Importing"))
    with noted(run):
        kind.apply(report, on=on, wishes=wishes)
    run.applied_at, run.day, run.told = at, on, ""
    LIFE.write(run, Move.WRITE, by=None, at=at)
    forget_rows(run, report)
    return True


@transaction.atomic
def failed(*, run: ImportRun, told: str, at: dt.datetime) -> ImportRun:
    """Its job has ended without its effect: it can be looked at and begun again."""
    run = LIFE.locked(run)
    if run.state not in BUSY:
        return run
    run.told, run.job = told, ""
    return LIFE.write(run, Move.FAIL, by=None, at=at)


@transaction.atomic
def abandon(*, run: ImportRun, by: User, scope: Scope, at: dt.datetime) -> ImportRun:
    """Give it up before it is written; its rows are forgotten."""
    run = locked(run, Move.ABANDON, scope=scope)
    run.parts.all().delete()
    record_step(run, by=by, at=at)
    return LIFE.write(run, Move.ABANDON, by=by, at=at)


def require(scope: Scope, kind: Kind) -> Kind:
    """The kind, if the scope holds the right to import it somewhere."""
    if not scope.to(kind.right).villages:
        raise NotAllowed(_("You do not have permission to import this."), field="kind", value=kind.name)
    return kind


def seen(scope: Scope) -> QuerySet[ImportRun]:
    """The imports that somebody with that scope may look at and go on with."""
    found = Q(pk__in=[])
    for right in {kind.right for kind in KINDS.values()}:
        kinds = [kind.name for kind in KINDS.values() if kind.right == right]
        found |= Q(pk__in=ImportRun.objects.within(scope.to(right)).filter(kind__in=kinds).values("pk"))
    return ImportRun.objects.filter(found).select_related("user", "area")


def find_import(scope: Scope, number: str | int) -> ImportRun:
    """The import of that number. Raises NotAllowed where nothing may be imported at all, NotFound for what is not seen."""
    require_any(scope)
    found = seen(scope).filter(pk=int(number)).first()
    if found is None:
        raise NotFound(str(number))
    return found


def require_any(scope: Scope) -> None:
    if not kinds_for(scope):
        refuse(Right.IMPORT)


def kinds_for(scope: Scope) -> list[Kind]:
    """What somebody with that scope may import."""
    return [kind for kind in KINDS.values() if scope.to(kind.right).villages]


def findings(run: ImportRun, *, scope: Scope, on: dt.date) -> Report:
    """What the import would do, without writing and without keeping it."""
    kind, wishes = require(scope, kind_of(run.kind)), wishes_of(run, scope)
    table, left_out = rows_to_take(run, kind, wishes, on=on)
    return left_out.told_in(_without_wrong(take(kind, table, on=on, wishes=wishes)))


def _without_wrong(report: Report) -> Report:
    """A row with a problem is written by no means: it is neither new nor changed, and nothing else is to be known of it."""
    wrong = {problem.line for problem in report.problems}
    if not wrong:
        return report
    created = packed_entries(entry for entry in report.created if entry.line not in wrong)
    altered = packed_entries(entry for entry in report.altered if entry.line not in wrong)
    return replace(
        report,
        created=created,
        altered=altered,
        remarks=packed(one for one in report.remarks if one.line is None or one.line not in wrong),
        new=report.new - len(report.created) + len(created),
        changed=report.changed - len(report.altered) + len(altered),
        changes=dict(Counter(change.field for entry in altered for change in entry.changes))
        if len(altered) < len(report.altered)
        else report.changes,
    )


@contextmanager
def noted(run: ImportRun) -> Iterator[None]:
    """While it lasts, the tables note every row that is written, so that it can be undone."""
    execute("SELECT set_config('gridmap.import', %(run)s, true)", {"run": str(run.pk)})
    yield
    execute("SELECT set_config('gridmap.import', '', true)", {})


def locked(run: ImportRun, move: str, *, scope: Scope | None = None) -> ImportRun:
    """The import, locked, where it can be moved so. Raises Conflict where it cannot, NotAllowed without the right in all its villages."""
    # As it was found: a job that has it holds it to its end, and nobody shall wait so long for a refusal.
    if run.state in BUSY:
        LIFE.check(run, move, by=None, scope=scope)
    found = LIFE.locked(run)
    LIFE.check(found, move, by=None, scope=scope)
    return found
