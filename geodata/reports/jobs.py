"""Long lists as files and on paper, made in the background."""

import datetime as dt
import tempfile
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from geodata.coverage import states
from geodata.coverage.figures import FIGURES
from geodata.errors import NotAllowed
from geodata.jobs.registry import job
from geodata.jobs.work import Work
from geodata.people.categories import category_name
from geodata.people.models import CareCategory
from geodata.reports import card_paper, roster_paper
from geodata.reports.extracts.extract import Asked
from geodata.reports.extracts.extracts import EXTRACTS
from geodata.reports.extracts.formats import FORMATS, named
from geodata.reports.extracts.rosters import Rosters
from geodata.reports.files import TYPES, write
from geodata.reports.gap_layer import content_type, write_list
from geodata.reports.gaps import Report
from geodata.reports.ledger import LedgerReport, households_of
from geodata.reports.pdf import MEDIA_TYPE, bound
from geodata.reports.records import RecordQuery, as_csv
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope
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
    total, written = report.matched(), _("Rows are written")
    report = replace(report, told=lambda rows: work.progress(rows, total, written))
    with tempfile.TemporaryFile() as target:
        write_list(form, report, target)
        target.seek(0)
        work.keep(f"{FIGURES[figure].label}_{report.place}_{on}.{form}", content_type(form), target)
    filters = {"gap": figure, "on": on, "window": window, "category": category}
    said = _("%(rows)d households are in the file.") % {"rows": total}
    return {"says": [said], "record": {**filters, "rows": total}}


def _report(
    work: Work, area: str, figure: str, *, on: str, window: int, category: str, details: bool
) -> Report:
    day = dt.date.fromisoformat(on)
    scope: Scope = work.scope.to(Right.HOUSEHOLDS).to(Right.EXPORT)
    scope = scope.to(Right.DETAILS) if details else scope
    if not scope.grants or (area and not scope.holds_code(area)):
        raise NotAllowed(_("Your duties do not include this."))
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
        raise NotAllowed(_("Your duties do not include this."))
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    place = Area.objects.on(days[1]).filter(code=area).first() if area else None
    by = work.user if which == "mine" else None
    asked = Ledger(
        scope,
        place,
        *days,
        outcome=outcome,
        mode=mode,
        by=by,
        voided=which == "voided",
        noted=which == "noted",
    )
    total, written = asked.visits().count(), _("Rows are written")
    report = LedgerReport(
        asked,
        place.name if place else _("my households"),
        households_of(asked),
        by=work.user.name,
        at=timezone.localtime(work.at),
        told=lambda rows: work.progress(rows, total, written),
    )
    with tempfile.TemporaryFile() as target:
        write(form, report, target)
        target.seek(0)
        work.keep(f"{report.title}_{first}_{last}.{form}", TYPES[form], target)
    said = _("%(rows)d rows are in the file.") % {"rows": total}
    return {
        "says": [said],
        "record": {"list": "visits", "first": first, "on": last, "rows": total, "format": form},
    }


def _asked(work: Work, area: str, on: str) -> Asked:
    day = dt.date.fromisoformat(on)
    found = Area.objects.on(day).within(work.scope).get(code=area)
    return Asked(work.scope, found, day, work.user.name, timezone.localtime(work.at))


@job("reports.roster", title=gettext_lazy("Roster of contacts as PDF"))
def roster(work: Work, *, area: str, on: str) -> dict[str, Any]:
    """The villages of the area one after the other, as one file."""
    asked = _asked(work, area, on)
    step = _("Villages")
    papers = list(roster_paper.parts(asked, lambda done, total: work.progress(done, total, step)))
    with tempfile.TemporaryFile() as target:
        bound(papers, target)
        target.seek(0)
        work.keep(f"{_('Roster of contacts')}_{asked.area.name}_{on}.pdf", MEDIA_TYPE, target)
    return _said(asked, "contacts", Rosters().count(asked))


@job("reports.cards", title=gettext_lazy("Contact cards as PDF"))
def cards(work: Work, *, area: str, on: str, root: str) -> dict[str, Any]:
    """All cards of the area that were printed on that day, as one file."""
    asked = _asked(work, area, on)
    step = pgettext("of a file", "Pages")
    papers = list(card_paper.parts(asked, root, lambda done, total: work.progress(done, total, step)))
    with tempfile.TemporaryFile() as target:
        bound(papers, target)
        target.seek(0)
        work.keep(f"{_('Contact cards')}_{asked.area.name}_{on}.pdf", MEDIA_TYPE, target)
    return _said(asked, "cards", card_paper.printed(asked).count())


def _said(asked: Asked, what: str, rows: int) -> dict[str, Any]:
    said = _("%(rows)d households are in the file.") % {"rows": rows}
    return {"says": [said], "record": {"list": what, "on": asked.on.isoformat(), "rows": rows}}


@job("reports.records", title=gettext_lazy("Record of access as a file"), rights=[Right.AUDIT])
def records(
    work: Work, *, first: str = "", last: str = "", action: str = "", who: str = ""
) -> dict[str, Any]:
    """What the filters find, for auditors."""
    if not work.scope.may(Right.AUDIT):
        raise NotAllowed(_("Your duties do not include this."))
    begin, end = (dt.date.fromisoformat(day) if day else None for day in (first, last))
    query = RecordQuery(begin, end, action=action, who=who)
    entries = query.entries()
    with tempfile.TemporaryFile() as target:
        target.writelines(as_csv(entries, by=work.user.name, at=timezone.localtime(work.at)))
        target.seek(0)
        work.keep(f"{_('Record of access')}_{work.on}.csv", TYPES["csv"], target)
    rows = entries.count()
    said = _("%(rows)d rows are in the file.") % {"rows": rows}
    return {"says": [said], "record": {**query.told(), "rows": rows, "format": "csv"}}


@job("reports.extract", title=gettext_lazy("Table as a file"))
def extract(work: Work, *, extract: str, area: str, on: str, form: str) -> dict[str, Any]:
    """A whole table of an area as a file."""
    day = dt.date.fromisoformat(on)
    place = Area.objects.on(day).filter(code=area).first()
    if place is None or not work.scope.to(Right.EXPORT).holds_code(area):
        raise NotAllowed(_("Your duties do not include this."))
    asked = Asked(work.scope, place, day, work.user.name, timezone.localtime(work.at))
    table = EXTRACTS[extract]
    total, written = table.count(asked), _("Rows are written")
    told = replace(asked, told=lambda rows: work.progress(rows, total, written))
    with tempfile.TemporaryFile() as target:
        FORMATS[form].write(table, told, target)
        target.seek(0)
        work.keep(named(table, asked, form), FORMATS[form].content_type, target)
    said = _("%(rows)d rows are in the file.") % {"rows": total}
    return {"says": [said], "record": {"list": extract, "on": on, "rows": total, "format": form}}
