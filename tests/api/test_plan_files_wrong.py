"""Files of grids with something wrong in them: what is found stays with the draft until it is closed, or is refused."""

from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry

from tests import village as v
from tests.roles import owner

DATA = Path(__file__).parent.parent / "data"
VILLAGE = "430382100007"
GPKG = "application/geopackage+sqlite3"
ALL, ONE_MISSING, OVERLAP = "up_wrong_crs_3857.gpkg", "up_one_missing.gpkg", "overlap_areas.gpkg"


def shapes_of(name: str) -> dict[str, shapely.Geometry]:
    _meta, _ids, shapes, fields = pyogrio.raw.read(DATA / name)
    columns = dict(zip(_meta["fields"], fields, strict=True))
    return dict(zip(columns["code"], shapely.from_wkb(shapes), strict=True))


@pytest.fixture
def village(places):
    """The village of the files, its four grids, and a household in each."""
    grids = shapes_of(ALL)
    with owner():
        place = v.area(VILLAGE, "例社区", shape=geos(shapely.union_all(list(grids.values()), grid_size=1e-8)))
        for code, shape in grids.items():
            grid = v.area(code, f"例{code[-3:]}", shape=geos(shape))
            at = shapely.point_on_surface(shape)
            v.household(grid, v.Point(at.x, at.y, srid=4326))
    return place


def geos(shape) -> GEOSGeometry:
    multi = shape if shape.geom_type == "MultiPolygon" else shapely.multipolygons([shape])
    return GEOSGeometry(memoryview(shapely.to_wkb(multi)), srid=4326)


@pytest.fixture
def number(planner, village) -> int:
    return planner.post("plans/", {"name": "例", "villages": [VILLAGE], "reason": "例"}).json()["number"]


def sent(planner, number, content):
    path = f"/api/v1/plans/{number}/file/"
    return planner.client.post(path, content, content_type=GPKG, headers={"Accept-Language": "en"})


def upload(planner, number, name):
    return sent(planner, number, (DATA / name).read_bytes())


def written(folder: Path, grids: dict[str, shapely.Geometry]) -> bytes:
    path = folder / "grids.gpkg"
    columns = [np.array(list(grids), dtype=object)]
    pyogrio.raw.write(
        path, np.array(shapely.to_wkb(list(grids.values())), dtype=object), columns, ["code"],
        layer="grids", driver="GPKG", geometry_type="Polygon", crs="EPSG:4326",
    )  # fmt: skip
    return path.read_bytes()


def problems(planner, number) -> list[str]:
    answer = planner.get(f"plans/{number}/drawing/").json()
    return sorted(problem["kind"] for problem in answer["problems"])


def lines_of(told) -> list[dict]:
    return [{"geometry": line["geometry"]} for line in told["lines"]]


def saved(planner, number, lines, grids=()):
    version = planner.get(f"plans/{number}/").json()["version"]
    body = {"lines": lines, "grids": list(grids)}
    return planner.send("put", f"plans/{number}/drawing/", body, **{"If-Match": f'"{version}"'}).json()


def submitted(planner, number) -> int:
    return planner.post(f"plans/{number}/moves/", {"move": "submit"}).status_code


def test_a_file_that_lies_elsewhere_is_refused(planner, number):
    answer = upload(planner, number, ALL)
    assert answer.status_code == 400
    assert "4 of 4 grids lie outside the plan's villages" in answer.content.decode()
    assert planner.get(f"plans/{number}/").json()["version"] == 1


def test_a_grid_missing_from_one_upload_comes_back_whole_with_the_next(planner, number, village):
    whole = planner.get(f"plans/{number}/file.gpkg").content
    answer = upload(planner, number, ONE_MISSING).json()
    assert (answer["differences"]["gone"], problems(planner, number)) == ([f"{VILLAGE}001"], ["gap"])
    answer = sent(planner, number, whole).json()
    grid = next(each for each in answer["grids"] if each["key"] == f"{VILLAGE}001")
    assert (grid["code"], grid["continues"]) == (f"{VILLAGE}001", f"{VILLAGE}001")
    assert (problems(planner, number), answer["impact"]["moved"]) == ([], 0)


def test_an_overlap_stays_until_it_is_given_to_somebody(planner, number, tmp_path):
    grids = shapes_of(ALL)
    wide = shapely.intersection(shapes_of(OVERLAP)[f"{VILLAGE}001"], shapely.union_all(list(grids.values())))
    answer = sent(planner, number, written(tmp_path, {**grids, f"{VILLAGE}001": wide})).json()
    assert "overlap" in problems(planner, number)
    assert submitted(planner, number) == 409
    # Saving the same lines again closes nothing.
    saved(planner, number, lines_of(answer))
    assert "overlap" in problems(planner, number)
    assert submitted(planner, number) == 409


def test_land_in_doubt_goes_to_the_neighbour_whose_border_is_removed(planner, number):
    answer = upload(planner, number, ONE_MISSING).json()
    doubtful = answer["problems"][0]["grids"][0]
    between = next(
        line for line in answer["lines"] if {doubtful, f"{VILLAGE}003"} == set(line["id"].split("|")[:2])
    )
    lines = [
        line
        for line in answer["lines"]
        if set(line["id"].split("|")[:2]) != set(between["id"].split("|")[:2])
    ]
    answer = saved(planner, number, [{"geometry": line["geometry"]} for line in lines])
    assert problems(planner, number) == []
    assert doubtful not in [grid["key"] for grid in answer["grids"]]


def test_a_name_makes_land_in_doubt_a_grid_of_its_own(planner, number):
    answer = upload(planner, number, ONE_MISSING).json()
    doubtful = answer["problems"][0]["grids"][0]
    saved(planner, number, lines_of(answer), [{"key": doubtful, "name": "例新网格"}])
    assert problems(planner, number) == []
    assert submitted(planner, number) == 200


def test_a_grid_far_beyond_its_village_is_refused(planner, number):
    answer = upload(planner, number, OVERLAP)
    assert answer.status_code == 400
    assert f"The grid {VILLAGE}001 reaches" in answer.content.decode()


def test_all_strips_of_a_layer_drawn_elsewhere_are_closed_at_once(planner, number, tmp_path):
    """Three decimetres off: strips between the grids and along the outline, listed before, and then none."""
    grids = {
        code: shapely.buffer(shape, -1.5e-6, join_style="mitre") for code, shape in shapes_of(ALL).items()
    }
    document = sent(planner, number, written(tmp_path, grids)).json()
    assert {problem["kind"] for problem in document["problems"]} == {"gap"}
    assert submitted(planner, number) == 409
    body = {"lines": lines_of(document), "within": 0.01}
    assert planner.post(f"plans/{number}/slivers/", body).json()["closed"] == []
    answer = planner.post(f"plans/{number}/slivers/", {**body, "within": 1}).json()
    assert len(answer["closed"]) == len(document["problems"])
    assert (len(answer["grids"]), answer["problems"]) == (4, [])
    saved(planner, number, lines_of(answer))
    assert problems(planner, number) == []
    assert submitted(planner, number) == 200
