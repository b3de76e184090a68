"""A village after an election: counted first, then done as a whole or not at all."""

import datetime as dt

import pytest

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from geodata.base.periods import today
from geodata.cards.printing import print_cards
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.rights import scope_of
from geodata.posts.models import Post
from geodata.turnover.asked import NOBODY, Fill, Leave, Turnover
from geodata.turnover.turning import BACK, preview, turn_over
from tests import village as v

pytestmark = pytest.mark.django_db
K = Post.Kind


@pytest.fixture
def places(bare_county):
    return bare_county


@pytest.fixture
def town(places):
    return v.officer("township_officer", places.town)


@pytest.fixture
def leader(places):
    return v.officer("small_leader", places.grids[0])


@pytest.fixture
def leaving(places):
    """A member who looks after both households of the west village, one with a card."""
    member = v.member(places.west)
    for home in places.homes[:2]:
        v.link(member, home)
    print_cards(households=[places.homes[0].pk], by=member.user, on=today() - dt.timedelta(days=9))
    return member


def asked(places, **parts) -> Turnover:
    return Turnover(village=parts.pop("village", places.west), on=parts.pop("on", today()), **parts)


def seen(what, by):
    return preview(what, by=by, scope=scope_of(by, on=today()), today=today())


def done(what, by, *, digest=None):
    digest = digest or seen(what, by).digest
    return turn_over(what, seen=digest, by=by, scope=scope_of(by, on=today()), today=today())


def holder_of(grid, day):
    return Post.objects.on(day).get(area=grid, kind=K.SMALL_LEADER).user


def test_the_old_leader_ends_and_the_new_begins_on_the_day(places, town, leader):
    other = v.member(places.west).user
    day = today() - dt.timedelta(days=3)
    grid = places.grids[0]
    done(
        asked(
            places,
            on=day,
            ends=(leader.posts.get().pk,),
            fills=(Fill(K.SMALL_LEADER, grid.code, username=other.username),),
        ),
        town,
    )
    assert (holder_of(grid, day - dt.timedelta(days=1)), holder_of(grid, day)) == (leader, other)


def test_somebody_new_gets_an_account_that_nobody_can_sign_in_with_yet(places, town):
    outcome = done(
        asked(
            places, fills=(Fill(K.SMALL_LEADER, places.grids[0].code, name="例新华", phone="10500001111"),)
        ),
        town,
    )
    user = User.objects.get(name="例新华")
    assert (outcome.opened, user.has_usable_password(), hasattr(user, "link")) == (1, False, False)
    assert holder_of(places.grids[0], today()) == user


def test_the_households_of_a_leaving_member_go_to_the_nearest_with_room(places, town, leaving):
    taker = v.member(places.west, point=v.middle(0, 0))
    outcome = done(asked(places, leaves=(Leave(leaving.pk),)), town)
    leaving.refresh_from_db()
    assert leaving.period.upper == today()
    assert (outcome.handed, outcome.alone, outcome.reprint) == (2, 0, 1)
    present = ContactLink.objects.filter(period__upper_inf=True)
    assert set(present.values_list("member", flat=True)) == {taker.pk}
    assert set(ContactLink.objects.filter(member=leaving).values_list("end_reason", flat=True)) == {
        "member_left"
    }


def test_none_goes_to_somebody_who_leaves_as_well(places, town, leaving):
    also = v.member(places.west, point=v.middle(0, 0))
    outcome = done(asked(places, leaves=(Leave(leaving.pk), Leave(also.pk))), town)
    assert (outcome.handed, outcome.alone) == (0, 2)
    assert not ContactLink.objects.filter(period__upper_inf=True).exists()


def test_what_a_chosen_member_has_no_room_for_is_nobodys(places, town, leaving):
    taker = v.member(places.west, capacity=1)
    outcome = done(asked(places, leaves=(Leave(leaving.pk, str(taker.pk)),)), town)
    assert (outcome.handed, outcome.alone) == (1, 1)
    assert outcome.left[0].why


def test_to_nobody_yet_ends_all(places, town, leaving):
    v.member(places.west)
    assert seen(asked(places, leaves=(Leave(leaving.pk, NOBODY),)), town).alone == 2


def test_a_preview_changes_nothing_and_tells_what_saving_does(places, town, leader, leaving):
    v.member(places.west)
    what = asked(
        places,
        ends=(leader.posts.get().pk,),
        fills=(Fill(K.SMALL_LEADER, places.grids[0].code, name="例新华"),),
        leaves=(Leave(leaving.pk),),
    )
    before = [
        list(rows.order_by("pk").values()) for rows in (Post.objects, Member.objects, ContactLink.objects)
    ]
    shown = seen(what, town)
    assert before == [
        list(rows.order_by("pk").values()) for rows in (Post.objects, Member.objects, ContactLink.objects)
    ]
    assert not AccessEntry.objects.filter(user=town).exists()
    assert not User.objects.filter(name="例新华").exists()
    assert shown.counts == done(what, town, digest=shown.digest).counts


def test_other_consequences_than_were_shown_are_not_saved(places, town, leaving):
    what = asked(places, leaves=(Leave(leaving.pk),))
    digest = seen(what, town).digest
    v.member(places.west)
    with pytest.raises(Stale):
        done(what, town, digest=digest)
    leaving.refresh_from_db()
    assert leaving.period.upper is None


def test_one_part_that_is_not_possible_leaves_all_undone(places, town, leader, leaving):
    taken = Fill(K.SMALL_LEADER, places.grids[0].code, name="例新华")
    what = asked(places, fills=(taken,), leaves=(Leave(leaving.pk),))
    with pytest.raises(Conflict):
        turn_over(what, seen="0" * 64, by=town, scope=scope_of(town, on=today()), today=today())
    assert not User.objects.filter(name="例新华").exists()


def test_it_is_on_record_as_one_and_part_by_part(places, town, leader, leaving):
    v.member(places.west)
    done(asked(places, ends=(leader.posts.get().pk,), leaves=(Leave(leaving.pk),)), town)
    left = AccessEntry.objects.filter(user=town)
    assert set(left.values_list("action", flat=True)) == {
        "turned_over", "post_ended", "member_changed", "contacts_changed",
    }  # fmt: skip
    entry = left.get(action="turned_over")
    assert (entry.subject, entry.details["handed"], entry.details["left"]) == (places.west.code, 2, 1)


def test_an_office_turns_over_what_it_may_fill(places, leaving):
    village = v.officer("village_officer", places.west)
    with pytest.raises(NotAllowed):
        seen(asked(places, fills=(Fill(K.MEDIUM_LEADER, places.west.code, name="例新华"),)), village)
    admin = v.officer("administrator", None)
    with pytest.raises(NotAllowed):
        seen(asked(places, leaves=(Leave(leaving.pk),)), admin)


def test_a_village_has_nothing_of_another(places, town):
    beside, elsewhere = v.member(places.east), v.officer("small_leader", places.grids[2])
    for parts in (
        {"leaves": (Leave(beside.pk),)},
        {"ends": (elsewhere.posts.get().pk,)},
        {"fills": (Fill(K.SMALL_LEADER, places.grids[2].code, name="例新华"),)},
    ):
        with pytest.raises(NotFound):
            seen(asked(places, **parts), town)


@pytest.mark.parametrize("days", [1, -BACK.days - 1])
def test_the_day_is_today_or_a_month_back(places, town, leaving, days):
    with pytest.raises(BadInput):
        seen(asked(places, on=today() + dt.timedelta(days=days), leaves=(Leave(leaving.pk),)), town)


def test_nothing_at_all_and_no_village_are_refused(places, town, leaving):
    with pytest.raises(BadInput):
        seen(asked(places), town)
    with pytest.raises(BadInput):
        seen(asked(places, village=places.town, leaves=(Leave(leaving.pk),)), town)


def test_a_household_that_was_given_after_the_day_is_told(places, town):
    member = v.member(places.west)
    v.link(member, places.homes[0], day=today())
    with pytest.raises(Conflict):
        seen(asked(places, on=today() - dt.timedelta(days=1), leaves=(Leave(member.pk),)), town)


def test_a_login_name_that_is_nobodys_is_told(places, town):
    with pytest.raises(BadInput):
        seen(asked(places, fills=(Fill(K.SMALL_LEADER, places.grids[0].code, username="nobody"),)), town)


def test_who_has_left_before_does_not_leave_again(places, town, leaving):
    done(asked(places, leaves=(Leave(leaving.pk, NOBODY),)), town)
    with pytest.raises(Conflict):
        seen(asked(places, leaves=(Leave(leaving.pk, NOBODY),)), town)
