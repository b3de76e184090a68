"""One boundary plan: what it means, and its workflow."""

import datetime as dt
import re
import uuid

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone

from geodata.accounts.phones import note_phone
from geodata.audit.models import AccessEntry
from geodata.base import wording
from geodata.base.periods import today
from geodata.cards.printing import print_cards
from geodata.plans.models import BoundaryPlan
from geodata.territory.models import Area, Boundary
from tests import village as v
from tests.pages.planning import drafted, draw, line, merge_west, split_west, step


@pytest.fixture
def plan(places, planner) -> BoundaryPlan:
    return drafted(planner, places.west)


def page_of(plan: BoundaryPlan) -> str:
    return f"/plans/{plan.pk}/"


def test_a_draft_shows_its_drawing_its_figures_and_what_happened(places, planner, plan):
    page = planner.text(page_of(split_west(planner, plan)))
    assert "2 → 3" in page
    assert page.count('class="ghost"') == 1
    assert "Started the plan" in page
    assert "例：网格太大" in page


def test_only_grids_that_are_new_or_redrawn_are_tinted(places, planner):
    """A line ends on the second grid's slanting border: that takes a vertex, and not a centimetre of land."""
    bend = (112.5100333333333, 27.9047777777777)
    for grid, edge in zip(places.grids, (112.50, 112.52), strict=False):
        ring = [(112.51, 27.90), bend, (112.51, 27.91), (edge, 27.91), (edge, 27.90), (112.51, 27.90)]
        Boundary.objects.filter(area=grid).update(geometry=MultiPolygon(Polygon(ring), srid=4326))
    split = line((112.50, 27.902), (112.51001111, 27.90159259))
    plan = drafted(planner, places.west)
    page = planner.text(page_of(draw(planner, plan, line((112.51, 27.90), bend, (112.51, 27.91)), split)))
    assert page.count('class="grid changed"') == 2
    assert page.count('class="grid "') == 1


@pytest.mark.parametrize("who", ["insider", "contact", "department"])
def test_a_draft_is_not_there_for_others(who, request, plan):
    for address in (page_of(plan), f"{page_of(plan)}draw/", f"{page_of(plan)}households/"):
        assert request.getfixturevalue(who).get(address).status_code in (403, 404)
    assert request.getfixturevalue(who).get(page_of(plan)).status_code == 404


def test_an_approver_looks_at_a_draft_and_does_not_draw(county, plan):
    assert county.get(page_of(plan)).status_code == 200
    assert county.get(f"{page_of(plan)}draw/").status_code == 403


def test_who_may_know_details_reads_who_moves_and_the_planner_how_many(places, planner, county, plan):
    merge_west(planner, plan)
    gone = places.homes[1]
    page = planner.text(page_of(plan))
    assert gone.token not in page
    assert '<th scope="row">第二网格</th> <td>第一网格</td> <td class="number">1</td>' in page
    assert gone.head_name in county.text(page_of(plan))
    assert gone.token in county.text(f"{page_of(plan)}households/")
    assert planner.get(f"{page_of(plan)}households/").status_code == 403


def test_a_plan_that_moves_nobody_says_so(planner, county, plan):
    assert "No household changes its grid." in planner.text(page_of(plan))
    assert "No household changes its grid." in county.text(f"{page_of(plan)}households/")


def test_a_grid_that_ends_and_its_leader_are_told(places, planner, plan, by_post):
    leader = by_post("small_leader", places.grids[1]).user
    page = planner.text(page_of(merge_west(planner, plan)))
    assert "ends" in page
    assert leader.name in page
    assert "The post ends" in page


def test_name_reason_and_day_are_changed_on_the_page(planner, plan):
    assert (
        step(planner, plan, "describe", name="例新名", reason="例：改", effective="2030-05-01").status_code
        == 302
    )
    assert (plan.name, plan.reason, str(plan.effective)) == ("例新名", "例：改", "2030-05-01")


def test_another_person_approves_and_the_submitter_cannot(planner, county, plan):
    split_west(planner, plan)
    assert step(planner, plan, "submit", remarks="例：请审").status_code == 302
    assert "Another person of the county" in planner.text(page_of(plan))
    assert step(planner, plan, "approve").status_code == 403
    assert step(county, plan, "approve", remarks="例：同意").status_code == 302
    assert plan.state == "approved"
    assert AccessEntry.objects.filter(action="plan_moved", subject=str(plan.pk)).count() == 2
    assert "例：同意" in planner.text(page_of(plan))


def test_a_rejection_needs_remarks(planner, county, plan):
    step(planner, plan, "submit")
    answer = step(county, plan, "reject")
    assert answer.status_code == 422
    assert "State why the plan is rejected." in answer.content.decode()
    step(county, plan, "reject", remarks="例：太碎")
    assert plan.state == "rejected"


def test_why_a_plan_was_rejected_stands_at_its_head(planner, county, plan):
    step(planner, plan, "submit")
    step(county, plan, "reject", remarks="例：太碎")
    head = planner.text(page_of(plan)).split('class="tiles"')[0]
    assert f"{county.user.name} rejected this plan on" in head
    assert "例：太碎" in head
    assert "Make a copy to continue" in head


def test_what_was_written_into_a_refused_form_stands_in_it_again(planner, county, plan):
    day = {"name": "例新名", "reason": "例：改了理由", "effective": "31.12.2030"}
    page = planner.post(page_of(plan), {"move": "describe", "version": 1, **day}).content.decode()
    assert 'value="例新名"' in page
    assert "例：改了理由</textarea>" in page
    assert 'value="31.12.2030"' in page
    step(planner, plan, "submit")
    answer = county.post(page_of(plan), {"move": "reject", "version": 1, "remarks": "例：写了很多"})
    assert "例：写了很多</textarea>" in answer.content.decode()


def test_who_decides_is_led_to_the_decision(planner, county, plan):
    step(planner, plan, "submit")
    assert 'href="#workflow">Approve or reject' in county.text(page_of(plan))
    assert 'href="#workflow"' not in planner.text(page_of(plan))
    # Who can only decide is shown no empty box of further moves.
    assert 'id="more"' not in county.text(page_of(plan))
    step(county, plan, "approve")
    assert 'href="#workflow">Publish' in county.text(page_of(plan))


def test_a_drawing_with_a_problem_is_not_submitted(planner, plan):
    draw(planner, plan, line((112.502, 27.902), (112.504, 27.904)))
    assert "This line divides no grid." in planner.text(page_of(plan))
    assert step(planner, plan, "submit").status_code == 422
    assert plan.state == "draft"


def test_a_version_that_is_no_longer_there_is_told(planner, plan):
    answer = planner.post(page_of(plan), {"move": "submit", "version": 99})
    assert answer.status_code == 422
    assert "the current version is 1" in answer.content.decode()


@pytest.mark.parametrize(
    "told",
    [{"move": "x", "version": 1}, {"move": "submit"}, {"move": "describe", "version": 1, "effective": "x"}],
)
def test_a_form_that_makes_no_sense_changes_nothing(planner, plan, told):
    assert planner.post(page_of(plan), told).status_code == 422
    plan.refresh_from_db()
    assert (plan.state, plan.version) == ("draft", 1)


def test_who_only_looks_presses_no_button(places, planner, county, insider, plan):
    assert step(county, plan, "submit").status_code == 403
    assert plan.state == "draft"
    assert step(insider, plan, "withdraw").status_code == 404
    assert plan.state == "draft"


def test_a_copy_is_a_draft_of_its_own_and_a_withdrawn_plan_stays(planner, plan):
    split_west(planner, plan)
    answer = step(planner, plan, "copy")
    copied = BoundaryPlan.objects.latest("pk")
    assert answer["Location"] == page_of(copied)
    assert copied.grids.count() == 3
    step(planner, plan, "withdraw", remarks="例")
    assert plan.state == "withdrawn"
    assert planner.get(f"{page_of(plan)}draw/")["Location"] == page_of(plan)


def test_the_leader_of_a_new_grid_is_chosen_on_submitting(places, planner, plan):
    split_west(planner, plan)
    new = plan.grids.get(area=None)
    step(planner, plan, "submit", **{f"leader-{new.key}": places.grids[0].code})
    assert plan.grids.get(area=None).leader_from == places.grids[0]


def test_whoever_publishes_sees_whose_phones_are_still_on_the_way(places, planner, county, plan):
    leader = v.officer("small_leader", places.grids[0])
    note_phone(user=leader, key=uuid.uuid4(), waiting=3, at=timezone.now())
    split_west(planner, plan)
    step(planner, plan, "submit")
    assert "3 visits waited" not in county.text(page_of(plan))
    step(county, plan, "approve")
    page = county.text(page_of(plan))
    assert "3 visits waited" in page
    assert leader.name in page


def test_the_page_asks_a_fixed_number_of_queries(places, planner, django_assert_max_num_queries):
    plan = merge_west(planner, drafted(planner, places.west, places.east, places.far))
    planner.get(page_of(plan))
    with django_assert_max_num_queries(45):
        planner.get(page_of(plan))


@pytest.fixture
def published(planner, county, plan) -> BoundaryPlan:
    """The first grid of west split below its household, approved and published today."""
    split_west(planner, plan)
    step(planner, plan, "submit")
    step(county, plan, "approve")
    answer = step(county, plan, "publish")
    assert answer.status_code == 302, answer.content.decode()
    return plan


def test_a_published_plan_is_known_to_those_of_its_village_and_to_nobody_else(
    published, insider, neighbour, outsider
):
    page = insider.text(page_of(published))
    assert "2 → 3" in page
    assert "Lineage of the grids" in page
    assert "published" in insider.text("/plans/")
    for reader in (neighbour, outsider):
        assert reader.get(page_of(published)).status_code == 404


def test_a_published_plan_is_not_submitted_again_and_can_be_reverted(planner, county, published):
    assert step(county, published, "publish").status_code == 422
    answer = step(planner, published, "revert")
    boundary_plan = BoundaryPlan.objects.latest("pk")
    assert answer["Location"] == page_of(boundary_plan)
    assert boundary_plan.reverts == published
    assert boundary_plan.grids.count() == 2


def test_the_page_of_a_village_in_two_plans_shows_only_what_the_reader_may_see(
    places, planner, county, insider
):
    plan = merge_west(planner, drafted(planner, places.west, places.east))
    draw(planner, plan)
    step(planner, plan, "submit")
    step(county, plan, "approve")
    step(county, plan, "publish")
    page = insider.text(page_of(plan))
    assert "1 village of the plan lies outside your area." in page
    assert 'aria-label="例东村"' not in page


def test_a_plan_for_a_coming_day_says_so(places, planner, county, plan):
    merge_west(planner, plan)
    step(planner, plan, "describe", name=plan.name, reason=plan.reason, effective="2099-01-01")
    step(planner, plan, "submit")
    step(county, plan, "approve")
    assert "take effect on 1 Jan 2099" in county.text(page_of(plan))
    asked = step(county, plan, "publish", confirmed="", effective="").content.decode()
    assert "The new borders take effect on 1 Jan 2099." in asked and 'name="effective"' not in asked
    step(county, plan, "publish")
    assert "not yet in effect" in county.text(page_of(plan))


def test_a_plan_whose_base_has_moved_offers_to_be_rebased(places, planner, published):
    other = drafted(planner, places.west, name="例乙案")
    BoundaryPlan.objects.filter(pk=other.pk).update(fingerprint="x")
    assert "Update to the current borders" in planner.text(page_of(other))
    assert step(planner, other, "submit").status_code == 422
    step(planner, other, "rebase")
    assert step(planner, other, "submit").status_code == 302


def test_publishing_lists_what_happens_and_asks_for_the_day(planner, county, plan):
    merge_west(planner, plan)
    step(planner, plan, "submit")
    step(county, plan, "approve")
    answer = step(county, plan, "publish", confirmed="", effective="")
    page = answer.content.decode()
    assert (answer.status_code, plan.state) == (200, "approved")
    households = f"{page_of(plan)}households/"
    assert f'<a href="{households}">1 household moves to another grid</a>' in page
    assert "0 contacts will newly lie across a border" in page
    assert f'<a href="{page_of(plan)}#villages">' in page
    assert "New grids: 0, grids that end: 1" in page
    assert 'name="effective"' in page
    assert step(county, plan, "publish", effective="").status_code == 422
    assert plan.state == "approved"
    step(county, plan, "publish")
    assert (plan.state, plan.effective) == ("published", today())


def test_each_number_before_publishing_opens_its_list(places, planner, county, plan):
    """The second grid ends: its household's card names it, and so does the first's, whose grid stays."""
    v.link(v.member(places.west, point=v.middle(0, 0)), places.homes[1])
    print_cards(households=[each.pk for each in places.homes[:2]], by=county.user, on=today())
    merge_west(planner, plan)
    step(planner, plan, "submit")
    step(county, plan, "approve")
    page = step(county, plan, "publish", confirmed="", effective="").content.decode()
    cards = f"{page_of(plan)}households/?of=cards"
    assert f'<a href="{cards}">1 contact card will be out of date and has to be printed again</a>' in page
    listed = county.text(cards)
    assert places.homes[1].token in listed and places.homes[0].token not in listed
    assert "There is none." in county.text(f"{page_of(plan)}households/?of=crossing")


def test_contacts_that_a_new_border_cuts_are_listed(places, planner, county, plan):
    member = places.homes[0].links.get().member
    type(member).objects.filter(pk=member.pk).update(point=Point(v.WEST + 0.002, v.SOUTH + 0.001, srid=4326))
    split_west(planner, plan)
    assert places.homes[0].token in county.text(f"{page_of(plan)}households/?of=crossing")


def test_who_may_not_publish_is_not_asked(planner, insider, plan):
    assert step(insider, plan, "publish", confirmed="").status_code == 404


def test_a_day_that_records_contradict_is_told_at_submit(places, planner, plan):
    merge_west(planner, plan)
    v.visit(places.homes[0], today() - dt.timedelta(days=2), by=planner.user)
    step(
        planner,
        plan,
        "describe",
        name="例",
        reason="例",
        effective=(today() - dt.timedelta(days=9)).isoformat(),
    )
    answer = step(planner, plan, "submit")
    assert (answer.status_code, plan.state) == (422, "draft")
    assert "visits since" in answer.content.decode()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_trend_of_a_grid_names_where_it_came_from(places, published, county):
    old, new = places.grids[0], published.grids.get(area=None)
    new_grid = Area.objects.get(name="例新网格")
    assert new.name == new_grid.name
    page = words(county.text(f"/coverage/trend/?area={new_grid.code}"))
    assert f"Came from {old.name} ({wording.day(today())})" in page
    rows = words(county.text(f"/coverage/trend/?area={places.west.code}"))
    assert f"Came from {old.name}" in rows and f"Went to {new_grid.name}" in rows


def test_the_trend_of_a_village_names_grids_that_ended_and_what_became_of_them(places, planner, county, plan):
    merge_west(planner, plan)
    step(planner, plan, "submit")
    step(county, plan, "approve")
    assert step(county, plan, "publish").status_code == 302
    ended = Area.objects.get(parent=places.west, level="grid", period__endswith=today())
    stays = Area.objects.get(parent=places.west, level="grid", period__endswith=None)
    yesterday = today() - dt.timedelta(days=1)
    raw = county.text(f"/coverage/trend/?area={places.west.code}")
    page = words(raw)
    assert "Grids that ended" in page
    assert f"{ended.name} until {wording.day(yesterday)} Went to {stays.name}" in page
    assert f"area={ended.code}" in raw and f"on={yesterday.isoformat()}" in raw
    told = county.get(f"/api/v1/coverage/trend/?area={places.west.code}&by=grid&weeks=3").json()
    rows = {row["code"]: row for row in told["results"]}
    expected = {"code": stays.code, "name": stays.name, "day": today().isoformat(), "kind": "merged"}
    assert rows[ended.code]["went_to"] == [expected]
    assert rows[stays.code]["came_from"] == [expected | {"code": ended.code, "name": ended.name}]
    assert rows[stays.code]["went_to"] == rows[ended.code]["came_from"] == []


def test_a_plan_says_which_grids_could_not_keep_up_then(places, planner, county, plan):
    split_west(planner, plan)
    page = words(county.text(page_of(plan)))
    assert "Grids that cannot reach everyone within 30 days: 1 now, 1 then." in page
    assert "What is ahead then, by grid" in page


def test_what_is_ahead_of_a_plan_is_told_with_details_alone(planner, plan):
    split_west(planner, plan)
    assert "Grids that cannot reach everyone" not in planner.text(page_of(plan))
    drawing = planner.get(f"/api/v1/plans/{plan.pk}/drawing/").json()
    assert drawing["impact"]["ahead"] is None
