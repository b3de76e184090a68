"""/members/add/: whoever opens accounts in the village adds its members."""

import pytest

from geodata.base.periods import today
from geodata.contacts.models import Branch, Member

pytestmark = pytest.mark.usefixtures("in_english")
PAGE = "/members/add/?area=430382100201"


def form(**changes: object) -> dict[str, object]:
    branch = Branch.objects.get(members__village__code="430382100201").pk
    usual = {
        "name": "例新",
        "branch": branch,
        "kind": "group",
        "ability": "able",
        "capacity": 12,
        "since": today(),
    }
    return {**usual, **changes}


def test_a_member_is_added_and_shown(insider):
    assert 'href="/members/add/?area=430382100201"' in insider.text("/members/?area=430382100201")
    shown = insider.client.post(PAGE, form(), follow=True).content.decode()
    assert "is a contact member now" in shown and "12 households at most" in shown
    assert Member.objects.get(user__name="例新").kind == "group"


def test_what_is_wrong_is_told_beside_its_field(insider):
    for wrong, said in (
        ({"name": ""}, "name"),
        ({"username": "nobody"}, "Nobody has this login name"),
        ({"phone": "one"}, "only digits"),
    ):
        answer = insider.post(PAGE, form(**wrong))
        assert answer.status_code == 422 and said in answer.content.decode(), wrong


def test_a_member_is_ill_since_a_day(insider):
    insider.post(PAGE, form())
    member = Member.objects.get(user__name="例新")
    told = {"kind": "group", "ability": "ill", "capacity": 12, "since": today()}
    assert insider.post(f"/members/{member.pk}/", told).status_code == 302
    assert member.abilities.get().ability == "ill"


def test_others_do_not_see_the_village_or_may_not(neighbour, outsider, contact, planner):
    assert (neighbour.get(PAGE).status_code, outsider.get(PAGE).status_code) == (404, 404)
    assert (contact.get(PAGE).status_code, planner.post(PAGE, form()).status_code) == (403, 403)
