"""Real polygons as village, grids and households: a quarter of Kathmandu (sources in tests/data/SOURCES.md)."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from geodata.people.models import Household, Placement
from geodata.territory.models import Area, Boundary
from tests.village import area

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[1] / "data" / "kathmandu"
VILLAGE = "990101100201"


@pytest.fixture
def town() -> None:
    area("990101", "例县")
    area("990101100", "例镇")


def run(command: str, *args: object) -> dict[str, object]:
    out = io.StringIO()
    call_command(command, *map(str, args), "--apply", "--json", stdout=out)
    report: dict[str, object] = json.loads(out.getvalue())
    return report


def take_village_and_grids() -> None:
    run("import_areas", DATA / "area_of_interest.geojson", "--level", "village", "--parent", "990101100",
        "--code", VILLAGE, "--name", "例社区")  # fmt: skip
    run("import_areas", DATA / "split.geojson", "--level", "grid", "--parent", VILLAGE, "--leave-gaps")


def take_households() -> dict[str, object]:
    return run("import_households", DATA / "extract.geojson", "--village", VILLAGE, "--only", "polygon")


def test_the_split_gives_four_numbered_grids_inside_the_village(town: None) -> None:
    take_village_and_grids()
    grids = Area.objects.level("grid").order_by("code")
    assert [grid.code for grid in grids] == [f"{VILLAGE}00{number}" for number in (1, 2, 3, 4)]
    village = Boundary.objects.get(area__code=VILLAGE).geometry
    assert all(village.contains(boundary.geometry) for boundary in Boundary.objects.filter(area__in=grids))


def test_the_gaps_between_the_four_are_named_with_their_size(town: None) -> None:
    run("import_areas", DATA / "area_of_interest.geojson", "--code", VILLAGE, "--name", "例社区")
    with pytest.raises(CommandError):
        run("import_areas", DATA / "split.geojson", "--parent", VILLAGE)
    report = run("import_areas", DATA / "split.geojson", "--parent", VILLAGE, "--leave-gaps")
    assert [remark["value"].split(":")[0] for remark in report["remarks"]] == [VILLAGE]  # type: ignore[attr-defined, index]


def test_667_buildings_become_households_with_a_point_on_their_surface(town: None) -> None:
    take_village_and_grids()
    report = take_households()
    assert (report["new"], report["problems"]) == (667, [])
    homes = Household.objects.filter(village__code=VILLAGE)
    assert homes.filter(point__isnull=False, point_quality="centroid", point_datum="wgs84").count() == 667
    assert homes.order_by("number").values_list("number", flat=True)[0] == "G0001"
    assert Placement.objects.filter(household__in=homes).count() == 667


def test_each_building_is_in_the_grid_that_covers_it_or_listed_as_in_none(town: None) -> None:
    take_village_and_grids()
    report = take_households()
    inside = 0
    for boundary in Boundary.objects.filter(area__level="grid"):
        covered = Household.objects.filter(point__coveredby=boundary.geometry)
        assert set(covered.values_list("grid", flat=True)) == {boundary.area_id}
        inside += covered.count()
    homeless = Household.objects.filter(grid=None).count()
    assert inside + homeless == 667
    said = [remark["column"] for remark in report["remarks"]]  # type: ignore[attr-defined]
    assert said.count("grid") == homeless


def test_the_same_files_again_say_no_change(town: None) -> None:
    take_village_and_grids()
    take_households()
    for report in (
        run("import_areas", DATA / "split.geojson", "--parent", VILLAGE, "--leave-gaps"),
        take_households(),
    ):
        assert (report["new"], report["changed"], report["applied"]) == (0, 0, False)


def test_buildings_find_their_village_by_themselves(town: None) -> None:
    take_village_and_grids()
    report = run("import_households", DATA / "extract.geojson", "--only", "polygon")
    assert report["new"] == Household.objects.filter(village__code=VILLAGE).count() == 667


def test_numbers_may_come_from_a_column_named_by_hand(town: None) -> None:
    take_village_and_grids()
    run("import_households", DATA / "extract.geojson", "--village", VILLAGE, "--only", "polygon",
        "--column", "household_no=osm_id")  # fmt: skip
    assert Household.objects.filter(number="904487597").exists()


def test_ways_among_the_buildings_are_problems_unless_left_out(town: None) -> None:
    take_village_and_grids()
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_households", DATA / "extract.geojson", village=VILLAGE, json=True, stdout=out)
    problems = json.loads(out.getvalue())["problems"]
    assert {problem["value"] for problem in problems} == {"LineString"}
    assert len(problems) == 22


def test_outside_the_configured_box_nothing_is_believed(town: None, settings: Settings) -> None:
    settings.COUNTY_BOX = (112.0, 27.5, 113.0, 28.5)
    with pytest.raises(CommandError):
        run("import_areas", DATA / "area_of_interest.geojson", "--code", VILLAGE, "--name", "例社区")
