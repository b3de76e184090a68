"""The gap report on paper: one to three pages of A4, with a code that opens its edition."""

import datetime as dt

from django.conf import settings

from geodata.display import charts
from geodata.papers import qr
from geodata.papers.pdf import paper
from geodata.reports.drawing import draw
from geodata.reports.telling import Report


def address_of(report: Report) -> str:
    """Where its edition is opened, by whoever may."""
    return f"{settings.ADDRESS}/reports/{report.edition.pk}/"


def report_pdf(report: Report, *, by: str, at: dt.datetime) -> bytes:
    edition = report.edition
    drawn = draw(edition.area, report.figures, on=edition.day)
    course = charts.course([value for _day, value in report.course], label=report.tiles[0].label)
    told = {
        "report": report,
        "edition": edition,
        "drawn": drawn,
        "course": course,
        "qr": qr.drawn(address_of(report)),
        "address": address_of(report),
    }
    return paper("print/report.html", told, by=by, at=at)
