"""Long lists as files, made in the background."""

import datetime as dt
import tempfile
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import wording
from geodata.base.access import refuse, require
from geodata.base.scope import Right, Scope
from geodata.contacts.account_states import AccountQuery
from geodata.coverage import states
from geodata.coverage.figures import LISTS
from geodata.exports.access_log import RecordQuery, as_csv
from geodata.exports.account_list import AccountReport
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.formats import FORMATS, named
from geodata.exports.extracts.registry import EXTRACTS
from geodata.exports.files import TYPES, write
from geodata.exports.gap_layer import content_type, write_list
from geodata.exports.gaps import Report
from geodata.exports.ledger import LedgerReport
from geodata.exports.need_ledger import (
    NeedLedger,
    as_arguments,
    as_filter,
    file_name,
    media_type,
    write_ledger,
)
from geodata.jobs.context import Work
from geodata.jobs.registry import job
from geodata.people.categories import category_name
from geodata.people.models import CareCategory
from geodata.territory.models import Area
from geodata.visits.ledger import Ledger


@job("reports.gaps", title=gettext_lazy("List of households as a file"))
def gaps(
    work: Work,
    *,
    area: str,
    figure: str,
    on: str,
    window: int,
    category: str = "",
    details: bool = False,
    form: str = "xlsx",
) -> dict[str, Any]:
    """The households of a figure as a file. `details`: the list itself tells what only those with details may know."""
    report = _report(work, area, figure, on=on, window=window, category=category, details=details)
    total, written = report.matched(), _("Writing rows")
    report = replace(report, progress=lambda rows: work.progress(rows, total, written))
    # On disk: a county's list may be larger than the memory that a job has.
    with tempfile.TemporaryFile() as target:
        write_list(form, report, target)
        target.seek(0)
        work.keep(f"{LISTS[figure].label}_{report.place}_{on}.{form}", content_type(form), target)
    filters = {"gap": LISTS[figure].gap or figure, "on": on, "window": window, "category": category}
    said = _("%(rows)s households are in the file.") % {"rows": wording.figure(total)}
    return {"says": [said], "record": {**filters, "rows": total}}


@job("reports.accounts", title=gettext_lazy("List of accounts as a file"), rights=[Right.APPOINT])
def accounts(work: Work, *, who: str = "", state: str = "", area: str = "") -> dict[str, Any]:
    """The accounts of a list as a spreadsheet."""
    query = AccountQuery(who=who, state=state, area=area)
    report = AccountReport(query, work.scope, by=work.user.name, at=timezone.localtime(work.at))
    rows = report.count()
    work.progress(0, rows, _("Writing rows"))
    with tempfile.TemporaryFile() as target:
        write("xlsx", report, target)
        target.seek(0)
        work.keep(report.file_name, TYPES["xlsx"], target)
    said = _("%(rows)s accounts are in the file.") % {"rows": wording.figure(rows)}
    return {"says": [said], "record": {"list": "accounts", **query.as_arguments(), "rows": rows}}


def _report(
    work: Work, area: str, figure: str, *, on: str, window: int, category: str, details: bool
) -> Report:
    day = dt.date.fromisoformat(on)
    # Asked again when the job runs: a post may have ended since it was started.
    scope: Scope = work.scope.to(Right.HOUSEHOLDS).to(Right.EXPORT)
    scope = scope.to(Right.DETAILS) if details else scope
    if not scope.grants or (area and not scope.holds_code(area)):
        refuse(Right.EXPORT)
    place = Area.objects.on(day).filter(code=area).first() if area else None
    question = states.Question(
        states.select(scope=scope, area=place, on=day), on=day, window=window, category=category or None
    )
    named = CareCategory.objects.filter(code=category).first() if category else None
    return Report(
        question,
        figure,
        scope,
        place,
        by=work.user.name,
        at=work.at,
        category=category_name(named) if named else "",
    )


@job("reports.ledger", title=gettext_lazy("Visit ledger as a file"))
def ledger(
    work: Work,
    *,
    area: str,
    first: str,
    last: str,
    outcome: str = "",
    mode: str = "",
    which: str = "",
    form: str = "xlsx",
) -> dict[str, Any]:
    """The visits of an area, or of one's own households, between two days."""
    scope: Scope = work.scope.to(Right.DETAILS).to(Right.EXPORT)
    if not scope.grants or (area and not scope.holds_code(area)):
        refuse(Right.EXPORT)
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    place = Area.objects.on(days[1]).filter(code=area).first() if area else None
    by = work.user if which == "mine" else None
    visits = Ledger(
        scope,
        place,
        *days,
        outcome=outcome,
        mode=mode,
        by=by,
        voided=which == "voided",
        noted=which == "noted",
    )
    total, written = visits.visits().count(), _("Writing rows")
    report = LedgerReport(
        visits,
        place.name if place else _("My households"),
        by=work.user.name,
        at=timezone.localtime(work.at),
        progress=lambda rows: work.progress(rows, total, written),
    )
    with tempfile.TemporaryFile() as target:
        write(form, report, target)
        target.seek(0)
        work.keep(f"{report.title}_{first}_{last}.{form}", TYPES[form], target)
    said = _("%(rows)s rows are in the file.") % {"rows": wording.figure(total)}
    return {
        "says": [said],
        "record": {"list": "visits", "first": first, "on": last, "rows": total, "format": form},
    }


@job("reports.needs", title=gettext_lazy("Ledger of needs as a file"), rights=[Right.EXPORT, Right.NEED])
def needs(work: Work, *, asked: dict[str, Any], form: str) -> dict[str, Any]:
    """The needs that the filter of the page finds, but for sensitive ones."""
    found = as_filter(asked, on=work.on)
    told = NeedLedger(found, work.user, work.scope, timezone.localtime(work.at))
    total, written = told.count(), _("Writing rows")
    ledger = replace(told, progress=lambda rows: work.progress(rows, total, written))
    with tempfile.TemporaryFile() as target:
        write_ledger(form, ledger, target)
        target.seek(0)
        work.keep(file_name(ledger, form), media_type(form), target)
    said = _("%(rows)s rows are in the file.") % {"rows": wording.figure(total)}
    return {
        "says": [said],
        "record": {"list": "needs", **as_arguments(found), "rows": total, "format": form},
    }


@job("reports.records", title=gettext_lazy("Record of access as a file"), rights=[Right.AUDIT])
def records(
    work: Work, *, first: str = "", last: str = "", action: str = "", who: str = ""
) -> dict[str, Any]:
    """What the filters find, for auditors."""
    require(work.scope, Right.AUDIT)
    begin, end = (dt.date.fromisoformat(day) if day else None for day in (first, last))
    query = RecordQuery(begin, end, action=action, who=who)
    entries = query.entries()
    with tempfile.TemporaryFile() as target:
        target.writelines(as_csv(entries, by=work.user.name, at=timezone.localtime(work.at)))
        target.seek(0)
        work.keep(f"{_('Access log')}_{work.on}.csv", TYPES["csv"], target)
    rows = entries.count()
    said = _("%(rows)s rows are in the file.") % {"rows": wording.figure(rows)}
    return {"says": [said], "record": {**query.as_arguments(), "rows": rows, "format": "csv"}}


@job("reports.extract", title=gettext_lazy("Table as a file"))
def extract(work: Work, *, extract: str, area: str, on: str, form: str) -> dict[str, Any]:
    """A whole table of an area as a file."""
    day = dt.date.fromisoformat(on)
    place = Area.objects.on(day).filter(code=area).first()
    if place is None or not work.scope.to(Right.EXPORT).holds_code(area):
        refuse(Right.EXPORT)
    question = AreaQuestion(work.scope, place, day, work.user.name, timezone.localtime(work.at))
    table = EXTRACTS[extract]
    total, written = table.count(question), _("Writing rows")
    watched = replace(question, progress=lambda rows: work.progress(rows, total, written))
    with tempfile.TemporaryFile() as target:
        FORMATS[form].write(table, watched, target)
        target.seek(0)
        work.keep(named(table, question, form), FORMATS[form].content_type, target)
    said = _("%(rows)s rows are in the file.") % {"rows": wording.figure(total)}
    return {"says": [said], "record": {"list": extract, "on": on, "rows": total, "format": form}}
