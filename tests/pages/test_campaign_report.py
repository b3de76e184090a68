"""/campaigns/<key>/report.pdf and .xlsx: as of any minute since the opening, on record, and of nobody by name."""

from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from geodata.audit.models import AccessEntry
from tests.campaigns.conftest import campaign, opened, people
from tests.pages.conftest import reader

__all__ = ("campaign", "opened", "people")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def read(who, campaign, form: str, at: str = "") -> bytes:
    answer = reader(who.by).get(f"/campaigns/{campaign.key}/report.{form}" + (f"?at={at}" if at else ""))
    assert answer.status_code == 200, answer.content
    return b"".join(answer)


def test_on_paper_it_tells_places_and_reasons_and_nobody(campaign, people, places):
    people.contact.tells(campaign, places.homes[0], made=campaign.opened_at)
    pages = PdfReader(BytesIO(read(people.county, campaign, "pdf"))).pages
    text = "".join(page.extract_text() for page in pages)
    words = (
        "Report of a roll-call",
        campaign.title,
        "Why nobody was reached",
        "No contact member",
        "Hour by hour",
    )
    assert [word for word in words if word not in text] == []
    names = [home.head_name for home in places.homes] + [people.contact.by.name]
    assert [name for name in names if name in text] == []


def test_as_a_spreadsheet_it_has_a_line_for_each_grid_and_the_total(campaign, people):
    sheet = load_workbook(BytesIO(read(people.county, campaign, "xlsx"))).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[3], int)]
    *grids, whole = rows
    assert whole[0] == "Total" and whole[3] == campaign.targets.count()
    assert [sum(row[place] for row in grids) for place in range(3, len(whole))] == list(whole[3:])
    entry = AccessEntry.objects.get(action="export")
    assert (entry.details["list"], entry.details["rows"]) == ("campaign_report", len(grids))


def test_a_minute_is_asked_for(campaign, people):
    at = timezone.localtime(campaign.opened_at + (timezone.now() - campaign.opened_at) / 2)
    sheet = load_workbook(BytesIO(read(people.county, campaign, "xlsx", f"{at:%Y-%m-%dT%H:%M}"))).worksheets[
        0
    ]
    assert f"{at:%H:%M}" in str(sheet["A2"].value)
    for wrong in ("2020-01-01T08:00", "2999-01-01T08:00", "x"):
        answer = reader(people.county.by).get(f"/campaigns/{campaign.key}/report.xlsx?at={wrong}")
        assert answer.status_code == 400


def test_the_page_offers_it_to_whoever_takes_files_away(campaign, people):
    assert "report.xlsx" in reader(people.county.by).text(f"/campaigns/{campaign.key}/")
    assert "report.xlsx" not in reader(people.contact.by).text(f"/campaigns/{campaign.key}/")
    assert reader(people.contact.by).get(f"/campaigns/{campaign.key}/report.pdf").status_code == 403
