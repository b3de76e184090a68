"""The insider, the neighbour, the outsider, and those whose duties are of another kind, at every address."""

import uuid

import pytest

from geodata.base.periods import between, since, today
from geodata.posts.models import Post
from tests import village as v

ADDRESSES = [
    "areas/430382100201/",
    "areas/?within=430382100201",
    "areas/?level=grid&within=430382100201",
    "coverage/?area=430382100201",
    "coverage/?area=430382100201&format=geojson",
    "households/?area=430382100201",
    "households/?area=430382100201&gap=no_contact",
    "households/{token}/",
    "members/?village=430382100201",
]
OPEN_TO_ALL = ["", "areas/", "categories/", "me/"]


def writes(places) -> list[tuple[str, dict[str, object]]]:
    home = places.homes[0].token
    visit = {"client_id": str(uuid.uuid4()), "day": today().isoformat()}
    return [
        (f"households/{home}/visits/", visit),
        (f"households/{home}/contact/", {"member": v.member(places.west).pk}),
    ]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_insider_is_answered(places, insider, address):
    assert insider.get(address.format(token=places.homes[0].token)).status_code == 200


def test_what_is_hidden_and_what_does_not_exist_are_told_alike(places, neighbour):
    answers = [neighbour.get(f"households/{token}/").json() for token in (places.homes[0].token, "0" * 22)]
    for answer in answers:
        answer.pop("request_id"), answer.pop("instance")
    assert answers[0] == answers[1]


def test_a_hidden_area_and_a_missing_one_are_told_alike(places, neighbour):
    answers = [neighbour.get(f"coverage/?area={code}").json() for code in ("430382100201", "430382100299")]
    for answer in answers:
        answer.pop("request_id"), answer["errors"][0].pop("value")
    assert answers[0] == answers[1]


def test_the_insider_writes(places, insider):
    assert [insider.post(*write).status_code for write in writes(places)] == [201, 201]


@pytest.mark.parametrize("who", ["neighbour", "outsider"])
def test_others_write_nothing(places, request, who):
    caller = request.getfixturevalue(who)
    assert [caller.post(*write).status_code for write in writes(places)] == [404, 404]
    assert places.homes[0].visits.count() == 1


@pytest.mark.parametrize("address", [*ADDRESSES, *OPEN_TO_ALL, "nowhere/"])
def test_without_signing_in_the_answer_is_401(places, nobody, address):
    answer = nobody.get(address.format(token=places.homes[0].token))
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="gridmap"')


def test_nobody_writes_without_signing_in(places, nobody):
    assert [nobody.post(*write).status_code for write in writes(places)] == [401, 401]


@pytest.mark.parametrize("address", OPEN_TO_ALL)
def test_what_holds_no_data_is_for_all_who_are_signed_in(by_post, address):
    assert by_post("auditor").get(address).status_code == 200


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("auditor", [404, 404, 404, 403, 403, 403, 403, 403, 403]),
        ("administrator", [404, 404, 404, 403, 403, 403, 403, 403, 403]),
        ("department_officer", [200, 200, 200, 200, 200, 403, 403, 403, 403]),
        ("planner", [200, 200, 200, 200, 200, 200, 200, 200, 403]),
    ],
)
def test_other_duties_see_what_they_allow(places, by_post, kind, expected):
    area = None if kind in ("auditor", "administrator") else places.county
    caller = by_post(kind, area)
    token = places.homes[0].token
    assert [caller.get(address.format(token=token)).status_code for address in ADDRESSES] == expected


@pytest.mark.parametrize("kind", ["auditor", "administrator", "department_officer", "planner"])
def test_other_duties_write_nothing(places, by_post, kind):
    area = None if kind in ("auditor", "administrator") else places.county
    caller = by_post(kind, area)
    assert [caller.post(*write).status_code for write in writes(places)] == [403, 403]


def test_an_ended_post_opens_nothing(places, by_post):
    caller = by_post("village_officer", places.west)
    post = caller.user.posts.get()
    post.period = between(v.LONG_AGO, today())
    post.save()
    assert caller.get("households/?area=430382100201").status_code == 403
    assert caller.get("areas/430382100201/").status_code == 404


def test_a_contact_member_sees_exactly_the_own_households(places, contact):
    answer = contact.get("households/").json()
    assert [home["id"] for home in answer["features"]] == [places.homes[0].token]
    assert contact.get(f"households/{places.homes[0].token}/").status_code == 200
    assert contact.get(f"households/{places.homes[4].token}/").status_code == 404
    assert contact.get("households/?area=430382100201").status_code == 404


def test_a_grid_leader_sees_the_grid_and_not_its_neighbour(places, by_post):
    leader = by_post("small_leader", places.grids[0])
    seen = {home["id"] for home in leader.get("households/").json()["features"]}
    assert seen == {places.homes[0].token, places.homes[4].token}
    assert leader.get(f"households/{places.homes[1].token}/").status_code == 404
    assert leader.get("coverage/?area=430382100201002").status_code == 404


def test_what_is_seen_but_not_held_is_403(places, by_post):
    """A planner of the county who is also the officer of one village links only there."""
    caller = by_post("planner", places.county)
    Post.objects.create(user=caller.user, kind="village_officer", area=places.east, period=since(v.LONG_AGO))
    assert [caller.post(*write).status_code for write in writes(places)] == [403, 403]
    assert caller.get("members/?village=430382100201").status_code == 403


def test_lists_without_an_area_are_the_own_scope(places, insider, neighbour):
    west, east = (who.get("households/").json()["numberMatched"] for who in (insider, neighbour))
    assert (west, east) == (3, 2)


def test_areas_without_a_filter_are_the_own_scope(insider):
    codes = [area["id"] for area in insider.get("areas/").json()["features"]]
    assert codes == ["430382100201", "430382100201001", "430382100201002"]
