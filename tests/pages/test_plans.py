"""The list of boundary plans, the beginning of one, and plans side by side."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geodata.plans.models import BoundaryPlan
from tests import village as v
from tests.pages.planning import begin, drafted, split_west

NEW = "/plans/new/"


def form(**more: object) -> dict[str, object]:
    return {"name": "例方案", "villages": ["430382100201"], "reason": "例：网格太大", **more}


def test_a_planner_begins_a_plan_and_goes_on_drawing(places, planner):
    answer = planner.post(NEW, form(effective="2030-01-01"))
    plan = BoundaryPlan.objects.get()
    assert answer["Location"] == f"/plans/{plan.pk}/draw/"
    assert (plan.name, plan.villages, str(plan.effective)) == ("例方案", [places.west.pk], "2030-01-01")


def test_a_plan_needs_a_name_and_a_village_of_ones_own(places, planner):
    answer = planner.post(NEW, {"name": "", "villages": ["430382999999"]})
    assert answer.status_code == 422
    assert BoundaryPlan.objects.count() == 0
    assert b"required" in answer.content


def test_villages_are_picked_on_a_map_or_in_the_list(places, planner):
    page = planner.text(NEW)
    assert page.count(f'data-village="{places.west.code}"') == 2
    assert page.count('type="checkbox"') >= 2


@pytest.mark.parametrize("who", ["insider", "county", "department"])
def test_only_planners_begin_plans(who, request):
    assert request.getfixturevalue(who).get(NEW).status_code == 403


def test_without_villages_to_redraw_the_form_says_so(places, by_post):
    lone = v.area("430399", "例外县")
    assert "no village whose grids you may redraw" in by_post("planner", lone).text(NEW)


def test_the_list_says_what_each_plan_is_and_can_be_narrowed(places, planner):
    drafted(planner, places.west, name="例甲案")
    drafted(planner, places.east, name="例乙案")
    page = planner.text("/plans/")
    assert "例甲案" in page
    assert "例东村" in page
    assert "例甲案" not in planner.text("/plans/?q=例乙")
    assert "例甲案" not in planner.text("/plans/?area=430382100202")
    assert "No plan matches this search." in planner.text("/plans/?state=published")


def test_a_village_that_one_may_not_see_is_answered_as_by_the_api(places, planner):
    for code in ("430399", "430399100", "430399100201"):
        v.area(code, "例外")
    for code in ("430399100201", "430382999999"):
        addresses = (f"/plans/?area={code}", f"/api/v1/plans/?village={code}")
        assert [planner.get(address).status_code for address in addresses] == [404, 404]


def test_an_empty_list_says_so(places, planner, insider):
    assert "There are no boundary plans yet." in planner.text("/plans/")
    assert "No boundary plan has been published for your area." in insider.text("/plans/")


def test_drafts_are_in_the_lists_of_planners_and_approvers_only(places, planner, county, insider, outsider):
    drafted(planner, places.west, name="例密案")
    assert "例密案" in planner.text("/plans/")
    assert "例密案" in county.text("/plans/")
    for reader in (insider, outsider):
        assert "例密案" not in reader.text("/plans/")


def test_plans_stand_side_by_side_with_the_present(places, planner):
    one, other = drafted(planner, places.west, name="例甲案"), drafted(planner, places.west, name="例乙案")
    split_west(planner, one)
    page = planner.text(f"/plans/compare/?plan={one.pk}&plan={other.pk}")
    assert '<th scope="row">Grids</th> <td class="number">2</td><td class="number">3</td>' in page
    assert page.count("<svg viewBox") == 2


def test_nothing_chosen_to_compare_says_so(places, planner):
    for address in ("/plans/compare/", "/plans/compare/?plan=x&plan=-1"):
        assert "Choose plans in the list" in planner.text(address)


def test_a_plan_that_one_does_not_see_cannot_be_compared(places, planner, insider, outsider):
    plan = drafted(planner, places.west)
    for reader in (insider, outsider):
        assert reader.get(f"/plans/compare/?plan={plan.pk}").status_code == 404


def test_only_four_plans_are_compared_at_once(places, planner):
    chosen = "&".join(f"plan={drafted(planner, places.far).pk}" for _time in range(5))
    assert "Only the first 4 plans are shown." in planner.text(f"/plans/compare/?{chosen}")


def test_the_menu_leads_planners_and_approvers_to_the_plans(places, planner, county, insider):
    assert 'href="/plans/"' in planner.text("/plans/")
    assert 'href="/plans/"' in county.text("/coverage/")
    assert 'href="/plans/"' not in insider.text("/coverage/")


def test_villages_stand_under_their_townships(places, planner):
    _before, first, second = planner.text(NEW).split('<div role="group"')
    assert ("例西村" in first, "例东村" in first) == (True, True)
    assert places.far.name in second


def test_a_village_may_be_chosen_beforehand(places, planner):
    assert 'value="430382100202" id="id_villages_1" checked' in planner.text(f"{NEW}?village=430382100202")
    assert begin(planner, villages=["430382100202"]).villages == [places.east.pk]


def test_more_plans_ask_the_database_no_more(places, planner):
    drafted(planner, places.west)
    planner.get("/plans/")  # the first request of a session asks more
    page_of_one = queries(planner)
    drafted(planner, places.west)
    drafted(planner, places.west)
    assert queries(planner) == page_of_one


def queries(caller) -> int:
    with CaptureQueriesContext(connection) as asked:
        caller.get("/plans/")
    return len(asked)
