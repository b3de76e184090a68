"""What is taken along of needs: what is open and what is to be asked, and nothing of what is sealed or names people."""

import pytest

from geodata.base.errors import Stale
from geodata.base.periods import today
from geodata.needs import beside, moving
from geodata.needs.along import NeedsAlong, needs_along
from geodata.needs.doing import move_on
from geodata.people.models import Household
from geodata.posts.models import Post
from tests import village as v
from tests.needs.conftest import Desk
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(places) -> Household:
    return places.homes[0]


def along(desk: Desk, *homes: Household) -> NeedsAlong:
    tokens = [home.token for home in homes]
    return needs_along(tokens, by=desk.by, scope=desk.scope, at=v.NOON, on=today())


def test_open_ones_and_those_to_be_asked_are_taken_along_by_whom_it_is_to_be_asked(people, home):
    first = people.contact.records(home, text="例水管漏水，" * 9)
    done = people.contact.records(home, text="例阀门")
    done = people.village.does(moving.accept, done)
    people.village.does(moving.settle, done, result="例已修好")
    found = along(people.contact, home).needs
    assert [(need.number, need.ask) for need in found] == [(done.number, True), (first.number, False)]
    assert len(found[1].words) == 40 and first.state == "new"
    assert [need.ask for need in along(people.village, home).needs] == [False, False]
    assert along(people.neighbour, home).needs == []
    assert len(along(people.contact, home).categories) == 16


def test_no_sensitive_need_no_word_of_a_dispute_and_no_result(people, home):
    people.contact.records(home, text="例秘密", sensitive=True, named=[people.village.by.pk])
    people.village.records(
        home, kind="dispute", category="neighbours", text="例甲打例乙", parties="例甲与例乙"
    )
    people.village.records(home, settled="例结果")
    told = str(along(people.contact, home))
    assert not any(secret in told for secret in ("例秘密", "例甲", "例结果"))
    assert [need.words for need in along(people.contact, home).needs] == ["", ""]


def test_what_waits_is_that_of_the_level_and_of_the_person(people, home):
    need = people.village.does(moving.accept, people.contact.records(home))
    people.township.does(beside.supervise, need)
    assert [one.link for one in along(people.village, home).waiting] == [f"/needs/{need.number}/"]
    assert along(people.contact, home).waiting == along(people.township, home).waiting == []
    told = {"task": "例去看看", "user": people.leader.by.pk}
    move_on("assign", need=need, by=people.village.by, scope=people.village.scope, at=v.NOON, told=told)
    assert "/assignments/" in [one.link for one in along(people.leader, home).waiting]


def test_what_others_hold_takes_no_place_among_what_waits(people, places, monkeypatch):
    member = v.member(places.west)
    v.link(member, places.homes[0], primary=False)
    with owner():
        Post.objects.create(
            user=member.user, kind="small_leader", area=places.grids[1], period=(v.LONG_AGO, None)
        )
    monkeypatch.setattr("geodata.needs.along.MOST_WAITING", 1)
    for home in places.homes[:2]:
        need = people.village.does(moving.accept, people.village.records(home))
        people.township.does(beside.supervise, need)
    assert [one.link for one in along(Desk(member.user)).waiting] == [f"/needs/{need.number}/"]


def test_it_takes_four_queries_whatever_the_number(people, places, django_assert_num_queries):
    for home in places.homes[:1] * 3:
        people.contact.records(home)
    with django_assert_num_queries(4):
        along(people.leader, *places.homes)


def test_the_same_answer_again_is_one_and_another_is_refused(people, home):
    need = people.village.does(moving.accept, people.contact.records(home))
    need = people.village.does(moving.settle, need, result="例已修好")
    told = {"answer": "not", "reason": "例还在漏"}
    desk = people.contact
    said = {"need": need, "by": desk.by, "scope": desk.scope, "at": v.NOON, "version": need.version}
    first = move_on("follow_up", **said, told=told)
    again = move_on("follow_up", **said, told=told)
    assert (first.version, again.version, again.state) == (first.version, first.version, "accepted")
    assert need.steps.filter(move="follow_up").count() == 1
    with pytest.raises(Stale):
        move_on("follow_up", **said, told=told | {"reason": "例别的"})
