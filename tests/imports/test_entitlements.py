"""A department's list as an office brings it in: it is compared, not written into the register, and goes again whole."""

from pathlib import Path

import pytest

from geodata.entitlements.list_models import ListRow, ListRun
from geodata.entitlements.models import Entitlement
from geodata.imports.models import ImportRun
from geodata.imports.runs.report import Report
from tests.defaults import load_defaults
from tests.imports.office import Office, fresh, office
from tests.imports.rows import FAR, WEST, bring, wrong
from tests.policies.conftest import policy, version
from tests.village import County, county

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
HEAD = "村编码,户编号,户主姓名,政策名称,名单日期,补贴金额"


@pytest.fixture
def places() -> County:
    load_defaults()
    made = county()
    version(policy(made, "coal"), {"size": ">=1"})
    version(policy(made, "heating"), {"size": ">=1"})
    return made


@pytest.fixture
def desk(places: County, tmp_path: Path) -> Office:
    return office("county_officer", places.county, tmp_path)


def line(
    places: County, home: int = 0, *, name: str = "", policy: str = "coal", amount: str = "300 元"
) -> str:
    house = places.homes[home]
    return f"{WEST},{house.number},{name or house.head_name},{policy},2026-02-01,{amount}"


def text(*lines: str, head: str = HEAD) -> str:
    return "\n".join([head, *lines]) + "\n"


def brought(desk: Office, told: str, **more: object) -> tuple[ImportRun, Report]:
    run = desk.upload(told, kind="entitlements")
    return run, desk.check(fresh(run), **more)


def test_a_list_is_compared_once_and_taken_back(desk: Office, places: County) -> None:
    told = text(line(places), line(places, name="例别人"), "430382100201,99-9999,例无,coal,2026-02-01,")
    run, report = brought(desk, told)
    assert (report.problems, report.open_questions, report.new) == ([], [], 3)
    assert desk.write(fresh(run))
    found = ListRun.objects.get()
    assert (found.rows, found.only_there, found.unknown, found.area.code) == (3, 1, 2, WEST)
    assert found.by == desk.user and not Entitlement.objects.exists()
    assert ListRow.objects.get(run=found, line=1).amount == 300
    assert brought(desk, told)[1].says_no_change
    assert desk.undo(fresh(run)) == []
    assert not ListRun.objects.exists() and not ListRow.objects.exists()


def test_each_policy_of_a_file_is_a_list(desk: Office, places: County) -> None:
    run, _report = brought(desk, text(line(places), line(places, 1, policy="heating")))
    assert desk.write(fresh(run))
    assert set(ListRun.objects.values_list("policy__code", "rows")) == {("coal", 1), ("heating", 1)}


def test_what_a_list_is_about_is_asked_where_it_does_not_say_so(desk: Office, places: County) -> None:
    house = places.homes[0]
    told = text(f"{house.number},{house.head_name}", head="户编号,户主姓名")
    run, report = brought(desk, told)
    assert [question.key for question in report.open_questions] == ["policy"]
    assert {code for code, _words in report.open_questions[0].choices} == {"coal", "heating"}
    report = desk.check(fresh(run), answers={"policy": "heating"})
    assert (report.problems, report.open_questions) == ([], [])
    assert desk.write(fresh(run))
    assert ListRun.objects.get().policy.code == "heating"


def test_what_cannot_be_read_is_a_problem_of_its_line(desk: Office, places: County) -> None:
    report = brought(desk, text(line(places, policy="none"), line(places, amount="-3")))[1]
    assert sorted(wrong(report)) == [(2, "政策名称"), (3, "补贴金额")]


def test_a_village_compares_no_list(places: County, tmp_path: Path) -> None:
    told = text(line(places))
    report = brought(office("village_officer", places.west, tmp_path), told)[1]
    assert report.problems and not ListRun.objects.exists()


def test_a_township_finds_nobody_elsewhere(places: County, tmp_path: Path) -> None:
    far = next(home for home in places.homes if home.village_id == places.far.pk)
    town = office("township_officer", places.town, tmp_path)
    run, report = brought(town, text(line(places), f"{FAR},{far.number},{far.head_name},coal,2026-02-01,"))
    assert report.problems == [] and town.write(fresh(run))
    found = ListRun.objects.get()
    assert (found.only_there, found.unknown) == (1, 1)


def test_an_operator_says_whose_account_it_is(desk: Office, places: County) -> None:
    assert bring("entitlements", HEAD, line(places)).problems
    assert bring("entitlements", HEAD, line(places), by=desk.user.pk).applied
    assert ListRun.objects.get().by == desk.user
