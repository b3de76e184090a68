"""The insider, the neighbour, the outsider, and those whose duties are of another kind, on every page."""

import re

import pytest

WEST = "430382100201"
PAGES = [
    f"/coverage/?area={WEST}",
    f"/coverage/?area={WEST}&by=household",
    f"/gaps/?area={WEST}",
    f"/gaps/?area={WEST}&gap=special_overdue",
    f"/gaps/export.csv?area={WEST}",
    f"/gaps/export.xlsx?area={WEST}",
    f"/gaps/export.geojson?area={WEST}",
    f"/gaps/export.gpkg?area={WEST}",
    "/households/{token}/",
    "/households/{token}/contact/",
]
FORMS = ["/households/{token}/visits/", "/households/{token}/contact/", "/households/{token}/contact/end/"]


@pytest.mark.parametrize("page", PAGES)
def test_the_insider_is_answered(places, insider, page):
    assert insider.get(page.format(token=places.homes[0].token)).status_code == 200


@pytest.mark.parametrize("who", ["planner", "auditor", "administrator", "department"])
@pytest.mark.parametrize("page", FORMS)
def test_whose_duties_are_of_another_kind_is_told_so(places, request, who, page):
    someone = request.getfixturevalue(who)
    assert someone.post(page.format(token=places.homes[0].token), {}).status_code == 403


def test_a_contact_member_records_a_visit_but_sets_no_contact(home, contact):
    assert contact.post(f"{home}visits/", {}).status_code == 422
    assert contact.get(f"{home}contact/").status_code == 403


def test_a_contact_member_sees_the_own_household_only(places, home, contact):
    assert contact.get(home).status_code == 200
    assert contact.get(f"/households/{places.homes[1].token}/").status_code == 404


@pytest.mark.parametrize("page", ["/coverage/", f"/gaps/?area={WEST}", "/gaps/"])
@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_who_has_no_territory_sees_no_figures_and_no_lists(request, who, page):
    assert request.getfixturevalue(who).get(page).status_code in (403, 404)


def test_who_counts_only_opens_no_list(department):
    assert department.get("/coverage/").status_code == 200
    assert department.get("/gaps/").status_code == 403


def test_the_record_of_access_is_for_auditors(auditor, county, administrator):
    assert auditor.get("/records/").status_code == 200
    assert [who.get("/records/").status_code for who in (county, administrator)] == [403, 403]


@pytest.mark.parametrize("page", ["/accounts/", "/posts/"])
def test_accounts_and_posts_are_for_offices_and_administrators(
    administrator, county, contact, auditor, planner, page
):
    assert [who.get(page).status_code for who in (administrator, county)] == [200, 200]
    assert [who.get(page).status_code for who in (contact, auditor, planner)] == [403, 403, 403]


def test_a_planner_takes_no_list_away(planner):
    assert planner.get("/gaps/").status_code == 200
    assert planner.get("/gaps/export.csv").status_code == 403


def test_hidden_and_missing_are_told_alike(places, neighbour):
    hidden, missing = places.homes[0].token, "0" * 22
    told = [
        neighbour.get(f"/households/{token}/").content.decode().replace(token, "")
        for token in (hidden, missing)
    ]
    assert len({re.sub('value="[A-Za-z0-9]{64}"|<code>.*</code>', "", page) for page in told}) == 1
