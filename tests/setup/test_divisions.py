"""Lists of divisions: what the bureau writes, what becomes of it, and what is refused."""

import csv

import pytest

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.base.scope import Grant, Right, Scope
from geodata.posts.department_defaults import DEFAULTS
from geodata.posts.departments import Department
from geodata.setup import adding
from geodata.setup.adding import add_county
from geodata.setup.divisions import chosen, counties, short, significant
from geodata.setup.lists import SHIPPED, of_file, shipped
from geodata.territory.models import Area
from tests import village as v
from tests.roles import owner

ADMINISTRATOR = Scope((Grant(rights=frozenset({Right.ACCOUNTS})),))
LIST = [
    (2, "430382000000", "例市"),
    (3, "430382100000", "例镇"),
    (4, "430382100201", "例西村村民委员会"),
    (5, "430382100001", "例东社区居民委员会"),
]


@pytest.fixture
def administrator() -> User:
    return v.officer("administrator", None)


def test_published_names_become_those_that_people_say():
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found, problems = counties((line, row["code"], row["name_verbatim"]) for line, row in enumerate(rows, 2))
    said = {each.code: (each.name, each.kind) for county in found for each in county.inside}
    wanted = {row["code"]: row["name"] for row in rows if row["code"] in said}
    assert {code: name for code, (name, _kind) in said.items()} == wanted
    kinds = {row["code"]: row["kind"] for row in rows if row["level"] == "village"}
    assert {code: kind for code, (_name, kind) in said.items() if len(code) == 12} == kinds
    assert problems == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("430000000000", "43"),
        ("430300000000", "4303"),
        ("430382000000", "430382"),
        ("430382100000", "430382100"),
        ("430382100201", "430382100201"),
        ("430382100", "430382100"),
    ],
)
def test_zeros_that_stand_for_nothing_are_left_out(typed, code):
    assert significant(typed) == code


def test_an_office_of_a_subdistrict_is_left_out_of_its_name():
    assert short("雨湖路街道办事处", "township") == "雨湖路街道"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(2, "4303x", "例")], "code"),
        ([(2, "430382", "")], "name"),
        ([*LIST, (6, "430382100201", "例")], "twice"),
        ([LIST[0], LIST[2]], "above"),
    ],
    ids=["no code", "no name", "twice", "without its township"],
)
def test_what_is_wrong_is_told_with_its_line(rows, words, told_in_english):
    _found, problems = counties(rows)
    assert problems[0].line and words in problems[0].message


def test_the_prefecture_that_comes_along():
    assert len(shipped()) == 5 + 3
    shaoshan = chosen(shipped(), "430382")
    assert (shaoshan.townships, shaoshan.villages) == (4, 38)
    with pytest.raises(BadInput):
        chosen(shipped(), "110101")


def test_a_file_is_read_by_its_headings(tmp_path, told_in_english):
    path = tmp_path / "list.csv"
    path.write_text("统计用区划代码,名称\n" + "".join(f"{code},{name}\n" for _line, code, name in LIST))
    found, problems = of_file(path)
    assert (problems, found[0].name, found[0].villages) == ([], "例市", 2)
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="统计用区划代码"):
        of_file(path)


@pytest.mark.django_db
def test_a_county_is_added_whole_and_a_second_time_not_at_all(administrator):
    county = counties(LIST)[0][0]
    added = add_county(county, by=administrator, scope=ADMINISTRATOR)
    assert (added.townships, added.villages, added.known) == (1, 2, 0)
    village = Area.objects.get(code="430382100201")
    assert (village.name, village.parent.parent.name, village.synthetic) == ("例西村", "例市", False)
    again = add_county(county, by=administrator, scope=ADMINISTRATOR)
    assert (again.townships, again.villages, again.known) == (0, 0, 4)
    with owner():
        entry = AccessEntry.objects.filter(action="divisions_added").earliest("at")
    assert (entry.subject, entry.details) == ("430382", {"new": 4, "known": 0})


@pytest.mark.django_db
def test_a_county_that_is_added_later_begins_with_its_departments(administrator):
    [first, *_others] = counties(LIST)[0]
    add_county(first, by=administrator, scope=ADMINISTRATOR)
    county = Area.objects.get(code=first.code)
    codes = set(Department.objects.filter(area=county).values_list("code", flat=True))
    assert codes == set(DEFAULTS)
    add_county(first, by=administrator, scope=ADMINISTRATOR)
    assert Department.objects.filter(area=county).count() == len(DEFAULTS)


@pytest.mark.django_db
def test_what_is_there_stays_and_is_completed(administrator):
    v.area("430382", "别名")
    add_county(counties(LIST)[0][0], by=administrator, scope=ADMINISTRATOR)
    assert Area.objects.get(code="430382").name == "别名"
    assert Area.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("right", [right for right in Right if right != Right.ACCOUNTS])
def test_nobody_else_adds_divisions(administrator, right):
    scope = Scope((Grant(rights=frozenset({right}), code="43"),))
    with pytest.raises(NotAllowed):
        add_county(counties(LIST)[0][0], by=administrator, scope=scope)
    assert not Area.objects.exists()


@pytest.mark.django_db
def test_a_county_of_nothing_or_too_much_is_refused(administrator):
    county = counties(LIST)[0][0]
    for inside in ([], county.inside * 1_000):
        county.inside = inside
        with pytest.raises(BadInput):
            add_county(county, by=administrator, scope=ADMINISTRATOR)


@pytest.mark.django_db
def test_what_somebody_else_adds_meanwhile_is_told(administrator, monkeypatch):
    v.area("430382")
    # As if it had not been there when it was looked for.
    monkeypatch.setattr(adding, "_family", lambda _wanted: [])
    with pytest.raises(Conflict):
        add_county(counties(LIST)[0][0], by=administrator, scope=ADMINISTRATOR)
    assert Area.objects.count() == 1
