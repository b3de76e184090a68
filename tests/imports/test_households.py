"""Rosters of households: how rows are recognised, placed and compared, and what is refused."""

import datetime as dt
import io
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from geodata.base import datum
from geodata.base.errors import BadInput
from geodata.files.dispatch import parse
from geodata.imports.kinds.households.household_rows import NUMBER, TEXTS
from geodata.imports.kinds.households.households import import_households
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report
from geodata.people.models import Household, OccupancyPeriod, Placement
from tests import dead_entries
from tests.village import SIDE, SOUTH, WEST, area, county, middle, square

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)
LATER = dt.date(2026, 5, 1)
WEST_VILLAGE, EAST_VILLAGE = "430382100201", "430382100202"
HEAD = "村编码,户编号,户主姓名,经度,纬度,所属网格"


def roster(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "roster.csv"
    path.write_text("\n".join([head, *rows]) + "\n")
    return path


def at(column: float, row: float = 0) -> str:
    """The middle of a square as two cells."""
    return f"{WEST + (column + 0.5) * SIDE:.6f},{SOUTH + (row + 0.5) * SIDE:.6f}"


def take(
    path: Path, *, on: dt.date = DAY, apply: bool = True, datum: str = "wgs84", **wishes: object
) -> Report:
    wished = Wishes(datum=datum, **wishes)  # type: ignore[arg-type]
    return import_households(parse(path), on=on, wishes=wished, apply=apply)


def guarded(placed: Placement) -> bool:
    """Does the law find this placement? It would have no second one on these days."""
    try:
        with transaction.atomic():
            Placement.objects.create(household=placed.household, period=placed.period)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def columns(report: Report) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.column) for problem in report.problems]


def test_a_row_becomes_a_household_in_the_grid_under_its_point(tmp_path: Path) -> None:
    grid = county().grids[1]
    report = take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{at(1)},"))
    assert (report.new, report.applied) == (1, True)
    home = Household.objects.get(number="007")
    assert (home.village.code, home.grid, home.head_name) == (WEST_VILLAGE, grid, "例甲")
    assert home.point.equals_exact(middle(1, 0), 1e-9)
    assert (home.point_quality, home.point_datum, home.point_since) == ("phone", "wgs84", DAY)


def test_a_new_household_is_placed_and_lived_in_since_that_day(tmp_path: Path) -> None:
    county()
    take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{at(1)},"))
    home = Household.objects.get(number="007")
    assert Placement.objects.values_list("grid", "period__startswith").get(household=home) == (
        home.grid_id,
        DAY,
    )
    assert OccupancyPeriod.objects.get(household=home).occupancy == "lived_in"


def test_the_same_file_again_says_no_change(tmp_path: Path) -> None:
    county()
    path = roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{at(1)},", f"{EAST_VILLAGE},1,例乙,,,001")
    take(path)
    again = take(path, on=LATER)
    assert again.says_no_change
    assert again.unchanged == 2


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    before = len(county().homes)
    assert take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{at(1)},"), apply=False).new == 1
    assert Household.objects.count() == before


def test_one_bad_row_keeps_all_others_out(tmp_path: Path) -> None:
    before = len(county().homes)
    report = take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{at(1)},", f"{WEST_VILLAGE},008,例乙,abc,27.9,"))
    assert columns(report) == [(3, "经度")]
    assert Household.objects.count() == before


@pytest.mark.parametrize("grid", ["001", "1", "１", "430382100201001", "例一网格", "例西村例一网格"])
def test_the_grid_is_found_by_code_number_or_name(tmp_path: Path, grid: str) -> None:
    place = county().grids[0]
    type(place).objects.filter(pk=place.pk).update(name="例一网格")
    take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,,,{grid}"))
    assert Household.objects.get(number="007").grid == place


def test_a_grid_that_the_village_does_not_have_is_a_problem(tmp_path: Path) -> None:
    county()
    assert columns(take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,,,099"))) == [(2, "所属网格")]


def test_the_grid_of_the_roster_wins_over_the_point_and_the_difference_is_listed(tmp_path: Path) -> None:
    grids = county().grids
    report = take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{at(1)},001"))
    assert Household.objects.get(number="007").grid == grids[0]
    assert [(remark.line, remark.column) for remark in report.remarks] == [(2, "point")]


def test_a_point_that_moved_out_of_its_grid_is_listed_and_the_household_stays(tmp_path: Path) -> None:
    grids = county().grids
    take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{at(0)},"))
    report = take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{at(1)},"), on=LATER)
    assert report.changes == {"point": 1}
    assert Household.objects.get(number="007").grid == grids[0]
    assert len(report.remarks) == 1


def test_a_roster_that_names_another_grid_moves_the_household_on_that_day(tmp_path: Path) -> None:
    grids = county().grids
    take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,,,001"))
    take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,,,002"), on=LATER)
    home = Household.objects.get(number="007")
    periods = (
        Placement.objects.filter(household=home).order_by("period").values_list("grid", "period__startswith")
    )
    assert list(periods) == [(grids[0].pk, DAY), (grids[1].pk, LATER)]
    assert home.grid == grids[1]


def test_no_placement_is_lost_where_others_were_taken_back(tmp_path: Path) -> None:
    county()
    paths = [tmp_path / grid for grid in ("001", "002")]
    for path in paths:
        path.mkdir()
        roster(path, *[f"{WEST_VILLAGE},{number:03d},例甲,,,{path.name}" for number in range(40)])
    before, after = (path / "roster.csv" for path in paths)
    take(before)
    dead_entries.leave(
        "one_placement_per_household_and_day",
        lambda: take(after, on=LATER),
        instead_of="geodata_placement_household_id_996bf3fe",
    )
    take(after, on=LATER)
    placed = list(Placement.objects.filter(household__head_name="例甲"))
    assert len(placed) == 2 * 40
    assert [row for row in placed if not guarded(row)] == []


def test_a_mend_on_the_same_day_replaces_the_placement(tmp_path: Path) -> None:
    grids = county().grids
    for number in ("001", "002"):
        take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,,,{number}"))
    assert Placement.objects.get(household__number="007").grid == grids[1]


def test_a_household_without_a_grid_gets_the_one_under_its_new_point(tmp_path: Path) -> None:
    grids = county().grids
    first = take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,,,"))
    assert [remark.column for remark in first.remarks] == ["所属网格"]
    second = take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{at(0)},"), on=LATER)
    assert second.changes == {"grid": 1, "point": 1}
    assert Household.objects.get(number="007").grid == grids[0]


def test_a_point_exactly_on_a_border_belongs_to_one_grid_and_no_remark(tmp_path: Path) -> None:
    grids = county().grids
    report = take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{WEST + SIDE:.6f},{SOUTH + SIDE / 2:.6f},"))
    assert report.remarks == []
    assert Household.objects.get(number="007").grid == grids[0]


def test_empty_cells_leave_the_register_as_it_is(tmp_path: Path) -> None:
    county()
    head = "村编码,户编号,户主姓名,联系电话,家庭人数,居住状态"
    take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,10500000001,4,空置", head=head))
    report = take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,,,", head=head), on=LATER)
    home = Household.objects.get(number="007")
    assert report.says_no_change
    assert (home.phones, home.size, home.occupancy) == (["10500000001"], 4, "empty")


def test_changed_fields_are_counted_and_occupancy_is_dated(tmp_path: Path) -> None:
    county()
    head = "村编码,户编号,户主姓名,联系电话,手机号,家庭人数,居住状态"
    take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,10500000001,,4,常住", head=head))
    path = roster(tmp_path, f"{WEST_VILLAGE},007,例甲二,10500000001,10500000002,5人,空置", head=head)
    assert take(path, on=LATER).changes == {"family_size": 1, "head_name": 1, "occupancy": 1, "phone": 1}
    home = Household.objects.get(number="007")
    assert (home.phones, home.size) == (["10500000001", "10500000002"], 5)
    assert list(home.occupancies.order_by("period").values_list("occupancy", flat=True)) == [
        "lived_in",
        "empty",
    ]


@pytest.mark.parametrize(
    ("village", "column"),
    [
        ("例西村", "村"),
        ("例西村村委会", "村"),
        ("例西村委会", "村"),
        ("例镇例西村", "村"),
        ("例县例镇例西村民委员会", "村"),
    ],
)
def test_a_village_is_known_by_every_form_of_a_name_that_no_other_bears(
    tmp_path: Path, village: str, column: str
) -> None:
    county()
    take(roster(tmp_path, f"{village},007,例甲", head=f"{column},户编号,户主姓名"))
    assert Household.objects.get(number="007").village.code == WEST_VILLAGE


def test_two_villages_of_one_name_are_told_apart_by_the_township_or_not_at_all(tmp_path: Path) -> None:
    county()
    area("430382101202", "例西村")
    head = "乡镇,村,户编号,户主姓名"
    unclear = take(roster(tmp_path, ",例西村,007,例甲", head=head))
    assert columns(unclear) == [(2, "村")]
    assert "430382101202" in unclear.problems[0].remedy
    take(roster(tmp_path, "例乡,例西村,007,例甲", head=head))
    assert Household.objects.get(number="007").village.code == "430382101202"


def test_a_long_household_number_names_its_village(tmp_path: Path) -> None:
    county()
    take(roster(tmp_path, f"{WEST_VILLAGE}010007,例甲", head="户编号,户主姓名"))
    assert Household.objects.get(number=f"{WEST_VILLAGE}010007").village.code == WEST_VILLAGE


def test_without_any_village_the_point_tells_it(tmp_path: Path) -> None:
    county()
    area("430382100203", "例北村", shape=square(0, 1))
    take(roster(tmp_path, f"7,例甲,{at(0, 1)}", head="户编号,户主姓名,经度,纬度"))
    assert Household.objects.get(number="7").village.code == "430382100203"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("430382999201,007,例甲,,,", "村编码"),
        (",007,例甲,,,", "village"),
        (f"{WEST_VILLAGE},4.3E+17,例甲,,,", "户编号"),
        (f"{WEST_VILLAGE},{'1' * 31},例甲,,,", "户编号"),
        (f"{WEST_VILLAGE},007,,,,", "户主姓名"),
        (f"{WEST_VILLAGE},007,{'例' * 61},,,", "户主姓名"),
        (f"{WEST_VILLAGE},007,例甲,112.51,,", "纬度"),
        (f"{WEST_VILLAGE},007,例甲,27.905,112.505,", "经度"),
        (f"{WEST_VILLAGE},007,例甲,0,0,", "经度"),
        (f"{WEST_VILLAGE},007,例甲,,,\n{WEST_VILLAGE},007,例乙,,,", "户编号"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_column(tmp_path: Path, row: str, column: str) -> None:
    county()
    assert [name for _line, name in columns(take(roster(tmp_path, row)))] == [column]


@pytest.mark.parametrize(
    ("heading", "value"),
    [("联系电话", "1.05E+10"), ("家庭人数", "很多"), ("居住状态", "不知道"), ("联系电话", "nobody")],
)
def test_values_that_cannot_be_taken_are_problems_with_a_remedy(
    tmp_path: Path, heading: str, value: str
) -> None:
    county()
    report = take(
        roster(tmp_path, f"{WEST_VILLAGE},7,例甲,{value}", head=f"村编码,户编号,户主姓名,{heading}")
    )
    assert [(one.column, one.value) for one in report.problems] == [(heading, value)]
    assert report.problems[0].remedy


def test_id_numbers_leave_no_trace(tmp_path: Path) -> None:
    county()
    path = roster(tmp_path, f"{WEST_VILLAGE},007,例甲,secret", head="村编码,户编号,户主姓名,户主身份证")
    report = take(path)
    assert any("户主身份证" in note for note in report.notes)
    assert "secret" not in "".join(report.as_json())
    assert "户主身份证" not in report.unused


@pytest.mark.parametrize("name", ["gcj02", "bd09"])
def test_points_of_phone_maps_come_home_when_the_datum_is_named(tmp_path: Path, name: str) -> None:
    county()
    lon, lat = datum.from_wgs84(middle(1, 0).x, middle(1, 0).y, name)
    take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{lon},{lat},"), datum=name)
    home = Household.objects.get(number="007")
    assert home.point.equals_exact(middle(1, 0), 1e-9)
    assert (home.point_datum, home.point_quality) == (name, "map")


def test_projected_columns_are_read_with_their_epsg_number(tmp_path: Path) -> None:
    county()
    east, north = datum.project(middle(1, 0).x, middle(1, 0).y, 4547)
    path = roster(
        tmp_path, f"{WEST_VILLAGE},007,例甲,{east},{north}", head="村编码,户编号,户主姓名,东坐标,北坐标"
    )
    take(path, datum="", epsg=4547)
    home = Household.objects.get(number="007")
    assert home.point.equals_exact(middle(1, 0), 1e-7)
    assert (home.point_datum, home.point_quality) == ("EPSG:4547", "surveyed")


def test_metres_said_to_be_degrees_are_refused_once(tmp_path: Path) -> None:
    county()
    with pytest.raises(BadInput) as refused:
        take(roster(tmp_path, *[f"{WEST_VILLAGE},{n},例甲,650293.8,3089960.5," for n in range(50)]))
    assert "4546" in refused.value.remedy


def test_a_roster_without_coordinates_needs_no_datum(tmp_path: Path) -> None:
    county()
    assert take(roster(tmp_path, f"{WEST_VILLAGE},007,例甲,,,"), datum="").applied


def test_rows_without_numbers_get_their_own_and_are_known_again_by_name_and_point(tmp_path: Path) -> None:
    county()
    path = roster(tmp_path, f"{WEST_VILLAGE},,例甲,{at(1)},", f"{WEST_VILLAGE},,例乙,{at(0)},")
    assert take(path).new == 2
    assert list(Household.objects.filter(number__startswith="G").values_list("number", flat=True)) == [
        "G0001",
        "G0002",
    ]
    assert take(path, on=LATER).says_no_change
    more = roster(tmp_path, f"{WEST_VILLAGE},,例丙,{at(1)},")
    take(more, on=LATER)
    assert Household.objects.get(head_name="例丙").number == "G0003"


def test_rows_that_nothing_tells_apart_are_a_problem(tmp_path: Path) -> None:
    county()
    row = f"{WEST_VILLAGE},,例甲,{at(1)},"
    assert columns(take(roster(tmp_path, row, row))) == [(3, "户编号")]


def test_rows_of_another_village_than_asked_for_are_refused(tmp_path: Path) -> None:
    county()
    report = take(roster(tmp_path, f"{EAST_VILLAGE},007,例甲,,,"), village=WEST_VILLAGE)
    assert columns(report) == [(2, "村编码")]


def test_a_point_in_another_village_is_listed_and_the_roster_believed(tmp_path: Path) -> None:
    county()
    area("430382100203", "例北村", shape=square(0, 1))
    report = take(roster(tmp_path, f"430382100203,007,例甲,{at(0)},"), answers={"far": "keep"})
    assert [remark.column for remark in report.remarks] == ["point"]
    assert Household.objects.get(number="007").village.code == "430382100203"


def test_the_lengths_that_rows_are_checked_for_are_those_of_the_register() -> None:
    wanted = {"number": NUMBER} | {name: most for name, (most, _strength) in TEXTS.items()}
    assert {name: Household._meta.get_field(name).max_length for name in wanted} == wanted


def test_an_excel_roster_with_a_title_numbers_as_codes_and_phones_comes_in(tmp_path: Path) -> None:
    county()
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("花名册")
        sheet.merge_range(0, 0, 0, 4, "例西村联户花名册")
        sheet.write_row(1, 0, ["行政村编号", "户编号", "户主姓名", "联系电话", "备注"])
        sheet.write_row(2, 0, [int(WEST_VILLAGE), "007", "例甲", 10500000001, "无"])
    report = take(path)
    assert report.unused == ["备注"]
    assert Household.objects.get(number="007").phones == ["10500000001"]


def test_the_command_asks_for_the_datum_and_fails_without(tmp_path: Path) -> None:
    county()
    path = roster(tmp_path, f"{WEST_VILLAGE},007,例甲,{at(1)},")
    with pytest.raises(CommandError):
        call_command("import_households", path, language="en", stdout=(out := io.StringIO()))
    assert "--datum" in out.getvalue()
    call_command(
        "import_households", path, "--datum", "wgs84", "--apply", language="en", stdout=(out := io.StringIO())
    )
    assert "Written." in out.getvalue()
    assert Household.objects.filter(number="007").exists()


def test_a_long_roster_takes_no_more_queries_than_a_short_one(tmp_path: Path) -> None:
    county()
    took = []
    for rows in (2, 400):
        path = roster(tmp_path, *[f"{WEST_VILLAGE},{rows}-{n},例{rows}{n},{at(n % 2)}," for n in range(rows)])
        with CaptureQueriesContext(connection) as queries:
            assert take(path).new == rows
        took.append(len(queries))
    assert took[0] == took[1] < 40
