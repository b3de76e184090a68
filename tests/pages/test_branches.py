"""/branches/: each grid's branch as of a day, grids without one, and changing them from a day on."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.contacts.models import Branch, BranchArea
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def day() -> str:
    return today().isoformat()


def address(places) -> str:
    return f"/branches/{places.grids[0].code}/"


def found(places, office, **more):
    told = {"branch": "new", "name": "例第一网格党支部", "kind": "grid", "day": day()} | more
    return office.post(address(places), told)


def test_a_grid_without_a_branch_gets_a_new_one(places, insider):
    assert "2 grids have no branch" in insider.text("/branches/")
    assert found(places, insider).status_code == 302
    assert "例第一网格党支部" in insider.text("/branches/")
    without = insider.text("/branches/?state=without")
    assert "1 grid has no branch" in without
    assert places.grids[0].code not in without.split("<table")[1]


def test_a_past_day_shows_what_held_then(places, insider):
    found(places, insider)
    yesterday = (today() - dt.timedelta(days=1)).isoformat()
    assert "2 grids have no branch" in insider.text(f"/branches/?on={yesterday}")
    tomorrow = (today() + dt.timedelta(days=1)).isoformat()
    assert insider.get(f"/branches/?on={tomorrow}").status_code in (400, 422)


def test_a_branch_of_the_village_is_joined_and_ended(places, insider):
    found(places, insider)
    branch = Branch.objects.get(kind="grid")
    other = f"/branches/{places.grids[1].code}/"
    assert insider.post(other, {"branch": branch.pk, "day": day()}).status_code == 302
    again = insider.post(other, {"branch": branch.pk, "day": day()})
    assert again.status_code == 422 and "already" in again.content.decode()
    row = BranchArea.objects.get(area=places.grids[1])
    after = (today() + dt.timedelta(days=5)).isoformat()
    assert insider.post(other, {"end": row.pk, "on": after}).status_code == 302
    assert insider.post(other, {"end": row.pk, "on": "never"}).status_code == 422


def test_a_new_branch_needs_a_name(places, insider):
    assert "needs a name" in found(places, insider, name="").content.decode()


def test_who_only_counts_reads_and_changes_nothing(places, planner):
    assert planner.get("/branches/").status_code == 200
    assert "Join a branch" not in planner.text(address(places))
    assert found(places, planner).status_code == 403


def test_a_neighbours_grid_is_not_there(places, insider, contact):
    assert insider.get(f"/branches/{places.grids[3].code}/").status_code == 404
    assert contact.get("/branches/").status_code == 403


def test_the_table_of_grids_can_be_taken_away(places, insider):
    found(places, insider)
    answer = insider.get(f"/exports/{places.west.code}/branches.csv")
    text = (
        b"".join(answer.streaming_content).decode("utf-8-sig")
        if answer.streaming
        else answer.content.decode("utf-8-sig")
    )
    assert "例第一网格党支部" in text and places.grids[1].code in text


def test_by_api_the_same_is_told_and_done(places, insider):
    grid = places.grids[0].code
    base = "/api/v1/branches/"
    made = insider.client.post(
        f"{base}{grid}/",
        {"name": "例党小组", "kind": "group", "since": day()},
        content_type="application/json",
    )
    assert made.status_code == 201
    told = insider.client.get(f"{base}?area={places.west.code}&without=true").json()["results"]
    assert [row["code"] for row in told] == [places.grids[1].code]
    after = (today() + dt.timedelta(days=3)).isoformat()
    ended = insider.client.post(
        f"{base}{grid}/end/", {"row": made.json()["row"], "on": after}, content_type="application/json"
    )
    assert ended.json()["until"] == after
    with owner():
        assert BranchArea.objects.get().period.upper.isoformat() == after
