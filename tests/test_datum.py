"""The shifted datums and the projections, against figures that other libraries agree on."""

import csv
from pathlib import Path

import numpy as np
import pytest

from geodata.base import datum

VECTORS = Path(__file__).parent / "data" / "crs"
METRES_PER_DEGREE = 111_320.0
NAMES = {"WGS84": "wgs84", "GCJ02": "gcj02", "BD09": "bd09"}


def rows(name: str) -> list[dict[str, str]]:
    with (VECTORS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


SHIFTS = [row for row in rows("gcj_bd_test_vectors.csv") if row["use"] == "assert"]
PROJECTIONS = rows("cgcs2000_projection_vectors.csv")


def tolerance(text: str) -> float:
    """'0.15 m (…)', '1e-9 deg' or 'exact', in degrees."""
    if text == "exact":
        return 0.0
    value, unit = text.split()[:2]
    return float(value) / METRES_PER_DEGREE if unit == "m" else float(value)


def shifted(row: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    here = float(row["in_lon"]), float(row["in_lat"])
    if (row["from"], row["to"]) == ("GCJ02", "BD09"):
        return datum.gcj02_to_bd09(*here)
    if (row["from"], row["to"]) == ("BD09", "GCJ02"):
        return datum.published_bd09_to_gcj02(*here)  # the row holds the published inverse
    if row["to"] == "WGS84":
        return datum.to_wgs84(*here, NAMES[row["from"]])
    return datum.from_wgs84(*here, NAMES[row["to"]])


def test_there_are_thirty_rows_to_assert() -> None:
    assert len(SHIFTS) == 30


@pytest.mark.parametrize("row", SHIFTS, ids=lambda row: f"{row['from']}-{row['to']}-{row['in_lon']}")
def test_a_shift_gives_the_figures_of_other_libraries(row: dict[str, str]) -> None:
    lon, lat = shifted(row)
    error = max(abs(lon - float(row["out_lon"])), abs(lat - float(row["out_lat"])))
    assert error <= tolerance(row["tolerance"])


@pytest.mark.parametrize("name", ["gcj02", "bd09", "cgcs2000", "wgs84"])
def test_there_and_back_is_the_same_place_to_a_hundredth_of_a_millimetre(name: str) -> None:
    lon, lat = np.random.default_rng(7).uniform((73.5, 18.2), (135.0, 53.5), (10_000, 2)).T
    back = datum.to_wgs84(*datum.from_wgs84(lon, lat, name), name)
    assert np.abs(np.array(back) - np.array([lon, lat])).max() < 1e-10


def test_the_published_inverse_of_bd09_is_centimetres_off_and_ours_is_not() -> None:
    there = datum.gcj02_to_bd09(112.53, 27.91)
    off = np.abs(np.array(datum.published_bd09_to_gcj02(*there)) - (112.53, 27.91)).max()
    ours = np.abs(np.array(datum.bd09_to_gcj02(*there)) - (112.53, 27.91)).max()
    assert ours < 1e-11 < 1e-8 < off < 1e-6


def test_cgcs2000_counts_as_wgs84() -> None:
    assert datum.to_wgs84(112.5, 27.9, "cgcs2000") == (112.5, 27.9)


@pytest.mark.parametrize("name", ["gcj02"])
def test_outside_china_nothing_moves_in_either_direction(name: str) -> None:
    lon, lat = [2.3522, 140.0, 100.0], [48.8566, 36.0, -5.0]
    for moved in (datum.from_wgs84(lon, lat, name), datum.to_wgs84(lon, lat, name)):
        assert np.array_equal(moved, [lon, lat])


def test_a_phone_map_point_is_652_metres_off_in_the_county() -> None:
    lon, lat = datum.from_wgs84(112.52667, 27.915008, "gcj02")
    east, north = datum.project([112.52667, lon], [27.915008, lat], 4546)
    assert np.hypot(np.diff(east), np.diff(north))[0] == pytest.approx(652, abs=2)


@pytest.mark.parametrize("row", PROJECTIONS, ids=lambda row: f"{row['epsg']}-{row['lon']}")
def test_a_projection_gives_east_and_north(row: dict[str, str]) -> None:
    here, epsg = (float(row["lon"]), float(row["lat"])), int(row["epsg"])
    there = float(row["easting_or_Y"]), float(row["northing_or_X"])
    assert np.allclose(datum.project(*here, epsg), there, atol=0.001)
    assert np.allclose(datum.unproject(*there, epsg), here, atol=1e-8)


def test_a_geographic_system_needs_no_projection() -> None:
    assert datum.unproject(112.5, 27.9, 4490) == (112.5, 27.9)
