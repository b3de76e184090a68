"""Who proposes and who decides, what each is told, and what figures make of it."""

import uuid

import pytest

from geodata.audit.models import AccessEntry, Notice
from geodata.base.errors import NotAllowed, NotFound
from geodata.base.rls import as_web_role
from geodata.contacts.models import ContactLink
from geodata.contacts.rights import scope_in_force
from geodata.coverage.models import HouseholdFacts
from geodata.register.confirming import confirm, confirm_all
from geodata.register.deciding import refuse, withdraw
from geodata.register.models import RegisterChange
from geodata.register.proposing import Proposal, propose
from tests import village as v

pytestmark = [pytest.mark.django_db, pytest.mark.owner("each request takes the web role for somebody else")]


@pytest.fixture
def contact(home):
    return ContactLink.objects.get(household=home).member.user


def said(user, desk):
    return {"by": user, "scope": scope_in_force(user, on=desk.day), "at": v.NOON}


def proposed(user, desk, kind, home, **payload):
    with as_web_role():
        return propose(proposal=desk.asked(kind, home, **payload), today=desk.day, **said(user, desk))[0]


def confirmed(user, desk, change):
    with as_web_role():
        return confirm(change=change, today=desk.day, **said(user, desk))


def test_a_contact_member_proposes_and_the_village_confirms(desk, home, contact, fresh):
    change = proposed(contact, desk, "moved_out", home, where="例市")
    assert (change.state, fresh(home).occupancy) == ("proposed", "lived_in")
    confirmed(desk.by, desk, change)
    assert fresh(home).occupancy == "moved_away"
    assert list(change.steps.values_list("before", "move", "after", "by")) == [
        ("proposed", "confirm", "confirmed", desk.by.pk)
    ]


def test_the_office_is_told_once_and_the_proposer_of_what_came_of_it(desk, home, contact):
    change = proposed(contact, desk, "corrected", home, size=4)
    proposed(contact, desk, "corrected", home, size=5)
    assert [(note.user, note.kind) for note in Notice.objects.all()] == [(desk.by, "change_proposed")]
    confirmed(desk.by, desk, change)
    [told] = Notice.objects.filter(user=contact, kind="change_confirmed")
    assert told.link == f"/households/{home.token}/#change-{change.pk}"


def test_an_office_confirms_its_own_at_once(desk, home, fresh):
    assert proposed(desk.by, desk, "empty", home).state == "confirmed"
    assert fresh(home).occupancy == "empty"


def test_the_same_again_is_the_same_change(desk, home, contact):
    proposal = desk.asked("corrected", home, size=4)
    for new in (True, False, False):
        with as_web_role():
            assert propose(proposal=proposal, today=desk.day, **said(contact, desk))[1] is new
    assert RegisterChange.objects.count() == 1


def test_ones_own_id_is_known_wherever_the_household_is_by_now(desk, home, contact):
    proposal = desk.asked("corrected", home, size=4)
    with as_web_role():
        first, _new = propose(proposal=proposal, today=desk.day, **said(contact, desk))
    ContactLink.objects.all().delete()
    with as_web_role():
        assert propose(proposal=proposal, today=desk.day, **said(contact, desk)) == (first, False)


@pytest.mark.parametrize("kind", ["planner", "department_officer"])
def test_whoever_sees_counts_alone_proposes_nothing_and_is_shown_nothing(desk, home, places, contact, kind):
    proposed(contact, desk, "corrected", home, size=4)
    user = v.officer(kind, places.county)
    with pytest.raises(NotAllowed):
        proposed(user, desk, "empty", home)
    with as_web_role():
        scope_in_force(user, on=desk.day)
        assert RegisterChange.objects.count() == 0


def test_a_leader_of_the_grid_proposes_and_does_not_decide(desk, home, places):
    leader = v.officer("small_leader", places.grids[0])
    change = proposed(leader, desk, "empty", home)
    with pytest.raises(NotAllowed):
        confirmed(leader, desk, change)


def test_a_neighbour_finds_no_household(desk, home, places):
    with pytest.raises(NotFound):
        proposed(v.officer("village_officer", places.east), desk, "empty", home)


def test_a_contact_member_proposes_a_new_household_of_the_own_village(desk, home, places, contact):
    def new(area):
        proposal = Proposal(uuid.uuid4(), "new", desk.day, area=area.code, payload={"head_name": "例新户"})
        with as_web_role():
            return propose(proposal=proposal, today=desk.day, **said(contact, desk))[0]

    assert new(places.grids[1]).state == "proposed"
    with pytest.raises(NotFound):
        new(places.east)


def test_it_is_refused_with_a_reason_and_stays(desk, home, contact, fresh):
    change = proposed(contact, desk, "empty", home)
    with as_web_role():
        refuse(change=change, reason="例：不属实", **said(desk.by, desk))
    found = RegisterChange.objects.get()
    assert (found.state, found.reason, fresh(home).occupancy) == ("refused", "例：不属实", "lived_in")


def test_only_who_proposed_takes_it_back(desk, home, contact):
    change = proposed(contact, desk, "empty", home)
    with pytest.raises(NotAllowed), as_web_role():
        withdraw(change=change, **said(desk.by, desk))
    with as_web_role():
        assert withdraw(change=change, **said(contact, desk)).state == "withdrawn"


def test_of_a_batch_what_is_not_possible_is_told_and_the_rest_is_done(desk, home, contact):
    changes = [proposed(contact, desk, kind, home) for kind in ("empty", "moved_out", "dissolved")]
    with as_web_role():
        found = confirm_all(changes=changes, today=desk.day, **said(desk.by, desk))
    assert [one.change.state for one in found] == ["confirmed", "confirmed", "proposed"]
    assert "Nobody" in str(found[-1].error) or "该户" in str(found[-1].error)


def test_every_move_is_on_record(desk, home, contact):
    confirmed(desk.by, desk, proposed(contact, desk, "empty", home))
    entries = AccessEntry.objects.filter(action="register_changed").order_by("-details__state")
    assert [(entry.user, entry.subject, entry.details["state"]) for entry in entries] == [
        (contact, home.token, "proposed"), (desk.by, home.token, "confirmed"),
    ]  # fmt: skip


def test_figures_change_by_what_is_confirmed_and_by_nothing_else(desk, home, contact, places):
    def counted():
        rows = HouseholdFacts.objects.filter(village=places.west).values_list("linked", "special", "exempt")
        return sum(not row[0] for row in rows), sum(row[1] for row in rows), sum(row[2] for row in rows)

    before = counted()
    change = proposed(contact, desk, "moved_out", home)
    proposed(contact, desk, "dissolved", home)
    assert counted() == before
    confirmed(desk.by, desk, change)
    assert counted() == (before[0], before[1] - 1, before[2]), "it stands in none of them"
