"""An office's import, step by step: uploaded, columns confirmed, checked, applied or given up, undone.

Every verb takes the run as found within the scope of who asks. Nothing is written to the register but by `write`, and
that only if what would happen is still what was shown.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.datum import Datum, readable
from geodata.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.id_numbers import MARK, refuse_id_numbers, without_id_numbers
from geodata.imports import known_since, store
from geodata.imports.findings import Entry, packed_entries
from geodata.imports.headings import by_field, proposed
from geodata.imports.kind import Kind, take
from geodata.imports.kinds import KINDS, kind_of
from geodata.imports.models import ALLOWED, BUSY, ImportPart, ImportRun
from geodata.imports.packed import Packed
from geodata.imports.privacy import without_ids
from geodata.imports.problems import Problem, packed
from geodata.imports.readers import read_table
from geodata.imports.report import Report
from geodata.imports.staging import one_at_a_time
from geodata.imports.staging import run as execute
from geodata.imports.table import Table
from geodata.imports.wishes import Wishes
from geodata.territory.models import Area
from geodata.territory.scope import Scope
from geodata.wording import listed

S = ImportRun.State
TABLE, REPORT = ImportPart.What.TABLE, ImportPart.What.REPORT
OPTIONS = ("village", "level", "parent", "only")
SINCE = "since"
"""What the user may say of a file besides its columns and datum: fields of `Wishes`."""
AGAIN = 3
"""Checks at most while rows with problems are left out: each may show others that stand on them."""

Tell = Callable[[int, str], None]
"""So many rows are written or taken back from now on (0: not known), and the step in words."""


@transaction.atomic
def upload(
    *, kind: str, path: Path, name: str, layer: str = "", by: User, scope: Scope, on: dt.date, at: dt.datetime
) -> ImportRun:
    """Read the file and keep its rows, without ID numbers; the file itself is not kept.

    Raises NotAllowed without the right for that kind, BadInput for a file that cannot be read or has no rows.
    """
    own = scope.to(require(scope, kind_of(kind)).right)
    table = without_ids(read_table(path, layer=layer), villages=_village_codes(on))
    if not len(table):
        raise BadInput(
            _("The file has headings, but no rows."),
            field="file",
            remedy=_("Choose the sheet with the rows."),
        )
    made = ImportRun(
        user=by,
        area=office(own, on=on),
        villages=sorted(own.villages),
        kind=kind,
        name=printable(name)[-200:],
        size=path.stat().st_size,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        rows=len(table),
        recognised=_recognised(table, layer),
        uploaded_at=at,
    )
    made.mapping = proposed(table, kind_of(kind).fields, several=kind_of(kind).several, before=_learnt(made))
    made.save()
    ImportPart.objects.create(run=made, what=TABLE, content=store.packed_table(table))
    return made


@transaction.atomic
def confirm(
    *, run: ImportRun, mapping: Mapping[str, str], datum: str, options: Mapping[str, str] | None = None
) -> ImportRun:
    """Which column holds what, and what coordinates stand in ("" where there are none).

    Raises BadInput for a heading or field that is not there, or a needed one that has no column.
    """
    run, kind = moved(run, S.MAPPED), kind_of(run.kind)
    headings = run.recognised["headings"]
    wrong = next((name for name in mapping if name not in headings), None)
    if wrong is not None:
        raise BadInput(
            _("The file has no column “%(name)s”.") % {"name": wrong}, field="mapping", value=wrong
        )
    run.mapping = {heading: mapping.get(heading, "") for heading in headings}
    _check_mapping(run.mapping, kind)
    run.datum = _datum(datum)
    run.options = {
        name: value for name, value in (options or {}).items() if name in (*OPTIONS, SINCE) and value
    }
    known_since.day_since(run.options.get(SINCE, ""))
    refuse_id_numbers(run.options.values(), field="options")
    run.answers, run.told = {}, ""
    run.save()
    return run


@transaction.atomic
def check(
    *,
    run: ImportRun,
    scope: Scope,
    on: dt.date,
    at: dt.datetime,
    answers: Mapping[str, str] | None = None,
    leave_out: bool | None = None,
) -> Report:
    """What the rows would do on that day, kept for the page that shows it. Nothing is written to the register.

    `answers` are added to those given before; `leave_out`: rows with problems stay out. Raises BadInput where the
    file cannot be understood as a whole, such as without a datum.
    """
    run = _decided(moved(run, S.CHECKED), answers, leave_out)
    report = findings(run, scope=scope, on=on)
    _keep(run, report, at=at)
    run.save()
    return report


@transaction.atomic
def begin_check(
    *, run: ImportRun, answers: Mapping[str, str] | None = None, leave_out: bool | None = None
) -> ImportRun:
    """From here on it is being checked in the background, with these decisions too."""
    run = _decided(moved(run, S.CHECKING), answers, leave_out)
    run.save()
    return run


@transaction.atomic
def begin(*, run: ImportRun, job: str = "") -> ImportRun:
    """From here on it is being written, and nothing of it can be changed. Raises Conflict while something stops it."""
    run = moved(run, S.APPLYING)
    if run.counts["problems"] or run.counts["open"]:
        raise Conflict(
            _("There are problems to mend or questions to answer first."),
            remedy=_("Mend the file, leave out the rows with problems, or answer the questions."),
        )
    if not (run.counts["new"] or run.counts["changed"]):
        raise Conflict(_("The file changes nothing."))
    run.job = job
    run.save()
    return run


@transaction.atomic
def write(
    *, run: ImportRun, scope: Scope, on: dt.date, at: dt.datetime, tell: Tell = lambda new, step: None
) -> bool:
    """Write it whole, if that is still what was shown; else it is to be looked at again, and False."""
    run = _locked(run)
    if run.state == S.APPLIED:
        return True
    if run.state != S.APPLYING:
        raise _not_now(run)
    one_at_a_time()
    kind, wishes = require(scope, kind_of(run.kind)), _wishes(run, scope)
    table, left_out = _rows(run, kind, wishes, on=on)
    report = left_out.told_in(kind.check(table, on=on, wishes=wishes))
    if store.fingerprint(report) != run.fingerprint or report.stops:
        run.state = S.CHECKED
        run.told = _("The register has changed since this was shown. Nothing was written: look at it again.")
        _keep(run, report, at=at)
        run.save()
        return False
    tell(report.new, _("Writing"))
    with noted(run):
        kind.apply(report, on=on, wishes=wishes)
    run.state, run.applied_at, run.day, run.told = S.APPLIED, at, on, ""
    run.save()
    _forget_rows(run, report)
    return True


@transaction.atomic
def failed(*, run: ImportRun, told: str) -> ImportRun:
    """Its job has ended without its effect: it can be looked at and begun again."""
    run = _locked(run)
    if run.state in BUSY:
        run.state, run.told, run.job = BUSY[run.state], told, ""
        run.save()
    return run


@transaction.atomic
def abandon(*, run: ImportRun) -> ImportRun:
    """Give it up before it is written; its rows are forgotten."""
    run = moved(run, S.ABANDONED)
    run.save()
    run.parts.all().delete()
    return run


def require(scope: Scope, kind: Kind) -> Kind:
    """The kind, if the scope holds the right to import it somewhere."""
    if not scope.to(kind.right).villages:
        raise NotAllowed(_("Your duties do not allow you to import this."), field="kind", value=kind.name)
    return kind


def seen(scope: Scope) -> QuerySet[ImportRun]:
    """The imports that somebody with that scope may look at and go on with."""
    found = Q(pk__in=[])
    for right in {kind.right for kind in KINDS.values()}:
        kinds = [kind.name for kind in KINDS.values() if kind.right == right]
        found |= Q(pk__in=ImportRun.objects.within(scope.to(right)).filter(kind__in=kinds).values("pk"))
    return ImportRun.objects.filter(found).select_related("user", "area")


def kinds_for(scope: Scope) -> list[Kind]:
    """What somebody with that scope may import."""
    return [kind for kind in KINDS.values() if scope.to(kind.right).villages]


def findings(run: ImportRun, *, scope: Scope, on: dt.date) -> Report:
    """What the import would do, without writing and without keeping it."""
    kind, wishes = require(scope, kind_of(run.kind)), _wishes(run, scope)
    table, left_out = _rows(run, kind, wishes, on=on)
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


def table_of(run: ImportRun) -> Table:
    """The rows of the file. NotFound: they are no longer kept."""
    return store.unpacked_table(_part(run, TABLE))


def report_of(run: ImportRun) -> Report:
    """What was found when it was last checked. NotFound: it is no longer kept."""
    return store.unpacked_report(_part(run, REPORT))


@contextmanager
def noted(run: ImportRun) -> Iterator[None]:
    """While it lasts, the tables note every row that is written, so that it can be undone."""
    execute("SELECT set_config('gridmap.import', %(run)s, true)", {"run": str(run.pk)})
    yield
    execute("SELECT set_config('gridmap.import', '', true)", {})


def moved(run: ImportRun, state: str) -> ImportRun:
    """The import, locked and in that state, not yet saved. Raises Conflict where it cannot go there from where it is."""
    # As it was found: a job that has it holds it to its end, and nobody shall wait so long for a refusal.
    if run.state in BUSY and state not in ALLOWED[run.state]:
        raise _not_now(run)
    found = _locked(run)
    if state not in ALLOWED[found.state]:
        raise _not_now(found)
    found.state = state
    return found


def _locked(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update().get(pk=run.pk)


def _decided(run: ImportRun, answers: Mapping[str, str] | None, leave_out: bool | None) -> ImportRun:
    refuse_id_numbers([*(answers or {}), *(answers or {}).values()], field="answers")
    run.answers |= dict(answers or {})
    if leave_out is not None:
        run.options["leave_out"] = leave_out
    run.told = ""
    return run


def _not_now(run: ImportRun) -> Conflict:
    return Conflict(
        _("This import is “%(state)s”: that cannot be done now.") % {"state": run.get_state_display()},
        field="state",
        value=run.state,
        remedy=_("Open it again from the list of imports."),
    )


@dataclass(frozen=True)
class LeftOut:
    """The problems of rows that stay out, and what the whole file does not name: a row left out is not gone from it."""

    problems: tuple[Problem, ...] = ()
    gone: Sequence[Entry] = ()

    def told_in(self, report: Report) -> Report:
        return replace(report, left_out=packed(self.problems), gone=self.gone) if self.problems else report


def _rows(run: ImportRun, kind: Kind, wishes: Wishes, *, on: dt.date) -> tuple[Table, LeftOut]:
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


def _forget_rows(run: ImportRun, report: Report) -> None:
    """Of what is written the file's rows are no longer needed; those left out wait to be mended."""
    lines = {problem.line for problem in report.left_out}
    if not lines:
        run.parts.filter(what=TABLE).delete()
        return
    table = table_of(run)
    kept = without_lines(table, {line for line in table.lines if line not in lines})
    run.parts.filter(what=TABLE).update(content=store.packed_table(kept))


def _keep(run: ImportRun, report: Report, *, at: dt.datetime) -> None:
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


def _wishes(run: ImportRun, scope: Scope) -> Wishes:
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
        **{name: run.options.get(name, "") for name in OPTIONS},
    )


def _recognised(table: Table, layer: str) -> dict[str, Any]:
    return {
        "format": table.format,
        "sheet": printable(layer),
        "headings": table.headings,
        "first_line": min(table.lines),
        "epsg": table.epsg,
        "assumed": table.assumed,
        "geometry": table.geometry is not None,
        "notes": table.notes,
        "problems": len(table.problems),
    }


def printable(name: str) -> str:
    """A name from outside as it is kept: without ID numbers, and in signs that can be seen."""
    return "".join(sign for sign in without_id_numbers(name, mark=MARK) if sign.isprintable())


def _learnt(run: ImportRun) -> dict[str, str]:
    """What this office confirmed for this kind the last time."""
    before = ImportRun.objects.filter(area=run.area, kind=run.kind).exclude(state=S.UPLOADED)
    found = before.order_by("-uploaded_at").values_list("mapping", flat=True).first()
    return {heading: field for heading, field in (found or {}).items() if field}


def _check_mapping(mapping: Mapping[str, str], kind: Kind) -> None:
    used = [field for field in mapping.values() if field]
    unknown = next((field for field in used if field not in kind.fields), None)
    if unknown is not None:
        raise BadInput(_("There is no such field."), field="mapping", value=unknown)
    double = next((field for field in used if used.count(field) > 1 and field not in kind.several), None)
    if double is not None:
        raise BadInput(
            _("Two columns are given the same meaning."),
            field="mapping",
            value=double,
            remedy=_("Set one of them to “not used”."),
        )
    lacking = next((field for field in kind.needed if field not in used), None)
    if lacking is not None or not used:
        raise BadInput(
            _("A column that is needed has not been named."),
            field="mapping",
            value=lacking or "",
            remedy=_("Choose the column that holds it."),
        )


def _datum(text: str) -> str:
    """A datum, "EPSG:4546", or nothing."""
    number = text.removeprefix("EPSG:")
    numbered = text.startswith("EPSG:") and number.isascii() and number.isdecimal() and len(number) < 7
    if text and text not in Datum.values and not (numbered and readable(int(number))):
        raise BadInput(
            _("This datum is not known."),
            field="datum",
            value=text,
            remedy=_("Known are: %(list)s") % {"list": listed([*Datum.values, "EPSG:4546"])},
        )
    return text


def office(own: Scope, *, on: dt.date) -> Area:
    """The top of the widest area that the right holds in."""
    code = min(own.codes, key=lambda code: (len(code), code))
    return Area.objects.on(on).get(code=code)


def _village_codes(on: dt.date) -> set[str]:
    return set(Area.objects.on(on).level(Area.Level.VILLAGE).values_list("code", flat=True))


def _part(run: ImportRun, what: str) -> bytes:
    found = run.parts.filter(what=what).first()
    content = bytes(found.content) if found else b""
    if not content.startswith(store.MARK):
        raise NotFound(_("The rows of this import are no longer kept."))
    return content
