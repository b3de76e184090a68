"""Proposals of contacts on their pages: asked for as a job, looked at, taken in whole or in part."""

import pytest

from geodata.base.periods import today
from geodata.contacts.changelog import LinkStep
from geodata.contacts.models import ContactLink
from geodata.contacts.rights import scope_of
from geodata.jobs.models import Job
from geodata.pairing.jobs import propose_contacts
from geodata.pairing.models import Pairing, PairingLine
from geodata.pairing.proposals import stage
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


def test_a_proposal_says_which_grids_could_not_keep_up(places, insider, pairing, address):
    page = insider.text(address)
    assert "Grids that cannot reach everyone within 30 days: 1 now, 0 then." in " ".join(page.split())
    assert "Could not before" in page
    assert f'href="/gaps/?area={places.grids[0].code}&amp;gap=due_in_7"' in page
    told = insider.get(f"/api/v1/forecast/?area={places.west.code}&proposal={pairing.pk}").json()["proposal"]
    assert (told["cannot_before"], told["cannot_after"]) == ([places.grids[1].code], [])
    assert [grid["code"] for grid in told["grids"]] == [grid.code for grid in places.grids[:2]]


def test_a_proposal_for_another_area_is_not_there(places, insider, county, pairing):
    for reader, area, number in (
        (insider, places.west, pairing.pk + 1),
        (county, places.east, pairing.pk),
    ):
        assert reader.get(f"/api/v1/forecast/?area={area.code}&proposal={number}").status_code == 404


@pytest.mark.parametrize("told", [{"radius": "-1"}, {"load": "x"}, {"special_weight": "0"}])
def test_rules_that_make_no_sense_are_told_beside_the_field(insider, told):
    answer = insider.post("/proposals/", {**AREA, **told})
    assert (answer.status_code, Job.objects.count()) == (422, 0)


def test_a_proposal_shows_its_figures_and_lines(places, insider, address):
    page = insider.text(address)
    assert "Proven gap to the optimum" in page
    assert "0.000 %" in page
    assert places.homes[1].number in page
    assert "Nobody so far" in page


def test_a_change_for_the_longer_says_why_and_by_how_much(places, insider):
    former = places.homes[0].links.get().member
    type(former).objects.filter(pk=former.pk).update(ability="ill", point=v.middle(0, 0))
    v.member(places.west, point=v.middle(1, 0))
    page = insider.text(f"/proposals/{stage(area=places.west, by=insider.user, on=today(), at=v.NOON).pk}/")
    assert '<span class="tag warn">Ill</span>' in page and "m more </span>" in page


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
    assert "No line is selected." in insider.text(address)
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


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"households": 372, "now_m": 12_300, "then_m": 10_900}, "−11 %"),
        ({"households": 1, "now_m": 100, "then_m": 110}, "+10 %"),
        ({"households": 1, "now_m": 100, "then_m": 100}, "±0 %"),
        ({"households": 0, "now_m": 0, "then_m": 0}, ""),
        (None, ""),
    ],
)
def test_its_headline_is_by_how_much_all_ways_together_change(insider, pairing, address, figures, told):
    with owner():
        Pairing.objects.filter(pk=pairing.pk).update(figures=pairing.figures | {"way": figures})
    page = insider.text(address)
    assert ("All ways together" in page) == bool(told)
    assert told in page


def test_ways_are_those_of_households_with_a_contact_now_and_then(places, insider):
    former = places.homes[0].links.get().member
    type(former).objects.filter(pk=former.pk).update(ability="ill", point=v.middle(0, 0))
    v.member(places.west, point=v.middle(1, 0))
    way = stage(area=places.west, by=insider.user, on=today(), at=v.NOON).figures["way"]
    assert way["households"] == 1 and way["then_m"] > way["now_m"]


def test_a_village_is_taken_from_the_workbench_by_one_press_and_undone(places, insider, pairing, address):
    page = insider.text("/pairings/")
    assert "2 newly paired, 0 changed" in page
    body = {"all": "yes", "village": places.west.pk, "workbench": places.west.code}
    answer = insider.post(f"{address}decide/", body)
    assert answer.url == f"/pairings/?area={places.west.code}"
    step = LinkStep.objects.get()
    assert step.households == 2
    assert f"/pairings/steps/{step.pk}/undo/" in insider.text(answer.url)
    answer = insider.post(f"/pairings/steps/{step.pk}/undo/", {"proposal": pairing.pk})
    assert answer.url == address
    assert pairing.lines.filter(state=PairingLine.State.OPEN).count() == 2


def test_the_lines_of_another_village_are_not_taken(places, insider, pairing, address):
    insider.post(f"{address}decide/", {"all": "yes", "village": places.east.pk})
    assert LinkStep.objects.count() == 0
    assert insider.get(f"{address}?village={places.east.code}").status_code == 404


def test_no_tick_takes_nothing_of_a_village_either(places, insider, address):
    insider.post(f"{address}decide/", {"village": places.west.pk})
    assert LinkStep.objects.count() == 0


def test_the_ways_before_and_after_are_drawn(places, insider):
    former = places.homes[0].links.get().member
    type(former).objects.filter(pk=former.pk).update(ability="ill", point=v.middle(0, 0))
    v.member(places.west, point=v.middle(1, 0))
    made = stage(area=places.west, by=insider.user, on=today(), at=v.NOON)
    page = insider.text(f"/proposals/{made.pk}/")
    drawn = page[page.index('class="ghost"') :]
    assert drawn.split('"')[3].count("M") == 1
    assert 'class="then" d="M' in page
