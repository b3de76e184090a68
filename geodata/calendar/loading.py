"""Loading a year: what is published, or what the law says until then. What the county has said stays."""

import datetime as dt

from django.db import transaction

from geodata.calendar.models import CalendarVersion, WorkDay
from geodata.calendar.published import days_of, is_published

Source = WorkDay.Source


@transaction.atomic
def load_year(year: int, *, at: dt.datetime) -> int:
    """Gives how many days changed; 0: nothing was new."""
    source = Source.PUBLISHED if is_published(year) else Source.STATUTORY
    known = {row.day: row for row in WorkDay.objects.select_for_update().filter(day__year=year)}
    kept = {day for day, row in known.items() if row.source == Source.COUNTY}
    told = {day: WorkDay(day, works, name, source) for day, works, name in days_of(year) if day not in kept}
    gone = known.keys() - kept - told.keys()
    changed = [row for day, row in told.items() if day not in known or _differs(row, known[day])]
    WorkDay.objects.filter(day__in=gone).delete()
    # Another worker may load the same year at the same time.
    WorkDay.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["day"], update_fields=["works", "name", "source"]
    )
    if days := sorted(gone | {row.day for row in changed}):
        CalendarVersion.objects.create(at=at, days=days)
    return len(days)


def load_missing_years(day: dt.date, *, at: dt.datetime) -> int:
    """The year of that day and the next one, where they are not loaded as published yet."""
    known = set(
        WorkDay.objects.filter(source=Source.PUBLISHED, day__year__gte=day.year)
        .values_list("day__year", flat=True)
        .distinct()
    )
    return sum(load_year(year, at=at) for year in (day.year, day.year + 1) if year not in known)


def _differs(row: WorkDay, known: WorkDay) -> bool:
    return (row.works, row.name, row.source) != (known.works, known.name, known.source)
