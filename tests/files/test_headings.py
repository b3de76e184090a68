"""What offices write above their columns, and the ID numbers that never come in."""

import pytest

from geodata.base.errors import BadInput
from geodata.base.id_numbers import check_digit, holds_id_number
from geodata.files.headings import known, proposed, recognise, said_datum
from geodata.files.privacy import without_ids
from geodata.files.table import Table, from_rows

FIELDS = ("village", "township", "household_no", "head_name", "phone", "lon", "lat", "group")
INVENTED_ID = "11010119000101001"  # 17 digits; its check digit is added below
VALID = INVENTED_ID + check_digit(INVENTED_ID)


def table(*headings: str, rows: list[list[str]] | None = None) -> Table:
    return from_rows(list(headings), enumerate(rows or [["x"] * len(headings)], 2), "CSV")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("户编号", "household_no"),
        ("户主姓名", "head_name"),
        (" 联系 电话（必填）", "phone"),
        ("乡镇（街道）", "township"),
        ("镇", "township"),
        ("社区(村)", "village"),
        ("坐标经度", "lon"),
        ("Latitude", "lat"),
    ],
)
def test_a_heading_of_an_office_is_recognised(heading: str, field: str) -> None:
    assert recognise(table(heading), FIELDS) == {field: [heading]}


def test_name_means_the_head_of_the_household_only_when_no_better_heading_is_there() -> None:
    assert recognise(table("姓名"), FIELDS) == {"head_name": ["姓名"]}
    assert recognise(table("姓名", "户主姓名"), FIELDS) == {"head_name": ["户主姓名"]}


@pytest.mark.usefixtures("told_in_english")
def test_two_columns_for_one_field_are_refused_but_two_phones_are_taken() -> None:
    both = table("联系电话", "手机号")
    with pytest.raises(BadInput, match="联系电话, 手机号"):
        recognise(both, FIELDS)
    assert recognise(both, FIELDS, several=["phone"]) == {"phone": ["联系电话", "手机号"]}


def test_a_column_chosen_by_hand_wins_and_has_to_be_there() -> None:
    both = table("户编号", "osm_id")
    assert recognise(both, FIELDS, chosen={"household_no": "osm_id"}) == {"household_no": ["osm_id"]}
    with pytest.raises(BadInput, match="osm"):
        recognise(both, FIELDS, chosen={"household_no": "osm"})


@pytest.mark.parametrize("text", [VALID, VALID.lower()])
def test_a_well_formed_id_number_is_known(text: str) -> None:
    assert holds_id_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "430382100001010001",
        VALID[:16],
        "11010118990101001X",
        "",
    ],
)
def test_other_long_numbers_are_not(text: str) -> None:
    assert not holds_id_number(text)


def test_a_column_of_id_numbers_is_dropped_and_said() -> None:
    clean = without_ids(table("户主姓名", "户主身份证", rows=[["例甲", "whatever"]]))
    assert clean.headings == ["户主姓名"]
    assert any("户主身份证" in note for note in clean.notes)
    assert not any("whatever" in note for note in clean.notes)


def test_a_column_full_of_id_numbers_is_dropped_whatever_its_heading() -> None:
    clean = without_ids(table("户主姓名", "编号", rows=[["例甲", VALID], ["例乙", VALID]]))
    assert clean.headings == ["户主姓名"]


def test_single_id_numbers_are_cut_out_of_other_columns() -> None:
    rows = [["例甲", f"上屋组 {VALID}"], ["例乙", "下屋组"], ["例丙", "中屋组"]]
    clean = without_ids(table("户主姓名", "地址", rows=rows))
    assert clean.column("地址") == ["上屋组", "下屋组", "中屋组"]
    assert not any(VALID in note for note in clean.notes)


def test_a_household_number_that_looks_like_one_by_chance_stays() -> None:
    number = "43038220000101000" + check_digit("43038220000101000")
    rows = [[number, "例甲"], ["2", "例乙"], ["3", "例丙"]]
    assert (
        without_ids(table("户编号", "户主", rows=rows), villages=["430382200001"]).column("户编号")[0]
        == number
    )
    assert without_ids(table("户编号", "户主", rows=rows)).column("户编号")[0] == ""


def test_a_heading_that_two_fields_may_mean_is_the_first_ones() -> None:
    assert known(("area_code", "grid"))["网格编码"] == "area_code"
    assert known(("grid", "area_code"))["网格编码"] == "grid"


@pytest.mark.parametrize("headings", [("网格", "网格编码"), ("网格编码", "网格")])
def test_of_a_code_and_a_name_of_the_grid_the_code_counts(headings: tuple[str, str]) -> None:
    assert recognise(table(*headings), ("grid",)) == {"grid": ["网格编码"]}
    assert proposed(table(*headings), ("grid",), several=()) == {"网格": "", "网格编码": "grid"}


def test_what_was_confirmed_last_time_stays_beside_a_column_of_codes() -> None:
    before = {"网格": "grid", "网格编码": ""}
    assert proposed(table("网格", "网格编码"), ("grid",), several=(), before=before) == before


def test_of_two_columns_of_codes_none_is_preferred() -> None:
    with pytest.raises(BadInput):
        recognise(table("网格编码", "网格代码", "网格编号"), ("grid",))


@pytest.mark.parametrize(
    ("headings", "datum"),
    [
        (("经度(WGS84)", "纬度（WGS-84）"), "wgs84"),
        (("lon_gcj02", "lat_gcj02"), "gcj02"),
        (("经度 BD09", "纬度 bd-09"), "bd09"),
        (("经度(CGCS2000)", "纬度(cgcs2000)"), "cgcs2000"),
        (("经度(GCJ02)", "纬度(WGS84)"), ""),
        (("经度", "纬度"), ""),
        (("lon_wgs84", "lat"), ""),
    ],
)
def test_a_datum_in_the_headings_of_coordinates_is_understood(headings: tuple[str, str], datum: str) -> None:
    assert said_datum(headings) == datum
    assert set(recognise(table(*headings), ("lon", "lat"))) == {"lon", "lat"}
