"""Slips by the API: who needs one, the job that makes them, and its file, which is given out once."""

import pytest

from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from tests import village as v

pytestmark = pytest.mark.owner("jobs are seen by nobody but their user, as whom the requests run")
SLIPS = "accounts/slips/"


@pytest.fixture
def town(places, by_post):
    v.officer("small_leader", places.grids[0])
    return by_post("township_officer", places.town)


def test_it_tells_who_needs_one(town, places):
    told = town.get(f"{SLIPS}?village={places.west.code}").json()
    # The leader, and the contact member of homes[0].
    assert told == {"without": 2, "expired": 0, "waiting": 0, "signs_in": 0}


def test_a_job_makes_them_and_its_file_is_given_out_once(town, places):
    begun = town.post(SLIPS, {"village": places.west.code})
    assert (begun.status_code, begun.json()["kind"]) == (202, "accounts.slips")
    run_now(Job.objects.get())
    file = town.get(f"jobs/{begun.json()['id']}/").json()["files"][0]
    assert file["once_until"]
    refused = town.get(file["url"])
    assert (refused.status_code, refused.json()["detail"]) == (409, "This file is given out once.")
    assert town.post(file["url"], {}).content[:4] == b"%PDF"
    assert town.post(file["url"], {}).status_code == 404


def test_a_file_that_is_given_out_as_often_as_one_likes_is_not_taken(town, places):
    town.post(SLIPS, {"village": places.west.code})
    job = run_now(Job.objects.get())
    job.files.update(once_until=None)
    assert town.post(f"files/{job.files.get().pk}/", {}).status_code == 404


def test_what_is_not_possible_is_told(town, places):
    assert town.post(SLIPS, {"village": places.town.code}).status_code == 400
    assert town.post(SLIPS, {"village": places.far.code}).status_code == 404
    assert town.post(SLIPS, {}).json()["errors"][0]["field"] == "village"
    assert town.post(SLIPS, {"village": places.east.code}).status_code == 409


@pytest.mark.parametrize("role", ["planner", "contact"])
def test_it_is_for_offices(request, role, places):
    caller = request.getfixturevalue(role)
    assert caller.post(SLIPS, {"village": places.west.code}).status_code == 403
    assert caller.get(f"{SLIPS}?village={places.west.code}").status_code == 403


def test_a_neighbour_finds_no_village(neighbour, places):
    assert neighbour.post(SLIPS, {"village": places.west.code}).status_code == 404
