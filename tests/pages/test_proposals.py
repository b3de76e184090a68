"""Proposals of contacts on their pages: asked for as a job, looked at, taken in whole or in part."""

import pytest

from geodata.contacts.duties import scope_of
from geodata.contacts.jobs import propose_contacts
from geodata.contacts.models import ContactLink
from geodata.contacts.proposing import stage
from geodata.contacts.staged import Pairing, PairingLine
from geodata.contacts.steps import LinkStep
from geodata.jobs.models import Job
from geodata.periods import today
from tests import village as v
from tests.roles import owner

AREA = {"area": "430382100201"}


@pytest.fixture
def pairing(places, insider) -> Pairing:
    v.member(places.west, point=v.middle(1, 0))
    return stage(area=places.west, by=insider.user, on=today(), at=v.NOON)


@pytest.fixture
def address(pairing) -> str:
    return f"/proposals/{pairing.pk}/"


def test_a_proposal_is_asked_for_as_a_job(insider):
    answer = insider.post("/proposals/", {**AREA, "radius": "800", "from_scratch": "on"})
    with owner():
        job = Job.objects.get()
    assert (answer.status_code, answer.url, job.kind) == (302, f"/jobs/{job.pk}/", "contacts.propose")
    assert job.arguments == {"area": "430382100201", "rules": {"radius": 800}, "from_scratch": True}


def test_the_job_stages_the_proposal(places, insider):
    class Work:
        scope, user, at, on = None, insider.user, v.NOON, today()

        def progress(self, *told):
            pass

    work = Work()
    work.scope = scope_of(insider.user, on=today())
    result = propose_contacts(work, area="430382100201")
    made = Pairing.objects.get().pk
    assert (result["proposal"], result["page"]) == (made, f"/proposals/{made}/")


@pytest.mark.parametrize("told", [{"radius": "-1"}, {"load": "x"}, {"special_weight": "0"}])
def test_rules_that_make_no_sense_are_told_beside_the_field(insider, told):
    answer = insider.post("/proposals/", {**AREA, **told})
    assert (answer.status_code, Job.objects.count()) == (422, 0)


def test_a_proposal_shows_its_figures_and_lines(places, insider, address):
    page = insider.text(address)
    assert "Proven gap to the optimum" in page
    assert "0.000 %" in page
    assert places.homes[1].number in page
    assert "nobody so far" in page


def test_a_change_for_the_longer_says_why_and_by_how_much(places, insider):
    former = places.homes[0].links.get().member
    type(former).objects.filter(pk=former.pk).update(ability="ill", point=v.middle(0, 0))
    v.member(places.west, point=v.middle(1, 0))
    page = insider.text(f"/proposals/{stage(area=places.west, by=insider.user, on=today(), at=v.NOON).pk}/")
    assert '<span class="tag warn">ill</span>' in page and "m more</span>" in page


def test_all_lines_are_taken_and_undone(places, insider, pairing, address):
    insider.post(f"{address}decide/", {"all": "yes"})
    step = LinkStep.objects.get()
    assert (step.kind, step.households) == ("accepted", 2)
    insider.post(f"/pairings/steps/{step.pk}/undo/", {})
    assert pairing.lines.filter(state=PairingLine.State.OPEN).count() == 2


def test_those_ticked_are_taken(places, insider, pairing, address):
    line = pairing.lines.get(household=places.homes[1])
    insider.post(f"{address}decide/", {"line": [line.pk]})
    assert ContactLink.objects.on(today()).filter(household=places.homes[1]).exists()
    assert pairing.lines.filter(state=PairingLine.State.OPEN).count() == 1


def test_without_a_tick_nothing_happens(insider, address):
    insider.post(f"{address}decide/", {})
    assert "No line is chosen." in insider.text(address)
    assert LinkStep.objects.count() == 0


def test_a_proposal_is_rejected(insider, pairing, address):
    insider.post(f"{address}decide/", {"reject": "yes"})
    assert "The proposal is rejected." in insider.text(address)
    pairing.refresh_from_db()
    assert pairing.state == Pairing.State.REJECTED


def test_the_list_says_when_there_is_none(insider, neighbour, pairing):
    assert "There is no proposal for this area yet." in neighbour.text("/proposals/")
    assert f"/proposals/{pairing.pk}/" in insider.text("/proposals/")


def test_insider_neighbour_and_outsider(insider, neighbour, outsider, address):
    assert [who.get(address).status_code for who in (insider, neighbour, outsider)] == [200, 404, 404]
    for who in (neighbour, outsider):
        assert who.post(f"{address}decide/", {"all": "yes"}).status_code == 404
    assert neighbour.post("/proposals/", AREA).status_code == 404


@pytest.mark.parametrize("who", ["planner", "contact", "department"])
def test_those_who_set_no_contacts_have_no_proposals(request, who):
    assert request.getfixturevalue(who).get("/proposals/").status_code in (403, 404)
