"""The worklist of entitlements, one of them, a household's own, agency services, trainings and the funnel, as pages."""

import re

import pytest
from django.test import Client

from geodata.base.periods import today
from geodata.entitlements.comparing import Line, Listed, compare_list
from geodata.entitlements.list_models import ListRow
from geodata.entitlements.models import AgencyService, Entitlement, Training
from tests import village as v
from tests.entitlements.conftest import Desk, match, officer_of, policy, version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def client(who) -> Client:
    made = Client()
    made.force_login(who)
    return made


@pytest.fixture
def coal(places):
    version(policy(places, "coal"), {"care": "low_income"})
    version(policy(places, "pump", department="water"), {"care": "low_income"})
    match(places)


@pytest.fixture
def contact(places, coal):
    return client(places.homes[0].links.get().member.user)


@pytest.fixture
def village(places, coal):
    return client(v.officer("village_officer", places.west))


def of(places, code: str = "coal") -> Entitlement:
    return Entitlement.objects.get(household=places.homes[0], policy__code=code)


def said(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def press(who: Client, one: Entitlement, move: str, **more):
    return who.post("/entitlements/moves/", {"one": f"{move}:{one.pk}", **more}, follow=True)


def test_a_contact_member_informs_by_one_press_in_the_list(places, contact, village):
    page = said(village.get("/entitlements/"))
    assert f'value="confirm:{of(places).pk}"' in page and places.homes[0].head_name in page
    assert "1 entitlement: confirmed." in said(press(village, of(places), "confirm"))
    page = said(contact.get("/entitlements/?open=1&policy=coal"))
    assert f'value="inform:{of(places).pk}"' in page
    answer = press(contact, of(places), "inform", household=places.homes[0].token)
    assert answer.redirect_chain[-1][0] == f"/households/{places.homes[0].token}/#entitlements"
    assert of(places).state == "informed"


def test_all_that_are_ticked_are_confirmed_or_none(places, village, contact):
    keys = [of(places).pk, of(places, "pump").pk]
    answer = contact.post("/entitlements/moves/", {"entitlement": keys, "move": "confirm"}, follow=True)
    assert answer.status_code == 403 and of(places).state == "possible"
    told = {"entitlement": keys, "move": "confirm", "back": "policy=coal"}
    answer = village.post("/entitlements/moves/", told, follow=True)
    assert answer.redirect_chain[-1][0] == "/entitlements/?policy=coal"
    assert "2 entitlements: confirmed." in said(answer)


def test_nothing_there_says_so(places):
    page = said(client(v.officer("village_officer", places.far)).get("/entitlements/"))
    assert "No entitlements here, or none like this." in page


def test_one_is_moved_and_what_is_refused_stands_beside_its_field(places, village):
    one = of(places)
    address = f"/entitlements/{one.pk}/"
    assert "Nobody has done anything about it yet." in said(village.get(address))
    for move in ("confirm", "inform"):
        one.refresh_from_db()
        village.post(f"{address}move/", {"move": move, f"{move}-version": one.version})
    one.refresh_from_db()
    answer = village.post(
        f"{address}move/", {"move": "apply", "apply-version": one.version, "apply-via": "cousin"}
    )
    assert answer.status_code == 422
    answer = village.post(
        f"{address}move/", {"move": "apply", "apply-version": one.version, "apply-via": "agent"}, follow=True
    )
    assert "Recorded. The entitlement is “applying”." in said(answer)
    stale = village.post(f"{address}move/", {"move": "submit", "submit-version": 1})
    assert stale.status_code == 422 and "changed by someone else" in said(stale)
    assert village.post(f"{address}move/", {"move": "lapse"}).status_code == 404


def test_a_neighbour_finds_none_and_a_planner_has_no_right(places, coal):
    one = of(places)
    neighbour = client(v.officer("village_officer", places.far))
    assert neighbour.get(f"/entitlements/{one.pk}/").status_code == 404
    planner = client(v.officer("planner", places.county))
    for address in ("", f"{one.pk}/", "funnel/", "trainings/"):
        assert planner.get(f"/entitlements/{address}").status_code == 403


def test_a_department_sees_its_own_without_a_way_to_the_household(places, coal):
    office = client(officer_of(places, "civil_affairs"))
    page = said(office.get("/entitlements/"))
    assert places.homes[0].head_name in page and "例政策" not in page
    assert places.homes[0].token not in page and "pump" not in re.sub(r"<select.*?</select>", "", page)
    one = said(office.get(f"/entitlements/{of(places).pk}/"))
    assert places.homes[0].token not in one
    assert office.get(f"/entitlements/{of(places, 'pump').pk}/").status_code == 404
    assert "Counts of 1 to 4 are hidden" in said(office.get("/entitlements/funnel/"))


def test_the_household_shows_its_own_in_groups(places, contact, village):
    token = places.homes[0].token
    page = said(contact.get(f"/households/{token}/"))
    assert 'id="entitlements"' in page and "To be told" in page
    assert 'id="entitlements"' not in said(
        client(officer_of(places, "civil_affairs")).get(f"/households/{token}/")
    )


def test_an_agency_service_is_recorded_at_its_household(places, contact):
    token = places.homes[0].token
    page = said(contact.get(f"/households/{token}/agency/"))
    key = re.search(r'name="client_id" value="([^"]+)"', page)
    assert key
    told = {"client_id": key[1], "what": "例代办", "day": today().isoformat(), "result": "done"}
    assert contact.post(f"/households/{token}/agency/", told | {"what": " "}).status_code == 422
    assert contact.post(f"/households/{token}/agency/", told).status_code == 302
    assert AgencyService.objects.get().what == "例代办"
    assert "例代办" in said(contact.get(f"/households/{token}/"))
    assert contact.get(f"/households/{places.homes[2].token}/agency/").status_code == 404


def test_a_training_is_recorded_by_who_has_a_post(places, village, contact):
    told = {"day": today().isoformat(), "area": places.west.code, "policies": ["coal"], "attended": 7}
    assert village.post("/entitlements/trainings/", told | {"attended": 0}).status_code == 422
    assert village.post("/entitlements/trainings/", told).status_code == 302
    assert Training.objects.get().attended == 7
    assert "1 training, 7 attended" in said(village.get("/entitlements/trainings/"))
    assert 'id="new"' not in said(contact.get("/entitlements/trainings/"))


def test_the_funnel_leads_from_a_policy_to_its_areas(places, coal):
    county = client(v.officer("county_officer", places.county))
    page = said(county.get("/entitlements/funnel/"))
    assert "?policy=coal" in page
    page = said(county.get("/entitlements/funnel/?policy=coal"))
    assert f"area={places.town.code}" in page
    assert county.get("/entitlements/funnel/?policy=coal&area=430382100201").status_code == 200


def test_the_parts_of_a_list_are_worklists_and_a_line_is_taken_over(places, coal):
    office = Desk(officer_of(places, "civil_affairs"))
    empty = said(client(office.by).get("/entitlements/lists/"))
    assert "No list was compared yet." in empty and "/imports/new/" not in empty
    county = client(v.officer("county_officer", places.county))
    assert "/imports/new/" in said(county.get("/entitlements/lists/"))
    there = places.homes[1]
    lines = [Line(there.number, there.head_name), Line("99", "例无")]
    listed = Listed(policy="coal", area=places.county.code, as_of=today(), lines=lines)
    run = office.does(compare_list, listed=listed, today=today())
    page = client(office.by)
    assert f"/entitlements/lists/{run.pk}/" in said(page.get("/entitlements/lists/"))
    assert there.head_name in said(page.get(f"/entitlements/lists/{run.pk}/"))
    assert places.homes[2].head_name in said(page.get(f"/entitlements/lists/{run.pk}/?finding=only_here"))
    row = ListRow.objects.get(run=run, finding="only_there")
    for words in ("It is granted here, too.", "is not possible now"):
        assert words in said(page.post(f"/entitlements/lists/lines/{row.pk}/take/", follow=True))
    assert Entitlement.objects.get(household=there).state == "granted"
    far = client(v.officer("village_officer", places.far))
    assert far.get(f"/entitlements/lists/{run.pk}/").status_code == 404


def test_a_sheet_is_printed_and_handed_over_on_the_households_page(places, contact, village, settings):
    press(village, of(places), "confirm")
    home = f"/households/{places.homes[0].token}/"
    page = said(contact.get(home))
    assert "No sheet or leaflet yet" in page and "Print the household" not in page
    assert contact.post(f"{home}sheet/", {"print": "1"}).status_code == 409
    settings.POLICY_SHEETS = True
    assert "Print the household" in said(contact.get(home))
    answer = contact.post(f"{home}sheet/", {"print": "1", "agreed": "1"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "Sheet handed over today" in said(contact.get(home))
    assert "Delivered" in said(contact.post(f"{home}sheet/", {"handed": "1"}, follow=True))
    assert contact.post(f"/households/{places.homes[2].token}/sheet/", {"handed": "1"}).status_code == 404
