"""Moving an entitlement on: what each move asks for, what it writes, and what it refuses."""

import datetime as dt
from decimal import Decimal

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from geodata.base.periods import between, since, today
from geodata.entitlements.models import Entitlement
from geodata.entitlements.moving import Wanted, ask_for, move_together
from geodata.policies.models import PolicyVersion
from tests.entitlements.conftest import bring, match, policy, version
from tests.lives import bring as in_force
from tests.roles import owner
from tests.village import LONG_AGO

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
DAY = dt.timedelta(days=1)


def test_from_possible_to_paid_each_by_whose_it_is(people, entitlement):
    people.leader.moves(entitlement, "confirm")
    people.contact.moves(entitlement, "inform")
    people.contact.moves(entitlement, "apply", via="agent")
    people.contact.moves(entitlement, "submit")
    people.civil_affairs.moves(entitlement, "grant", amount=Decimal("520.5"), until=today() + 300 * DAY)
    paid = people.township.moves(entitlement, "pay", paid_on=today() - DAY)
    paid.refresh_from_db()
    assert (paid.state, paid.via, paid.amount, paid.paid_on) == (
        "paid",
        "agent",
        Decimal("520.5"),
        today() - DAY,
    )
    assert paid.period == between(today(), today() + 300 * DAY)
    assert (paid.version, paid.ended_at) == (7, None)
    assert [step.move for step in paid.steps.all()] == [
        "confirm",
        "inform",
        "apply",
        "submit",
        "grant",
        "pay",
    ]


def test_it_is_on_record(people, entitlement, home):
    people.village.moves(entitlement, "confirm")
    with owner():
        entry = AccessEntry.objects.get(action="entitlement_moved")
    assert (entry.subject, entry.details) == (home.token, {"policy": "coal", "move": "confirm"})


@pytest.mark.parametrize(
    ("state", "move", "told", "field"),
    [
        ("informed", "apply", {"via": "cousin"}, "via"),
        ("submitted", "grant", {"amount": Decimal(-1)}, "amount"),
        ("submitted", "grant", {"until": dt.date(2020, 1, 1)}, "until"),
        ("granted", "pay", {"paid_on": dt.date(2999, 1, 1)}, "paid_on"),
        ("submitted", "refuse", {"reason": " "}, "reason"),
    ],
    ids=["who", "amount", "until", "paid", "reason"],
)
def test_what_a_move_asks_for(people, entitlement, state, move, told, field):
    bring(entitlement, people, state)
    with pytest.raises(BadInput) as refused:
        people.county.moves(entitlement, move, **told)
    assert refused.value.field == field


def test_without_an_amount_it_is_that_of_the_version(people, places, home):
    made = version(policy(places, "coal"), {"care": "low_income"}, state="draft")
    with owner():
        PolicyVersion.objects.filter(pk=made.pk).update(amount=300, unit="once")
        in_force(PolicyVersion.objects.get(pk=made.pk), "in_force", period=since(LONG_AGO))
    match(places)
    granted = bring(Entitlement.objects.get(household=home), people, "granted")
    granted.refresh_from_db()
    assert granted.amount == 300


def test_another_version_than_was_seen_is_stale(people, entitlement):
    people.village.moves(entitlement, "confirm", seen=1)
    with pytest.raises(Stale):
        people.village.moves(entitlement, "inform", seen=1)


@pytest.mark.parametrize("who", ["neighbour", "water", "planner", "auditor"])
def test_whoever_does_not_see_it_moves_nothing(people, entitlement, who):
    with pytest.raises((NotFound, NotAllowed)):
        getattr(people, who).moves(entitlement, "not_wanted")


def test_a_large_leader_reads(people, entitlement):
    assert entitlement in Entitlement.objects.within(people.large.scope)
    with pytest.raises(NotAllowed):
        people.large.moves(entitlement, "confirm")


def test_what_was_decided_is_taken_up_again_unless_another_is_open(people, places, entitlement, home):
    people.contact.moves(entitlement, "not_wanted")
    asked, new = people.contact.does(ask_for, wanted=Wanted(home.token, "coal"), today=today())
    assert new
    with pytest.raises(Conflict):
        people.village.moves(entitlement, "reopen", reason="例")
    people.contact.moves(asked, "not_wanted")
    again = people.village.moves(entitlement, "reopen", reason="例")
    assert (again.state, again.ended_at) == ("confirmed", None)


def test_many_are_confirmed_at_once_or_none(people, places, coal):
    match(places)
    mine, other = Entitlement.objects.order_by("household")
    with pytest.raises(NotFound):
        people.village.does(move_together, keys=[mine.pk, other.pk], move="confirm")
    with pytest.raises(BadInput):
        people.village.does(move_together, keys=[mine.pk], move="apply")
    moved = people.township.does(move_together, keys=[mine.pk, other.pk], move="confirm")
    assert [one.state for one in moved] == ["confirmed", "confirmed"]
    with pytest.raises(Conflict):
        people.township.does(move_together, keys=[mine.pk, other.pk], move="confirm")


def test_what_no_rule_has_found_is_asked_for(people, places, home):
    version(policy(places, "coal"), {"size": ">=9"})
    wanted = Wanted(home.token, "coal")
    made, new = people.contact.does(ask_for, wanted=wanted, today=today())
    assert (made.state, made.origin, new) == ("possible", "asked", True)
    assert people.contact.does(ask_for, wanted=wanted, today=today()) == (made, False)
    match(places)
    made.refresh_from_db()
    assert made.state == "possible"


@pytest.mark.parametrize("what", ["a neighbour's", "no policy", "a household's resident", "who reads"])
def test_what_cannot_be_asked_for(people, places, home, what):
    version(policy(places, "coal"), {"size": ">=9"})
    wanted = {
        "a neighbour's": Wanted(places.homes[1].token, "coal"),
        "no policy": Wanted(home.token, "gold"),
        "a household's resident": Wanted(home.token, "coal", 1),
        "who reads": Wanted(home.token, "coal"),
    }[what]
    desk = people.large if what == "who reads" else people.contact
    with pytest.raises(NotAllowed if what == "who reads" else NotFound):
        desk.does(ask_for, wanted=wanted, today=today())


def test_a_department_grants_its_own_policies_alone(people, places, entitlement):
    bring(entitlement, people, "submitted")
    with pytest.raises(NotFound):
        people.water.moves(entitlement, "grant")
    assert people.civil_affairs.moves(entitlement, "grant").state == "granted"
