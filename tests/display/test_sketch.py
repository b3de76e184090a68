"""Areas drawn by the server."""

from django.contrib.gis.geos import LineString, Polygon

from geodata.display.sketch import drawn, frame_of, once
from tests import village as v


def test_nothing_has_no_frame():
    assert frame_of([]) is None


def test_north_is_above_and_everything_is_inside():
    frame = frame_of([v.square(0, 0), v.square(1, 1)])
    below, above = drawn(frame, v.square(0, 0)), drawn(frame, v.square(1, 1))
    assert above.y < below.y
    assert above.x > below.x
    assert 0 < below.y < frame.height


def test_a_degree_of_longitude_is_narrower_than_one_of_latitude():
    frame = frame_of([v.square(0, 0)])
    assert frame.width < frame.height


def test_a_polygon_is_closed_with_its_holes_and_a_line_is_not():
    frame = frame_of([v.square(0, 0, wide=3, high=3)])
    outer, hole = v.square(0, 0, wide=3, high=3)[0], v.square(1, 1)[0]
    assert frame.path(Polygon(outer[0], hole[0])).count("z") == 2
    assert frame.path(LineString(outer[0][0], outer[0][2])).count("z") == 0


def test_what_is_finer_than_a_tenth_is_left_out():
    frame = frame_of([v.square(0, 0)])
    near = LineString((112.5, 27.9), (112.5000001, 27.9), (112.51, 27.9))
    assert frame.path(near).count("L") == 1


def test_a_border_that_two_areas_share_is_drawn_once():
    shared = once([v.square(0, 0), v.square(1, 0)])
    assert round(shared.length / v.SIDE) == 7
    assert once([]).empty
