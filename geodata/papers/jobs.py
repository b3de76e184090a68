"""Long papers, made in the background."""

import datetime as dt
import tempfile
import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from geodata.base import wording
from geodata.base.scope import Right
from geodata.campaigns.finding import find_campaign
from geodata.campaigns.sheets import to_reach
from geodata.contacts.slips import issue_slips
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.rosters import Rosters
from geodata.exports.need_ledger import NeedLedger, as_arguments, as_filter, file_name
from geodata.jobs import once
from geodata.jobs.context import Work
from geodata.jobs.registry import job
from geodata.papers import call_sheets, rosters, slips
from geodata.papers import cards as cards_on_paper
from geodata.papers.needs import ledger_parts
from geodata.papers.pdf import MEDIA_TYPE, bound
from geodata.territory.models import Area


def _question(work: Work, area: str, on: str) -> AreaQuestion:
    day = dt.date.fromisoformat(on)
    place = Area.objects.on(day).within(work.scope).get(code=area)
    return AreaQuestion(work.scope, place, day, work.user.name, timezone.localtime(work.at))


@job("reports.roster", title=gettext_lazy("Roster of contacts as PDF"))
def roster(work: Work, *, area: str, on: str) -> dict[str, Any]:
    """The villages of the area one after the other, as one file."""
    question = _question(work, area, on)
    step = _("Villages")
    papers = list(rosters.parts(question, lambda done, total: work.progress(done, total, step)))
    with tempfile.TemporaryFile() as target:
        bound(papers, target)
        target.seek(0)
        work.keep(f"{_('Roster of contacts')}_{question.area.name}_{on}.pdf", MEDIA_TYPE, target)
    return _said(question, "contacts", Rosters().count(question))


@job(
    "reports.needs_on_paper", title=gettext_lazy("Ledger of needs as PDF"), rights=[Right.EXPORT, Right.NEED]
)
def needs(work: Work, *, asked: dict[str, Any]) -> dict[str, Any]:
    """The same as the page shows it, but for sensitive ones."""
    found = as_filter(asked, on=work.on)
    ledger = NeedLedger(found, work.user, work.scope, timezone.localtime(work.at))
    step = pgettext("of a file", "Pages")
    papers = list(ledger_parts(ledger, lambda done, total: work.progress(done, total, step)))
    with tempfile.TemporaryFile() as target:
        bound(papers, target)
        target.seek(0)
        work.keep(file_name(ledger, "pdf"), MEDIA_TYPE, target)
    rows = ledger.count()
    said = _("%(rows)s rows are in the file.") % {"rows": wording.figure(rows)}
    return {"says": [said], "record": {"list": "needs", **as_arguments(found), "rows": rows, "format": "pdf"}}


@job("reports.cards", title=gettext_lazy("Contact cards as PDF"))
def cards(work: Work, *, area: str, on: str, root: str) -> dict[str, Any]:
    """All cards of the area that were printed on that day, as one file."""
    question = _question(work, area, on)
    step = pgettext("of a file", "Pages")
    papers = list(cards_on_paper.parts(question, root, lambda done, total: work.progress(done, total, step)))
    with tempfile.TemporaryFile() as target:
        bound(papers, target)
        target.seek(0)
        work.keep(f"{_('Contact cards')}_{question.area.name}_{on}.pdf", MEDIA_TYPE, target)
    return _said(question, "cards", cards_on_paper.printed(question).count())


@job(slips.KIND, title=gettext_lazy("Slips of one-time links as PDF"), rights=[Right.APPOINT])
def slips_of_a_village(work: Work, *, village: str, again: bool, root: str) -> dict[str, Any]:
    """The links are issued and printed in one transaction with the file, which is sealed and given out once."""
    place = Area.objects.on(work.on).get(code=village)
    step = _("Slips")
    issued = issue_slips(village=place, again=again, by=work.user, scope=work.scope, at=work.at, on=work.on)
    pdf = slips.slips_pdf(
        issued,
        root,
        village=place,
        by=work.user.name,
        at=timezone.localtime(work.at),
        progress=lambda done, total: work.progress(done, total, step),
    )
    once.keep(work, f"{_('Slips')}_{place.name}_{work.on}.pdf", MEDIA_TYPE, pdf)
    rows = len(issued)
    said = ngettext("%(n)s slip is in the file.", "%(n)s slips are in the file.", rows)
    return {
        "says": [said % {"n": wording.figure(rows)}],
        "record": {"list": "slips", "on": work.on.isoformat(), "rows": rows},
    }


@job(
    call_sheets.KIND, title=gettext_lazy("Lists of a roll-call as PDF"), rights=[Right.EXPORT, Right.CAMPAIGN]
)
def lists_of_a_campaign(work: Work, *, campaign: str, area: str) -> dict[str, Any]:
    """Whom nobody has reached when the worker begins, a page for each grid, as one file."""
    found, at = find_campaign(uuid.UUID(campaign), scope=work.scope), timezone.localtime(work.at)
    sheets = call_sheets.call_sheets(to_reach(found, scope=work.scope, area=area), on=work.on)
    step = _("Grids")
    pages = call_sheets.parts(
        found, sheets, by=work.user.name, at=at, progress=lambda done, total: work.progress(done, total, step)
    )
    with tempfile.TemporaryFile() as target:
        bound(list(pages), target)
        target.seek(0)
        work.keep(f"{found.title}_{area or found.area.code}.pdf", MEDIA_TYPE, target)
    rows = sum(len(sheet.calls) for sheet in sheets)
    said = _("%(rows)s households are in the file.") % {"rows": wording.figure(rows)}
    return {"says": [said], "record": {"list": "roll_call", "on": work.on.isoformat(), "rows": rows}}


def _said(question: AreaQuestion, what: str, rows: int) -> dict[str, Any]:
    said = _("%(rows)s households are in the file.") % {"rows": wording.figure(rows)}
    return {"says": [said], "record": {"list": what, "on": question.on.isoformat(), "rows": rows}}
