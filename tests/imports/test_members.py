"""Lists of contact members: who is known, who is new, and what a person has to decide."""

import pytest

from geodata.accounts.models import User
from geodata.base import datum
from geodata.contacts.models import Branch, Member
from geodata.contacts.rights import scope_of
from geodata.imports.runs.report import Report
from tests.imports.rows import DAY, EAST, LATER, WEST, bring, wrong
from tests.village import County, county, link, member, middle, officer
from tests.village import phone as phone_of

pytestmark = pytest.mark.django_db

HEAD = "村编码,党员姓名,联系电话,所属支部,能否联户,联户上限,入册日期,登录名"


def members(*rows: str, head: str = HEAD, **more: object) -> Report:
    return bring("members", head, *rows, **more)  # type: ignore[arg-type]


def known(made: County, *, name: str = "例老", phone: str = "") -> Member:
    added = member(made.west)
    User.objects.filter(pk=added.user_id).update(name=name)
    if phone:
        phone_of(added.user, phone)
    added.refresh_from_db()
    return added


def test_a_new_member_gets_an_account_that_nobody_can_sign_in_to() -> None:
    county()
    report = members(f"{WEST},例新,10500000001,例西党支部,能,15户,2024.5.1,")
    assert (report.new, report.applied) == (1, True)
    member = Member.objects.select_related("user", "branch").get(user__name="例新")
    assert not member.user.has_usable_password()
    assert (member.user.username, member.user.phone) == ("lixin", "10500000001")
    assert (member.capacity, member.ability, member.period.lower.isoformat()) == (15, "able", "2024-05-01")


def test_a_file_says_of_which_kind_somebody_is_and_the_day_is_kept() -> None:
    known(county())
    head = "村编码,党员姓名,登录名,人员类别,能否联户"
    old = Member.objects.select_related("user").get(user__name="例老")
    report = members(f"{WEST},例老,{old.user.username},驻村干部,外出", head=head)
    assert report.changes == {"member_kind": 1, "ability": 1}
    old.refresh_from_db()
    assert (old.kind, [row.ability for row in old.abilities.order_by("period")]) == (
        "resident_cadre",
        ["able", "away"],
    )


def test_a_new_branch_is_made_in_its_village_and_said() -> None:
    places = county()
    report = members(
        f"{WEST},例甲,,例西党支部,,,,", f"{WEST},例乙,,例西党支部,,,,", f"{EAST},例丙,,例西党支部,,,,"
    )
    assert "例西党支部" in report.notes[-1]
    assert (
        sorted(Branch.objects.values_list("name", "areas__area__code"))
        == [("例西党支部", EAST), ("例西党支部", WEST)][::-1]
    )
    assert Branch.objects.get(areas__area=places.west).members.count() == 2


def test_the_same_list_again_asks_who_they_are_and_then_says_no_change() -> None:
    county()
    rows = [f"{WEST},例甲,10500000001,例西党支部,能,15,2024.5.1,", f"{WEST},例乙,10500000002,例西党支部,,,,"]
    members(*rows)
    rows_of_members = members(*rows, on=LATER)
    assert [len(question.cases) for question in rows_of_members.open_questions] == [2]
    assert not rows_of_members.applied
    assert members(*rows, on=LATER, answers={"person": "same"}).says_no_change


def test_nobody_is_matched_by_name_alone_without_a_person_deciding() -> None:
    old = known(county())
    row = f"{WEST},例老,,例西村,,5,,"
    assert [case.subject for case in members(row).open_questions[0].cases] == ["例老"]
    members(row, answers={"person": "other"})
    assert Member.objects.filter(user__name="例老").count() == 2
    old.refresh_from_db()
    assert old.capacity == 20


def test_the_same_person_by_decision_is_changed_field_by_field() -> None:
    old = known(county(), phone="10500000001")
    row = f"{WEST},例老,10500000001,,外出务工,5,,"
    report = members(row, answers={"person.2": "same"})
    assert report.changes == {"ability": 1, "capacity": 1}
    assert {(change.field, change.was, change.becomes) for change in report.altered[0].changes} == {
        ("ability", "able", "away"),
        ("capacity", "20", "5"),
    }
    old.refresh_from_db()
    assert (old.ability, old.capacity) == ("away", 5)


def test_a_login_name_is_enough_and_another_name_under_it_is_a_problem() -> None:
    old = known(county())
    assert wrong(members(f"{WEST},例误,,,,5,,{old.user.username}")) == [(2, "党员姓名")]
    assert members(f"{WEST},例老,,,,5,,{old.user.username.upper()}").changes == {"capacity": 1}


def test_two_registered_persons_of_one_name_need_a_login_name() -> None:
    places = county()
    known(places)
    known(places)
    assert wrong(members(f"{WEST},例老,,,,,,")) == [(2, "党员姓名")]


def test_a_phone_tells_two_persons_of_one_name_apart() -> None:
    places = county()
    known(places, phone="10500000001")
    second = known(places, phone="10500000002")
    members(f"{WEST},例老,10500000002,,,7,,", answers={"person": "same"})
    second.refresh_from_db()
    assert second.capacity == 7


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f"{WEST},,,,,,,", "党员姓名"),
        (f"{WEST},例新,1.05E+10,例支部,,,,", "联系电话"),
        (f"{WEST},例新,,,,,,", "branch"),
        (f"{WEST},例新,,例支部,大概,,,", "能否联户"),
        (f"{WEST},例新,,例支部,,999,,", "联户上限"),
        (f"{WEST},例新,,例支部,,,2030-01-01,", "入册日期"),
        (f"{WEST},例新,,例支部,,,,坏 名", "登录名"),
        (",例新,,例支部,,,,", "village"),
        (f"{WEST},例新,,例支部,,,,\n{WEST},例新,,例支部,,,,", "党员姓名"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_column(row: str, column: str) -> None:
    county()
    report = members(*row.split("\n"))
    labels = {"branch": "所属支部", "village": "village"}
    assert [name for _line, name in wrong(report)] == [labels.get(column, column)]
    assert all(problem.remedy for problem in report.problems)
    assert not Member.objects.exists()


def test_points_in_a_phone_map_come_home() -> None:
    county()
    lon, lat = datum.from_wgs84(middle(1, 0).x, middle(1, 0).y, "gcj02")
    members(f"{WEST},例新,例支部,{lon},{lat}", head="村编码,党员姓名,所属支部,经度,纬度", datum="gcj02")
    assert Member.objects.get().point.equals_exact(middle(1, 0), 1e-9)


def test_a_member_who_left_keeps_the_last_day_and_the_households_are_told() -> None:
    places = county()
    old = known(places)
    link(old, places.homes[0])
    head = "村编码,党员姓名,登录名,离任日期"
    report = members(f"{WEST},例老,{old.user.username},2026-02-28", head=head)
    old.refresh_from_db()
    assert old.period.upper == DAY
    assert [remark.value for remark in report.remarks] == ["例老: 1"]


def test_an_end_before_the_beginning_is_a_problem() -> None:
    county()
    head = "村编码,党员姓名,所属支部,任职日期,离任日期"
    assert wrong(members(f"{WEST},例新,例支部,2025-05-01,2025-04-01", head=head)) == [(2, "离任日期")]


def test_members_that_the_list_leaves_out_are_told_and_stay() -> None:
    old = known(county())
    report = members(f"{WEST},例新,,例支部,,,,")
    assert [entry.subject for entry in report.gone] == ["例老"]
    assert Member.objects.filter(pk=old.pk, period__endswith=None).exists()


def test_a_village_office_brings_in_its_own_members_only() -> None:
    places = county()
    own = scope_of(officer("village_officer", places.west), on=DAY)
    report = members(f"{WEST},例甲,,例支部,,,,", f"{EAST},例乙,,例支部,,,,", scope=own)
    assert wrong(report) == [(3, "village")]
    assert not report.applied


def test_a_member_of_another_village_cannot_be_drawn_over() -> None:
    places = county()
    theirs = member(places.east)
    own = scope_of(officer("village_officer", places.west), on=DAY)
    report = members(f"{WEST},{theirs.user.name},,例支部,,,,{theirs.user.username}", scope=own)
    assert wrong(report) == [(2, "village")]


def test_the_phone_of_an_account_that_another_office_keeps_stays_and_is_said() -> None:
    places = county()
    boss = officer("county_officer", places.county)
    phone_of(boss, "10500000009")
    own = scope_of(officer("village_officer", places.west), on=DAY)
    report = members(f"{WEST},{boss.name},10500000001,例支部,,,,{boss.username}", scope=own)
    assert [remark.value for remark in report.remarks] == ["10500000001"]
    boss.refresh_from_db()
    assert boss.phone == "10500000009"
