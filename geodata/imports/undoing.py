"""Taking an import back as one step, while nothing depends on it: see undo_import in the migration."""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.errors import Conflict
from geodata.imports.kinds import kind_of
from geodata.imports.models import ALLOWED, ImportRun
from geodata.imports.runs import require
from geodata.people.models import Household
from geodata.territory.models import Area
from geodata.territory.scope import Scope

LISTED = 200
"""Rows in the way that are named one by one."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A row that the import wrote and that it cannot take back: since changed, or referred to by another table."""

    what: str
    subject: str
    why: str


@transaction.atomic
def undo(*, run: ImportRun, by: User, scope: Scope, at: dt.datetime) -> list[Obstacle]:
    """Everything that the import wrote is as it was before, or nothing and what stands in the way.

    Raises Conflict where it is not written, or somebody else is changing its rows at this moment.
    """
    require(scope, kind_of(run.kind))
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if ImportRun.State.UNDONE not in ALLOWED[run.state]:
        raise Conflict(
            _("This import is “%(state)s”: that cannot be done now.") % {"state": run.get_state_display()},
            field="state",
            value=run.state,
        )
    if run.counts.get("forgotten"):
        raise Conflict(_("What this import changed is no longer kept: it can no longer be taken back."))
    rows = _taken_back(run)
    if not rows:
        run.state, run.undone_at, run.undone_by = ImportRun.State.UNDONE, at, by
        run.save()
    return _obstacles(rows)


def _taken_back(run: ImportRun) -> list[tuple[str, int, str]]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT place, pk, why FROM undo_import(%s)", [run.pk])
            return list(cursor.fetchall())
    except IntegrityError as error:
        raise Conflict(
            _("Somebody is using what this import wrote at this moment."), remedy=_("Try again in a minute.")
        ) from error


def _obstacles(rows: list[tuple[str, int, str]]) -> list[Obstacle]:
    labels = {
        model._meta.db_table: str(model._meta.verbose_name)
        for model in apps.get_app_config("geodata").get_models(include_auto_created=True)
    }
    shown = rows[:LISTED]
    subjects = _subjects(shown)
    return [
        Obstacle(
            labels.get(place, place),
            subjects.get((place, pk), f"#{pk}"),
            _("changed since")
            if why == "changed"
            else _("used by: %(what)s") % {"what": labels.get(why, why)},
        )
        for place, pk, why in shown
    ]


def _subjects(rows: list[tuple[str, int, str]]) -> dict[tuple[str, int], str]:
    """Names of households and areas; other rows are told by their number."""
    found: dict[tuple[str, int], str] = {}
    for named in (Household.objects.all(), Area.objects.all()):
        table = named.model._meta.db_table
        wanted = [pk for place, pk, _why in rows if place == table]
        found |= {(table, row.pk): str(row) for row in named.filter(pk__in=wanted)}
    return found
