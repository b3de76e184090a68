"""Taking an import back as one step, while nothing depends on it: see import_obstacles and undo_import in migration 0021."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import Conflict
from geodata.base.scope import Scope
from geodata.imports.actions import Action
from geodata.imports.kinds.registry import kind_of
from geodata.imports.kinds.staging import rows_of
from geodata.imports.kinds.staging import run as execute
from geodata.imports.models import ImportRun
from geodata.imports.runs.audit import record_import
from geodata.imports.runs.lifecycle import Tell, locked, require
from geodata.imports.runs.posts_audit import posts_on_record
from geodata.imports.workflow import LIFE, Move
from geodata.people.models import Household
from geodata.territory.models import Area

COUNTED = "import_taken_back"
"""The sequence that tells how many rows are taken back, while they are."""
LISTED = 200
"""Rows in the way that are named one by one."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A row that the import wrote and that it cannot take back: since changed, or referred to by another table."""

    what: str
    subject: str
    why: str


@transaction.atomic
def begin(*, run: ImportRun, by: User, scope: Scope, at: dt.datetime) -> ImportRun:
    """From here on it is being taken back. Raises Conflict where it is not written, or what it changed is forgotten."""
    require(scope, kind_of(run.kind))
    run = locked(run, Move.UNDO, scope=scope)
    if run.counts.get("forgotten"):
        raise Conflict(_("What this import changed is no longer kept, so it can no longer be undone."))
    run.told, run.in_the_way = "", []
    return LIFE.write(run, Move.UNDO, by=by, at=at)


@transaction.atomic
def undo(
    *, run: ImportRun, by: User, scope: Scope, at: dt.datetime, tell: Tell = lambda rows, step: None
) -> bool:
    """Everything that the import wrote is as it was before; or nothing, the import says what stands in the way, and False.

    Raises Conflict where somebody else is changing its rows at this moment.
    """
    require(scope, kind_of(run.kind))
    run = locked(run, Move.RESTORE)
    tell(0, _("Looking for what has been changed or used since"))
    found = _in_the_way(run)
    if found:
        run.in_the_way = found[:LISTED]
        LIFE.write(run, Move.FAIL, by=None, at=at)
        return False
    record_import(run, action=Action.IMPORT_UNDONE, by=by, at=at)
    tell(_rows(), _("Undoing"))
    with posts_on_record(run.kind, by=by, at=at, run=run.pk):
        _take_back()
    run.undone_at, run.undone_by = at, by
    LIFE.write(run, Move.RESTORE, by=None, at=at)
    return True


def written(run: ImportRun) -> int:
    """How many rows of its file it has written."""
    return int(run.counts["new"] + run.counts["changed"])


def obstacles(run: ImportRun) -> list[Obstacle]:
    """What stood in the way when it was last to be taken back."""
    labels = {
        model._meta.db_table: str(model._meta.verbose_name)
        for model in apps.get_app_config("geodata").get_models(include_auto_created=True)
    }
    subjects = _subjects(run.in_the_way)
    return [
        Obstacle(
            labels.get(place, place),
            subjects.get((place, pk), f"#{pk}"),
            _("changed since")
            if why == "changed"
            else _("used by: %(what)s") % {"what": labels.get(why, why)},
        )
        for place, pk, why in run.in_the_way
    ]


def _in_the_way(run: ImportRun) -> list[tuple[str, int, str]]:
    return rows_of("SELECT place, pk, why FROM import_obstacles(%(run)s)", {"run": run.pk})


def _rows() -> int:
    """Rows of the register that wait to be taken back."""
    [(number,)] = rows_of("SELECT count(*) FROM import_undo", {})
    return int(number)


def _take_back() -> None:
    try:
        with transaction.atomic():
            execute("SELECT undo_import()", {})
    except IntegrityError as error:
        raise Conflict(
            _("Someone is using what this import wrote at this moment."), remedy=_("Try again in a minute.")
        ) from error


def _subjects(rows: Iterable[tuple[str, int, str]]) -> dict[tuple[str, int], str]:
    """Names of households and areas; other rows are told by their number."""
    found: dict[tuple[str, int], str] = {}
    for named in (Household.objects.all(), Area.objects.all()):
        table = named.model._meta.db_table
        wanted = [pk for place, pk, _why in rows if place == table]
        found |= {(table, row.pk): str(row) for row in named.filter(pk__in=wanted)}
    return found
