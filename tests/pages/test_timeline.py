"""What happened, on the page of the thing."""

import pytest

from geodata.people.models import Household, Resident
from geodata.posts.models import Post
from tests import village as v


@pytest.fixture
def changed(places):
    """homes[0] was called 旧名 and had another phone, address and resident."""
    home = places.homes[0]
    rows = Household.objects.filter(pk=home.pk)
    rows.update(head_name="旧名", phones=["10000000001"], address="旧路1号")
    rows.update(head_name="新名", phones=["10000009999"], address="新路2号")
    Resident.objects.create(household=home, village_id=home.village_id, name="旧人").delete()
    return home


def section(page: str) -> str:
    return page.split('id="timeline"')[1].split("</section>")[0]


def test_the_insider_reads_what_was_there_before(changed, home, insider):
    section_text = section(insider.text(home))
    assert "<del>旧名</del>" in section_text and "<ins>新名</ins>" in section_text
    assert "10000000001" in section_text and "旧路1号" in section_text and "旧人" in section_text


def test_who_looks_after_it_reads_it_too(changed, home, contact):
    assert "10000000001" in section(contact.text(home))


def test_a_planner_reads_old_values_masked(changed, home, planner):
    page = planner.text(home)
    assert "<del>旧**</del>" in section(page) and "100****0001" in section(page)
    assert not [word for word in ("旧名", "10000000001", "旧路", "旧人", "Low income") if word in page]


def test_without_a_change_it_says_so(places, insider):
    section_text = section(insider.text(f"/households/{places.homes[1].token}/"))
    assert "No changes on record." in section_text
    assert "since 1 Jan 2020" in section_text


def test_a_contact_set_on_the_page_names_who_set_it(places, insider):
    home, member = places.homes[1], v.member(places.west)
    insider.post(f"/households/{home.token}/contact/", {"member": member.pk, "primary": "on"})
    section_text = section(insider.text(f"/households/{home.token}/"))
    assert insider.user.name in section_text and member.user.name in section_text


def test_many_changes_are_folded_away(places, insider):
    for number in range(12):
        with v.by(v.user()):
            Household.objects.filter(pk=places.homes[1].pk).update(size=number)
    assert "2 earlier changes" in section(insider.text(f"/households/{places.homes[1].token}/"))


def test_a_name_is_text_in_the_timeline(places, home, insider):
    Household.objects.filter(pk=places.homes[0].pk).update(head_name="<script>alert(1)</script>")
    Household.objects.filter(pk=places.homes[0].pk).update(head_name="{{7*7}}")
    section_text = section(insider.text(home))
    assert (
        "&lt;script&gt;alert(1)" in section_text
        and "<script" not in section_text
        and "{{7*7}}" in section_text
    )


def test_a_post_tells_who_filled_it(places, county):
    leader = v.user()
    with v.by(county.user):
        post = Post.objects.create(
            user=leader, kind="small_leader", area=places.grids[0], period=v.since(v.LONG_AGO)
        )
    section_text = section(county.text(f"/posts/{post.pk}/"))
    assert county.user.name in section_text and leader.name in section_text


def test_a_post_of_the_other_township_tells_nothing(places, by_post):
    post = v.officer("small_leader", places.grids[3]).posts.get()
    office = by_post("township_officer", places.town)
    assert office.get(f"/posts/{post.pk}/").status_code == 404


def test_an_account_tells_its_changes(places, county):
    leader = v.officer("small_leader", places.grids[0])
    v.phone(leader, "10000000002")
    v.phone(leader, "10000000001")
    section_text = section(county.text(f"/accounts/{leader.pk}/"))
    assert "<del>10000000002</del>" in section_text and "<ins>10000000001</ins>" in section_text
