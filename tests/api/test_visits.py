"""Recording a visit: once, whatever the network does."""

import uuid

import pytest

from geodata.base.periods import today
from geodata.visits.models import Visit
from tests import village as v


@pytest.fixture
def address(places) -> str:
    return f"households/{places.homes[4].token}/visits/"


def body_of(**values: object) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "day": today().isoformat(), **values}


def faults(answer) -> set[str]:
    assert answer.status_code == 400
    assert all(each["message"] and each["remedy"] for each in answer.json()["errors"])
    return {each["field"] for each in answer.json()["errors"]}


def test_a_visit_is_recorded_with_all_that_is_told(places, insider, address):
    companion = v.member(places.west).user
    body = body_of(
        mode="phone", outcome="met", note="一切都好\n下周再来", brought=["card", "policy", "card"],
        visitors=[insider.user.pk, companion.pk], point={"type": "Point", "coordinates": [112.505, 27.905]},
    )  # fmt: skip
    answer = insider.post(address, body)
    visit = Visit.objects.get(client_id=body["client_id"])
    assert answer.status_code == 201
    assert (visit.mode, visit.person_times, visit.brought) == ("phone", 2, ["card", "policy"])
    assert (visit.point.x, visit.entered_by) == (112.505, insider.user)
    assert answer.json()["body_hash"] == visit.body_hash


def test_it_moves_the_household_from_never_to_ok(places, insider, address):
    insider.post(address, body_of())
    row = insider.get("coverage/?area=430382100201").json()["total"]
    assert (row["never"], row["ok"]) == (0, 2)


def test_it_takes_few_queries(insider, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        insider.post(address, body_of())


def test_the_same_again_is_the_same_visit(insider, address):
    body = body_of(note="一次")
    answers = [insider.post(address, body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert answers[0].json() == answers[2].json()
    assert Visit.objects.filter(client_id=body["client_id"]).count() == 1


def test_the_same_id_with_another_content_is_a_conflict(insider, address):
    body = body_of(note="一次")
    insider.post(address, body)
    answer = insider.post(address, {**body, "note": "两次"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (409, "client_id")


def test_the_same_id_for_another_household_is_a_conflict(places, insider, address):
    body = body_of()
    insider.post(address, body)
    assert insider.post(f"households/{places.homes[0].token}/visits/", body).status_code == 409


def test_a_contact_member_records_for_the_own_household_only(places, contact):
    assert contact.post(f"households/{places.homes[0].token}/visits/", body_of()).status_code == 201
    assert contact.post(f"households/{places.homes[4].token}/visits/", body_of()).status_code == 404


def test_the_one_who_enters_it_went_if_nobody_is_named(insider, address):
    body = body_of()
    insider.post(address, body)
    assert Visit.objects.get(client_id=body["client_id"]).visitors.get().user == insider.user


@pytest.mark.parametrize("who", ["neighbour", "outsider"])
def test_strangers_cannot_be_named_as_visitors(request, insider, address, who):
    stranger = request.getfixturevalue(who).user.pk
    assert faults(insider.post(address, body_of(visitors=[stranger]))) == {"visitors"}
    assert faults(insider.post(address, body_of(visitors=[999_999_999]))) == {"visitors"}


def test_the_township_can_be_named_as_a_visitor(places, insider, address):
    officer = v.officer("township_officer", places.town)
    assert insider.post(address, body_of(visitors=[officer.pk, insider.user.pk])).status_code == 201


BAD = [
    ("client_id", [None, "", "x", 5, 2**200, True, [], {}, "0" * 36, "{" + "0" * 36 + "}", "urn:uuid:" + "0" * 32, "g" * 36]),
    ("day", [None, "", "2999-01-01", "1999-12-31", "yesterday", 20260101, 1e9, [], {}, "2026-02-30", "2026-01-01\x00"]),
    ("mode", [None, "", "DOOR", "drone", 1, [], {}, ["door"], {"door": 1}, "door\x00"]),
    ("outcome", [None, "", "happy", 0, [], {}]),
    ("note", [None, 5, True, [], {}, "x" * 501, "a\x00b"]),
    ("point", [[], "x", 5, True, [112.5, 27.9], {"type": "Point"}, {"type": "Point", "coordinates": [27.9, 112.5]}]),
    ("point", [{"type": "Point", "coordinates": [0, 0]}, {"type": "Polygon", "coordinates": []}, "POINT(112 27)"]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "values"), BAD)
def test_a_bad_value_is_told_in_words_and_nothing_is_written(insider, address, field, values):
    for value in values:
        assert faults(insider.post(address, {**body_of(), field: value})) == {field}, value
    assert not Visit.objects.filter(household__token=address.split("/")[1]).exists()


@pytest.mark.parametrize("field", ["brought", "visitors"])
def test_a_bad_list_names_the_place_in_it(insider, address, field):
    for value in (
        None,
        "card",
        5,
        {},
        [None],
        ["x"],
        [[]],
        [{}],
        [True],
        [-1],
        [2**70],
        ["card"] * 30,
        list(range(99)),
    ):
        named = faults(insider.post(address, {**body_of(), field: value}))
        assert all(name.split(".")[0] == field for name in named), value
    assert faults(insider.post(address, body_of(brought=["card", "x"]))) == {"brought.1"}


def test_a_missing_field_is_named(insider, address):
    assert faults(insider.post(address, {})) == {"client_id", "day"}


def test_what_people_type_stays_text(insider, places, address):
    note = "<script>alert(1)</script> {{7*7}} ${x} =1+1 \"'` 例 😀"
    insider.post(address, body_of(note=note))
    assert (
        insider.get(f"households/{places.homes[4].token}/").json()["properties"]["visits"][0]["note"] == note
    )
