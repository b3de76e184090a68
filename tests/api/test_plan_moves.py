"""Moving a plan on, lassoing, proposals, files and comparing, through the API and under the web role."""

import datetime as dt
import io
import json
import re

import pyogrio
import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.people.models import Household
from geodata.plans.models import BoundaryPlan, LayerLine
from geodata.territory.models import Area
from tests import village as v
from tests.api.test_plans import BORDER, CUT, WEST, number, put
from tests.lives import bring

__all__ = ["number"]
GPKG, GEOJSON = "application/geopackage+sqlite3", "application/geo+json"


def move(caller, number, name, **more):
    return caller.post(f"plans/{number}/moves/", {"move": name, **more})


def published(planner, county, number):
    """Its new grids, which nobody lives in, confirmed by a name."""
    BoundaryPlan.objects.get(pk=number).grids.filter(area=None, name="").update(name="例新网格")
    day = {"effective": today().isoformat()}
    for who, name, more in ((planner, "submit", {}), (county, "approve", {}), (planner, "publish", day)):
        answer = move(who, number, name, **more)
        assert answer.status_code == 200, answer.content
    return answer


def test_a_plan_goes_its_way(places, planner, county, number):
    put(planner, number, [BORDER, CUT])
    answer = published(planner, county, number).json()
    assert (answer["state"], answer["made"], answer["ended"], answer["moved"]) == (
        "published",
        [f"{WEST}003"],
        [],
        0,
    )
    assert Area.objects.on(today()).get(code=f"{WEST}003").parent == places.west
    assert [step["move"] for step in answer["steps"]] == ["create", "submit", "approve", "publish"]


def test_the_borders_of_a_past_day_are_still_told(planner, county, number):
    put(planner, number, [])
    published(planner, county, number)
    yesterday = (today() - dt.timedelta(days=1)).isoformat()
    path = f"areas/?level=grid&within={WEST}"
    assert len(planner.get(path).json()["features"]) == 1
    assert len(planner.get(f"{path}&on={yesterday}").json()["features"]) == 2


def test_nobody_approves_the_own_plan(planner, number):
    assert move(planner, number, "submit").status_code == 200
    answer = move(planner, number, "approve")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (403, "move")
    assert "approve" not in planner.get(f"plans/{number}/").json()["moves"]


def test_the_county_approves_but_does_not_submit(county, number):
    assert move(county, number, "submit").status_code == 403
    assert county.get(f"plans/{number}/").json()["moves"] == []


@pytest.mark.parametrize("who", ["insider", "neighbour", "outsider", "contact"])
@pytest.mark.parametrize("name", ["submit", "approve", "publish", "revert"])
def test_others_move_nothing(request, number, who, name):
    assert move(request.getfixturevalue(who), number, name).status_code == 404


def test_what_is_not_allowed_from_here_is_a_conflict(planner, county, number):
    for name in ("approve", "publish", "reject"):
        assert move(county, number, name, remarks="例").status_code == 409
    assert move(planner, number, "revert").status_code == 409


def test_a_new_grid_that_nobody_lives_in_is_not_submitted_without_a_name(planner, number):
    answer = put(planner, number, [BORDER, CUT]).json()
    (wrong,) = answer["problems"]
    assert (wrong["kind"], move(planner, number, "submit").status_code) == ("unlived", 409)
    new = {"key": wrong["grids"][0], "name": "例林场"}
    assert put(planner, number, [BORDER, CUT], version=2, grids=[new]).json()["problems"] == []
    assert move(planner, number, "submit").status_code == 200


def test_rejecting_needs_remarks(planner, county, number):
    move(planner, number, "submit")
    assert move(county, number, "reject").status_code == 400
    assert move(county, number, "reject", remarks="例：再议").json()["state"] == "rejected"


def test_a_copy_and_a_revert_are_new_drafts(planner, county, number):
    put(planner, number, [BORDER, CUT])
    copied = move(planner, number, "copy")
    assert (copied.status_code, copied.json()["state"]) == (201, "draft")
    published(planner, county, number)
    back = move(planner, number, "revert")
    assert (back.status_code, back.json()["reverts"]) == (201, number)
    assert back.json()["effective"] == (today() + dt.timedelta(days=1)).isoformat()


def test_a_plan_whose_base_has_moved_answers_412_and_is_rebased(planner, county, number):
    other = planner.post("plans/", {"name": "例二", "villages": [WEST], "reason": "例"}).json()["number"]
    put(planner, number, [BORDER, CUT])
    published(planner, county, number)
    assert planner.get(f"plans/{other}/").json()["stale"] is True
    assert move(planner, other, "submit").status_code == 412
    rebased = move(planner, other, "rebase").json()
    assert (rebased["stale"], rebased["state"]) == (False, "draft")


def test_only_the_version_that_was_seen_is_moved(planner, number):
    put(planner, number, [BORDER])
    answer = planner.send("post", f"plans/{number}/moves/", {"move": "submit"}, **{"If-Match": '"1"'})
    assert answer.status_code == 412


def test_moves_are_on_record(planner, number):
    move(planner, number, "submit")
    entry = AccessEntry.objects.get(action="plan_moved")
    assert (entry.subject, entry.details["move"], entry.user) == (str(number), "submit", planner.user)


def test_a_published_plan_is_read_in_its_village(insider, planner, county, number):
    put(planner, number, [])
    published(planner, county, number)
    answer = insider.get(f"plans/{number}/").json()
    assert [line["kind"] for line in answer["lineage"]] == ["merged"]
    assert answer["moves"] == []


def test_a_lasso_takes_households_and_the_border_follows(places, planner, number):
    near = v.household(places.grids[1], v.middle(1, 0))
    Household.objects.filter(pk=near.pk).update(point="SRID=4326;POINT(112.511 27.905)")
    homes = planner.get(f"plans/{number}/drawing/").json()["households"]
    (chosen,) = [[home["lng"], home["lat"]] for home in homes if home["lng"] == 112.511]
    body = {"lines": [BORDER], "places": [chosen], "into": f"{WEST}001"}
    answer = planner.post(f"plans/{number}/lasso/", body).json()
    assert [grid["figures"]["households"] for grid in answer["grids"]] == [3, 1]
    (move,) = answer["impact"]["moves"]
    assert (move["households"], move["places"], move["grid"]) == (1, [chosen], f"{WEST}001")
    assert answer["problems"] == []
    saved = put(planner, number, [{"geometry": line["geometry"]} for line in answer["lines"]])
    assert [grid["figures"]["households"] for grid in saved.json()["grids"]] == [3, 1]


def test_a_grid_is_split_into_halves_and_nothing_is_written(places, planner, number):
    near = v.household(places.grids[0], v.middle(0, 0))
    Household.objects.filter(pk=near.pk).update(point="SRID=4326;POINT(112.502 27.905)")
    answer = planner.post(f"plans/{number}/halves/", {"lines": [BORDER], "grid": f"{WEST}001"}).json()
    assert answer["halves"] == [f"{WEST}001", f"{WEST}n1"]
    loads = {grid["key"]: grid["figures"]["households"] for grid in answer["grids"]}
    # Whoever has no point stays with the grid that goes on.
    assert loads == {f"{WEST}001": 2, f"{WEST}n1": 1, f"{WEST}002": 1}
    assert (answer["border"]["type"], answer["problems"]) == ("LineString", [])
    assert len(planner.get(f"plans/{number}/drawing/").json()["grids"]) == 2
    assert planner.post(f"plans/{number}/halves/", {"lines": [BORDER], "grid": "nothing"}).status_code == 400


@pytest.mark.parametrize(
    ("at", "into"),
    [
        ([[112.6, 27.9]], f"{WEST}001"),
        ([[112.505, 27.905]], "nothing"),
        ([], f"{WEST}001"),
        ([["112.505", 27.905]], f"{WEST}001"),
        ([[1e400, 27.905]], f"{WEST}001"),
        ([[True, 27.905]], f"{WEST}001"),
        ([[112.505]], f"{WEST}001"),
        (5, f"{WEST}001"),
    ],
)
def test_a_lasso_around_nothing_is_refused(planner, number, at, into):
    body = {"lines": [BORDER], "places": at, "into": into}
    assert planner.post(f"plans/{number}/lasso/", body).status_code == 400


@pytest.mark.parametrize("kind", ["split", "rebalance"])
def test_a_proposal_becomes_the_drawing_with_what_repeats_it(places, planner, number, kind):
    for step in range(12):
        home = v.household(places.grids[0], v.middle(0, 0))
        Household.objects.filter(pk=home.pk).update(
            point=f"SRID=4326;POINT(112.50{step % 9 + 1} 27.90{step % 7 + 1})"
        )
    answer = planner.post(f"plans/{number}/propose/", {"kind": kind, "k": 3})
    assert answer.status_code == 202
    run_now(Job.objects.get(pk=answer.json()["job"]))
    job = Job.objects.get(pk=answer.json()["job"])
    assert (job.state, job.error) == ("done", "")
    body = planner.get(f"plans/{number}/").json()
    assert body["proposal"]["parameters"]["kind"] == kind and "metis" in body["proposal"]["parameters"]
    assert planner.get(f"plans/{number}/drawing/").json()["problems"] == []
    assert body["grids"] == (3 if kind == "split" else 2)


def test_a_proposal_is_for_a_draft_and_a_village_of_the_plan(county, planner, number):
    body = {"kind": "split"}
    assert county.post(f"plans/{number}/propose/", body).status_code == 403
    assert planner.post(f"plans/{number}/propose/", {**body, "village": "430382100202"}).status_code == 400
    bring(BoundaryPlan.objects.get(pk=number), "withdrawn")
    assert planner.post(f"plans/{number}/propose/", body).status_code == 409


def file(caller, number, content, kind=GEOJSON):
    return caller.client.post(
        f"/api/v1/plans/{number}/file/", content, content_type=kind, headers={"Accept-Language": "en"}
    )


def grids(*features):
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": properties, "geometry": json.loads(shape.geojson)}
                for properties, shape in features
            ],
        }
    )


def test_a_plan_goes_out_as_a_geopackage_and_comes_back_unchanged(planner, number, tmp_path):
    answer = planner.get(f"plans/{number}/file.gpkg")
    path = tmp_path / "plan.gpkg"
    path.write_bytes(answer.content)
    info = pyogrio.read_info(path)
    assert (list(info["fields"]), info["features"]) == (["id", "village", "code", "name"], 2)
    body = file(planner, number, io.BytesIO(answer.content).read(), GPKG).json()
    assert body["differences"] == {"new": [], "gone": [], "changed": []}
    assert [grid["name"] for grid in body["grids"]] == ["第一网格", "第二网格"]


def test_a_file_makes_a_draft_with_the_differences(planner, number):
    content = grids(({"id": f"{WEST}001", "name": "例大网格"}, v.square(0, 0, wide=2)))
    answer = file(planner, number, content).json()
    assert answer["differences"] == {"new": [], "gone": [f"{WEST}002"], "changed": [f"{WEST}001"]}
    assert (answer["grids"][0]["name"], answer["version"]) == ("例大网格", 2)


def test_a_large_file_is_taken_by_a_job(planner, number, settings):
    settings.AT_ONCE_MS = 0
    content = grids(({"id": f"{WEST}001", "name": "例大网格"}, v.square(0, 0, wide=2)))
    answers = [file(planner, number, content) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    job = run_now(Job.objects.get(pk=answers[0].json()["job"]))
    assert job.result["differences"]["gone"] == [f"{WEST}002"]
    assert (BoundaryPlan.objects.get(pk=number).version, job.files.count()) == (2, 0)


def test_many_grids_come_out_by_a_job(planner, number, settings):
    settings.AT_ONCE_MS = 0
    answer = planner.get(f"plans/{number}/file.gpkg")
    assert answer.status_code == 202
    job = run_now(Job.objects.get(pk=answer.json()["job"]))
    assert job.files.get().name == f"plan-{number}.gpkg"


def test_slivers_of_a_file_are_listed_and_never_closed(planner, number):
    content = grids(
        ({"id": f"{WEST}001"}, v.square(0, 0)), ({"id": f"{WEST}002"}, v.square(1.0005, 0, wide=0.9995))
    )
    answer = file(planner, number, content).json()
    assert [problem["kind"] for problem in answer["problems"]] == ["gap"]
    assert len(answer["grids"]) == 3
    kept = planner.get(f"plans/{number}/drawing/").json()
    assert [problem["kind"] for problem in kept["problems"]] == ["gap"]


@pytest.mark.parametrize("kind", [GPKG, GEOJSON])
@pytest.mark.parametrize("content", [b"", b"x", b"{}", b"SQLite format 3\x00" + b"\x00" * 100, b"[1]"])
def test_a_file_that_is_none_is_refused_in_words(planner, number, content, kind):
    answer = file(planner, number, content, kind)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "file")


def test_a_file_of_another_kind_is_refused(planner, number):
    answer = file(planner, number, b"x", "text/plain")
    assert answer.status_code == 415
    assert (
        "“text/plain”; only application/geopackage+sqlite3, application/geo+json is accepted here"
        in answer.json()["detail"]
    )


def test_two_plans_are_compared(planner, number):
    other = planner.post("plans/", {"name": "例二", "villages": [WEST], "reason": "例"}).json()["number"]
    put(planner, other, [])
    plans = planner.get(f"plans/{number}/impact/?compare={other}").json()["plans"]
    assert [(plan["plan"], len(plan["grids"]), plan["impact"]["moved"]) for plan in plans] == [
        (number, 2, 0),
        (other, 1, 1),
    ]


@pytest.mark.parametrize("part", ["impact/", "file.gpkg"])
def test_what_a_plan_would_mean_is_for_those_who_draw_and_approve(
    planner, county, insider, outsider, nobody, number, part
):
    callers = (planner, county, insider, outsider, nobody)
    assert [who.get(f"plans/{number}/{part}").status_code for who in callers] == [200, 200, 404, 404, 401]


@pytest.fixture
def road(places) -> LayerLine:
    """Through the west village, in its first grid."""
    layer_line = LayerLine.objects.create(
        county=places.county,
        kind="road",
        name="例路",
        geometry="SRID=4326;LINESTRING(112.5035 27.89, 112.5035 27.92)",
    )
    layer_line.refresh_from_db()
    return layer_line


def test_an_editor_learns_which_layers_there_are(planner, number, road):
    assert planner.get(f"plans/{number}/drawing/").json()["layers"] == [
        {"kind": "road", "name": "roads", "lines": 1}
    ]
    answer = planner.get(f"plans/{number}/lines/").json()
    (features,) = answer["features"]
    assert (features["geometry"]["type"], features["properties"]) == (
        "LineString",
        {"kind": "road", "name": "例路"},
    )
    assert planner.get(f"plans/{number}/lines/?kind=river").json()["features"] == []
    assert planner.get(f"plans/{number}/lines/?kind=sky").status_code == 400


def test_without_a_layer_there_is_none_to_choose(planner, number):
    assert planner.get(f"plans/{number}/drawing/").json()["layers"] == []
    assert planner.get(f"plans/{number}/lines/").json()["features"] == []


@pytest.mark.parametrize(
    ("who", "status"), [("county", 200), ("insider", 404), ("neighbour", 404), ("outsider", 404)]
)
def test_lines_around_a_draft_are_for_those_who_see_it(request, number, road, who, status):
    assert request.getfixturevalue(who).get(f"plans/{number}/lines/").status_code == status


def test_a_proposal_along_a_layer_keeps_the_lines_it_followed(places, planner, number, road):
    for step in range(12):
        home = v.household(places.grids[0], v.middle(0, 0))
        Household.objects.filter(pk=home.pk).update(
            point=f"SRID=4326;POINT(112.50{step % 9 + 1} 27.90{step % 7 + 1})"
        )
    answer = planner.post(f"plans/{number}/propose/", {"kind": "split", "k": 2, "layers": ["road"]})
    assert answer.status_code == 202, answer.content
    run_now(Job.objects.get(pk=answer.json()["job"]))
    body = planner.get(f"plans/{number}/").json()
    assert body["proposal"]["parameters"]["along"] == [road.geometry.wkt]
    assert planner.get(f"plans/{number}/drawing/").json()["problems"] == []


@pytest.mark.parametrize("wish", [{"kind": "rebalance", "limit": 1.03}, {"kind": "split", "k": 3}])
def test_a_proposal_that_is_not_taken_is_told_with_its_price_and_a_drawing_and_leaves_the_draft(
    places, planner, number, wish
):
    for step in range(12):
        home = v.household(places.grids[0], v.middle(0, 0))
        Household.objects.filter(pk=home.pk).update(
            point=f"SRID=4326;POINT(112.50{step % 9 + 1} 27.90{step % 7 + 1})"
        )
    before = planner.get(f"plans/{number}/").json()
    answer = planner.post(f"plans/{number}/propose/", {**wish, "take": False})
    run_now(Job.objects.get(pk=answer.json()["job"]))
    job = Job.objects.get(pk=answer.json()["job"])
    assert (job.state, job.error) == ("done", "")
    told = job.result["figures"]
    assert {"moved", "crossing_before", "crossing_after", "balance_worst", "compactness"} <= told.keys()
    (drawn,) = job.result["thumbnails"]
    assert max(drawn["width"], drawn["height"]) == 100
    assert sum(grid["households"] for grid in drawn["grids"]) == told["households"]
    assert {grid["fit"] for grid in drawn["grids"]} <= {"below", "within", "above"}
    for path in [drawn["rim"], *(grid["path"] for grid in drawn["grids"])]:
        assert re.fullmatch(r"(M-?\d+\.\d -?\d+\.\d(L-?\d+\.\d -?\d+\.\d)+z)+", path), path
    assert planner.get(f"plans/{number}/").json() == before
