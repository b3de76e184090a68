"""The home page of an office: its week in a sentence, four figures with their course, the map, and what waits."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from geodata.accounts.concept import Action as Account
from geodata.audit.concept import Action as Access
from geodata.audit.record import record_access
from geodata.base.periods import today
from geodata.people.concept import Action as People
from geodata.visits.held import HeldVisit
from tests import village as v
from tests.needs.conftest import Desk
from tests.pages.conftest import reader
from tests.pages.planning import drafted, split_west, step


def tiles(page: str) -> str:
    return page.split('<ul class="tiles key-figures"')[1].split("</ul>")[0]


def test_it_greets_by_name_and_says_where_to_go_first(county):
    page = county.text("/")
    head = page.split("<h1>")[1].split("</h1>")[0]
    assert county.user.name in head and re.search("Good (morning|afternoon|evening)", head)


def test_the_four_figures_are_not_visited_no_contact_special_overdue_and_due_in_seven_days(county):
    labels = re.findall(r'<span class="what">([^<]+)</span>', tiles(county.text("/")))
    assert labels == [
        "Not visited within the interval", "Without a contact member", "Special households overdue", "Falls due within 7 days",
    ]  # fmt: skip


def test_every_number_of_the_weeks_opens_its_list_of_that_day(county, weeks_kept):
    page = county.text("/")
    assert "The last twelve weeks" in page
    lists = re.findall(r'href="(/gaps/\?[^"]*on=[^"]+)"', page)
    assert len(lists) >= 4 * 13
    assert county.get(lists[-1].replace("&amp;", "&")).status_code == 200


def test_the_course_and_the_columns_are_named_by_a_sentence(county, weeks_kept):
    page = county.text("/")
    assert re.search(
        r'class="spark[^>]*aria-label="Not visited within the interval: \d+ now, \d+ 12 weeks before"', page
    )
    assert re.search(r'class="stacked[^>]*aria-label="Visited in time: ', page)


def test_the_map_is_drawn_by_the_server_and_each_area_opens_the_coverage_map_there(places, county):
    page = county.text("/")
    drawing = page.split('class="card flush overview"')[1].split("</figure>")[0]
    assert drawing.count('class="ground"') == len(places.grids)
    opens = set(re.findall(r'href="(/coverage/\?[^"]+)"', drawing))
    assert f"/coverage/?area={places.west.code}" in opens
    assert all(county.get(address.replace("&amp;", "&")).status_code == 200 for address in opens)
    assert "style=" not in drawing and "<script" not in drawing


def test_whoever_counts_alone_is_told_no_week_and_nothing_that_details_tell(department):
    page = department.text("/")
    assert "Visit status over twelve weeks" not in page and "The last twelve weeks" not in page
    assert 'class="spark' not in page
    assert "Special households overdue: " not in page
    assert not re.search(r'href="/gaps/\?[^"]*gap=special_overdue', page)


def test_what_waits_leads_to_where_it_is_decided(places, insider):
    assert "Nothing waits for you." in insider.text("/")
    member = v.member(places.west)
    HeldVisit.objects.create(
        client_id="0193a000-0000-7000-8000-000000000001", body_hash="x", maker=member.user, village=places.west,
        token=places.homes[0].token, day=today(), mode="door", outcome="met", why="right", visitors=[member.pk],
        received_at=timezone.now(),
    )  # fmt: skip
    page = insider.text("/")
    assert "1 visit waits in the inbox" in page and 'href="/visits/inbox/"' in page


def test_one_plan_that_waits_is_opened_itself_and_two_open_their_list(places, planner, county):
    plan, other = (split_west(planner, drafted(planner, places.west)) for _number in range(2))
    step(planner, plan, "submit")
    assert f'href="/plans/{plan.pk}/"' in _waits(county)
    step(planner, other, "submit")
    assert 'href="/plans/?state=submitted"' in _waits(county)


def test_needs_that_wait_are_opened_at_their_heading_and_one_alone_itself(places, insider):
    leader = Desk(v.officer("small_leader", places.grids[0]))
    need = leader.records(places.homes[0])
    assert f'href="/needs/{need.number}/"' in _waits(insider)
    leader.records(places.homes[0], category="roads")
    assert 'href="/needs/mine/#to_move"' in _waits(insider)


def test_what_waits_stands_beside_the_map_and_before_what_is_told(county, weeks_kept):
    page = county.text("/")
    heads = ("overview", "Waiting for you", "Visit status over twelve weeks", "This week")
    assert sorted(heads, key=page.index) == list(heads)


def test_who_may_not_read_what_happened_is_not_told_that_nothing_did(department):
    page = department.text("/")
    assert "Nothing was recorded here" not in page and "From households to in time" in page


def _waits(who) -> str:
    return who.text("/").split("Waiting for you")[1].split("</ul>")[0]


def test_what_happened_this_week_is_told_with_the_way_to_it(places, insider):
    v.visit(places.homes[0], today() - dt.timedelta(days=1), by=v.member(places.west).user)
    page = insider.text("/")
    assert re.search(r'href="/visits/\?area=[^"]+outcome=met">\d+ households were met in \d+ visits', page)


def test_a_village_reads_its_gaps_by_cause_with_the_remedy_beside_each(places, insider):
    page = insider.text("/")
    gaps = page.split('class="remedies"')[1].split("</table>")[0]
    assert "Never had one" in gaps and "cause=never" in gaps
    for address in set(re.findall(r'href="([^"]+)"', gaps)):
        assert insider.get(address.replace("&amp;", "&")).status_code == 200, address


def test_a_planner_sees_the_grids_against_the_target_and_the_plans_that_wait(places, planner):
    page = planner.text("/")
    assert re.search(r"\d+ of \d+ grids are outside the target", page)
    assert "target 80 to 120 households" in page and "Plans that wait" in page
    assert f'href="/plans/new/?village={places.west.code}"' in page
    assert "special" not in page.split("<main")[1].lower()


def entry(action: str, *, user=None, hours: int = 0, subject: str = "", **details: object) -> None:
    noon = timezone.localtime().replace(hour=12, minute=0) - dt.timedelta(days=1, hours=hours)
    record_access(user=user, action=action, at=noon, subject=subject, details=details, request_id="r")


def test_an_auditor_reads_what_was_taken_and_opened_in_words(places, auditor, county):
    entry(Access.EXPORT, user=county.user, subject=places.west.code, gap="no_contact", rows=17)
    entry(People.OPEN_HOUSEHOLD, user=county.user, subject="token")
    page = auditor.text("/")
    assert "Nothing stands out" in page
    for words in (county.user.name, "Without a contact member", places.west.name):
        assert words in page
    assert not {key for key in ("no_contact<", "open_household<", ">export<") if key in page}


@pytest.mark.parametrize("what", ["large", "night", "tries"])
def test_what_stands_out_is_said_with_the_way_to_the_record(what, auditor, county):
    if what == "large":
        entry(Access.EXPORT, user=county.user, rows=9_000)
    elif what == "night":
        entry(Access.EXPORT, user=county.user, hours=9, rows=1)
    else:
        for _try in range(5):
            entry(Account.SIGN_IN_REFUSED, subject="cadre")
    page = auditor.text("/")
    said = {
        "large": "exported 9,000 rows at once",
        "night": "exported 1 list at night",
        "tries": "5 sign-ins as “cadre”",
    }
    assert said[what] in page
    (address,) = set(re.findall(r'href="(/records/\?[^"]*last=[^"]+)"', page))
    assert auditor.get(address.replace("&amp;", "&")).status_code == 200


def test_the_pages_of_planners_and_auditors_ask_a_fixed_number_of_queries(
    planner, auditor, django_assert_max_num_queries
):
    for who in (planner, auditor):
        who.get("/")
        with django_assert_max_num_queries(30):
            who.get("/")


def test_nobody_else_is_shown_the_record_of_access(county, planner, insider):
    for who in (county, planner, insider):
        assert "What stands out" not in who.text("/")


def test_somebody_without_an_office_is_not_greeted_by_one(db):
    assert "Waiting for you" not in reader(v.user()).text("/")
