"""Coordinates that would fit better as something else: a question with words, never a silent change."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.utils import translation

from geodata.base import datum
from geodata.base.errors import BadInput
from geodata.files.coordinates import Frame
from geodata.files.dispatch import parse
from geodata.imports.kinds.areas.areas import import_areas
from geodata.imports.kinds.crs_detection import firsts, refuse_if_elsewhere
from geodata.imports.runs.options import Wishes
from geodata.people.models import Household
from tests.files.test_geofiles import write
from tests.imports.rows import DAY, WEST, bring
from tests.village import county, square

BOX = (112.3, 27.7, 112.8, 28.1)
LON, LAT = np.linspace(112.45, 112.6, 20), np.linspace(27.85, 27.95, 20)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def pairs(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.column_stack([x, y])


def projected(epsg: int, *, swapped: bool = False) -> np.ndarray:
    east, north = datum.project(LON, LAT, epsg)
    return pairs(north, east) if swapped else pairs(east, north)


@pytest.mark.parametrize("epsg", datum.around(BOX[0], BOX[2]))
def test_what_is_said_rightly_raises_no_question(epsg: int) -> None:
    refuse_if_elsewhere(projected(epsg), Frame(epsg), BOX)


@pytest.mark.parametrize("epsg", datum.around(BOX[0], BOX[2]))
def test_northing_before_easting_is_asked_about(epsg: int) -> None:
    with pytest.raises(BadInput, match="northing and easting swapped it is 100%"):
        refuse_if_elsewhere(projected(epsg, swapped=True), Frame(epsg), BOX)


@pytest.mark.parametrize(
    ("said", "real", "words"),
    [
        (4546, 4525, "EPSG:4525, zone 37"),
        (4525, 4546, "EPSG:4546, 111"),
        (4547, 4526, "EPSG:4526, zone 38"),
        (4546, 4547, "EPSG:4547, 114"),
        (4547, 4546, "EPSG:4546, 111"),
        (3857, 4546, "EPSG:4546"),
    ],
)
def test_another_zone_or_a_zone_prefix_is_asked_about(said: int, real: int, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        refuse_if_elsewhere(projected(real), Frame(said), BOX)


def test_latitude_before_longitude_in_a_whole_file_is_one_question() -> None:
    with pytest.raises(BadInput, match="swapped"):
        refuse_if_elsewhere(pairs(LAT, LON), Frame(4326), BOX)


def test_what_fits_nowhere_or_is_little_is_left_to_its_lines() -> None:
    refuse_if_elsewhere(pairs(LON + 40, LAT), Frame(4326), BOX)
    refuse_if_elsewhere(pairs(LAT[:3], LON[:3]), Frame(4326), BOX)
    refuse_if_elsewhere(firsts(np.array([None], dtype=object)), Frame(4546), BOX)


@pytest.mark.django_db
def test_areas_in_the_neighbouring_zone_are_asked_about(tmp_path: Path) -> None:
    county()
    table = parse(write(tmp_path / "a.gpkg", names=["例"]))
    east = shapely.transform(table.geometry, lambda xy: np.column_stack(datum.project(*xy.T, 4547)))
    with pytest.raises(BadInput, match="EPSG:4547"):
        import_areas(replace(table, geometry=east, epsg=4546), on=DAY, wishes=Wishes())


@pytest.mark.django_db
@pytest.mark.parametrize(("said", "real", "words"), [
    ("wgs84", "gcj02", "As GCJ-02"), ("wgs84", "bd09", "As BD-09"), ("gcj02", "wgs84", "As WGS 84"), ("bd09", "gcj02", "As GCJ-02"),
])  # fmt: skip
def test_the_datum_that_brings_the_households_home_is_named(said: str, real: str, words: str) -> None:
    county()
    west, south, east, north = square(0, 0, wide=2).extent
    rows = []
    for number, (x, y) in enumerate(
        zip(np.linspace(west, east, 22)[1:-1], np.linspace(south, north, 22)[1:-1], strict=True)
    ):
        lon, lat = datum.from_wgs84(x, y, real)
        grid = "001" if x < (west + east) / 2 else "002"
        rows.append(f"{WEST},{number},例{number},{lon},{lat},{grid}")
    report = bring("households", "村编码,户编号,户主姓名,经度,纬度,网格", *rows, datum=said)
    questions = {question.key: question for question in report.open_questions}
    assert words in questions["datum"].message
    assert "100%" in questions["datum"].message
    assert not report.applied
    assert not Household.objects.filter(head_name="例1").exists()
