"""The page of slips, and the list of who has signed in."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from geodata.accounts.links import new_link
from geodata.audit.models import AccessEntry
from geodata.jobs.models import Job, JobFile
from geodata.jobs.running import run_now
from tests import village as v
from tests.pages.conftest import reader

pytestmark = pytest.mark.owner("jobs are seen by nobody but their user, as whom the requests run")


@pytest.fixture
def town(places, by_post):
    return by_post("township_officer", places.town)


@pytest.fixture
def slips(places) -> str:
    v.officer("small_leader", places.grids[0])
    return f"/accounts/slips/?area={places.west.code}"


def test_the_page_counts_who_needs_one_and_begins_the_job(town, slips):
    page = town.text(slips)
    assert "No link yet" in page and "Make slips" in page
    answer = town.post(slips, {})
    job = Job.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/jobs/{job.pk}/")
    assert (job.kind, job.by, job.arguments["again"]) == ("accounts.slips", town.user, False)


def test_the_file_is_offered_once_and_taken_by_a_press_alone(town, slips):
    town.post(slips, {})
    job = run_now(Job.objects.get())
    file = f"/files/{job.files.get().pk}/"
    assert "Download once" in town.text(f"/jobs/{job.pk}/")
    assert town.get(file).url == f"/jobs/{job.pk}/"
    answer = town.post(file, {})
    assert answer.content[:4] == b"%PDF"
    assert (answer["Cache-Control"], answer["Content-Type"]) == ("no-store", "application/pdf")
    assert "Download once" not in town.text(f"/jobs/{job.pk}/")
    assert town.post(file, {}).status_code == 404


def test_a_file_whose_time_is_over_is_not_offered(town, slips):
    town.post(slips, {})
    job = run_now(Job.objects.get())
    JobFile.objects.update(once_until=timezone.now() - dt.timedelta(seconds=1))
    assert "Download once" not in town.text(f"/jobs/{job.pk}/")
    assert town.post(f"/files/{job.files.get().pk}/", {}).status_code == 404


def test_links_that_are_still_good_are_replaced_only_where_that_is_said(town, slips):
    town.post(slips, {})
    run_now(Job.objects.get())
    assert "Also replace links that are still valid" in town.text(slips)
    assert "Nobody here needs a slip" in town.text(town.post(slips, {}).url)
    town.post(slips, {"again": "on"})
    assert Job.objects.order_by("-created").first().arguments["again"] is True


def test_an_office_of_one_village_has_nothing_to_choose(insider, slips):
    assert "Make slips" in insider.text("/accounts/slips/")


def test_whoever_has_many_villages_chooses_one(town):
    assert "Choose a village" in town.text("/accounts/slips/")


def test_neighbours_find_no_village_and_leaders_no_page(neighbour, contact, places, slips):
    assert neighbour.get(slips).status_code == 404
    assert neighbour.post(slips, {}).status_code == 404
    assert contact.get(slips).status_code == 403
    assert reader(v.officer("large_leader", places.town)).get(slips).status_code == 403


def states(reader, state: str, places) -> str:
    return reader.text(f"/accounts/?area={places.west.code}&state={state}")


def test_who_has_signed_in_who_never_and_whose_link_has_expired(town, places):
    seen, never, late = (v.member(places.west).user for _number in range(3))
    seen.last_login = timezone.now()
    seen.set_password("correct horse 例")
    seen.save()
    new_link(never)
    new_link(late, at=timezone.now() - dt.timedelta(days=9))
    of = {state: states(town, state, places) for state in ("signed_in", "never", "expired", "linked")}
    named = {
        state: {who for who in (seen, never, late) if who.username in page} for state, page in of.items()
    }
    assert named == {"signed_in": {seen}, "never": {never, late}, "expired": {late}, "linked": {never}}


def test_the_list_is_taken_away_as_it_is_filtered_and_on_record(town, places):
    late = v.member(places.west).user
    new_link(late, at=timezone.now() - dt.timedelta(days=9))
    v.member(places.east)
    answer = town.get(f"/accounts/list.xlsx?area={places.west.code}&state=expired")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [(row[0], row[1], row[3]) for row in rows] == [(late.name, late.username, "Link expired")]
    entry = AccessEntry.objects.get(action="export")
    assert (entry.subject, entry.details["list"], entry.details["rows"]) == (places.west.code, "accounts", 1)


def test_a_long_list_is_made_by_a_job(town, places, settings):
    v.member(places.west)
    settings.AT_ONCE_MS = 0
    assert "in the background" in town.text("/accounts/list.xlsx")
    town.post("/accounts/list.xlsx", {})
    job = run_now(Job.objects.get())
    assert (job.state, job.result["record"]["rows"]) == ("done", 2)


def test_a_leader_takes_no_list_away(contact, places):
    assert contact.get("/accounts/list.xlsx").status_code == 403
    assert reader(v.officer("small_leader", places.grids[0])).get("/accounts/").status_code == 403
