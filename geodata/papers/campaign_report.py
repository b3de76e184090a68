"""The report of a roll-call on paper: how many were reached by place and hour, and why the others were not."""

import datetime as dt
from typing import Any

from geodata.base.wording import figure
from geodata.campaigns.reporting import Report
from geodata.display.charts import course
from geodata.papers.pdf import paper

MOST_GRIDS = 60
"""More stand in the spreadsheet alone."""


def campaign_report_pdf(report: Report, *, by: str, at: dt.datetime) -> bytes:
    return paper("print/campaign_report.html", _context(report), by=by, at=at)


def _context(report: Report) -> dict[str, Any]:
    standing = report.whole.standing
    values = [0, *(hour.reached for hour in report.hours)]
    return {
        "report": report,
        "campaign": report.campaign,
        "why": [(why, count) for why, count in report.whole.why.items() if count],
        "units": report.units(),
        "grids": report.grids if len(report.grids) <= MOST_GRIDS else [],
        "chart": course(values, label=str(figure(standing.reached)), between=(0, max(standing.targets, 1))),
    }
