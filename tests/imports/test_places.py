"""The datum of a file is declared or asked for, never guessed."""

import numpy as np
import pytest
import shapely

from geodata.base import datum as datums
from geodata.base.errors import BadInput
from geodata.files.coordinates import Frame, frame_of, numbers_of, outside_box, points_of, shapes_in_wgs84
from geodata.files.table import Table

CHINA = (73.0, 3.0, 136.0, 54.0)


def file(epsg: int | None = None, assumed: int | None = None) -> Table:
    return Table([], [], [], "", epsg=epsg, assumed=assumed)


def shapes(*these: shapely.Geometry | None) -> np.ndarray:
    return np.array([*these, None], dtype=object)[:-1]


@pytest.mark.parametrize(
    ("table", "said", "name"),
    [
        (file(), {"datum": "gcj02"}, "gcj02"),
        (file(), {"epsg": 4546}, "EPSG:4546"),
        (file(), {"epsg": 4490, "datum": "cgcs2000"}, "EPSG:4490"),
        (file(epsg=4547), {}, "EPSG:4547"),
        (file(epsg=4547), {"datum": "cgcs2000"}, "EPSG:4547"),
        (file(epsg=4326), {"epsg": 4490}, "wgs84"),
        (file(assumed=4326), {}, "wgs84"),
        (file(assumed=4326), {"datum": "bd09"}, "bd09"),
    ],
)
def test_the_frame_is_what_the_file_declares_or_the_user_states(
    table: Table, said: dict[str, str | int], name: str
) -> None:
    assert frame_of(table, **said).name == name  # type: ignore[arg-type]


def test_coordinates_without_a_datum_are_refused_and_the_choices_named() -> None:
    with pytest.raises(BadInput) as refused:
        frame_of(file())
    assert "GCJ-02" in refused.value.remedy


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (file(epsg=4326), {"datum": "gcj02"}),
        (file(epsg=4546), {"datum": "bd09"}),
        (file(epsg=4546), {"epsg": 4547}),
        (file(epsg=3857), {"datum": "gcj02"}),
        (file(assumed=4326), {"epsg": 4546}),
        (file(), {"epsg": 4546, "datum": "gcj02"}),
        (file(), {"epsg": 4978}),
    ],
)
def test_what_contradicts_is_refused(table: Table, said: dict[str, str | int]) -> None:
    with pytest.raises(BadInput):
        frame_of(table, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("datum", "epsg"), [("gcj02", 4326), ("bd09", 4326), ("wgs84", 4546), ("wgs84", 3857)]
)
def test_shapes_come_back_to_where_they_are(datum: str, epsg: int) -> None:
    here = shapely.Point(112.52667, 27.915008)
    there = datums.project(*datums.from_wgs84(here.x, here.y, datum), epsg)
    back = shapes_in_wgs84(shapes(shapely.Point(*there), None), Frame(epsg, datum))
    assert here.distance(back[0]) < 1e-9
    assert back[1] is None


def test_a_building_gives_a_point_on_its_surface() -> None:
    horseshoe = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 0, 2, 2))
    points, polygons, problems = points_of(shapes(horseshoe, shapely.Point(5, 5)), [1, 2])
    assert horseshoe.contains(points[0])
    assert (points[1], polygons.tolist(), problems) == (shapely.Point(5, 5), [True, False], [])


def test_a_line_and_a_polygon_that_crosses_itself_are_problems_and_give_no_point() -> None:
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    points, _polygons, problems = points_of(
        shapes(shapely.LineString([(0, 0), (1, 1)]), bow, None), [1, 2, 3]
    )
    assert [problem.line for problem in problems] == [1, 2]
    assert "0.5" in problems[1].value
    assert points.tolist() == [None, None, None]


def test_swapped_axes_are_told_from_a_place_far_away() -> None:
    far, swapped, here = shapely.Point(2, 48), shapely.Point(27.9, 112.5), shapely.Point(112.5, 27.9)
    problems = outside_box(shapely.bounds(shapes(far, swapped, here, None)), CHINA, [1, 2, 3, 4])
    assert [problem.line for problem in problems] == [1, 2]
    assert problems[0].message != problems[1].message


def test_a_coordinate_that_is_no_number_is_a_problem_with_its_value() -> None:
    values, problems = numbers_of(["112.5", "", "112x30"], [2, 3, 4], "经度")
    assert np.isnan(values[1:]).all()
    assert [(problem.line, problem.column, problem.value) for problem in problems] == [(4, "经度", "112x30")]


def test_what_is_straight_on_a_plane_stays_straight():
    """An edge of 10.6 km: halfway, the border in degrees lies where the projected one does, to the millimetre."""
    edge = shapely.LineString([(500_000, 3_080_000), (507_500, 3_087_500)])
    middle = shapes(edge.interpolate(0.5, normalized=True))
    (line,) = shapes_in_wgs84(shapes(edge), Frame(4546))
    (there,) = shapes_in_wgs84(middle, Frame(4546))
    assert line.distance(there) < 1e-8
    assert shapely.get_num_coordinates(line) > 50


def test_degrees_and_short_edges_get_no_vertices():
    for edge, frame in (
        (shapely.LineString([(112.5, 27.9), (112.6, 27.9)]), Frame(4326)),
        (shapely.LineString([(500_000, 3_080_000), (500_150, 3_080_000)]), Frame(4546)),
    ):
        assert shapely.get_num_coordinates(shapes_in_wgs84(shapes(edge), frame)[0]) == 2


def test_a_shape_as_long_as_the_sky_gets_no_vertices() -> None:
    far = shapely.box(0, 0, 1e15, 1e15)
    near = shapely.box(500_000, 3_000_000, 501_000, 3_001_000)
    moved = shapes_in_wgs84(np.array([far, near, None], dtype=object), Frame(4546))
    assert shapely.get_num_coordinates(moved).tolist() == [5, 21, 0]
