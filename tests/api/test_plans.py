"""Boundary plans: who sees them, making one, drawing in it."""

import datetime as dt

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.plans.models import BoundaryPlan
from tests.lives import bring

WEST = "430382100201"
BORDER = {"geometry": {"type": "LineString", "coordinates": [[112.51, 27.9], [112.51, 27.91]]}}
CUT = {"geometry": {"type": "LineString", "coordinates": [[112.503, 27.9], [112.503, 27.91]]}}
PARTS = ["", "drawing/"]


@pytest.fixture
def number(planner) -> int:
    answer = planner.post("plans/", {"name": "例方案", "villages": [WEST], "reason": "例"})
    assert answer.status_code == 201, answer.content
    return answer.json()["number"]


def put(caller, number, lines, version=1, **more):
    return caller.send(
        "put", f"plans/{number}/drawing/", {"lines": lines, **more}, **{"If-Match": f'"{version}"'}
    )


@pytest.mark.parametrize("part", PARTS)
def test_the_planner_is_answered(planner, number, part):
    answer = planner.get(f"plans/{number}/{part}")
    assert (answer.status_code, answer["ETag"]) == (200, '"1"')


@pytest.mark.parametrize("part", PARTS)
def test_the_county_that_approves_is_answered(county, number, part):
    assert county.get(f"plans/{number}/{part}").status_code == 200


@pytest.mark.parametrize("who", ["insider", "neighbour", "outsider", "contact"])
@pytest.mark.parametrize("part", PARTS)
def test_drafts_are_invisible_to_cadres(request, number, who, part):
    caller = request.getfixturevalue(who)
    assert caller.get(f"plans/{number}/{part}").status_code == 404
    assert caller.get("plans/").json()["results"] == []


@pytest.mark.parametrize("part", ["", *PARTS])
def test_without_signing_in_the_answer_is_401(nobody, number, part):
    assert nobody.get(f"plans/{number}/{part}").status_code == 401


def test_only_planners_make_and_change_plans(county, insider, number):
    body = {"name": "例", "villages": [WEST]}
    assert [who.post("plans/", body).status_code for who in (county, insider)] == [403, 403]
    assert put(county, number, [BORDER]).status_code == 403
    assert put(insider, number, [BORDER]).status_code == 404
    assert county.post(f"plans/{number}/drawing/check/", {"lines": []}).status_code == 403


def test_what_is_published_is_known_in_its_villages(insider, neighbour, planner, county, number):
    bring(
        BoundaryPlan.objects.get(pk=number),
        "published",
        submitted_by=planner.user,
        approved_by=county.user,
        effective=today(),
        published_at=dt.datetime.now(dt.UTC),
    )
    assert insider.get(f"plans/{number}/").status_code == 200
    assert neighbour.get(f"plans/{number}/").status_code == 404
    assert insider.get(f"plans/{number}/drawing/").status_code == 403


def test_a_drawing_has_all_that_an_editor_needs(planner, number):
    answer = planner.get(f"plans/{number}/drawing/").json()
    assert (answer["version"], answer["target"]) == (1, [80, 120])
    assert [village["code"] for village in answer["villages"]] == [WEST]
    (line,) = answer["lines"]
    assert sorted(line["geometry"]["coordinates"]) == [[112.51, 27.9], [112.51, 27.91]]
    assert [grid["code"] for grid in answer["grids"]] == [f"{WEST}001", f"{WEST}002"]
    assert [grid["figures"]["households"] for grid in answer["grids"]] == [2, 1]
    assert [grid["figures"]["target"] for grid in answer["grids"]] == ["below", "below"]
    assert answer["grids"][0]["figures"]["mu"] == pytest.approx(
        answer["grids"][0]["figures"]["m2"] * 0.0015, rel=1e-3
    )
    assert (answer["problems"], answer["impact"]["moved"]) == ([], 0)
    assert len(answer["present"]["features"]) == 2


def test_households_have_no_names_and_no_keys_of_ours(places, planner, number):
    answer = planner.get(f"plans/{number}/drawing/")
    homes = answer.json()["households"]
    assert {*homes[0]} == {"lng", "lat", "grid", "present"}
    assert places.homes[0].token not in answer.content.decode()


def test_opening_a_drawing_is_on_record(planner, number):
    planner.get(f"plans/{number}/drawing/")
    assert AccessEntry.objects.filter(action="plan_opened", subject=str(number), user=planner.user).exists()


def test_a_drawing_is_saved_whole(planner, number):
    answer = put(planner, number, [BORDER, CUT])
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    body = planner.get(f"plans/{number}/drawing/").json()
    assert [grid["key"] for grid in body["grids"]] == [f"{WEST}001", f"{WEST}002", f"{WEST}n1"]
    assert len(body["lines"]) == 2
    assert body["grids"][2]["code"] is None


def test_what_is_said_of_a_grid_is_kept(planner, number):
    grids = [{"key": f"{WEST}001", "name": "例改名", "locked": True}]
    grid = put(planner, number, [BORDER], grids=grids).json()["grids"][0]
    assert (grid["name"], grid["locked"], grid["code"]) == ("例改名", True, f"{WEST}001")


def test_without_a_version_nothing_is_saved(planner, number):
    answer = planner.send("put", f"plans/{number}/drawing/", {"lines": []})
    assert (answer.status_code, "If-Match" in answer.json()["detail"]) == (428, True)
    assert planner.send("patch", f"plans/{number}/", {"name": "例"}).status_code == 428


def test_a_second_planner_is_told_who_was_first(planner, by_post, places, number):
    other = by_post("planner", places.county)
    put(planner, number, [BORDER])
    answer = put(other, number, [])
    assert answer.status_code == 412
    detail = answer.json()["detail"]
    assert "version 1" in detail and "version is 2" in detail and planner.user.name in detail


def test_a_check_answers_as_saving_would_and_writes_nothing(planner, number):
    checked = planner.post(f"plans/{number}/drawing/check/", {"lines": [BORDER, CUT]}).json()
    assert BoundaryPlan.objects.get(pk=number).version == 1
    saved = put(planner, number, [BORDER, CUT]).json()
    assert checked["grids"] == saved["grids"] and checked["impact"] == saved["impact"]
    assert "households" not in checked


def test_the_impact_tells_before_and_after(planner, number):
    answer = planner.post(f"plans/{number}/drawing/check/", {"lines": []}).json()
    (grid,) = answer["grids"]
    assert (grid["before"]["households"], grid["figures"]["households"]) == (2, 3)
    assert answer["impact"]["moved"] == 1
    (move,) = answer["impact"]["moves"]
    assert (move["present"], move["grid"], move["households"]) == (f"{WEST}002", grid["key"], 1)
    assert [ended["code"] for ended in answer["impact"]["ended"]] == [f"{WEST}002"]
    assert grid["figures"]["unlinked"] == 2


def test_a_problem_has_a_place_and_words(planner, number):
    loose = {"geometry": {"type": "LineString", "coordinates": [[112.503, 27.9], [112.503, 27.905]]}}
    (problem,) = planner.post(f"plans/{number}/drawing/check/", {"lines": [BORDER, loose]}).json()["problems"]
    assert (problem["kind"], problem["message"]) == ("loose", "This line divides no grid.")
    assert problem["point"][0] == pytest.approx(112.503)


@pytest.mark.parametrize(
    "line",
    [
        {}, {"geometry": None}, {"geometry": {"type": "Point", "coordinates": [112.5, 27.9]}}, {"x": 1},
        {"geometry": {"type": "LineString", "coordinates": [[112.5, 27.9]]}}, None, 1, "x",
        {"geometry": {"type": "LineString", "coordinates": [[27.9, 112.5], [27.8, 112.5]]}},
        {**BORDER, "other": 1},
    ],
)  # fmt: skip
def test_a_line_that_is_none_is_refused_in_words(planner, number, line):
    answer = put(planner, number, [line])
    assert (answer.status_code, answer.json()["errors"][0]["field"].split(".")[0]) == (400, "lines")


@pytest.mark.parametrize("value", ["x", "", 0, -1, "2999-01-01", [], {}, True, "current "])
def test_a_base_that_is_none_is_refused(planner, value):
    answer = planner.post("plans/", {"name": "例", "villages": [WEST], "base": value})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "base")


def test_a_plan_may_begin_with_another_or_with_a_past_day(planner, number):
    for base in (number, "2024-01-01", "current"):
        body = {"name": "例", "villages": [WEST], "base": base}
        assert planner.post("plans/", body).status_code == 201


def test_the_base_is_a_plan_that_one_may_see(planner):
    body = {"name": "例", "villages": [WEST], "base": 999_999}
    assert planner.post("plans/", body).status_code == 404


def test_plans_are_listed_newest_first_and_filtered(planner, number):
    second = planner.post("plans/", {"name": "例二", "villages": ["430382100202"]}).json()["number"]
    listed = [plan["number"] for plan in planner.get("plans/").json()["results"]]
    assert listed == [second, number]
    west = planner.get(f"plans/?village={WEST}").json()["results"]
    assert [plan["number"] for plan in west] == [number]
    assert planner.get("plans/?state=published").json()["results"] == []


def test_a_list_of_plans_goes_on_at_its_next(planner, number):
    second = planner.post("plans/", {"name": "例二", "villages": ["430382100202"]}).json()["number"]
    answer = planner.get("plans/?limit=1")
    first = answer.json()
    rest = planner.get(first["next"]).json()
    assert [page["results"][0]["number"] for page in (first, rest)] == [second, number]
    assert (len(first["results"]), len(rest["results"]), rest["next"]) == (1, 1, None)
    assert 'rel="next"' in answer["Link"]


def test_a_draft_is_described_anew(planner, number):
    answer = planner.send("patch", f"plans/{number}/", {"reason": "例：合并"}, **{"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["reason"], answer["ETag"]) == (200, "例：合并", '"2"')


@pytest.mark.parametrize("address", ["drawing/check/", "lasso/"])
def test_lines_that_cross_too_often_are_refused_before_they_are_drawn(planner, number, address):
    lines = [
        {"geometry": {"type": "LineString", "coordinates": [[112.5 + step / 20000, 27.9], [112.515 - step / 20000, 27.91]]}}
        for step in range(300)
    ]  # fmt: skip
    more = {"places": [[112.505, 27.905]], "into": f"{WEST}001"} if address == "lasso/" else {}
    answer = planner.post(f"plans/{number}/{address}", {"lines": lines, **more})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "lines")
