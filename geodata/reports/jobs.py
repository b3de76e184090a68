"""Gap reports as jobs: an edition with its documents, and one document of an edition that is already there."""

import datetime as dt
import tempfile
import uuid
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.audit.notices import tell
from geodata.base import wording
from geodata.exports.extracts.extract import AreaQuestion
from geodata.exports.extracts.formats import FORMATS
from geodata.jobs.context import Work
from geodata.jobs.registry import each_five_minutes, job
from geodata.papers.pdf import MEDIA_TYPE
from geodata.reports.concept import NoticeKind
from geodata.reports.finding import find_edition
from geodata.reports.making import area_of, make_edition
from geodata.reports.models import RIGHTS, Edition
from geodata.reports.pdf import report_pdf
from geodata.reports.starting import EDITION, FILE
from geodata.reports.tables import write_book, write_layer
from geodata.reports.telling import Report, report_of
from geodata.reports.weekly import make_what_is_due
from geodata.reports.word import MEDIA_TYPE as WORD
from geodata.reports.word import write_word

FORMS: dict[str, str] = {
    "pdf": MEDIA_TYPE,
    "docx": WORD,
    "xlsx": FORMATS["xlsx"].content_type,
    "csv": FORMATS["csv"].content_type,
    "geojson": FORMATS["geojson"].content_type,
    "gpkg": FORMATS["gpkg"].content_type,
}
AT_FIRST = ("pdf", "docx", "xlsx")
"""What is made together with a new edition."""


@job(EDITION, title=gettext_lazy("Gap report"), rights=RIGHTS)
def edition(work: Work, *, area: str, on: str, names: bool = False, weekly: bool = False) -> dict[str, Any]:
    """A new edition of the area, with its documents. `weekly`: nobody waits for it, and its user is told."""
    place = area_of(area, work.scope)
    made = make_edition(area=place, on=dt.date.fromisoformat(on), by=work.user, scope=work.scope)
    found = _files(work, made, AT_FIRST, names=names)
    if weekly:
        subject = f"{place.name} {made.mark}"
        tell(
            [work.user.pk],
            kind=NoticeKind.REPORT_MADE,
            subject=subject,
            link=f"/jobs/{work.job.pk}/",
            at=work.at,
        )
    return found


@each_five_minutes
def begin_weekly_reports(at: dt.datetime) -> None:
    """Those that are due since Monday, seven o'clock."""
    make_what_is_due(at)


@job(FILE, title=gettext_lazy("Gap report as a file"), rights=RIGHTS)
def edition_file(work: Work, *, edition: str, form: str, names: bool = False) -> dict[str, Any]:
    """The same of an edition that was made before."""
    return _files(work, find_edition(uuid.UUID(edition), work.scope), (form,), names=names)


def _files(work: Work, edition: Edition, forms: tuple[str, ...], *, names: bool) -> dict[str, Any]:
    report, step = report_of(edition, scope=work.scope, names=names), _("Documents")
    for number, form in enumerate(forms):
        work.progress(number, len(forms), step)
        with tempfile.TemporaryFile() as target:
            write(form, report, work, target, names=names)
            target.seek(0)
            work.keep(file_name(report, form), FORMS[form], target)
    said = _("Edition no. %(number)s is there.") % {"number": wording.figure(edition.number)}
    told = {"list": "gap_report", "number": edition.number, "on": edition.day.isoformat(), "names": names}
    return {"says": [said, report.headline], "page": f"/reports/{edition.pk}/", "record": told}


def write(form: str, report: Report, work: Work, target: IO[bytes], *, names: bool) -> None:
    at = timezone.localtime(work.at)
    edition = report.edition
    question = AreaQuestion(work.scope, edition.area, edition.day, work.user.name, at)
    if form == "pdf":
        target.write(report_pdf(report, by=work.user.name, at=at))
    elif form == "docx":
        write_word(report, target, by=work.user.name, at=at)
    elif form == "xlsx":
        write_book(report, question, target, names=names)
    else:
        write_layer(form, report, question, target)


def file_name(report: Report, form: str) -> str:
    edition = report.edition
    return f"{report.title}_{edition.area.name}_{edition.day}_{edition.mark}.{form}"
