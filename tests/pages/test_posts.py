"""Posts: seen by area, filled and ended by the office above."""

import datetime as dt
import re

import pytest

from geodata.accounts.links import holder_of
from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.base.periods import between, today
from geodata.contacts.rights import scope_of
from geodata.posts.models import Post
from gridmap.pages.posts import posts
from tests import village as v


def rows(page: str) -> list[str]:
    """Whose posts the table lists."""
    return re.findall(r"</td> <td>([^<]+) <small>", page)


def told(**more):
    return {"kind": "small_leader", "day": today().isoformat(), "person": "new", "name": "张例明", **more}


@pytest.fixture
def fill(places) -> str:
    return f"/posts/fill/?area={places.grids[0].code}&kind=small_leader"


def test_vacant_grid_leader_posts_come_first(places, insider):
    v.officer("small_leader", places.grids[0], name="west-leader")
    page = insider.text("/posts/")
    assert page.index("Vacant leader posts") < page.index("<table")
    assert f"{places.grids[1].code}&amp;kind=small_leader" in page
    assert f"{places.grids[0].code}&amp;kind=small_leader" not in page


def test_an_office_lists_the_posts_of_its_area_only(places, insider):
    v.officer("small_leader", places.grids[0], name="inside")
    v.officer("small_leader", places.grids[2], name="beside")
    assert set(rows(insider.text("/posts/"))) == {"例inside", insider.user.name}


def test_posts_are_found_by_area_holder_and_kind(places, county):
    v.officer("small_leader", places.grids[0], name="anna")
    v.officer("small_leader", places.grids[3], name="berta")
    assert rows(county.text("/posts/?q=anna")) == ["例anna"]
    assert rows(county.text("/posts/?q=例远村")) == ["例berta"]
    assert rows(county.text(f"/posts/?area={places.other_town.code}")) == ["例berta"]
    assert rows(county.text("/posts/?kind=county_officer")) == [county.user.name]


def test_ended_posts_stay_visible(places, insider):
    v.officer("small_leader", places.grids[0], name="former").posts.update(
        period=between(v.LONG_AGO, today())
    )
    assert "例former" not in insider.text("/posts/")
    assert rows(insider.text("/posts/?state=ended")) == ["例former"]


def test_a_long_list_goes_on_page_by_page(places, county, monkeypatch):
    monkeypatch.setattr(posts, "PAGE", 2)
    for number in range(3):
        v.officer("cadre", places.west, name=f"cadre{number}")
    first, second = county.text("/posts/?kind=cadre"), county.text("/posts/?kind=cadre&page=2")
    assert sorted(rows(first) + rows(second)) == ["例cadre0", "例cadre1", "例cadre2"]


@pytest.mark.parametrize(
    "asked", ["area=x", "area=%00", "kind=x&state=y", "q=%00", "page=x", "page=99999", "q=" + "x" * 300]
)
def test_what_nobody_asks_is_answered_in_order(county, asked):
    assert county.get(f"/posts/?{asked}").status_code in (200, 404)


@pytest.mark.parametrize(("who", "status"), [("insider", 302), ("neighbour", 404), ("outsider", 404)])
def test_only_the_office_above_fills_a_post(request, places, fill, who, status):
    person = v.officer("cadre", places.grids[1], name="person")
    answer = request.getfixturevalue(who).post(f"{fill}&who=person", told(person=person.pk))
    assert answer.status_code == status
    assert Post.objects.filter(user=person, kind="small_leader").exists() is (status == 302)


@pytest.mark.parametrize(("who", "status"), [("insider", 302), ("neighbour", 404), ("outsider", 404)])
def test_only_the_office_above_ends_a_post(request, places, who, status):
    leader = v.officer("small_leader", places.grids[0])
    address = f"/posts/{leader.posts.get().pk}/"
    answer = request.getfixturevalue(who).post(address, {"day": today().isoformat()})
    assert answer.status_code == status
    assert bool(scope_of(leader, on=today()).grants) is (status != 302)


@pytest.mark.parametrize("who", ["planner", "department", "auditor", "contact"])
def test_who_appoints_nobody_sees_no_posts(request, places, fill, who):
    asks = request.getfixturevalue(who)
    assert [asks.get(page).status_code for page in ("/posts/", fill)] == [403, 403]


def test_an_office_sees_its_own_post_and_does_not_end_it(insider):
    address = f"/posts/{insider.user.posts.get().pk}/"
    assert "End the post" not in insider.text(address)
    assert insider.post(address, {"day": today().isoformat()}).status_code == 422
    assert scope_of(insider.user, on=today()).grants


def test_a_new_person_gets_an_account_a_post_and_a_link_shown_once(places, insider, fill):
    answer = insider.post(fill, told(phone="000 5551"))
    user = User.objects.get(username="zhangliming")
    link = re.search(r"http://testserver/link/([^/]+)/([^/]+)/", answer.content.decode())
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert holder_of(link[1], link[2]) == user
    assert scope_of(user, on=today()).grids == {places.grids[0].pk}


def test_account_and_post_are_opened_together_or_not_at_all(places, insider, fill):
    v.officer("small_leader", places.grids[0])
    answer = insider.post(fill, told())
    assert answer.status_code == 422
    assert "already has a leader" in answer.content.decode()
    assert not User.objects.filter(username="zhangliming").exists()


def test_filling_and_ending_are_on_record(places, insider, fill):
    insider.post(fill, told())
    post = Post.objects.get(user__username="zhangliming")
    insider.post(f"/posts/{post.pk}/", {"day": (today() + dt.timedelta(days=9)).isoformat()})
    entries = AccessEntry.objects.order_by("at").values_list("action", "subject", "user")
    opened, filled, ended = entries
    assert [opened, filled, ended] == [
        (action, "zhangliming", insider.user.pk) for action in ("account_opened", "post_filled", "post_ended")
    ]
    assert AccessEntry.objects.get(action="post_filled").details["area"] == places.grids[0].code


@pytest.mark.parametrize("day", ["", "x", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_post_ends_on_a_day_that_can_be(places, insider, day):
    leader = v.officer("small_leader", places.grids[0])
    assert insider.post(f"/posts/{leader.posts.get().pk}/", {"day": day}).status_code == 422
    assert leader.posts.get().period.upper is None


@pytest.mark.parametrize("address", ["/posts/{n}/", "/accounts/{n}/", "/accounts/{n}/menu/"])
def test_a_number_of_nothing_is_not_found(administrator, address):
    numbers = ("0", "9223372036854775808", "9" * 40)
    assert {administrator.get(address.format(n=number)).status_code for number in numbers} == {404}


def test_the_history_of_a_post_names_its_former_holders(places, insider):
    v.officer("small_leader", places.grids[0], name="former").posts.update(
        period=between(v.LONG_AGO, today())
    )
    present = v.officer("small_leader", places.grids[0], name="present", day=today())
    page = insider.text(f"/posts/{present.posts.get().pk}/")
    history = page[page.index("Holders of this post") :]
    assert history.index("例present") < history.index("例former")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"person": "", "name": ""}, "Nobody is selected"),
        ({"person": "new", "name": ""}, "needs the person&#x27;s name"),
        ({"day": "x"}, "Enter a valid date"),
        ({"day": "9999-12-31"}, "Choose a day from 1 Jan 2000"),
        ({"day": "0001-01-01"}, "Choose a day from 1 Jan 2000"),
        ({"kind": "county_officer"}, "not one of the available choices"),
        ({"phone": "<b>"}, "digits, spaces and dashes"),
        ({"username": "a b"}, "not a valid login name"),
        ({"person": "999999"}, "not one of those offered"),
        ({"name": "a\x00b"}, "Null characters"),
    ],
)
def test_what_is_wrong_is_told_in_words(insider, fill, wrong, words):
    answer = insider.post(fill, told(**wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Post.objects.filter(kind="small_leader").exists()


def test_a_name_that_is_typed_means_somebody_new(insider, fill):
    assert insider.post(fill, told(person="")).status_code == 200
    assert Post.objects.get(kind="small_leader").user.username == "zhangliming"


def test_somebody_from_elsewhere_is_appointed_by_the_whole_login_name(places, insider, fill):
    far = v.officer("small_leader", places.grids[3], name="farleader")
    assert insider.post(f"{fill}&who=far", told(person=far.pk)).status_code == 422
    assert insider.post(f"{fill}&who=farleader", told(person=far.pk)).status_code == 302


def test_an_administrator_appoints_auditors(administrator):
    answer = administrator.post("/posts/fill/", told(kind="auditor"))
    assert answer.status_code == 200
    assert Post.objects.get(user__username="zhangliming").area is None


def test_names_are_text_and_never_markup(places, insider, fill):
    answer = insider.post(fill, told(name="<script>1</script>{{7*7}}", username="hostile"))
    assert "<script>1" not in answer.content.decode()
    assert "<script>1" not in insider.text("/posts/")
