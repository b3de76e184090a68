"""Files that once went wrong unseen, each for a kind: what is right stands in the tests' names."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.base import texts
from geodata.files import columns as read
from geodata.files import dates
from geodata.files.coordinates import degrees
from geodata.files.dispatch import parse
from geodata.imports.kinds.care import birth_year
from geodata.imports.kinds.importer import take
from geodata.imports.kinds.registry import kind_of
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report
from geodata.people.models import Household
from geodata.territory.models import Area
from tests.village import County, area, county, household, square

pytestmark = pytest.mark.usefixtures("told_in_english")

DAY = dt.date(2026, 6, 1)
FAULTS = Path(__file__).resolve().parents[1] / "data" / "faults"
HEADS = ["吴例平", "杨例兰", "袁例黛生", "郑例冰红", "李例婷"]
PHONE = "10500000001"


@pytest.fixture(scope="module")
def build() -> Callable[[], County]:
    return village_of_the_files


def village_of_the_files() -> County:
    """In it five households in one grid, each with a phone: the others of the county are none of these files."""
    places = county()
    Area.objects.filter(code="430382100").update(name="清溪镇")
    area("430382100007", "高新社区", shape=square(5, 5))
    grid = area("430382100007001", "第一网格", shape=square(5, 5))
    places.homes = [household(grid, phones=[PHONE]) for _head in HEADS]
    for number, (home, head) in enumerate(zip(places.homes, HEADS, strict=True), 1):
        home.number, home.head_name = f"01-{number:04}", head
        home.save(update_fields=["number", "head_name"])
    return places


@pytest.fixture
def homes(places: County) -> list[Household]:
    return places.homes


def check(name: str, kind: str = "households", *, apply: bool = False, **wishes: object) -> Report:
    wished = Wishes(**{"datum": "wgs84", **wishes})  # type: ignore[arg-type]
    return take(kind_of(kind), parse(FAULTS / name), on=DAY, wishes=wished, apply=apply)


def rows(tmp_path: Path, text: str, kind: str = "households", **wishes: object) -> Report:
    path = tmp_path / "rows.csv"
    path.write_text(text, encoding="utf-8")
    return take(kind_of(kind), parse(path), on=DAY, wishes=Wishes(**{"datum": "wgs84", **wishes}))  # type: ignore[arg-type]


def problems_of(report: Report) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.message) for problem in report.problems]


@pytest.mark.usefixtures("homes")
def test_an_unseen_sign_in_a_number_makes_no_second_household() -> None:
    report = check("zero_width_no.csv")
    assert (problems_of(report), report.new, report.changed, report.unchanged) == ([], 0, 0, 3)


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize(
    "number", ["０１－０００１", "01—0001", "01 - 0001", "01‑0001", "\u202d01-0001\u202c", "01-\xad0001"]
)
@pytest.mark.parametrize("head", ["吴例平", "吴 例 平", "吴\u200b例平", "吴　例平", "吴\u200d例平"])
def test_a_household_is_the_same_however_it_is_typed(tmp_path: Path, number: str, head: str) -> None:
    report = rows(tmp_path, f"村\u200b编码,户 号,户主\ufeff\n４３０３８２１００００７,{number},{head}\n")
    assert (problems_of(report), report.new, report.changed, report.unchanged) == ([], 0, 0, 1)


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize("dot", "·•‧∙⋅・･.．")
def test_the_dot_of_a_name_is_one(tmp_path: Path, dot: str) -> None:
    Household.objects.filter(number="01-0001").update(head_name="买买提·例力")
    report = rows(tmp_path, f"村编码,户号,户主\n430382100007,01-0001,买买提{dot}例力\n")
    assert (problems_of(report), report.unchanged) == ([], 1)


@pytest.mark.usefixtures("homes")
def test_signs_for_nothing_change_nothing() -> None:
    report = check("slash_phone_wipes.csv")
    assert (problems_of(report), report.changed, report.unchanged) == ([], 0, 4)


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize("sign", ["/", "、", "-", "—", "——", "－", "无", "空", "暂无", "N/A", " / "])
def test_no_field_takes_a_sign_for_nothing(tmp_path: Path, sign: str) -> None:
    report = rows(
        tmp_path,
        f"村编码,户号,户主,联系电话,住址,人口,小组\n430382100007,01-0001,吴例平,{sign},{sign},{sign},{sign}\n",
    )
    assert (problems_of(report), report.changed, report.unchanged) == ([], 0, 1)


@pytest.mark.usefixtures("homes")
def test_a_phone_in_groups_is_one_phone() -> None:
    check("space_phone.csv", apply=True)
    values = Household.objects.filter(village__code="430382100007", number__lte="01-0003").values_list(
        "phones", flat=True
    )
    assert list(values) == [["13800138000"]] * 3


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize("written", ["12345 67890", "138 0013 80000", "13800138000转1", "13800 13800"])
def test_a_phone_that_is_none_is_told(tmp_path: Path, written: str) -> None:
    report = rows(tmp_path, f"村编码,户号,户主,电话\n430382100007,01-0001,吴例平,{written}\n")
    assert [line for line, _message in problems_of(report)] == [2]


@pytest.mark.usefixtures("homes")
def test_a_number_that_became_a_day_is_a_problem() -> None:
    assert problems_of(check("mangled_no.csv")) == [
        (2, "A spreadsheet has turned this cell into a date or a time.")
    ]


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize("heading", ["户号", "楼栋", "单元", "房号", "小组", "户主", "住址"])
@pytest.mark.parametrize(
    "text",
    [
        "2024-03-02",
        "2024/3/2",
        "2024年3月2日",
        "3月2日",
        "2-Mar",
        "Mar-02",
        "2024-03-02 00:00:00",
        "8:30",
        "08:30:00",
    ],
)
def test_a_day_or_time_in_no_field_for_days_is_a_problem(tmp_path: Path, heading: str, text: str) -> None:
    columns = {"户号": "01-0001", "户主": "吴例平"} | {heading: text}
    report = rows(tmp_path, f"村编码,{','.join(columns)}\n430382100007,{','.join(columns.values())}\n")
    assert [line for line, _message in problems_of(report)] == [2]


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize("number", ["1-2", "2024-3", "12-3-4", "A-3", "3-201", "2024-3-2", "10月村1"])
def test_a_number_with_dashes_is_no_day(tmp_path: Path, number: str) -> None:
    report = rows(tmp_path, f"村编码,户号,户主,房号\n430382100007,{number},新例,{number}\n")
    assert (problems_of(report), report.new) == ([], 1)


def workbook(path: Path, cells: str) -> Path:
    """A workbook as programs write it that do not reckon: only the parts that reading needs."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="户" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


HEAD_ROW = (
    '<row r="1">'
    + "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{heading}</t></is></c>'
        for letter, heading in zip("ABCD", ("村编码", "户号", "户主", "人口"), strict=True)
    )
    + "</row>"
)


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize(
    ("cell", "problems"),
    [
        ('<c r="D2"><f>1+2</f></c>', 1),
        ('<c r="D2"><f>1+2</f><v></v></c>', 1),
        ('<c r="D2"><f>1+2</f><v/></c>', 1),
        ('<c r="D2" t="e"><f>A9</f><v>#REF!</v></c>', 1),
        ('<c r="D2" t="e"><v>#N/A</v></c>', 1),
        ('<c r="D2"><f>1+2</f><v>3</v></c>', 0),
        ('<c r="D2" t="str"><f>IF(1,"")</f><v></v></c>', 0),
        ("", 0),
    ],
)
def test_a_formula_without_its_result_is_a_problem(tmp_path: Path, cell: str, problems: int) -> None:
    told_cells = (("A", "430382100007"), ("B", "01-0001"), ("C", "吴例平"))
    row = "".join(f'<c r="{letter}2" t="inlineStr"><is><t>{text}</t></is></c>' for letter, text in told_cells)
    path = workbook(tmp_path / "rows.xlsx", f'{HEAD_ROW}<row r="2">{row}{cell}</row>')
    report = take(kind_of("households"), parse(path), on=DAY, wishes=Wishes(datum="wgs84"))
    assert len(report.problems) == problems


@pytest.mark.parametrize("day", ["2024-02-28", "2026-12-31", "2026-06-30"])
@pytest.mark.parametrize(
    "form", ["{}T{:02}:30:00Z", "{} {:02}:30:00+00:00", "{}T{:02}:30:00.000+0000", "{} {:02}:30 UTC"]
)
def test_a_day_with_a_zone_is_the_day_here(day: str, form: str) -> None:
    begun = dt.date.fromisoformat(day)
    found = {hour: dates.day(form.format(day, hour)) for hour in range(24)}
    assert found == {hour: begun if hour < 16 else begun + dt.timedelta(days=1) for hour in range(24)}


def test_our_own_zone_and_none_change_nothing() -> None:
    assert dates.day("2026-12-31T23:30:00+08:00") == dt.date(2026, 12, 31)
    assert dates.day("2026-12-31T23:30:00") == dt.date(2026, 12, 31)
    assert dates.day("2026-12-31 20:00:00-05:00") == dt.date(2027, 1, 1)


def test_a_geopackage_keeps_the_zone_of_its_days() -> None:
    assert dates.day(parse(FAULTS / "gpkg_utc_day.gpkg").column("day")[0]) == dt.date(2024, 2, 29)


@pytest.mark.usefixtures("homes")
def test_an_open_quote_swallows_no_row() -> None:
    report = check("openquote2.csv")
    assert [problem.line for problem in report.problems] == [2]
    assert "quotation mark" in report.problems[0].message


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('a,b,c\n1,"x,2\n3,y,4\n', [2]),
        ('a,b,c\n1,"x\n3,"y",4\n5,z,6\n', [2]),
        ('a,b,c\n1,"x,2\n3,y",4\n', []),
        ('a,b,c\n1,"x,2\n3,y,5\n6,z",4\n', [2]),
        ('a,b,c\n1,"two\nlines",3\n4,5,6\n', []),
        ('a,b,c\n1,2,"three\nlines\nhere"\n', []),
    ],
)
def test_a_quote_that_is_closed_elsewhere_is_told_and_two_lines_in_a_cell_are_not(
    tmp_path: Path, text: str, lines: list[int]
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(text)
    assert [problem.line for problem in parse(path).problems] == lines


@pytest.mark.usefixtures("homes")
def test_cells_merged_downwards_and_ditto_signs_take_the_value_above_and_it_is_told() -> None:
    report = check("ditto.csv")
    assert (problems_of(report), report.unchanged) == ([], 4)
    assert any("3 cells took over the value above" in note for note in report.notes)
    merged = check("merged.csv", village="")
    assert (problems_of(merged), merged.new, merged.unchanged) == ([], 1, 2)
    assert sum("2 cells took over the value above" in note for note in merged.notes) == 2


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize(
    ("written", "persons"),
    [("3口", 3), ("3口人", 3), ("三", 3), ("十二人", 12), ("两口", 2), ("3.0", 3), ("３", 3)],
)
def test_a_family_is_counted_however_it_is_written(tmp_path: Path, written: str, persons: int) -> None:
    assert read.persons(written) == persons


@pytest.mark.usefixtures("homes")
def test_families_of_the_file_are_three() -> None:
    check("family_units.csv", apply=True)
    values = Household.objects.filter(village__code="430382100007", number__lte="01-0003").values_list(
        "size", flat=True
    )
    assert list(values) == [3, 3, 3]


@pytest.mark.usefixtures("homes")
def test_rows_without_a_number_are_asked_about_where_the_name_is_known() -> None:
    Household.objects.filter(village__code="430382100007").update(address="例路一号")
    [question] = check("empty_numbers.csv").questions
    assert (question.key, len(question.cases)) == ("same", 2)
    same = check("empty_numbers.csv", answers={"same": "same"})
    assert (same.new, same.unchanged) == (0, 2)


@pytest.mark.usefixtures("homes")
def test_a_title_does_not_hide_the_separator() -> None:
    report = check("title2.csv")
    assert (problems_of(report), report.new) == ([], 1)


@pytest.mark.usefixtures("homes")
def test_coordinates_that_are_no_numbers_are_problems_and_degrees_are_read() -> None:
    assert sorted(line or 0 for line, _message in problems_of(check("nan_coords.csv"))) == [2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("112.5267", 112.5267),
        ("112.5267°", 112.5267),
        ("112°31'36\"", 112.52667),
        ("112°31′36″", 112.52667),
        ("东经112度31分36秒", 112.52667),
        ("１１２.５", 112.5),
        ("1.125E2", 112.5),
        ("+112.5", 112.5),
    ],
)
def test_degrees_are_read(text: str, value: float) -> None:
    assert degrees(text) == pytest.approx(value, abs=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "nan",
        "inf",
        "-inf",
        "NaN",
        "1_1_2.5",
        "0x10",
        "1e400",
        "112°61'",
        "112,5",
        "1 1 2.5x",
        "infinity",
        "１_１",
    ],
)
def test_what_is_no_coordinate_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        degrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "1950",
        "1950年",
        "1950-03",
        "1950/3",
        "1950.03",
        "195003",
        "1950年3月",
        "1950-03-02",
        "19500302",
        "1950年3月2日",
        "1950.0",
    ],
)
def test_a_year_and_month_of_birth_give_the_year(text: str) -> None:
    assert birth_year(DAY, text) == 1950


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("周和平", ["周和平"]),
        ("王 芳", ["王芳"]),
        ("Li Wei", ["Li Wei"]),
        ("欧阳 娜娜", ["欧阳娜娜"]),
        ("张三和李四", ["张三", "李四"]),
        ("周和平和李四", ["周和平", "李四"]),
        ("张三 李四", ["张三", "李四"]),
        ("张三、李四，王 芳;赵六/钱七", ["张三", "李四", "王芳", "赵六", "钱七"]),
        ("430382-000433,x0", ["430382-000433", "x0"]),
        ("user1 user2", ["user1", "user2"]),
        ("张三、张三", ["张三"]),
        ("买买提•艾力", ["买买提·艾力"]),
        ("和平", ["和平"]),
    ],
)
def test_persons_in_a_cell(text: str, names: list[str]) -> None:
    assert texts.people(text) == names


def test_visitors_beyond_those_of_a_visit_are_told(homes: list[Household]) -> None:
    report = check("v_26_visitors.csv", "visits")
    assert any("26 visitors" in problem.message for problem in report.problems)


def test_a_name_in_two_words_is_one_person(homes: list[Household]) -> None:
    report = check("v_name.csv", "visits")
    assert [problem.value for problem in report.problems] == ["Li Wei"]


@pytest.mark.usefixtures("homes")
def test_a_phone_under_the_head_of_the_household_is_its_phone(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("村编码,户号,户主,\n,,姓名,联系电话\n430382100007,01-0001,吴例平,13800138000\n")
    table = parse(path)
    assert "联系电话" in table.headings
    assert table.column("联系电话") == ["13800138000"]
