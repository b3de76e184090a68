"""What happened to a thing, in words."""

import pytest
from django.utils import translation

from geodata.base.periods import between
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.assigning import end_contact, set_contact
from geodata.display.timelines import of_account, of_household, of_posts, where_and_how
from geodata.people.models import CareRecord, Household, Resident
from geodata.people.placing import move, occupy
from geodata.posts.appointing import appoint, end_post
from geodata.posts.models import Post
from geodata.visits.record import Report, correct_visit
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def places(bare_county):
    return bare_county


@pytest.fixture
def home(places):
    return places.homes[0]


def changes_of(moments) -> list[tuple[str, str, str]]:
    """(what, before, after) of every change, the latest first."""
    return [
        (f"{event.what} {event.which}: {change.label}", change.before, change.after)
        for moment in moments
        for event in moment.events
        for change in event.changes
    ]


def change(home, **values) -> None:
    Household.objects.filter(pk=home.pk).update(**values)


def test_each_change_tells_what_became_of_it(home):
    change(home, head_name="例甲")
    change(home, head_name="例乙")
    assert set(changes_of(of_household(home, detailed=True))) == {
        ("household : head of household", home.head_name, "例甲"),
        ("household : head of household", "例甲", "例乙"),
    }


def test_who_did_it_and_why_is_told(home):
    cadre = v.user()
    with v.by(cadre, "typing error"):
        change(home, size=4)
    (moment,) = of_household(home, detailed=True)
    assert (moment.who, moment.why) == (cadre.name, "typing error")
    assert moment.request.startswith("r")


def test_without_a_user_nobody_is_named(home):
    change(home, size=4)
    assert of_household(home, detailed=True)[0].who == ""


def test_values_are_told_in_words(places, home):
    occupy(household=home, occupancy="moved_away", on=v.TODAY)
    move(household=home, grid=places.grids[1], on=v.TODAY)
    change(home, phones=["10000000001", "10000000002"])
    assert {(before, after) for _what, before, after in changes_of(of_household(home, detailed=True))} == {
        ("lived in", "moved away"),
        ("第一网格", "第二网格"),
        ("", "10000000001, 10000000002"),
    }


def test_a_contact_that_is_handed_over_is_one_moment(places, home):
    old, new, office = v.member(places.west), v.member(places.west), v.user()
    v.link(old, home)
    with v.by(office):
        set_contact(household=home, member=new, by=office, on=v.TODAY)
    moment = next(found for found in of_household(home, detailed=False) if found.who)
    assert [(event.did, event.which, event.why) for event in moment.events] == [
        ("changed", old.user.name, "handed over"),
        ("created", new.user.name, ""),
    ]


def test_an_ended_contact_tells_its_days_and_reason(places, home):
    link = v.link(v.member(places.west), home)
    end_contact(link=link, reason="member_left", on=v.TODAY)
    ended = next(e for m in of_household(home, detailed=False) for e in m.events if e.did == "changed")
    assert ended.why == "member left"
    assert [(c.before, c.after) for c in ended.changes] == [
        ("since 1 Jan 2020", "from 1 Jan 2020, until 30 Jun 2026")
    ]


def test_a_corrected_visit_tells_what_it_became(home):
    cadre = v.user()
    visit = v.visit(home, v.TODAY, by=cadre, note="old")
    report = Report(household=home.pk, day=v.TODAY, outcome="absent", note="new")
    correct_visit(
        visit=visit,
        client_id=v.uuid.uuid4(),
        report=report,
        by=cadre,
        scope=v.every_right(home),
        at=v.NOON,
        today=v.TODAY,
    )
    (moment,) = of_household(home, detailed=True)
    assert moment.events[0].did == "replaced"
    assert [(c.before, c.after) for c in moment.events[0].changes] == [
        ("met", "nobody at home"), ("old", "new"),
    ]  # fmt: skip


def test_a_voided_visit_tells_the_reason(home):
    v.void(v.visit(home, v.TODAY, by=v.user()), "another house")
    (event,) = of_household(home, detailed=True)[0].events
    assert (event.which, event.why) == ("2026-06-30", "another house")
    assert [(c.before, c.after) for c in event.changes] == [("valid", "voided")]


def test_a_care_record_is_told_from_its_beginning(home):
    record = v.care(home)
    CareRecord.objects.filter(pk=record.pk).update(period=between(v.LONG_AGO, v.TODAY))
    made, ended = sorted(
        (e for m in of_household(home, detailed=True) for e in m.events), key=lambda e: e.did, reverse=True
    )
    assert (made.did, made.which) == ("created", "Low income")
    assert ended.changes[0].after == "from 1 Jan 2020, until 30 Jun 2026"


def test_what_was_deleted_is_told(home):
    with owner():
        Resident.objects.create(household=home, village_id=home.village_id, name="例某").delete()
    (event,) = of_household(home, detailed=True)[0].events
    assert (event.did, event.which, event.verb) == ("deleted", "例某", "Deleted")


def test_without_details_old_values_are_masked_like_new_ones(places, home):
    change(home, head_name="新名", phones=["10000000002"], address="例路9号")
    v.care(home)
    v.visit(home, v.TODAY, by=v.user())
    change(home, head_name="例名", phones=["10000009999"])
    assert {(before, after) for _what, before, after in changes_of(of_household(home, detailed=False))} == {
        ("例**", "新**"), ("新**", "例**"), ("", "100****0002"), ("100****0002", "100****9999"),
    }  # fmt: skip


def test_another_households_changes_are_not_told(places, home):
    change(places.homes[1], size=4)
    v.link(v.member(places.west), places.homes[1])
    assert of_household(home, detailed=True) == []


def test_the_days_of_grids_and_occupancies_are_told(places, home):
    move(household=home, grid=None, on=v.TODAY)
    assert [(words, period.lower, period.upper) for words, period in where_and_how(home, detailed=True)] == [
        ("第一网格", v.LONG_AGO, v.TODAY), ("Outside every grid", v.TODAY, None), ("lived in", v.LONG_AGO, None),
    ]  # fmt: skip


def test_a_post_tells_who_filled_and_who_ended_it(places):
    office, leader = v.user(), v.user()
    scope = Scope((Grant(frozenset({Right.APPOINT}), places.county.code),))
    with v.by(office):
        post = appoint(
            user=leader, kind=Post.Kind.SMALL_LEADER, area=places.grids[0], on=v.LONG_AGO, scope=scope
        )
        end_post(post=post, on=v.TODAY, scope=scope)
    (moment,) = of_posts([post.pk])
    assert (moment.who, [event.did for event in moment.events]) == (office.name, ["created", "changed"])
    assert ("account", "", leader.name) in [(c.label, c.before, c.after) for c in moment.events[0].changes]


def test_an_account_tells_its_posts_and_membership(places):
    who = v.member(places.west).user
    Post.objects.create(user=who, kind="cadre", area=places.west, period=v.since(v.TODAY))
    type(who).objects.filter(pk=who.pk).update(is_active=False)
    what = [name for name, _before, _after in changes_of(of_account(who))]
    assert any(name.startswith("post attached cadre") for name in what)
    assert "contact member : capacity" in what
    assert ("account : active", "Yes", "No") in changes_of(of_account(who))


def test_the_number_of_queries_does_not_grow(
    places, home, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_num_queries(7):
        of_household(home, detailed=True)
    for number in range(12):
        change(home, size=number, head_name=f"例{number}")
        v.link(v.member(places.west), home, primary=False)
        v.visit(home, v.TODAY, by=v.user())
        v.care(home, day=v.TODAY.replace(year=2030 + number)) if number == 1 else None
    with django_assert_max_num_queries(13):
        of_household(home, detailed=True)
