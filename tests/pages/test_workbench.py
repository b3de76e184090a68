"""The workbench of pairing: gaps with their cause, suggestions, assigning one or many, undoing."""

import re

import pytest

from geodata.base.periods import today
from geodata.contacts.changelog import LinkStep
from geodata.contacts.models import ContactLink
from geodata.coverage.gap_reasons import Cause
from tests import village as v

PAGE = "/pairings/?area=430382100201"


@pytest.fixture
def helper(places):
    """An able member in the middle of the second grid of west."""
    return v.member(places.west, point=v.middle(1, 0))


def firsts() -> dict[int, int]:
    return dict(ContactLink.objects.on(today()).primary().values_list("household_id", "member_id"))


def tokens(page: str) -> list[str]:
    return re.findall(r'name="household" value="([\w-]+)"', page)


def chosen(places, *numbers: int, **more) -> dict[str, object]:
    return {"area": "430382100201", "household": [places.homes[n].token for n in numbers], **more}


def test_gaps_are_listed_with_their_cause_and_a_suggestion(places, insider, helper):
    page = insider.text(PAGE)
    assert set(tokens(page)) == {places.homes[1].token, places.homes[4].token}
    assert "Never had one" in page
    assert f"Assign {helper.user.name}" in page
    assert "0 m away" in page


def test_a_cause_narrows_the_list(places, insider, helper):
    link = v.link(helper, places.homes[1])
    assert "Member outside the grid <b>0</b>" in insider.text(PAGE)
    link.household_id = places.homes[1].pk
    v.link(helper, places.homes[4])
    page = insider.text(f"{PAGE}&cause=outside")
    assert tokens(page) == [places.homes[4].token]
    assert "Member outside the grid <b>1</b>" in page


@pytest.mark.parametrize("cause", [*Cause.values, "nothing"])
def test_every_cause_has_a_list(county, cause):
    assert county.get(f"/pairings/?cause={cause}").status_code == 200


def test_above_the_village_each_number_opens_its_list(places, by_post):
    page = by_post("township_officer", places.town).text("/pairings/")
    assert 'href="?area=430382100201&amp;cause=never"' in page
    assert 'href="?area=430382100201"' in page


def test_the_suggestion_is_taken_by_one_press(places, insider, helper):
    home = places.homes[1]
    answer = insider.post("/pairings/assign/", {"area": "430382100201", "one": f"{home.token}.{helper.pk}"})
    assert (answer.status_code, answer.url) == (302, "/pairings/?area=430382100201")
    assert firsts()[home.pk] == helper.pk


def test_many_are_assigned_to_one_member(places, insider, helper):
    insider.post("/pairings/assign/", chosen(places, 1, 4, member=helper.pk))
    assert {firsts()[places.homes[1].pk], firsts()[places.homes[4].pk]} == {helper.pk}
    assert LinkStep.objects.get().households == 2


def test_many_are_assigned_each_to_the_one_suggested(places, insider, helper):
    insider.post("/pairings/assign/", chosen(places, 1, 4, suggested="yes"))
    assert {places.homes[1].pk, places.homes[4].pk} <= set(firsts())


def test_a_second_contact_is_assigned_beside_the_first(places, insider, helper):
    insider.post("/pairings/assign/", chosen(places, 0, member=helper.pk, rank="second"))
    assert sorted(places.homes[0].links.values_list("primary", flat=True)) == [False, True]


def test_what_is_not_possible_is_told(places, insider):
    ill = v.member(places.west, ability="ill")
    insider.post("/pairings/assign/", chosen(places, 1, member=ill.pk))
    assert "cannot look after households: ill" in insider.text(PAGE)


@pytest.mark.parametrize(
    "told", [{}, {"household": ["x"]}, {"one": "x.y"}, {"member": "²"}, {"household": ["\x00"]}]
)
def test_a_form_that_says_nothing_changes_nothing(places, insider, told):
    answer = insider.post("/pairings/assign/", {"area": "430382100201", **told})
    assert answer.status_code in (302, 404)
    assert LinkStep.objects.count() == 0


def test_the_last_step_is_undone_by_one_press(places, insider, helper):
    insider.post("/pairings/assign/", chosen(places, 1, member=helper.pk))
    assert "Your last step" in insider.text(PAGE)
    insider.post(f"/pairings/steps/{LinkStep.objects.get().pk}/undo/", {"area": "430382100201"})
    page = insider.text(PAGE)
    assert "The step has been undone." in page
    assert "Your last step" not in page
    assert places.homes[1].pk not in firsts()


def test_the_meetings_approval_is_noted(places, insider, helper):
    insider.post("/pairings/assign/", chosen(places, 1, member=helper.pk))
    step = LinkStep.objects.get()
    told = {"area": "430382100201", "day": today().isoformat(), "text": "例会一致通过"}
    insider.post(f"/pairings/steps/{step.pk}/approve/", told)
    assert "例会一致通过" in insider.text(PAGE)
    insider.post(f"/pairings/steps/{step.pk}/approve/", {"day": "yesterday"})
    assert "This is not a valid date." in insider.text(PAGE)


def test_a_county_sees_its_villages_with_gaps(places, county):
    page = county.text("/pairings/")
    assert {"430382100201", "430382100202", "430382101201"} <= set(re.findall(r"\?area=(\d{12})", page))


def test_a_household_where_nobody_lives_is_not_assigned(places, county):
    page = county.text("/pairings/?area=430382100202")
    assert "Nobody to visit" in page


def test_a_village_without_gaps_says_so(places, outsider):
    v.link(v.member(places.far), places.homes[3])
    assert "Every household here has a contact member" in outsider.text("/pairings/")


def test_nobody_assigns_households_or_members_of_others(places, insider, neighbour, helper):
    neighbour.post("/pairings/assign/", chosen(places, 1, member=helper.pk))
    told = {"area": "430382100202", "household": [places.homes[1].token], "member": str(helper.pk)}
    assert neighbour.post("/pairings/assign/", told).status_code in (302, 404)
    foreign = v.member(places.far)
    assert insider.post("/pairings/assign/", chosen(places, 1, member=foreign.pk)).status_code == 404
    assert places.homes[1].pk not in firsts()


def test_a_neighbour_undoes_nothing(places, insider, neighbour, helper):
    insider.post("/pairings/assign/", chosen(places, 1, member=helper.pk))
    step = LinkStep.objects.get()
    assert neighbour.post(f"/pairings/steps/{step.pk}/undo/", {}).status_code == 404
    assert neighbour.post(f"/pairings/steps/{step.pk}/approve/", {}).status_code == 404


@pytest.mark.parametrize("who", ["planner", "department", "contact", "auditor", "administrator"])
def test_those_who_set_no_contacts_have_no_workbench(request, who):
    assert request.getfixturevalue(who).get("/pairings/").status_code in (403, 404)


def test_the_page_takes_a_fixed_number_of_queries(places, insider, helper, django_assert_max_num_queries):
    for _home in range(10):
        v.household(places.grids[0], v.middle(0, 0))
    with django_assert_max_num_queries(50):
        insider.text(PAGE)
