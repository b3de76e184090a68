"""Areas with the borders of a day."""

import datetime as dt
import json

import pytest
from django.contrib.gis.geos import GEOSGeometry

from geodata.base.periods import between, since, today
from geodata.territory.models import Boundary
from tests import village as v
from tests.roles import owner


@pytest.fixture
def redrawn(places) -> dt.date:
    """From this day on the first grid is two squares wide."""
    day = today() - dt.timedelta(days=10)
    old = Boundary.objects.get(area=places.grids[0])
    old.period = between(v.LONG_AGO, day)
    old.save()
    Boundary.objects.create(area=places.grids[0], period=since(day), geometry=v.square(0, 0, wide=2))
    return day


def codes(answer) -> list[str]:
    return [feature["id"] for feature in answer.json()["features"]]


def east_edge(caller, on: dt.date) -> float:
    ring = caller.get(f"areas/430382100201001/?on={on}").json()["geometry"]["coordinates"][0][0]
    return max(east for east, _north in ring)


def test_areas_of_a_level_within_another(county):
    assert codes(county.get("areas/?level=grid&within=430382100")) == [
        "430382100201001", "430382100201002", "430382100202001",
    ]  # fmt: skip


def test_a_feature_tells_what_the_area_is(county):
    feature = county.get("areas/?level=village&within=430382100202").json()["features"][0]
    assert feature["properties"] == {
        "code": "430382100202", "name": "例东村", "level": "village", "kind": "", "parent": "430382100",
    }  # fmt: skip
    assert feature["geometry"]["type"] == "MultiPolygon"


def test_the_border_is_that_of_the_day(redrawn, county):
    assert east_edge(county, redrawn - dt.timedelta(days=1)) == 112.51
    assert east_edge(county, redrawn) == 112.52


def test_an_area_without_a_boundary_has_no_geometry(places, county):
    v.area("430382100201003", "第三网格")
    feature = next(
        area for area in county.get("areas/?level=grid").json()["features"] if area["id"].endswith("201003")
    )
    assert feature["geometry"] is None
    assert county.get("areas/430382100201003/").json()["properties"]["size"] is None


def test_a_box_holds_the_areas_that_meet_it(county):
    assert codes(county.get("areas/?level=grid&bbox=112.512,27.902,112.513,27.903")) == ["430382100201002"]
    assert codes(county.get("areas/?level=grid&bbox=112.51,27.902,112.513,27.903")) == [
        "430382100201001", "430382100201002",
    ]  # fmt: skip


def test_one_area_tells_its_ancestors_and_its_size(county):
    shown = county.get("areas/430382100201001/").json()["properties"]
    assert [(each["level"], each["name"]) for each in shown["ancestors"]] == [
        ("county", "例县"), ("township", "例镇"), ("village", "例西村"),
    ]  # fmt: skip
    # A hundredth of a degree at 27.9 N: 984 m by 1,108 m.
    assert shown["size"]["m2"] == pytest.approx(1_090_700, rel=0.002)
    assert shown["size"]["ha"] == pytest.approx(shown["size"]["m2"] / 10_000, abs=0.01)
    assert shown["size"]["mu"] == pytest.approx(shown["size"]["m2"] / (2000 / 3), abs=0.01)


def test_a_village_officer_sees_the_names_above_and_nothing_else(insider):
    shown = insider.get("areas/430382100201/").json()["properties"]["ancestors"]
    assert shown[1] == {"code": "430382100", "name": "例镇", "level": "township"}
    assert insider.get("areas/430382100/").status_code == 404


def test_an_area_that_is_not_yet_there_is_404(county):
    assert county.get("areas/430382100201001/?on=2019-12-31").status_code == 404


def test_a_border_is_kept_as_it_is_sent(places, county):
    """The text follows the border by itself; to write it anew for each answer was most of its price."""
    border = places.west.boundaries.get()
    border.geometry = v.square(0, 0, wide=3)
    with owner():
        border.save()
    sent = county.get("areas/430382100201/").json()["geometry"]
    assert sent == json.loads(Boundary.objects.get(pk=border.pk).as_text)
    assert GEOSGeometry(json.dumps(sent)).equals(border.geometry)


def test_what_has_not_changed_is_not_sent_again(redrawn, county):
    first = county.get("areas/?level=grid")
    again = county.get("areas/?level=grid", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == "private, no-cache"


def test_what_has_changed_is_sent_again(redrawn, county):
    first = county.get("areas/?level=grid")
    other = county.get(
        f"areas/?level=grid&on={redrawn - dt.timedelta(days=1)}", **{"If-None-Match": first["ETag"]}
    )
    assert other.status_code == 200
