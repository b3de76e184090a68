"""Layers of grids from another office, a little off: strips are closed on demand, and told."""

from pathlib import Path

import pytest
import shapely
from django.core.management import call_command

from geodata.base.errors import BadInput
from geodata.files.dispatch import parse
from geodata.imports.kinds.areas import area_strips
from geodata.imports.kinds.areas.areas import import_areas
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report
from geodata.territory.models import Boundary
from tests.imports.test_areas import DAY, box, geojson
from tests.village import area, square

pytestmark = pytest.mark.django_db

VILLAGE, OFF = "430382100201", 0.3
"""Metres that the layer misses the village's outline, and its grids each other."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A village of two squares, and its two grids as another office drew them."""
    area("430382", "例县")
    area("430382100", "例镇")
    area(VILLAGE, "例村", shape=square(0, 0, wide=2))
    off = OFF / 111_000
    rows = [
        ({"code": f"{VILLAGE}00{place + 1}"}, shapely.buffer(box(place, 0), -off, join_style="mitre"))
        for place in range(2)
    ]
    return geojson(tmp_path, *rows)


def taken(path: Path, width: float, *, apply: bool = True) -> Report:
    return import_areas(parse(path), on=DAY, wishes=Wishes(close_strips=width), apply=apply)


def missing() -> float:
    """Degrees² of the village that are in no grid, or outside and in one."""
    shapes = {row.area.code: shapely.from_wkb(bytes(row.geometry.wkb)) for row in Boundary.objects.on(DAY)}
    grids = shapely.union_all([shape for code, shape in shapes.items() if len(code) > len(VILLAGE)])
    return float(shapely.symmetric_difference(grids, shapes[VILLAGE]).area)


def test_grids_take_the_strips_between_them_and_the_outline(path):
    report = taken(path, 1)
    assert report.applied
    assert missing() < 1e-12


def test_each_strip_is_told_before_anything_is_written(path):
    remarks = taken(path, 1, apply=False).remarks
    told = " ".join(one.message for one in remarks)
    assert f"{VILLAGE}001" in told
    assert f"{VILLAGE}002" in told
    assert all("m²" in one.value for one in remarks)
    assert not Boundary.objects.filter(area__code=f"{VILLAGE}001").exists()


def test_the_layer_stays_as_it_is_where_nobody_asks(path):
    taken(path, 0)
    assert missing() > 1e-10


def test_what_is_wider_than_told_stays(path):
    taken(path, 0.2)
    assert missing() > 1e-10


def test_a_grid_that_the_file_does_not_name_keeps_its_land(path, tmp_path):
    area(f"{VILLAGE}001", shape=square(0, 0))
    east = shapely.buffer(box(1, 0), -OFF / 111_000, join_style="mitre")
    taken(geojson(tmp_path, ({"code": f"{VILLAGE}002"}, east)), 1)
    assert missing() < 1e-12
    assert Boundary.objects.get(area__code=f"{VILLAGE}001").geometry.equals(square(0, 0))


def test_the_command_closes_strips_too(path):
    call_command("import_areas", path, "--close-strips", "1", "--on", DAY.isoformat(), "--apply")
    assert missing() < 1e-12


@pytest.mark.parametrize("width", ["6", "-1", "wide", "nan"])
def test_a_width_that_is_none_is_refused(width):
    with pytest.raises(BadInput):
        area_strips.metres(width)


def test_an_import_without_borders_has_no_strips():
    area_strips.check("", kind="households")
    with pytest.raises(BadInput):
        area_strips.check("1", kind="households")
