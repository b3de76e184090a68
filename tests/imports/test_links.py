"""Lists of who looks after whom, present and past."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.contacts.models import ContactLink, Member
from geodata.coverage.facts import differences
from geodata.imports.runs.report import Report
from geodata.people.models import Household
from tests.defaults import load_defaults
from tests.imports.rows import DAY, LATER, WEST, bring, wrong
from tests.roles import owner
from tests.village import County, care, county, household, link, member, user

pytestmark = pytest.mark.django_db

HEAD = "村编码,户编号,党员编号,联系类型,开始日期,结束日期,结束原因"
FEB = dt.date(2026, 2, 1)


def links(*rows: str, head: str = HEAD, **more: object) -> Report:
    return bring("links", head, *rows, **more)  # type: ignore[arg-type]


def pair(made: County) -> tuple[Household, Member]:
    return made.homes[0], member(made.west)


def row(home: Household, who: Member, rest: str = ",,,") -> str:
    return f"{WEST},{home.number},{who.user.username},{rest}"


def test_a_row_becomes_a_first_contact_from_its_day() -> None:
    home, who = pair(county())
    links(row(home, who, "第一联系人,2026-02-01,,"))
    contact_link = ContactLink.objects.get()
    assert (contact_link.household, contact_link.member, contact_link.primary) == (home, who, True)
    assert (contact_link.period.lower, contact_link.period.upper, contact_link.village_id) == (
        FEB,
        None,
        home.village_id,
    )


def test_facts_follow_the_imported_links() -> None:
    with owner():
        load_defaults()
    places = county()
    care(places.homes[0])
    home, who = pair(places)
    links(row(home, who, ",2026-02-01,,"), row(places.homes[1], who))
    assert differences(on=today()) == []


def test_the_same_list_again_says_no_change() -> None:
    home, who = pair(county())
    text = row(home, who, "主,2026-02-01,,")
    links(text)
    assert links(text, on=LATER).says_no_change
    assert links(row(home, who), on=LATER).says_no_change


def test_a_new_first_contact_ends_the_former_on_that_day_and_says_so() -> None:
    home, who = pair(county())
    old = link(member(home.village), home)
    report = links(row(home, who, ",2026-02-01,,"))
    old.refresh_from_db()
    assert (old.period.upper, old.end_reason) == (FEB, "handed_over")
    assert [remark.line for remark in report.remarks] == [2]


def test_a_second_contact_stands_beside_the_first() -> None:
    home, who = pair(county())
    link(member(home.village), home)
    links(row(home, who, "第二联系人,,,"))
    assert ContactLink.objects.on(DAY).filter(household=home).count() == 2


def test_a_past_contact_comes_in_with_its_last_day_and_reason() -> None:
    home, who = pair(county())
    links(row(home, who, ",2025-01-01,2025-12-31,党员离任"))
    contact_link = ContactLink.objects.get()
    assert (contact_link.period.upper, contact_link.end_reason) == (dt.date(2026, 1, 1), "member_left")


def test_an_open_contact_is_ended_by_a_row_that_says_so() -> None:
    home, who = pair(county())
    old = link(who, home)
    assert links(row(home, who, ",,2026-02-28,调整")).changes == {"reason": 1, "until": 1}
    old.refresh_from_db()
    assert old.period.upper == DAY


def test_zeros_that_a_spreadsheet_took_come_back_where_all_numbers_have_one_length() -> None:
    home, who = pair(county())
    assert home.number.startswith("0")
    links(f"{WEST},{int(home.number)},{who.user.username},,,,")
    assert ContactLink.objects.get().household == home


def test_lost_zeros_are_a_problem_where_lengths_differ() -> None:
    home, who = pair(county())
    odd = household(home.grid)
    Household.objects.filter(pk=odd.pk).update(number="A7")
    report = links(f"{WEST},{int(home.number)},{who.user.username},,,,")
    assert wrong(report) == [(2, "户编号")]


def test_another_head_under_the_number_is_told() -> None:
    home, who = pair(county())
    report = links(f"{WEST},{home.number},例误,{who.user.username}", head="村编码,户编号,户主姓名,党员编号")
    assert [(remark.column, remark.value) for remark in report.remarks] == [("户主姓名", "例误")]


def test_a_member_by_name_has_to_be_confirmed() -> None:
    home, who = pair(county())
    text = f"{WEST},{home.number},{who.user.name}"
    head = "村编码,户编号,联户党员"
    assert not links(text, head=head).applied
    assert links(text, head=head, answers={"person": "same"}).applied


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("99999,{who},,,,", "户编号"),
        (",{who},,,,", "户编号"),
        ("{home},nobody,,,,", "member_name"),
        ("{home},,,,,", "member_name"),
        ("{home},{who},第三,,,", "联系类型"),
        ("{home},{who},,2030-01-01,,", "开始日期"),
        ("{home},{who},,2026-02-01,2026-01-01,调整", "结束日期"),
        ("{home},{who},,2025-01-01,2025-12-31,", "结束原因"),
        ("{home},{who},,2025-01-01,2025-12-31,不知道", "结束原因"),
        ("{home},{user},,,,", "member_name"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_column(text: str, column: str) -> None:
    home, who = pair(county())
    said = text.format(home=home.number, who=who.user.username, user=user().username)
    assert wrong(links(f"{WEST},{said}")) == [(2, column)]
    assert not ContactLink.objects.exists()


def test_two_first_contacts_on_the_same_days_are_a_problem_of_the_second() -> None:
    places = county()
    home, who = pair(places)
    report = links(row(home, who, ",2026-02-01,,"), row(home, member(places.west), ",2026-01-01,,"))
    assert wrong(report) == [(3, "开始日期")]
    assert "2" in report.problems[0].remedy


def test_a_contact_before_the_recorded_one_is_a_problem_with_its_days() -> None:
    places = county()
    home, who = pair(places)
    link(member(places.west), home, day=FEB)
    assert wrong(links(row(home, who, ",2026-01-01,,"))) == [(2, "开始日期")]


def test_nobody_gets_more_households_than_the_capacity() -> None:
    places = county()
    who = member(places.west, capacity=1)
    report = links(row(places.homes[0], who), row(places.homes[1], who))
    assert [problem.value for problem in report.problems] == [f"{who.user.name}: 2 / 1"]


def test_a_member_who_is_ill_gets_no_household() -> None:
    places = county()
    who = member(places.west, ability="ill")
    assert wrong(links(row(places.homes[0], who))) == [(2, "member_name")]
    assert links(row(places.homes[0], who, ",2025-01-01,2025-12-31,身体原因")).applied


def test_contacts_that_the_list_leaves_out_are_told_and_stay() -> None:
    places = county()
    who = member(places.west)
    link(who, places.homes[1])
    report = links(row(places.homes[0], who))
    assert [entry.line for entry in report.gone] == [None]
    assert ContactLink.objects.filter(household=places.homes[1], period__endswith=None).exists()
