"""/households/<token>/change/: whatever has changed is said in a few taps, and each kind can be said."""

import uuid

import pytest

from geodata.base.periods import today
from geodata.people.models import Household
from geodata.register.kinds.registry import KINDS
from geodata.register.models import RegisterChange
from geodata.register.ways import WAYS
from tests import village as v
from tests.pages.conftest import reader
from tests.register.every_kind import SAID, somebody
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def home(places) -> Household:
    return places.homes[0]


@pytest.fixture
def contact(home):
    return reader(home.links.get().member.user)


@pytest.fixture
def office(places):
    return reader(v.officer("village_officer", places.west))


def form(way: str, **said: object) -> dict[str, object]:
    sent = {"client_id": str(uuid.uuid4()), "day": today().isoformat(), **said}
    return {"way": way, **{f"{way}-{name}": value for name, value in sent.items()}}


def propose(who, home: Household, way: str, **said: object):
    return who.client.post(f"/households/{home.token}/change/", form(way, **said), follow=True)


def as_typed(name: str, value: object) -> dict[str, object]:
    """What a payload says, as somebody types it."""
    if name == "point":
        assert isinstance(value, dict)
        return {"point": f"{value['lon']} {value['lat']}", "point_quality": value["quality"]}
    return {name: ", ".join(value) if name == "phones" else value}


@pytest.mark.parametrize("kind", SAID)
def test_each_kind_is_said_on_a_page_as_by_the_api(office, places, kind):
    told = SAID[kind](places.homes[0], places.homes[1], places)
    home, area = told.pop("home"), told.pop("area", "")
    typed = {name: value for each, said in told.items() for name, value in as_typed(each, said).items()}
    sent = form(kind, **typed)
    if home is None:
        answer = office.client.post("/register/new/", sent | {f"{kind}-area": area}, follow=True)
    else:
        answer = office.client.post(f"/households/{home.token}/change/", sent, follow=True)
    change = RegisterChange.objects.get()
    # The receiving village decides about who comes, and is told the name.
    across = kind == "moved_across"
    assert (answer.status_code, change.kind, change.state) == (
        200,
        kind,
        "proposed" if across else "confirmed",
    )
    assert change.payload == told | ({"head_name": home.head_name} if across else {})


def test_every_kind_has_a_way():
    assert {way.kind for way in WAYS.values()} == set(KINDS)


def test_what_a_contact_member_says_waits_and_what_an_office_says_holds_at_once(contact, office, home):
    assert (
        "once the village has confirmed it"
        in propose(contact, home, "phones", phones="13800001111").content.decode()
    )
    assert RegisterChange.objects.get().state == "proposed"
    assert (
        "in the register from now on"
        in propose(office, home, "phones", phones="13800002222").content.decode()
    )
    home.refresh_from_db()
    assert home.phones == ["13800002222"]


def test_the_head_died_is_one_proposal_that_says_who_is_head_now(contact, home):
    heir = somebody(home)
    shown = contact.text(f"/households/{home.token}/change/")
    assert heir.name in shown and "Who is head now" in shown
    propose(contact, home, "died", resident=heir.pk)
    change = RegisterChange.objects.get()
    assert (change.kind, change.payload) == ("new_head", {"why": "death", "resident": heir.pk})


def test_who_is_head_now_has_to_be_said(contact, home):
    answer = propose(contact, home, "died")
    assert (answer.status_code, RegisterChange.objects.count()) == (422, 0)
    assert "Say who is head now." in answer.content.decode()


def test_the_same_form_sent_twice_is_one_change(contact, home):
    sent = form("moved_out", where="例市")
    for _time in range(2):
        contact.post(f"/households/{home.token}/change/", sent)
    assert RegisterChange.objects.count() == 1


def test_an_id_that_is_taken_is_said_and_sent_once_more_it_is_a_new_one(contact, home):
    sent = form("moved_out", where="例市")
    contact.post(f"/households/{home.token}/change/", sent)
    answer = contact.post(f"/households/{home.token}/change/", sent | {"moved_out-where": "例县"})
    assert answer.status_code == 422 and "already proposed with other content" in answer.content.decode()
    assert sent["moved_out-client_id"] not in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "place", "status"), [("small_leader", 1, 404), ("village_officer", 3, 404), ("planner", 0, 403)]
)
def test_a_neighbour_does_not_find_it_and_a_planner_has_no_right(places, home, kind, place, status):
    area = [places.west, places.grids[1], None, places.east][place]
    who = reader(v.officer(kind, area or places.west))
    assert who.get(f"/households/{home.token}/change/").status_code == status
    assert propose(who, home, "empty").status_code == status


def test_a_planner_is_offered_nothing_and_told_of_nothing(places, contact, home):
    propose(contact, home, "moved_out", where="例市")
    shown = reader(v.officer("planner", places.county)).text(f"/households/{home.token}/")
    assert "Something has changed" not in shown and "例市" not in shown


def test_what_waits_stands_on_the_household_and_is_withdrawn_there(contact, office, home):
    propose(contact, home, "moved_out", where="例市")
    change = RegisterChange.objects.get()
    shown = contact.text(f"/households/{home.token}/")
    assert "Moved out" in shown and "例市" in shown and "Withdraw" in shown
    seen = office.text(f"/households/{home.token}/")
    assert "例市" in seen and "Confirm or refuse" in seen and "Withdraw" not in seen
    moved = contact.client.post(
        f"/register/changes/{change.pk}/move/", {"move": "withdraw", "version": 1}, follow=True
    )
    change.refresh_from_db()
    assert change.state == "withdrawn" and "The change is withdrawn." in moved.content.decode()


def test_an_offices_own_is_undone_on_the_page_of_the_household(office, home):
    propose(office, home, "empty")
    change = RegisterChange.objects.get()
    assert "Undo this change" in office.text(f"/households/{home.token}/")
    office.post(f"/register/changes/{change.pk}/move/", {"move": "undo", "version": change.version})
    home.refresh_from_db()
    assert home.occupancy == "lived_in"


def test_a_version_that_was_not_seen_is_told(contact, office, home):
    propose(contact, home, "empty")
    change = RegisterChange.objects.get()
    office.post("/register/decide/", {"decision": "confirm", "change": [change.pk]})
    told = contact.client.post(
        f"/register/changes/{change.pk}/move/", {"move": "withdraw", "version": 1}, follow=True
    )
    assert "decided by someone else" in told.content.decode()


def test_what_is_not_possible_of_it_is_not_offered(office, home):
    shown = office.text(f"/households/{home.token}/change/")
    assert 'data-way="came_back"' not in shown and 'data-way="resident_died"' not in shown
    with owner():
        Household.objects.filter(pk=home.pk).update(occupancy="empty")
    shown = office.text(f"/households/{home.token}/change/")
    assert 'data-way="came_back"' in shown and 'data-way="empty"' not in shown


def test_a_contact_member_adds_a_household_where_he_looks_after_one(contact, places, home):
    sent = form("new", head_name="例新户") | {"new-area": places.grids[0].code}
    contact.post("/register/new/", sent)
    change = RegisterChange.objects.get()
    assert (change.state, change.grid, change.village) == ("proposed", places.grids[0], places.west)
    assert contact.post("/register/new/", sent | {"new-area": places.east.code}).status_code == 422


def test_a_new_household_waits_where_it_was_said_and_is_withdrawn_there(contact, places):
    contact.post("/register/new/", form("new", head_name="例新户") | {"new-area": places.grids[0].code})
    change = RegisterChange.objects.get()
    assert "例新户" in contact.text("/register/new/")
    contact.post(f"/register/changes/{change.pk}/move/", {"move": "withdraw", "version": 1})
    change.refresh_from_db()
    assert (change.state, "例新户" in contact.text("/register/new/")) == ("withdrawn", False)


def test_the_old_token_of_a_form_still_means_the_household_after_a_merger(office, contact, places, home):
    old = home.token
    propose(office, home, "merged", into=places.homes[1].token)
    contact.post(f"/households/{old}/change/", form("moved_out", where="例市"))
    assert RegisterChange.objects.latest("pk").household == places.homes[1]
