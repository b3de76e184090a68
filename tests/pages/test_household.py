"""The page of one household."""

import datetime as dt

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.contacts.assigning import set_contact
from geodata.people.models import Household, HouseholdLineage
from geodata.people.placing import occupy
from geodata.visits import pages
from tests import village as v
from tests.roles import owner


def test_why_it_is_or_is_not_due_is_told_in_words(home, insider):
    page = insider.text(home)
    assert "Visited in time" in page
    assert "Last met on" in page
    assert "at least once a month" in page


def test_contacts_are_listed_the_open_one_first(places, home, insider):
    old, new = places.homes[0].links.get().member, v.member(places.west)
    set_contact(household=places.homes[0], member=new, by=insider.user, on=today())
    page = insider.text(home)
    assert page.index(new.user.name) < page.index(f"<b>{old.user.name}</b>")
    assert "handed over" in page


def visits(page: str) -> int:
    return page.split('<ol class="visits">')[1].split("</ol>")[0].count("<time")


def test_visits_go_on_page_by_page(places, home, insider, monkeypatch):
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    for days in (10, 20, 30):
        v.visit(places.homes[0], today() - dt.timedelta(days=days), by=insider.user)
    page = insider.text(home)
    assert visits(page) == 2
    address = page.split('href="?before=')[1].split('"')[0]
    older = insider.text(f"{home}?before={address}")
    assert str(today() - dt.timedelta(days=30)) in older
    assert "Latest visits" in older


@pytest.mark.parametrize("before", ["x", "2026-01-01", "2026-01-01.x", "0000-00-00.1", "%00.%00"])
def test_a_page_of_visits_that_nobody_handed_out_is_the_first(home, insider, before):
    assert visits(insider.text(f"{home}?before={before}")) == 1


def test_a_voided_visit_stays_with_its_reason(places, home, insider):
    v.void(places.homes[0].visits.get(), "another house")
    assert "another house" in insider.text(home)


def test_who_left_has_its_page_and_no_form_for_a_visit(places, home, insider):
    assert 'id="visit"' in insider.text(home)
    with owner():
        occupy(household=places.homes[0], occupancy="moved_away", on=today())
    page = insider.text(home)
    assert 'id="visit"' not in page and "No visit needed: moved away." in page
    assert "No figure counts this household any more." in page and "Assign or change" not in page
    told = insider.get(f"/api/v1/households/{places.homes[0].token}/").json()["properties"]
    assert (told["occupancy"], told["linked"]) == ("moved_away", True)


def test_one_that_was_merged_leads_to_where_it_goes_on(places, insider):
    gone, kept = places.homes[0], places.homes[1]
    with owner():
        occupy(household=gone, occupancy="dissolved", on=today())
        HouseholdLineage.objects.create(
            household=kept, source=gone, village=gone.village, kind="merged", on=today()
        )
    page = insider.text(f"/households/{gone.token}/")
    assert f"/households/{kept.token}/" in page and f"Merged into No. {kept.number}" in page


def test_opening_a_special_household_is_on_record(places, home, insider):
    insider.get(home)
    entry = AccessEntry.objects.get(action="open_household")
    assert (entry.user, entry.subject) == (insider.user, places.homes[0].token)


def test_opening_another_household_is_not(places, insider):
    insider.get(f"/households/{places.homes[1].token}/")
    assert not AccessEntry.objects.filter(action="open_household").exists()


def test_a_planner_is_shown_neither_name_nor_phone_nor_category_nor_point(places, home, planner):
    household = places.homes[0]
    household.phones, household.address = ["10012345678"], "例路一号"
    household.save()
    page = planner.text(home)
    assert "例**" in page
    assert "100****5678" in page
    for hidden in (household.head_name, "10012345678", "例路一号", "Low income", "Last met on"):
        assert hidden not in page.split("<main")[1].split("</main>")[0]
    assert '"lat": null' in page


def test_the_point_is_shown_to_those_who_look_after_it(places, home, contact):
    assert f'"lat": {places.homes[0].point.y}' in contact.text(home)


def test_without_a_point_there_is_no_map(places, insider):
    page = insider.text(f"/households/{places.homes[4].token}/")
    assert "Without a point" in page
    assert "folium-map" not in page


def test_a_household_without_contact_says_so(places, insider):
    assert "Nobody looks after this household" in insider.text(f"/households/{places.homes[1].token}/")


@pytest.mark.parametrize("path", ["", "contact/"])
def test_the_page_asks_a_fixed_number_of_queries(places, home, insider, django_assert_max_num_queries, path):
    for _number in range(8):
        v.link(v.member(places.west), places.homes[0], primary=False)
        v.visit(places.homes[0], today(), by=v.user())
    insider.get(home + path)
    with django_assert_max_num_queries(54):
        insider.get(home + path)


def test_what_the_source_of_its_point_stood_in_is_for_those_who_look_after_it(
    places, home, insider, contact, planner, outsider
):
    Household.objects.filter(pk=places.homes[0].pk).update(
        point_datum="gcj02", point_since=dt.date(2026, 1, 2)
    )
    for who in (insider, contact):
        assert "2026-01-02" in who.text(home) and "from a source in GCJ-02 (phone maps)" in who.text(home)
    assert "GCJ-02" not in planner.text(home)
    assert outsider.get(home).status_code == 404


def test_without_details_a_household_has_no_status_and_no_occupancy(planner, insider, places):
    path = f"/households/{places.homes[0].token}/"
    for word in ("Visited in time", "lived in", "Occupancy"):
        assert word in insider.text(path)
        assert word not in planner.text(path)
