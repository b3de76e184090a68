"""Areas and boundaries from files: the real divisions, real polygons, and what is refused."""

import datetime as dt
import io
import json
from pathlib import Path

import pyogrio
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry, Point
from django.core.management import CommandError, call_command

from geodata.files.dispatch import parse
from geodata.imports.kinds.areas.area_rows import full_code, significant
from geodata.imports.kinds.areas.areas import import_areas
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report
from geodata.territory.models import Area, Boundary
from tests import dead_entries
from tests.village import LONG_AGO, SIDE, SOUTH, WEST, area, county, square

pytestmark = pytest.mark.django_db

DIVISIONS = Path(__file__).parents[2] / "fixtures" / "divisions" / "xiangtan_divisions_clean.csv"
DATA = Path(__file__).parents[1] / "data"
DAY = dt.date(2026, 3, 1)


def take(path: Path, *, apply: bool = True, on: dt.date = DAY, **wishes: object) -> Report:
    return import_areas(parse(path), on=on, wishes=Wishes(**wishes), apply=apply)  # type: ignore[arg-type]


def csv_file(folder: Path, text: str) -> Path:
    path = folder / "areas.csv"
    path.write_text(text)
    return path


def divided(folder: Path, grid: Area, other: Area, *, at: float) -> Path:
    """The two grids of west, with their border at another place."""
    return geojson(folder, ({"code": grid.code}, box(0, 0, at)), ({"code": other.code}, box(at, 0, 2 - at)))


def box(column: float, row: float, wide: float = 1, high: float = 1) -> shapely.Polygon:
    west, south = WEST + column * SIDE, SOUTH + row * SIDE
    return shapely.box(west, south, west + wide * SIDE, south + high * SIDE)


def geojson(folder: Path, *rows: tuple[dict[str, object], shapely.Geometry]) -> Path:
    path = folder / "areas.geojson"
    features = [
        {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}
        for properties, shape in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def messages(report: Report) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.column) for problem in report.problems]


def test_the_real_divisions_of_a_city_come_in_whole() -> None:
    report = take(DIVISIONS)
    assert (report.new, report.problems) == (1036, [])
    assert Area.objects.level("township").count() == 70
    assert Area.objects.level("village").count() == 957
    town = Area.objects.get(code="430382100")
    assert (town.name, town.kind, town.parent.name) == ("清溪镇", "town", "韶山市")
    assert not Area.objects.filter(level="village", kind="").exists()


def test_no_area_is_lost_where_others_were_taken_back() -> None:
    dead_entries.leave(
        "one_area_per_code_and_day", lambda: [area(str(code)) for code in range(990000, 990031)]
    )
    take(DIVISIONS)
    written = Area.objects.values_list("code", flat=True)
    assert [code for code in list(written) if not Area.objects.filter(code=code).exists()] == []


def test_the_same_file_again_says_no_change() -> None:
    take(DIVISIONS)
    report = take(DIVISIONS)
    assert report.says_no_change
    assert report.unchanged == 1036


def test_a_dry_run_writes_nothing() -> None:
    assert take(DIVISIONS, apply=False).new == 1036
    assert not Area.objects.exists()


def test_one_bad_row_keeps_all_others_out(tmp_path: Path) -> None:
    text = DIVISIONS.read_text().replace("430382100,", "43038210X,")
    report = take(csv_file(tmp_path, text))
    assert not report.applied
    assert not Area.objects.exists()
    assert report.problems[0].value == "43038210X"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("430000", "43"),
        ("430300", "4303"),
        ("430382000000", "430382"),
        ("430382100000", "430382100"),
        ("430382100200", "430382100200"),
    ],
)
def test_codes_filled_up_with_zeros_keep_their_significant_digits(written: str, stored: str) -> None:
    assert significant(written) == stored


def test_a_short_number_under_a_village_is_a_grid_of_it() -> None:
    assert full_code("7", under="430382100201") == "430382100201007"
    assert full_code("7", under="430382100") == "7"


def test_a_missing_area_above_is_a_problem_with_a_remedy(tmp_path: Path) -> None:
    report = take(csv_file(tmp_path, "code,name\n430382,例县\n430382100201,例村\n"))
    assert [(problem.line, problem.value) for problem in report.problems] == [(3, "430382100")]
    assert report.problems[0].remedy


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("4.30382E+11,例村,,", "code"),
        (",例村,,", "code"),
        ("43038,例村,,", "code"),
        ("430382101,例乡,430381,", "parent_code"),
        ("430382101,例乡,,village", "level"),
        ("430382100,例镇,,\n430382100,例镇,,", "code"),
        ("430382101,,,", "name"),
        (f"430382101,{'例' * 101},,", "name"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_column(tmp_path: Path, row: str, column: str) -> None:
    area("430382", "例县")
    report = take(csv_file(tmp_path, f"code,name,parent_code,level\n{row}\n"))
    assert [problem.column for problem in report.problems] == [column]


def test_rows_of_another_level_or_place_than_asked_for_are_refused(tmp_path: Path) -> None:
    county()
    rows = csv_file(tmp_path, "code,name\n430382101,例乡\n")
    assert messages(take(rows, level="village")) == [(2, "code")]
    assert messages(take(rows, parent="430381")) == [(2, "code")]


def test_a_new_name_changes_the_area_and_a_missing_kind_does_not(tmp_path: Path) -> None:
    county()
    Area.objects.filter(code="430382100").update(kind="town")
    report = take(csv_file(tmp_path, "code,name\n430382100,例新\n"))
    assert (report.changed, report.changes) == (1, {"name": 1})
    assert Area.objects.values_list("name", "kind").get(code="430382100") == ("例新", "town")


def test_a_new_boundary_ends_the_old_one_on_that_day(tmp_path: Path) -> None:
    grid, other = county().grids[:2]
    report = take(divided(tmp_path, grid, other, at=0.5))
    assert report.changes == {"boundary": 2}
    old, new = Boundary.objects.filter(area=grid).order_by("period")
    assert (old.period.lower, old.period.upper, new.period.lower) == (LONG_AGO, DAY, DAY)
    assert new.source == ""
    assert new.geometry.area == pytest.approx(old.geometry.area / 2)


def test_a_boundary_mended_on_the_same_day_is_replaced(tmp_path: Path) -> None:
    grid, other = county().grids[:2]
    for wide in (0.5, 0.6):
        take(divided(tmp_path, grid, other, at=wide))
    assert Boundary.objects.filter(area=grid).count() == 2
    assert Boundary.objects.on(DAY).get(area=grid).geometry.area == pytest.approx(0.6 * SIDE**2)


def test_a_boundary_rounded_by_another_program_is_no_change(tmp_path: Path) -> None:
    grid = county().grids[0]
    rounded = shapely.box(WEST, SOUTH, WEST + SIDE + 4e-8, SOUTH + SIDE - 4e-8)
    assert take(geojson(tmp_path, ({"code": grid.code}, rounded))).says_no_change


def test_a_later_boundary_is_not_written_over(tmp_path: Path) -> None:
    grid, other = county().grids[:2]
    take(divided(tmp_path, grid, other, at=0.5))
    report = take(divided(tmp_path, grid, other, at=0.4), on=DAY - dt.timedelta(days=1))
    assert [problem.value for problem in report.problems] == [str(DAY)] * 2


def test_grids_without_codes_are_numbered_from_north_to_south(tmp_path: Path) -> None:
    area("430382", "例县")
    area("430382100", "例镇")
    area("430382100201", "例村", shape=square(0, 0, wide=2, high=2))
    path = geojson(tmp_path, ({}, box(0, 0, 2)), ({}, box(1, 1)), ({}, box(0, 1)))
    report = take(path, parent="430382100201")
    assert report.new == 3
    assert any("430382100201001" in note for note in report.notes)
    names = dict(Area.objects.level("grid").values_list("code", "name"))
    assert names == {f"43038210020100{n}": f"第{n}网格" for n in (1, 2, 3)}
    southern = Boundary.objects.get(area__code="430382100201003").geometry
    assert southern.contains(Point(WEST + SIDE, SOUTH + SIDE / 2, srid=4326))
    assert take(path, parent="430382100201").says_no_change


def test_new_grids_are_numbered_after_those_that_ever_were(tmp_path: Path) -> None:
    places = county()
    village, grid = places.west, places.grids[0]
    path = geojson(tmp_path, ({"code": grid.code}, box(0.5, 0, 0.5)), ({"code": ""}, box(0, 0, 0.5)))
    report = take(path, parent=village.code)
    assert report.new == 1
    assert Area.objects.under(village.code).level("grid").order_by("code").last().code == f"{village.code}003"


def test_polygons_without_codes_and_without_a_village_are_refused(tmp_path: Path) -> None:
    county()
    path = geojson(tmp_path, ({"name": "例"}, box(0, 0)))
    assert messages(take(path)) == [(1, "code")]
    assert messages(take(path, level="village", parent="430382100")) == [(1, "code")]


def test_one_single_area_may_get_its_code_and_name_from_the_command(tmp_path: Path) -> None:
    county()
    path = geojson(tmp_path, ({}, box(0, 0)))
    assert take(path, code="430382100203", name="例新村").new == 1
    assert Area.objects.get(code="430382100203").name == "例新村"


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(112.5, 27.9),
        shapely.Polygon([(112.5, 27.9), (112.51, 27.91), (112.51, 27.9), (112.5, 27.91)]),
        shapely.box(27.90, 112.50, 27.91, 112.51),
    ],
)
def test_a_point_a_crossing_polygon_and_swapped_axes_are_problems(
    tmp_path: Path, shape: shapely.Geometry
) -> None:
    county()
    assert messages(take(geojson(tmp_path, ({"code": "430382100201001"}, shape)))) == [(1, "geometry")]


def test_overlaps_gaps_and_what_reaches_beyond_are_problems_with_size_and_place(tmp_path: Path) -> None:
    area("430382", "例县")
    area("430382100", "例镇")
    area("430382100201", "例村", shape=square(0, 0, wide=2))
    shapes = box(0, 0, 0.5), box(0.4, 0, 0.6), box(1.5, 0, 1)
    path = geojson(tmp_path, *[({"code": f"43038210020100{n}"}, shape) for n, shape in enumerate(shapes, 1)])
    report = take(path)
    sizes = [problem.value for problem in report.problems]
    assert [size.split(":")[0] for size in sizes] == [
        "430382100201001 + 430382100201002",
        *["430382100201"] * 2,
    ]
    assert "(112.50450, 27.90500)" in sizes[0] or "(112.5045, 27.905)" in sizes[0]
    assert not report.applied


def test_slivers_between_grids_are_remarked_and_closed_later(tmp_path: Path) -> None:
    area("430382", "例县")
    area("430382100", "例镇")
    area("430382100201", "例村", shape=square(0, 0, wide=2))
    shapes = box(0, 0), box(1.00003, 0, 0.99997)
    path = geojson(tmp_path, *[({"code": f"43038210020100{n}"}, shape) for n, shape in enumerate(shapes, 1)])
    report = take(path)
    assert (len(report.remarks), report.applied) == (1, True)


def test_an_outline_that_comes_alone_is_written(tmp_path: Path) -> None:
    village = county().west
    report = take(geojson(tmp_path, ({"code": village.code}, box(0, 0, 1.9))))
    assert (report.problems, report.applied) == ([], True)


def test_grids_of_which_two_hold_a_household_are_not_written(tmp_path: Path) -> None:
    for code, name in (("430382", "例县"), ("430382100", "例镇")):
        area(code, name)
    grids = shapely.from_wkb(pyogrio.raw.read(DATA / "up_wrong_crs_3857.gpkg")[2])
    land = shapely.multipolygons([shapely.union_all(grids, grid_size=1e-8)])
    area("430382100007", "例社区", shape=GEOSGeometry(memoryview(shapely.to_wkb(land)), srid=4326))
    report = take(DATA / "overlap_areas.gpkg")
    assert report.problems[0].value.startswith("430382100007001 + ")
    assert not report.applied
    assert not Area.objects.level("grid").exists()


def test_a_wrong_datum_moves_polygons_and_the_right_one_brings_them_home(tmp_path: Path) -> None:
    village = county().west
    path = geojson(tmp_path, ({"code": village.code}, box(0, 0)))
    take(path, datum="gcj02")
    assert (
        Boundary.objects.get(area=village, period__contains=DAY).geometry[0].centroid.x
        < WEST + SIDE / 2 - 0.004
    )


def test_a_city_imported_later_becomes_the_parent_of_its_counties(tmp_path: Path) -> None:
    below = area("430382", "例县")
    take(csv_file(tmp_path, "code,name\n4303,例市\n"))
    below.refresh_from_db()
    assert below.parent.code == "4303"


def test_the_command_prints_a_report_and_writes_only_with_apply() -> None:
    out = io.StringIO()
    call_command("import_areas", DIVISIONS, stdout=out, language="en")
    assert "1,036 new" in out.getvalue()
    assert "--apply" in out.getvalue()
    assert not Area.objects.exists()
    call_command("import_areas", DIVISIONS, "--apply", "--json", stdout=(out := io.StringIO()))
    assert json.loads(out.getvalue())["applied"] is True
    assert Area.objects.count() == 1036


def test_the_command_fails_when_something_stands_in_the_way(tmp_path: Path) -> None:
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_areas", csv_file(tmp_path, "code,name\n430382100,例镇\n"), "--apply", stdout=out)
    assert "430382" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("import_areas", tmp_path / "none.csv", stdout=io.StringIO())
