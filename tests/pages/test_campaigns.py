"""/campaigns/: opened in a few clicks with a look at whom it asks for, told of by phone in two, and closed."""

import pytest

from geodata.campaigns.models import Campaign, CampaignResult
from geodata.posts.departments import Department
from tests.campaigns.conftest import campaign, opened, people
from tests.pages.conftest import reader

__all__ = ("campaign", "opened", "people")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def chosen(places, **more: object) -> dict[str, object]:
    return {
        "reason": "cold",
        "area": places.county.code,
        "who": "special",
        "hours": 24,
        "checklist": ["heating"],
    } | more


def test_it_is_looked_at_and_opened(people, places):
    who = reader(people.county.by)
    assert "/campaigns/new/" in who.text("/campaigns/")
    looked = who.post("/campaigns/new/", chosen(places, look=""))
    assert (looked.status_code, "Whom it asks for" in looked.content.decode(), Campaign.objects.count()) == (
        200,
        True,
        0,
    )
    answer = who.post("/campaigns/new/", chosen(places, open=""))
    made = Campaign.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/campaigns/{made.key}/")
    assert (made.state, made.targets.count(), made.title) == ("open", 2, "Cold wave")


def test_it_names_the_departments_that_issue_it(people, places):
    who = reader(people.county.by)
    who.post("/campaigns/new/", chosen(places, issuers=["civil_affairs"], open=""))
    made = Campaign.objects.get()
    [issuer] = Department.objects.filter(pk__in=made.issuers)
    assert issuer.code == "civil_affairs"
    assert f"Issued by {issuer}" in " ".join(who.text(f"/campaigns/{made.key}/").split())


@pytest.mark.parametrize("group", ["no_phone", "no_contact", "alone", "far", "everybody"])
def test_each_group_that_is_offered_can_be_looked_at(people, places, group):
    answer = reader(people.county.by).post("/campaigns/new/", chosen(places, who=group, look=""))
    assert answer.status_code == 200 and "Whom it asks for" in answer.content.decode()


def test_what_cannot_be_opened_is_told_on_the_page(people, places):
    answer = reader(people.county.by).post("/campaigns/new/", chosen(places, who="aged", open=""))
    assert answer.status_code == 422 and not Campaign.objects.exists()


@pytest.mark.parametrize("who", ["village", "contact", "large"])
def test_only_offices_above_the_village_open_one(people, places, who):
    answer = reader(getattr(people, who).by).post("/campaigns/new/", chosen(places, open=""))
    assert answer.status_code == 403


def test_its_page_tells_how_it_stands(campaign, people):
    text = reader(people.county.by).text(f"/campaigns/{campaign.key}/")
    assert "Special and not reached" in text and "例西村" in text and "data-live" in text


def test_its_curve_is_drawn_and_said(campaign, people, places):
    people.contact.tells(campaign, places.homes[0], made=campaign.opened_at)
    text = reader(people.county.by).text(f"/campaigns/{campaign.key}/")
    asked = campaign.targets.count()
    assert f"Reached hour by hour, for 2 hours: 1 of {asked}" in text and "<polyline" in text


def test_a_drill_says_so(people, places, opened):
    drill = people.county.calls(places.county.code, at=opened, reason="drill")
    for page in ("", "calls/"):
        assert "This is a drill" in reader(people.county.by).text(f"/campaigns/{drill.key}/{page}")


def test_a_call_is_told_of_by_one_press(campaign, people, places):
    who, home = reader(people.contact.by), places.homes[0]
    text = who.text(f"/campaigns/{campaign.key}/calls/")
    assert home.head_name in text and places.homes[1].head_name not in text
    body = {
        "client_id": "8f7f2d9c-55b1-4b44-8f43-0a3c1b3a4a01",
        "household": home.token,
        "how": "phone",
        "state": "ok",
    }
    for _time in range(2):
        assert who.post(f"/campaigns/{campaign.key}/tell/", body).status_code == 302
    assert CampaignResult.objects.get().visit.mode == "phone"
    assert "Everybody of yours is reached" in who.text(f"/campaigns/{campaign.key}/calls/")


def test_what_is_bad_opens_a_need(campaign, people, places):
    body = {
        "client_id": "8f7f2d9c-55b1-4b44-8f43-0a3c1b3a4a01", "household": places.homes[0].token, "how": "phone",
        "state": "needs", "bad": ["heating"], "text": "例炉子坏了",
    }  # fmt: skip
    reader(people.contact.by).post(f"/campaigns/{campaign.key}/tell/", body)
    result = CampaignResult.objects.get()
    assert (result.answers, result.need.text) == ({"heating": False}, "例炉子坏了")


def test_it_is_closed(campaign, people):
    who = reader(people.county.by)
    who.post(f"/campaigns/{campaign.key}/move/", {"move": "close", "version": campaign.version})
    campaign.refresh_from_db()
    assert campaign.state == "closed"
    assert who.post(f"/campaigns/{campaign.key}/move/", {"move": "lose"}).status_code == 404


def test_a_stranger_finds_none(people, places, opened):
    elsewhere = people.county.calls(places.far.code, at=opened)
    assert reader(people.village.by).get(f"/campaigns/{elsewhere.key}/").status_code == 404
    assert "There is no roll-call here" in reader(people.village.by).text("/campaigns/")


def test_today_tells_how_many_are_still_to_be_reached(campaign, people, places):
    who = reader(people.contact.by)
    told = "例寒潮: 1 household is still to be reached"
    assert told in who.text("/today/") and f"/campaigns/{campaign.key}/calls/" in who.text("/today/")
    people.contact.tells(campaign, places.homes[0], made=campaign.opened_at)
    assert told not in who.text("/today/")


def test_the_households_page_tells_what_came_of_each(campaign, people, places):
    page = f"/households/{places.homes[0].token}/"
    assert "Not reached yet" in reader(people.contact.by).text(page)
    people.contact.tells(campaign, places.homes[0], "away_ok", made=campaign.opened_at)
    text = reader(people.contact.by).text(page)
    assert "Away and well" in text and f"/campaigns/{campaign.key}/" in text
