"""Lists of grid leaders: posts in areas, and leaders who have no account yet."""

import datetime as dt

import pytest

from geodata.contacts.rights import scope_of
from geodata.imports.runs.report import Report
from geodata.posts.models import Post
from tests.imports.rows import DAY, LATER, WEST, bring, wrong
from tests.village import County, county, department, officer, officer_of_before

pytestmark = pytest.mark.django_db

HEAD = "网格编码,职务,姓名,手机号,任职日期,离任日期,登录名"
GRID = f"{WEST}001"


def leaders(*rows: str, head: str = HEAD, **more: object) -> Report:
    return bring("leaders", head, *rows, **more)  # type: ignore[arg-type]


def held(made: County) -> Post:
    return Post.objects.get(area=made.grids[0], user=officer("small_leader", made.grids[0]))


def test_a_leader_without_account_gets_one_that_opens_later_by_a_link() -> None:
    places = county()
    leaders(f"{GRID},网格长,例长,10500000001,2026-01-01,,")
    post = Post.objects.select_related("user").get()
    assert (post.kind, post.area, post.period.lower) == ("small_leader", places.grids[0], dt.date(2026, 1, 1))
    assert not post.user.has_usable_password()
    assert (post.user.name, post.user.phone) == ("例长", "10500000001")


def test_each_post_finds_its_area_by_names() -> None:
    county()
    head = "乡镇,村,网格,岗位,姓名"
    leaders("例镇,,,大网格长,例大", "例镇,例西村,,中网格长,例中", "例镇,例西村,第二网格,小网格长,例小",
            "例镇,例西村,,驻村干部,例驻", head=head)  # fmt: skip
    values = Post.objects.order_by("area__code", "kind").values_list("kind", "area__code")
    assert list(values) == [
        ("large_leader", "430382100"),
        ("cadre", WEST),
        ("medium_leader", WEST),
        ("small_leader", f"{WEST}002"),
    ]


def test_one_person_on_two_lines_is_one_account_when_the_phone_says_so() -> None:
    county()
    leaders(f"{GRID},网格长,例长,10500000001,,,", f"{WEST}002,网格长,例长,10500000001,,,")
    assert Post.objects.values("user").distinct().count() == 1


def test_one_name_on_two_lines_of_a_grid_without_phone_is_a_problem() -> None:
    county()
    report = leaders(f"{WEST},中网格长,例长,,,,", f"{WEST},驻村干部,例长,,,,")
    assert wrong(report) == [(3, "姓名")]


def test_the_same_list_again_says_no_change() -> None:
    county()
    row = f"{GRID},网格长,例长,10500000001,2026-01-01,,"
    leaders(row)
    assert leaders(row, on=LATER, answers={"person": "same"}).says_no_change


def test_another_leader_follows_only_when_a_person_says_so() -> None:
    old = held(county())
    row = f"{GRID},网格长,例新,10500000001,2026-02-01,,"
    assert [question.key for question in leaders(row).open_questions] == ["replace"]
    leaders(row, answers={"replace": "replace"})
    old.refresh_from_db()
    assert old.period.upper == dt.date(2026, 2, 1)
    assert Post.objects.on(DAY).get(area=old.area, kind="small_leader").user.name == "例新"


def test_a_row_that_is_kept_out_changes_nothing() -> None:
    old = held(county())
    report = leaders(f"{GRID},网格长,例新,,,,", answers={"replace.2": "keep"})
    assert (report.new, report.applied) == (0, False)
    assert Post.objects.on(DAY).get(area=old.area, kind="small_leader") == old


def test_a_post_ends_on_the_last_day_of_the_list() -> None:
    old = held(county())
    report = leaders(f"{GRID},网格长,{old.user.name},,,2026-02-28,{old.user.username}")
    old.refresh_from_db()
    assert report.changes == {"until": 1}
    assert old.period.upper == DAY


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f"{GRID},皇帝,例长,,,,", "职务"),
        (f"{GRID},,例长,,,,", "职务"),
        (f"{GRID},中网格长,例长,,,,", "职务"),
        (f"{WEST}999,网格长,例长,,,,", "网格编码"),
        (f"{GRID},网格长,,,,,", "姓名"),
        (f"{GRID},网格长,例长,,2026-02-01,2026-01-01,", "离任日期"),
        (f"{GRID},网格长,例甲,1050,,,\n{GRID},网格长,例乙,,,,", "手机号"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_column(row: str, column: str) -> None:
    county()
    assert wrong(leaders(*row.split("\n")))[0][1] == column
    assert not Post.objects.exists()


def test_two_leaders_of_one_grid_on_the_same_days_are_a_problem_of_the_second() -> None:
    county()
    report = leaders(f"{GRID},网格长,例甲,10500000001,,,", f"{GRID},网格长,例乙,10500000002,,,")
    assert wrong(report) == [(3, "任职日期")]


def test_a_township_office_fills_posts_below_its_own_only() -> None:
    places = county()
    own = scope_of(officer("township_officer", places.town), on=DAY)
    head = HEAD.replace("网格编码", "区域代码")
    report = leaders(
        f"{GRID},网格长,例甲,,,,",
        "430382100,大网格长,例乙,,,,",
        "430382101201001,网格长,例丙,,,,",
        head=head,
        scope=own,
    )
    assert wrong(report) == [(3, "区域代码"), (4, "区域代码")]


def test_leaders_beside_those_of_the_list_are_told_and_stay() -> None:
    places = county()
    officer("small_leader", places.grids[1])
    report = leaders(f"{GRID},网格长,例长,,,,")
    assert [entry.place for entry in report.gone] == ["第二网格"]
    assert Post.objects.on(DAY).filter(area=places.grids[1]).exists()


OFFICERS = "岗位,部门,姓名,手机号,任职日期"


def test_an_officer_comes_into_a_department_of_the_county_or_of_a_township() -> None:
    places = county()
    water, towns = department(places.county, "water"), department(places.town, "water")
    head = f"乡镇,{OFFICERS}"
    leaders(f",部门干部,{water.name},例水,10500000001,2026-01-01",
            "例镇,部门干部,water,例镇水,10500000002,2026-01-01", head=head)  # fmt: skip
    values = Post.objects.order_by("area__code").values_list("kind", "area__code", "department")
    assert list(values) == [
        ("department_officer", "430382", water.pk),
        ("department_officer", "430382100", towns.pk),
    ]


def test_an_officer_without_a_department_that_is_there_is_a_problem() -> None:
    places = county()
    department(places.county, "water")
    report = leaders(
        ",部门干部,无此局,例水,10500000001,2026-01-01",
        ",部门干部,,例木,10500000002,",
        head=f"乡镇,{OFFICERS}",
    )
    assert wrong(report) == [(2, "部门"), (3, "部门")]


def test_one_person_in_two_departments_holds_two_posts() -> None:
    places = county()
    for code in ("water", "health"):
        department(places.county, code)
    rows = [f"部门干部,{code},例双,10500000001,2026-01-01" for code in ("water", "health")]
    leaders(*rows, head=OFFICERS)
    assert Post.objects.values("user").distinct().count() == 1
    assert set(Post.objects.values_list("department__code", flat=True)) == {"water", "health"}


def test_a_file_says_in_which_department_an_officer_of_before_works() -> None:
    places = county()
    who, water = officer_of_before(places.county), department(places.county, "water")
    leaders(f"部门干部,water,{who.name},{who.username}", head="岗位,部门,姓名,登录名")
    assert Post.objects.get(user=who).department == water
