"""Rosters: who looks after whom, as of any day, as a page, a spreadsheet and paper."""

import datetime as dt
import io

import openpyxl
import pytest
from pypdf import PdfReader

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.contacts.assigning import end_contact
from geodata.contacts.rights import scope_of
from geodata.coverage.counts import coverage
from geodata.exports.extracts.rosters import FIELDS
from geodata.files.headings import known, plain
from geodata.jobs.models import Job
from tests import village as v
from tests.roles import owner

PAGE = "/rosters/?area=430382100201"
PDF = "/rosters/430382100201/roster.pdf"


def body(answer) -> bytes:
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)


def words(pdf: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_roster_tells_who_looks_after_whom(places, insider):
    page = insider.text(PAGE)
    assert places.homes[0].links.get().member.user.name in page
    assert all(places.homes[number].number in page for number in (0, 1, 4))


def test_its_figures_are_those_of_coverage(places, insider):
    counts = coverage(
        area=places.west, by="village", on=today(), scope=scope_of(insider.user, on=today())
    ).total.counts
    path = f"{counts.households} households: {counts.linked} with a first contact, {counts.unlinked} without"
    assert path in insider.text(PAGE)


def test_as_of_a_past_day_it_tells_what_held_then(places, insider):
    link = places.homes[0].links.get()
    end_contact(link=link, reason="member_left", on=today())
    yesterday = today() - dt.timedelta(days=1)
    assert link.member.user.name not in insider.text(PAGE)
    assert link.member.user.name in insider.text(f"{PAGE}&on={yesterday}")


@pytest.mark.parametrize("area", ["430382", "430382100", "430382100201", "430382100201001"])
def test_there_is_one_for_every_level(county, area):
    assert "Roster of contacts" in county.text(f"/rosters/?area={area}")
    assert county.get(f"/rosters/{area}/roster.pdf").status_code == 200


def test_on_paper_it_has_heads_figures_and_a_watermark(places, insider):
    text = words(body(insider.get(PDF)))
    assert places.homes[0].number in text
    assert "3 households: 1 with a first contact, 2 without" in text
    assert insider.user.name in text


def test_every_paper_is_on_the_record(insider):
    body(insider.get(PDF))
    entry = AccessEntry.objects.get(user=insider.user, action="export")
    assert (entry.subject, entry.details["format"], entry.details["rows"]) == ("430382100201", "pdf", 3)


def test_a_large_one_becomes_a_job(county, settings):
    settings.AT_ONCE_MS = 16
    answer = county.get("/rosters/430382/roster.pdf")
    with owner():
        job = Job.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/jobs/{job.pk}/")
    assert (job.kind, job.arguments["area"]) == ("reports.roster", "430382")


def test_the_spreadsheet_has_headings_that_the_imports_know(places, insider):
    answer = insider.client.get("/exports/430382100201/contacts.xlsx", headers={"Accept-Language": "zh-hans"})
    sheet = openpyxl.load_workbook(io.BytesIO(body(answer))).worksheets[0]
    head = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "村编码")
    assert list(head) == [field.heading for field in FIELDS]
    names = known(frozenset(field.name for field in FIELDS[:9]))
    assert [names[plain(field.heading)] for field in FIELDS[:9]] == [field.name for field in FIELDS[:9]]


@pytest.mark.parametrize("who", ["planner", "department", "auditor", "contact"])
def test_those_who_take_no_lists_away_have_no_roster(request, who):
    assert request.getfixturevalue(who).get("/rosters/").status_code == 403


def test_a_leader_has_the_roster_of_the_grid(places, by_post):
    leader = by_post("small_leader", places.grids[1])
    page = leader.text("/rosters/")
    assert places.homes[1].number in page
    assert places.homes[0].number not in page


def test_a_day_to_come_is_refused(insider):
    assert "Choose today or an earlier day." in insider.text(f"{PAGE}&on=2999-01-01")


def test_an_empty_grid_says_so(places, county):
    v.area("430382100202002", "第二网格")
    assert "No households here on this day." in county.text("/rosters/?area=430382100202002")
