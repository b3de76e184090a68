"""Proposals wait until the office takes them."""

import pytest

from geodata.base.errors import BadInput, Conflict
from geodata.base.periods import today
from geodata.contacts.assigning import set_contact
from geodata.contacts.models import ContactLink
from geodata.pairing.models import Pairing, PairingLine
from geodata.pairing.proposals import reject, stage, take
from geodata.pairing.undoing import undo
from geodata.people.models import Household
from tests import village as v
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "defaults")]
STATE = PairingLine.State


@pytest.fixture
def places():
    world = v.county()
    world.helpers = [v.member(world.west, point=v.middle(column, 0)) for column in (0, 1)]
    return world


@pytest.fixture
def boss(places):
    return v.officer("county_officer", places.county)


def staged(places, boss, **more) -> Pairing:
    return stage(area=places.west, by=boss, on=today(), at=v.NOON, **more)


def firsts() -> dict[int, int]:
    return dict(ContactLink.objects.on(today()).primary().values_list("household_id", "member_id"))


def test_a_proposal_changes_nothing_by_itself(places, boss):
    pairing = staged(places, boss)
    assert firsts() == {}
    assert (pairing.state, pairing.villages) == (Pairing.State.OPEN, [places.west.pk])


def test_each_line_names_the_nearest_member_and_the_distance(places, boss):
    lines = {line.household_id: line for line in staged(places, boss).lines.all()}
    for home, helper in zip(places.homes[:2], places.helpers, strict=True):
        assert (lines[home.pk].member, lines[home.pk].metres, lines[home.pk].former) == (helper, 0, None)


def test_its_figures_hold_the_proof(places, boss):
    figures = staged(places, boss).figures
    assert (figures["households"], figures["unassigned"], figures["gap_to_optimum"]) == (2, 0, 0)
    assert figures["before"]["paired"] == 0


def test_whom_nobody_can_take_has_a_line_with_the_reason(places, boss):
    for helper in places.helpers:
        helper.capacity = 0
        helper.save()
    reasons = {line.reason for line in staged(places, boss).lines.all()}
    assert reasons == {"no_member"}


def test_present_contacts_stay_and_have_no_line(places, boss):
    v.link(places.helpers[1], places.homes[0])
    assert not staged(places, boss).lines.filter(household=places.homes[0]).exists()
    assert staged(places, boss, from_scratch=True).lines.filter(household=places.homes[0]).get().gain > 900


def test_the_same_question_gives_the_same_lines(places, boss):
    answers = [
        list(staged(places, boss).lines.order_by("household").values_list("household", "member"))
        for _time in range(2)
    ]
    assert answers[0] == answers[1]


def test_taken_in_whole_it_becomes_one_step(places, boss):
    pairing = staged(places, boss)
    taken = take(pairing=pairing, by=boss, on=today(), at=v.NOON)
    assert (taken.step.kind, taken.step.households, taken.refused) == ("accepted", 2, 0)
    pairing.refresh_from_db()
    assert (pairing.state, pairing.decided_by) == (Pairing.State.DECIDED, boss)
    assert len(firsts()) == 2


def test_taken_in_part_the_rest_stays_open(places, boss):
    pairing = staged(places, boss)
    line = pairing.lines.get(household=places.homes[0])
    take(pairing=pairing, by=boss, on=today(), at=v.NOON, lines=[line.pk])
    pairing.refresh_from_db()
    assert (pairing.state, list(firsts())) == (Pairing.State.OPEN, [places.homes[0].pk])


def test_a_line_whose_household_has_changed_is_refused_in_words(places, boss):
    pairing = staged(places, boss)
    set_contact(household=places.homes[0], member=places.helpers[1], by=boss, on=today())
    taken = take(pairing=pairing, by=boss, on=today(), at=v.NOON)
    line = pairing.lines.get(household=places.homes[0])
    assert (taken.refused, line.state) == (1, STATE.REFUSED)
    assert line.words == "Its contact has changed since the proposal was made."


def test_a_line_whose_member_has_fallen_ill_is_refused_in_words(places, boss):
    pairing = staged(places, boss)
    places.helpers[0].ability = "ill"
    places.helpers[0].save()
    take(pairing=pairing, by=boss, on=today(), at=v.NOON)
    assert "cannot look after households: ill" in pairing.lines.get(household=places.homes[0]).words


def test_a_line_of_an_empty_house_is_refused_in_words(places, boss):
    pairing = staged(places, boss)
    Household.objects.filter(pk=places.homes[0].pk).update(occupancy="empty")
    take(pairing=pairing, by=boss, on=today(), at=v.NOON)
    assert pairing.lines.get(household=places.homes[0]).words == "Nobody lives there any more."


def test_undoing_the_step_opens_the_lines_again(places, boss):
    pairing = staged(places, boss)
    undo(step=take(pairing=pairing, by=boss, on=today(), at=v.NOON).step, by=boss, on=today(), at=v.NOON)
    assert firsts() == {}
    assert set(pairing.lines.values_list("state", flat=True)) == {STATE.OPEN}
    assert take(pairing=pairing, by=boss, on=today(), at=v.NOON).step.households == 2


def test_what_is_rejected_is_not_taken_any_more(places, boss):
    pairing = staged(places, boss)
    reject(pairing=pairing, by=boss, at=v.NOON)
    for verb in (
        lambda: take(pairing=pairing, by=boss, on=today(), at=v.NOON),
        lambda: reject(pairing=pairing, by=boss, at=v.NOON),
    ):
        with pytest.raises(Conflict):
            verb()


def test_what_is_taken_is_not_taken_again(places, boss):
    pairing = staged(places, boss)
    take(pairing=pairing, by=boss, on=today(), at=v.NOON)
    with pytest.raises(Conflict):
        take(pairing=pairing, by=boss, on=today(), at=v.NOON)


def test_a_proposal_that_changes_nothing_is_not_rejected(places, boss):
    pairing = staged(places, boss)
    with owner():
        pairing.lines.all().delete()
    with pytest.raises(Conflict):
        reject(pairing=pairing, by=boss, at=v.NOON)


def test_lines_that_undoing_has_opened_again_can_be_rejected(places, boss):
    pairing = staged(places, boss)
    undo(step=take(pairing=pairing, by=boss, on=today(), at=v.NOON).step, by=boss, on=today(), at=v.NOON)
    assert reject(pairing=pairing, by=boss, at=v.NOON).state == Pairing.State.DECIDED
    assert set(pairing.lines.values_list("state", flat=True)) == {STATE.REJECTED}


@pytest.mark.parametrize("rules", [{"radius": -1}, {"special_weight": 0}, {"gap": -0.1}])
def test_rules_that_make_no_sense_are_refused(places, boss, rules):
    with pytest.raises(BadInput):
        staged(places, boss, rules=rules)


def test_rules_are_kept_with_the_proposal(places, boss):
    pairing = staged(places, boss, rules={"radius": 500, "other_grid": 7})
    assert (pairing.rules["radius"], pairing.rules["other_grid"]) == (500, 7)
