"""Lists of the households behind a number."""

import datetime as dt
import re

import pytest

from geodata.base.periods import today
from geodata.contacts.assigning import end_contact
from geodata.coverage.figures import FIGURES, GAPS
from geodata.people.placing import occupy
from gridmap.pages.coverage import gaps
from tests import village as v
from tests.roles import owner


def tokens(page: str) -> list[str]:
    return re.findall(r'<tr data-token="([\w-]+)"', page)


def of(places, *numbers: int) -> list[str]:
    return [places.homes[number].token for number in numbers]


def test_a_gap_lists_its_households_and_how_many(places, county):
    page = county.text("/gaps/?gap=special_overdue")
    assert tokens(page) == of(places, 2)
    assert "<b>1</b> household" in page


@pytest.mark.parametrize("name", [*GAPS, *(name for name, figure in FIGURES.items() if not figure.gap)])
def test_every_figure_has_a_list(county, name):
    assert county.get(f"/gaps/?gap={name}").status_code == 200


@pytest.mark.parametrize("gap", ["no_contact", "unvisited", "no_point", "no_grid", "households", "visited"])
def test_a_list_is_as_long_as_the_number_that_opened_it(county, gap):
    page = county.text("/coverage/")
    number = re.search(rf'gap={gap}&amp;[^"]*">(\d+)', page)[1]
    assert len(tokens(county.text(f"/gaps/?gap={gap}"))) == int(number) > 0


def test_of_a_long_list_it_is_only_said_that_it_is(places, county, monkeypatch):
    for module in ("geodata.coverage.households", "gridmap.templatetags.gridmap"):
        monkeypatch.setattr(f"{module}.COUNTED", 3)
    assert "<b>3+</b>" in county.text("/gaps/?gap=households")


def test_a_list_goes_on_page_by_page_without_gaps_or_repeats(places, county, monkeypatch):
    monkeypatch.setattr(gaps, "PAGE", 2)
    found, address = [], "/gaps/?gap=households"
    for _page in range(3):
        page = county.text(address)
        found += tokens(page)
        address = "/gaps/" + (re.search(r'href="(\?[^"]+)" rel="next"', page) or [None, ""])[1].replace(
            "&amp;", "&"
        )
    assert address == "/gaps/"
    assert sorted(found) == sorted(home.token for home in places.homes)


@pytest.mark.parametrize("after", ["1", "1.x", "-1.-1", "9" * 30 + ".1", "%00", "1.1.1", "²³.1"])
def test_a_page_that_nobody_handed_out_begins_at_the_beginning_or_ends(county, after):
    assert county.get(f"/gaps/?gap=households&after={after}").status_code == 200


@pytest.fixture
def gone(places):
    """The first household, which moved away yesterday."""
    with owner():
        return occupy(household=places.homes[0], occupancy="moved_away", on=today() - dt.timedelta(days=1))


def test_who_left_stands_in_no_list_but_its_own(places, county, gone):
    for name in (*GAPS, *(name for name, figure in FIGURES.items() if not figure.gap)):
        assert gone.token not in tokens(county.text(f"/gaps/?gap={name}"))
    page = county.text("/gaps/?gap=left")
    assert tokens(page) == [gone.token]
    assert "No figure and no other list counts them" in page
    assert tokens(county.text(f"/gaps/?gap=left&on={today() - dt.timedelta(days=2)}")) == []


def test_a_search_leads_to_who_left(places, county, gone):
    page = county.text(f"/gaps/?gap=households&q={gone.number}")
    assert tokens(page) == []
    address = re.search(r'href="(\?[^"]*gap=left[^"]*)"', page)[1].replace("&amp;", "&")
    assert tokens(county.text(f"/gaps/{address}")) == [gone.token]


def test_who_left_is_told_to_those_alone_who_see_details(places, by_post, gone):
    planner = by_post("planner", places.county)
    assert planner.get("/gaps/?gap=left").status_code == 403
    page = planner.text(f"/gaps/?gap=households&q={gone.number}")
    assert "gap=left" not in page and "moved away" not in page


def test_the_list_of_who_left_is_a_file_too(places, county, gone):
    answer = county.get("/gaps/export.csv?gap=left")
    assert gone.number in b"".join(answer).decode("utf-8-sig")


def test_a_category_narrows_the_list(places, county):
    assert set(tokens(county.text("/gaps/?gap=households&category=low_income"))) == set(of(places, 0, 2))


def test_a_window_moves_who_was_not_visited(places, county):
    assert places.homes[2].token in tokens(county.text("/gaps/?gap=not_visited&window=30"))
    assert places.homes[2].token not in tokens(county.text("/gaps/?gap=not_visited&window=90"))


def test_why_there_is_no_contact_is_told(places, county):
    assert "Never had one" in county.text("/gaps/?gap=no_contact")
    end_contact(link=places.homes[0].links.get(), reason="member_left", on=today())
    assert "member left" in county.text("/gaps/?gap=no_contact")


def test_a_contact_member_lists_the_own_households(places, contact):
    assert tokens(contact.text("/gaps/?gap=households")) == of(places, 0)


def test_a_contact_members_list_begins_with_the_own_households(places, contact):
    assert tokens(contact.text("/gaps/")) == of(places, 0)


def test_an_empty_list_says_so(insider):
    assert "No households in this list" in insider.text("/gaps/?gap=no_grid")


def test_a_planner_sees_masked_names_and_no_rhythm(places, planner):
    page = planner.text("/gaps/?gap=households")
    assert "例**" in page
    assert places.homes[0].head_name not in page
    assert "Low income" not in page
    assert "days ago" not in page


@pytest.mark.parametrize(
    "asked", ["gap=special", "gap=special_overdue", "gap=households&category=low_income"]
)
def test_a_planner_opens_no_list_that_tells_who_is_ill(planner, asked):
    answer = planner.get(f"/gaps/?{asked}")
    # A list that tells is refused; a category is not on offer, and asking for one is told beside the filter.
    assert answer.status_code == 403 or b"Select a valid choice" in answer.content


def test_a_list_asks_a_fixed_number_of_queries(places, county, django_assert_max_num_queries):
    for number in range(12):
        v.care(v.household(places.grids[number % 3], v.middle(0, 0)))
    county.get("/gaps/?gap=households")
    with django_assert_max_num_queries(28):
        county.get("/gaps/?gap=households")


def test_a_list_is_searched_by_name_and_number(places, insider):
    home = places.homes[4]
    page = insider.text(f"/gaps/?gap=households&q={home.number}")
    assert home.head_name in page and places.homes[0].head_name not in page
    assert places.homes[0].head_name in insider.text(f"/gaps/?gap=households&q={places.homes[0].head_name}")


def test_a_masked_name_finds_nothing(places, planner):
    home = places.homes[0]
    page = planner.text(f"/gaps/?gap=households&q={home.head_name}")
    assert "No households in this list" in page
    assert home.number in planner.text(f"/gaps/?gap=households&q={home.number}")
