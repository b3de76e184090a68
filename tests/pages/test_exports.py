"""Whole tables to take away: offered, scoped and on record."""

import pytest
from django.utils import timezone

from api.web.shares import THREADS, Hold
from geodata.accounts.models import ApiToken
from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.exports.extracts.formats import formats_of
from geodata.exports.extracts.registry import EXTRACTS
from geodata.jobs.models import Job
from tests import village as v
from tests.roles import owner

WEST, COUNTY = "430382100201", "430382"


def test_the_page_offers_every_table_in_every_format(county):
    page = county.text("/exports/")
    for extract in EXTRACTS.values():
        assert f'<th scope="row">{extract.label}</th>' in page
    for form in formats_of(EXTRACTS["households"]):
        assert f"/exports/{COUNTY}/households.{form}?on={today()}" in page


def test_an_empty_table_says_so(county):
    assert "Nothing on this day" in county.text("/exports/")


def test_the_page_counts_the_rows_of_the_day(places, county):
    assert f"<td>{len(places.homes)}</td>" in county.text("/exports/")


def test_the_page_leads_to_the_areas_below(county, places):
    assert f'<option value="{places.town.code}">' in county.text("/exports/")


def test_a_village_has_points_and_the_county_says_why_it_has_none(county):
    assert "choose a village" in county.text("/exports/")
    assert "choose a village" not in county.text(f"/exports/?area={WEST}")


@pytest.mark.parametrize("form", ["xlsx", "csv", "geojson", "gpkg"])
def test_insiders_take_their_village_away(insider, form):
    answer = insider.get(f"/exports/{WEST}/households.{form}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)


@pytest.mark.parametrize("who", ["contact", "planner", "auditor", "administrator"])
def test_who_may_not_export_is_told_so(request, who):
    reader = request.getfixturevalue(who)
    assert reader.get("/exports/").status_code == 403
    assert reader.get(f"/exports/{WEST}/areas.csv").status_code in (403, 404)


def test_every_export_is_on_record_with_what_it_held(insider):
    insider.get(f"/exports/{WEST}/households.csv")
    entry = AccessEntry.objects.get(action="export")
    assert (entry.user, entry.subject) == (insider.user, WEST)
    assert entry.details == {"list": "households", "on": today().isoformat(), "rows": 3, "format": "csv"}


@pytest.mark.parametrize("path", [f"{WEST}/people.csv", f"{WEST}/households.pdf", "99/households.csv"])
def test_what_there_is_not_is_not_found(insider, path):
    assert insider.get(f"/exports/{path}").status_code == 404


@pytest.mark.parametrize("day", ["tomorrow", "2999-01-01", "1999-12-31"])
def test_a_day_without_data_is_refused_in_words(insider, day):
    answer = insider.get(f"/exports/{WEST}/households.csv?on={day}")
    assert answer.status_code == 400
    assert "Choose today or an earlier day." in answer.content.decode()


def test_a_day_that_cannot_be_is_told_on_the_page(insider):
    assert "Choose today or an earlier day." in insider.text("/exports/?on=2999-01-01")


def test_the_file_says_what_it_is_and_who_took_it(insider):
    named = insider.get(f"/exports/{WEST}/households.csv")["Content-Disposition"]
    assert "csv" in named
    assert today().strftime("%Y%m%d") in named


def test_a_long_table_is_offered_as_a_job(insider, settings):
    settings.AT_ONCE_MS = 0
    assert "This list has more than 0 rows." in insider.text(f"/exports/{WEST}/households.csv")
    answer = insider.post(f"/exports/{WEST}/households.csv", {})
    with owner():
        job = Job.objects.get(by=insider.user)
    assert answer["Location"].endswith(f"/jobs/{job.pk}/")
    assert (job.kind, job.subject, job.arguments["form"]) == ("reports.extract", WEST, "csv")


FILES = [
    "/gaps/export.csv?gap=households",
    "/visits/export.csv",
    "/exports/430382/households.csv",
    "/accounts/list.xlsx",
]


@pytest.mark.parametrize("address", FILES)
def test_a_program_fetches_a_file_with_a_token(places, client, address):
    token = ApiToken.issue(user=v.officer("county_officer", places.county), at=timezone.now())
    answer = client.get(address, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer["Accept-Ranges"]) == (200, "none")
    assert b"".join(answer.streaming_content)
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", FILES)
def test_a_file_by_token_counts_as_its_holders_and_is_noted(places, client, address, settings):
    """As in the API: in threads, in rates, and in the list of one's tokens."""
    settings.WEB_THREADS = 1
    user = v.officer("county_officer", places.county)
    token = ApiToken.issue(user=user, at=timezone.now())
    asked = {"Authorization": f"Bearer {token}", "User-Agent": "nightly"}
    assert b"".join(client.get(address, headers=asked).streaming_content)
    assert ApiToken.objects.get(user=user).device == "nightly"
    hold = Hold(THREADS)
    assert hold.move_to(f"user {user.pk}")
    assert client.get(address, headers=asked).status_code == 429
    hold.release()
    settings.PAGE_RATE = "1/day"
    answers = [client.get(address, headers=asked).status_code for _time in range(2)]
    assert answers == [200, 429] or answers == [429, 429]


@pytest.mark.parametrize("address", FILES)
def test_a_token_that_has_ended_opens_no_file(places, client, address):
    answer = client.get(address, headers={"Authorization": "Bearer nothing"})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="gridmap"')


@pytest.mark.parametrize("address", ["/", "/gaps/", "/me/", "/exports/"])
def test_a_token_opens_no_page(places, client, address):
    token = ApiToken.issue(user=v.officer("county_officer", places.county), at=timezone.now())
    assert client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 302


def asked_by_token(places, client, address, kind="county_officer", method="get"):
    token = ApiToken.issue(user=v.officer(kind, places.county), at=timezone.now())
    return getattr(client, method)(
        address, headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"}
    )


@pytest.mark.owner("jobs are seen by nobody but their user")
@pytest.mark.parametrize("address", FILES)
def test_a_long_file_by_token_is_a_job_and_no_page(places, client, address, settings):
    settings.AT_ONCE_MS = 0
    answer = asked_by_token(places, client, address)
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (202, f"/api/v1/jobs/{job.pk}/")
    assert answer.json() == {"job": str(job.pk)}
    assert AccessEntry.objects.filter(action="job_started", subject=job.subject).exists()


@pytest.mark.owner("jobs are seen by nobody but their user")
def test_the_same_again_is_the_same_job_and_asking_for_its_head_begins_none(places, client, settings):
    settings.AT_ONCE_MS = 0
    assert asked_by_token(places, client, FILES[0], method="head").status_code == 202
    assert not Job.objects.exists()
    token = ApiToken.issue(user=v.officer("county_officer", places.county), at=timezone.now())
    asked = {"Authorization": f"Bearer {token}"}
    assert len({client.get(FILES[0], headers=asked)["Location"] for _time in range(2)}) == 1


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize(
    ("kind", "method", "more", "status"),
    [
        ("planner", "get", "", 403),
        ("county_officer", "post", "", 401),
        ("county_officer", "get", "on=yesterday&day=yesterday&first=yesterday", 400),
        ("county_officer", "get", "area=999999", 404),
    ],
)
def test_what_is_no_file_is_a_problem_document_for_a_program(
    places, client, address, kind, method, more, status
):
    if status == 400 and address.startswith("/accounts/"):
        more = "state=nothing"  # accounts are those of today
    path = f"{address}{'&' if '?' in address else '?'}{more}"
    if status == 404:
        path = path.replace("/430382/", "/999999/")
    answer = asked_by_token(places, client, path, kind, method)
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, body["status"], bool(body["detail"])) == (status, status, True)
