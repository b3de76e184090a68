"""Lists answer their filters: as whole pages, and to htmx with their main part alone, and say the same both ways."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geodata.coverage.models import HouseholdFacts
from gridmap.local.paths import CHECKOUT
from tests import village as v
from tests.pages.conftest import Reader, reader

WEST, TOWN = "430382100201", "430382100"
OFFICE = [
    "/coverage/?by=grid&metric=no_contact",
    f"/coverage/?area={WEST}&by=household",
    "/gaps/?gap=households&q=例",
    f"/gaps/?area={WEST}&gap=households",
    "/visits/?outcome=met&sort=day",
    "/members/?state=room&sort=-households",
    "/posts/?state=ended",
    "/imports/?state=applied&sort=file",
    "/jobs/?state=done&sort=ended",
    f"/exports/?area={WEST}",
    f"/rosters/?area={WEST}",
    f"/cards/?area={WEST}",
    f"/proposals/?area={WEST}",
    f"/pairings/?area={WEST}",
    f"/visits/inbox/?area={WEST}",
]
OTHERS = [
    ("planner", "/plans/?state=draft"),
    ("auditor", "/records/?action=sign_in&sort=time&area=43"),
    ("administrator", "/accounts/?state=open"),
]
LISTS = [("county_officer", address) for address in OFFICE] + OTHERS
HTMX = {"HX-Request": "true"}
LOADED_ANEW = ("county_officer", f"/pairings/?area={WEST}")
"""It has a map that comes and goes."""


@pytest.fixture
def open_by(places, by_post):
    """`open_by(kind)`: a reader of the county with that post."""
    return lambda kind: by_post(kind, None if kind in ("auditor", "administrator") else places.county)


def part(reader: Reader, address: str, **headers: str):
    return reader.client.get(address, headers={"Accept-Language": "en", **HTMX, **headers})


def rows(page: str) -> list[str]:
    """What stands in main, without the tokens of forms."""
    main = re.search(r"<main[^>]*>(.*)</main>", page, re.DOTALL)
    told = main[1] if main else re.sub(r"<title>.*?</title>", "", page, flags=re.DOTALL)
    told = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", told)
    return [line.strip() for line in told.splitlines() if line.strip()]


@pytest.mark.parametrize(("kind", "address"), [each for each in LISTS if each != LOADED_ANEW])
def test_htmx_is_answered_with_the_same_list_in_no_more_queries(places, open_by, kind, address):
    who = open_by(kind)
    who.get(address)
    with CaptureQueriesContext(connection) as whole:
        page = who.get(address).content.decode()
    with CaptureQueriesContext(connection) as partly:
        answer = part(who, address)
    assert "<script" not in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert rows(answer.content.decode()) == rows(page)
    assert len(partly) <= len(whole)
    assert ("HX-Request" in answer["Vary"], answer["Cache-Control"]) == (True, "no-store")


@pytest.mark.parametrize(("kind", "address"), [each for each in LISTS if each[0] != "auditor"])
def test_an_area_that_is_not_there_is_not_found(places, open_by, kind, address):
    path = address.partition("?")[0]
    question = "&".join(each for each in address.partition("?")[2].split("&") if not each.startswith("area="))
    assert open_by(kind).get(f"{path}?{question}&area=999999").status_code == 404


@pytest.mark.parametrize(("kind", "address"), LISTS)
def test_every_list_lets_an_area_be_chosen(places, open_by, kind, address):
    page = open_by(kind).text(address)
    assert ('name="area" id="area-' in page) == (kind != "auditor")
    assert f'<option value="{TOWN}"' in page or kind in ("auditor", "administrator")


def test_the_address_is_told_without_what_is_empty(county):
    answer = part(county, f"/members/?area=&area={TOWN}&q=&state=room")
    assert answer["HX-Push-Url"] == "/members/?state=room"


def test_of_a_chain_of_areas_the_innermost_counts(county):
    answer = part(county, f"/members/?area={TOWN}&area={WEST}&area=")
    assert answer["HX-Push-Url"] == f"/members/?area={WEST}"
    # Another township leaves the village behind that was chosen in the former one.
    answer = part(county, f"/members/?area=430382101&area={WEST}")
    assert answer["HX-Push-Url"] == "/members/?area=430382101"


def test_without_scripts_a_chain_of_areas_leads_to_one(county):
    assert (
        county.get(f"/gaps/?area={TOWN}&area={WEST}&window=90")["Location"] == f"/gaps/?area={WEST}&window=90"
    )


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("/coverage/?metric=unlinked&by=grid", "/coverage/?metric=no_contact&by=grid"),
        ("/coverage/?sort=unlinked", "/coverage/?sort=no_contact"),
        ("/gaps/?gap=unlinked&window=30", "/gaps/?gap=no_contact&window=30"),
        ("/gaps/export.csv?gap=unlinked", "/gaps/export.csv?gap=no_contact"),
        (f"/plans/?village={WEST}", f"/plans/?area={WEST}"),
    ],
)
def test_names_of_former_days_lead_to_those_of_today(county, former, present):
    answer = county.get(former)
    assert (answer.status_code, answer["Location"]) == (302, present)


def test_what_is_set_stands_above_the_list_and_can_be_taken_out(county):
    page = county.text(f"/members/?area={WEST}&state=room&q=例&sort=-name")
    chips = dict(
        re.findall(r'<a class="tag" href="\?([^"]*)"><span class="hidden">Remove:</span>([^<]*)<', page)
    )
    assert {words.strip(): address.replace("&amp;", "&") for address, words in chips.items()} == {
        "Village: 例西村": "state=room&q=%E4%BE%8B&sort=-name",
        "Name or branch: 例": f"area={WEST}&state=room&sort=-name",
        "Members: With spare capacity": f"area={WEST}&q=%E4%BE%8B&sort=-name",
    }
    assert '<a href="?sort=-name">Clear all</a>' in page


def test_what_is_as_usual_is_no_chip(county):
    assert 'class="chips"' not in county.text("/visits/")
    assert 'class="chips"' not in county.text("/coverage/?metric=unvisited&window=90")


def test_a_wrong_value_is_told_and_no_chip(county):
    page = county.text("/visits/?mode=flying&area=x")
    assert "Select a valid choice" in page
    assert "is not valid" in page
    assert 'class="chips"' not in page


def test_a_list_is_sorted_by_its_heads(places, county):
    names = [v.member(places.west).user for _number in range(2)]
    for user, name in zip(names, ("例甲", "例乙"), strict=True):
        user.name = name
        user.save()
    page = county.text("/members/?sort=name")
    assert (
        '<th scope="col" role="columnheader" aria-sort="ascending"> <a class="sort" id="sort-name" href="?sort=-name"'
        in page
    )
    assert (page.index("例甲<") < page.index("例乙<")) != (
        county.text("/members/?sort=-name").index("例甲<")
        < county.text("/members/?sort=-name").index("例乙<")
    )
    assert county.get("/members/?sort=password").status_code == 200


def walked(who: Reader, path: str, question: str, row: str) -> list[str]:
    """The rows of all pages of a list, page by page."""
    found, address = [], f"{path}?{question}"
    while address:
        page = who.text(address)
        found += re.findall(row, page)
        after = re.search(r'href="\?([^"]*after=[^"]*)" rel="next"', page)
        address = f"{path}?{after[1].replace('&amp;', '&')}" if after else ""
    return found


def test_the_ledger_pages_both_ways(county, monkeypatch):
    monkeypatch.setattr("gridmap.pages.visits.ledger.PAGE", 1)
    row = r'<a href="/visits/([-0-9a-f]{36})/"'
    latest, earliest = (walked(county, "/visits/", question, row) for question in ("", "sort=day"))
    assert len(set(latest)) == len(latest) > 1
    assert earliest == latest[::-1]


def test_households_page_by_the_day_of_the_last_meeting(places, county, monkeypatch):
    monkeypatch.setattr("gridmap.pages.coverage.gaps.PAGE", 2)
    for _number in range(3):
        v.household(places.grids[0])
    row, question = r'<tr data-token="([\w-]+)"', "gap=households&area=430382"
    usual, longest, latest = (
        walked(county, "/gaps/", question + order, row) for order in ("", "&sort=last_met", "&sort=-last_met")
    )
    assert sorted(longest) == sorted(usual)
    assert latest == longest[::-1]
    met = dict(HouseholdFacts.objects.values_list("household__token", "last_met"))
    days = [met[token] or dt.date.min for token in longest]
    assert days == sorted(days)


def test_who_may_not_see_the_days_cannot_sort_by_them(planner):
    usual, sorted_ = (
        re.findall(r'<tr data-token="([\w-]+)"', planner.text(f"/gaps/?gap=households{order}"))
        for order in ("", "&sort=-last_met")
    )
    assert usual == sorted_
    assert "sort-last_met" not in planner.text("/gaps/?gap=households")


def test_whoever_is_signed_out_is_led_to_sign_in(places):
    answer = part(reader(None), "/members/?state=room")
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/login/?next=/members/%3Fstate%3Droom"


def test_a_page_remembered_by_the_browser_is_loaded_whole(county):
    answer = part(county, "/members/", **{"HX-History-Restore-Request": "true"})
    assert "<html" in answer.content.decode()


def test_htmx_evaluates_nothing_keeps_nothing_and_asks_only_us(county):
    told = re.search(r'<meta name="htmx-config" content=\'([^\']*)\'>', county.text("/members/"))
    assert told
    assert json.loads(told[1]) == {
        "allowEval": False,
        "allowScriptTags": False,
        "includeIndicatorStyles": False,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "selfRequestsOnly": True,
        "scrollIntoViewOnBoost": False,
    }


def test_no_template_brings_script_by_an_attribute():
    by_attribute = re.compile(r"hx-on|hx-vals|hx-vars|hx-headers|javascript:|\bjs:|hx-trigger=\"[^\"]*\[")
    texts = {path.name: path.read_text() for path in (CHECKOUT / "templates").rglob("*.html")}
    assert [name for name, text in texts.items() if by_attribute.search(text)] == []
