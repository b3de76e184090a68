"""What each duty finds first."""

import re

from geodata.base.periods import today
from tests import village as v
from tests.pages.conftest import reader


def names(page: str) -> list[str]:
    """Links to households, in the order of the page."""
    return re.findall(r'href="/households/([\w-]+)/"', page)


def test_an_office_sees_its_figures_with_their_denominators(insider):
    page = insider.text("/")
    assert "例西村" in page
    assert "Without a contact member" in page
    assert re.search(r'gap=no_contact[^>]*>2</a> ?</span> ?<span class="small">/ 3 · –', page)


def test_every_figure_opens_into_its_list(county):
    page = county.text("/")
    addresses = re.findall(r'href="(/gaps/\?[^"]+)"', page)
    assert len(addresses) >= 5
    for address in addresses:
        assert county.get(address.replace("&amp;", "&")).status_code == 200


def test_the_county_sees_where_most_is_left_to_do(county):
    page = county.text("/")
    worst = page[page.index("Most left to do") :]
    assert "例远村" in worst


def test_special_households_overdue_are_named(places, county):
    assert names(county.text("/")) == [places.homes[2].token]


def test_a_leader_sees_the_own_grid(places, by_post):
    page = by_post("small_leader", places.grids[1]).text("/today/")
    assert "第二网格" in page
    assert "例东村" not in page


def test_a_contact_member_sees_the_own_households_special_and_overdue_first(places):
    member = v.member(places.west)
    for home in places.homes[:3]:
        v.link(member, home, primary=not home.links.exists())
    order = names(reader(member.user).text("/today/"))
    assert order == [places.homes[number].token for number in (2, 1, 0)]


def test_who_has_both_a_post_and_households_sees_both(places):
    member = v.member(places.west)
    v.link(member, places.homes[1])
    v.Post.objects.create(
        user=member.user, kind="small_leader", area=places.grids[0], period=v.since(today())
    )
    page = reader(member.user).text("/today/")
    assert all(places.homes[number].token in page for number in (0, 1, 4))


def test_planners_auditors_and_administrators_are_led_to_their_work(planner, auditor, administrator):
    assert (
        "/coverage/" in planner.text("/").split("<main")[1]
        and "/plans/" in planner.text("/").split("<main")[1]
    )
    assert 'href="/records/"' in auditor.text("/").split("<main")[1]
    assert administrator.get("/").url == "/accounts/"


def test_without_a_post_the_page_says_whom_to_ask(db):
    assert "You currently hold no post" in reader(v.user()).text("/")


def test_home_asks_a_fixed_number_of_queries(county, django_assert_max_num_queries):
    county.get("/")
    with django_assert_max_num_queries(38):
        county.get("/")


def test_home_counts_no_past_week_anew_and_says_so(county, request):
    before = county.text("/")
    assert "12 of the last twelve weeks are not counted yet" in before
    assert "Visit status over twelve weeks" not in before
    request.getfixturevalue("weeks_kept")
    after = county.text("/")
    assert "not counted yet" not in after
    assert "Visit status over twelve weeks" in after


def test_where_no_household_is_yet_home_says_what_comes_next_and_who_does_it(places, by_post):
    town = v.area("430382105", "例新镇")
    empty = by_post("township_officer", town).text("/")
    assert "No household is registered here yet." in empty
    assert "Next: Divisions." in empty and "Done by: administrator." in empty
    village = v.area("430382105201", "例新村")
    assert "Next: Grids." in by_post("village_officer", village).text("/")
    v.area("430382105201001", "例新网格")
    page = by_post("township_officer", town).text("/")
    assert "Next: Households." in page and "/imports/new/" in page
    for claim in ("visited", "100 %", "is overdue", "/coverage/?"):
        assert claim not in page.split('<section class="place">')[1].split("</section>")[0]
