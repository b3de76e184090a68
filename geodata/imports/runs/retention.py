"""What an import keeps of persons: its rows, its findings and the former values that taking it back needs."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from geodata.base.periods import midnight
from geodata.imports.models import ImportPart, ImportRun, ImportStep
from geodata.imports.workflow import LIFE, Move


def imports(before: dt.date, apply: bool) -> int:
    """What is kept of imports in which nothing has happened since that day."""
    resting = kept_since(midnight(before))
    count = resting.count()
    if apply:
        forget(resting)
    return count


def kept_since(before: dt.datetime) -> QuerySet[ImportRun]:
    """Imports in which nothing has happened since, and of which something is still kept."""
    parts, steps = (model.objects.filter(run=OuterRef("pk")) for model in (ImportPart, ImportStep))
    return ImportRun.objects.resting(before=before).filter(Exists(parts) | Exists(steps))


def forget(found: QuerySet[ImportRun]) -> None:
    """What was confirmed of their columns, their counts and who wrote them stay.

    What was written can no longer be taken back, and what was not is given up.
    """
    for run in list(found.select_for_update()):
        run.parts.all().delete()
        run.steps.all().delete()
        run.counts |= {"forgotten": True}
        run.in_the_way = []
        if LIFE.allowed(run.state, Move.ABANDON):
            LIFE.write(run, Move.ABANDON, by=None, at=timezone.now())
        else:
            run.save(update_fields=["counts", "in_the_way"])
