"""What is forgotten, and when. Figures of past days stay as they were: rows lose their words, not their places.

Days come from the settings KEEP_…_DAYS; 0 keeps for ever. What has ended by
itself (sessions, tokens, counts of requests) goes whatever they say.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts import ended, rates
from geodata.audit.models import AccessEntry
from geodata.imports import forgetting
from geodata.jobs.models import Job, JobFile
from geodata.people.models import CareRecord, Household, Livelihood, OccupancyPeriod, Resident
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit

WITHOUT_PERSONS: dict[str, object] = {
    "head_name": "",
    "phones": [],
    "address": "",
    "group": "",
    "building": "",
    "entrance": "",
    "door": "",
    "size": None,
}
LEFT = (Household.Occupancy.MOVED_AWAY, Household.Occupancy.DISSOLVED)


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of thing to forget: its name, how many rows, and the day before which they lie."""

    what: str
    before: dt.date
    rows: int


def forget(*, on: dt.date, apply: bool) -> list[Step]:
    """What has been kept long enough on that day; with `apply` it is forgotten, all in one transaction."""
    plan = (
        (settings.KEEP_NOTES_DAYS, _("notes and places of visits"), _notes),
        (settings.KEEP_LOGS_DAYS, _("access records"), _logs),
        (settings.KEEP_LOGS_DAYS, _("former rows"), _former_rows),
        (settings.KEEP_LEFT_DAYS, _("households that left, with their persons"), _left),
        (settings.KEEP_LOGS_DAYS, _("failed sign-ins"), _failures),
        (settings.KEEP_FILES_DAYS, _("files of jobs"), _files),
        (settings.KEEP_JOBS_DAYS, _("jobs that have ended"), _jobs),
        (settings.KEEP_IMPORTS_DAYS, _("rows and former values of imports"), _imports),
    )
    swept = (
        (_("ended sessions"), _sessions),
        (_("ended API tokens"), _tokens),
        (_("counts of requests"), _counts),
        (_("counts of guesses, and networks that are known"), _guesses),
    )
    # Forgetting leaves no former rows, and is the one exception to their being append-only.
    with transaction.atomic(), pgtrigger.ignore():
        kept = [(what, on - dt.timedelta(days=days), run) for days, what, run in plan if days]
        return [
            Step(what, before, run(before, apply))
            for what, before, run in [*kept, *((what, on, run) for what, run in swept)]
        ]


def _notes(before: dt.date, apply: bool) -> int:
    told = Visit.objects.filter(day__lt=before).exclude(note="", point=None)
    count = told.count()
    if apply:
        _events_of(Visit).filter(day__lt=before).update(note="", point=None)
        told.update(note="", point=None)
    return count + _held_notes(before, apply)


def _held_notes(before: dt.date, apply: bool) -> int:
    """Of the inbox only what is decided: what waits is still needed."""
    told = HeldVisit.objects.filter(day__lt=before).exclude(note="").exclude(state=HeldVisit.State.WAITING)
    count = told.count()
    if apply:
        _events_of(HeldVisit).filter(day__lt=before, pgh_obj__in=told).update(note="")
        told.update(note="")
    return count


def _logs(before: dt.date, apply: bool) -> int:
    return _erase(AccessEntry.objects.filter(at__date__lt=before), apply)


def _files(before: dt.date, apply: bool) -> int:
    """Also uploads that no job has taken; what an open job works on stays."""
    return _erase(JobFile.objects.filter(created__date__lt=before).exclude(job__in=Job.objects.open()), apply)


def _jobs(before: dt.date, apply: bool) -> int:
    return _erase(Job.objects.filter(finished__date__lt=before), apply)


def _imports(before: dt.date, apply: bool) -> int:
    resting = forgetting.kept_since(_midnight(before))
    count = resting.count()
    if apply:
        forgetting.forget(resting)
    return count


def _former_rows(before: dt.date, apply: bool) -> int:
    return sum(
        _erase(_events_of(model).filter(pgh_created_at__date__lt=before), apply)
        for model in _tracked_models()
    )


def _left(before: dt.date, apply: bool) -> int:
    """Households that left before that day lose all that names a person, and so do their former rows."""
    gone = OccupancyPeriod.objects.filter(
        occupancy__in=LEFT, period__startswith__lt=before, period__upper_inf=True
    ).values("household")
    ids = list(Household.objects.filter(pk__in=gone).exclude(head_name="").values_list("pk", flat=True))
    if apply and ids:
        CareRecord.objects.filter(household__in=ids).update(resident=None, source="")
        Resident.objects.filter(household__in=ids).delete()
        Livelihood.objects.filter(household__in=ids).delete()
        Visit.objects.filter(household__in=ids).update(note="", point=None)
        Household.objects.filter(pk__in=ids).update(**WITHOUT_PERSONS)
        _events_of(Household).filter(pgh_obj__in=ids).delete()
        tokens = list(Household.objects.filter(pk__in=ids).values_list("token", flat=True))
        HeldVisit.objects.filter(token__in=tokens).update(note="")
        _events_of(HeldVisit).filter(token__in=tokens).delete()
        for model in (CareRecord, Resident, Visit):
            _events_of(model).filter(household__in=ids).delete()
    return len(ids)


def _failures(before: dt.date, apply: bool) -> int:
    return _erase(ended.failures(_midnight(before)), apply)


def _sessions(before: dt.date, apply: bool) -> int:
    return max(_erase(rows, apply) for rows in ended.sessions(_midnight(before)))


def _tokens(before: dt.date, apply: bool) -> int:
    return _erase(ended.tokens(_midnight(before)), apply)


def _counts(before: dt.date, apply: bool) -> int:
    return rates.ended(before=_midnight(before), apply=apply)


def _guesses(before: dt.date, apply: bool) -> int:
    return sum(_erase(rows, apply) for rows in ended.guesses(_midnight(before)))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _tracked_models() -> list[type[Model]]:
    return [model for model in apps.get_app_config("geodata").get_models() if hasattr(model, "changes")]


def _events_of(model: type[Model]) -> QuerySet[Model]:
    events: QuerySet[Model] = model.changes.rel.related_model.objects.all()  # type: ignore[attr-defined]
    return events


def _erase(rows: QuerySet[Any], apply: bool) -> int:
    count = rows.count()
    if apply:
        rows.delete()
    return count
