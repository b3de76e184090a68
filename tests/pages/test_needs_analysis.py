"""/needs/analysis/: the same numbers as the API's, each of which opens the needs that it counts."""

import datetime as dt
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geodata.base.periods import today
from geodata.needs import moving
from geodata.needs.analysis import ALL, AREA, BY, CATEGORY, RATES, summary
from geodata.needs.counted import COUNTED, LABELS
from geodata.needs.finding import Filter
from tests import village as v
from tests.api.conftest import caller
from tests.needs.conftest import Desk, People, home, need, people, water
from tests.pages.conftest import Reader, reader

__all__ = ("home", "need", "people", "water")
pytestmark = pytest.mark.usefixtures("in_english")
PATH = "/needs/analysis/"


@pytest.fixture
def several(people: People, home, places) -> None:
    """Two settled on the spot, of which one is closed; one new; a declined one elsewhere; a sensitive one."""
    settled = [people.contact.records(home, settled="例好") for _ in range(2)]
    people.leader.does(moving.follow_up, settled[0], answer="satisfied")
    people.village.does(moving.close, settled[0])
    people.contact.records(home, category="roads")
    other = people.county.records(places.homes[3])
    people.contact.records(home, sensitive=True)
    assert other


def opened(desk: Desk) -> Reader:
    return reader(desk.by)


def test_page_and_api_tell_the_same_numbers(people, several, places):
    for desk in (people.county, people.township, people.village, people.leader):
        context = opened(desk).get(f"{PATH}?area={desk.scope.codes[0]}").context
        shown = {AREA: context["areas"], CATEGORY: context["categories"], ALL: [context["total"]]}
        for by, lines in shown.items():
            told = caller(desk.by).get(f"needs/summary/?by={by}&area={desk.scope.codes[0]}").json()["results"]
            of_page = {line.sums.key: {name: getattr(line.sums, name) for name in COUNTED} for line in lines}
            of_api = {
                row["key"]: {
                    name: row[name]["part"] if name in RATES else row[name] for name in COUNTED if name in row
                }
                for row in told
            }
            assert {key: {name: row[name] for name in of_api[key]} for key, row in of_page.items()} == of_api
            assert all(row["satisfied"]["whole"] == of_page[row["key"]]["answered"] for row in told)


def test_each_number_opens_the_needs_that_it_counts(people, several, places):
    people.village.records(area=places.west.code, point=v.middle(0, 0))
    for desk in (people.county, people.village, people.leader):
        who = opened(desk)
        page = unescape(who.text(PATH))
        links = set(
            re.findall(r'href="(/needs/\?[^"]*counted=[^"]*)"[^>]*>\s*(?:<[^>]*>\s*)*([0-9,]+)\s*<', page)
        )
        assert links
        for address, number in links:
            assert who.get(address).context["shown"] == int(number), address
        # What stands with its village alone is told there by itself.
        assert any("grid=none" in address for address, _number in links) == (desk is people.village)


def test_every_number_has_words_and_a_list_whatever_it_is_told_by(people, several):
    assert set(LABELS) == set(COUNTED)
    scope = people.county.scope
    told = [
        sum(row.found for row in summary(scope=scope, first=v.LONG_AGO, last=today(), by=by)) for by in BY
    ]
    assert told == [4] * len(BY)
    (total,) = summary(scope=scope, first=v.LONG_AGO, last=today(), by=ALL)
    for name in COUNTED:
        asked = Filter(counted=name, first=v.LONG_AGO, last=today())
        assert asked.of(by=people.county.by, scope=scope, at=v.NOON).count() == getattr(total, name), name


def test_the_three_rates_stand_apart_with_what_they_are_made_of(people, several):
    shown = opened(people.county).text(PATH)
    assert (
        "1 of 4 (Found)" in shown
        and "1 of 1 (Closed)" in shown
        and "1 of 1 (Answered the follow-up)" in shown
    )


def test_a_time_in_which_nothing_was_raised_says_so(people, several):
    last = today() - dt.timedelta(days=400)
    shown = opened(people.county).text(f"{PATH}?first={last}&last={last}")
    assert "No needs were raised here in this time." in shown and "Show the last year" in shown


def test_days_the_wrong_way_round_are_told_beside_them(people, several):
    shown = opened(people.county).text(f"{PATH}?first={today()}&last={today() - dt.timedelta(days=3)}")
    assert "The first day is after the last one." in shown


def test_who_reads_no_needs_is_refused_and_another_area_is_not_there(people, several, places):
    for desk in (people.planner, people.auditor, people.water):
        assert opened(desk).get(PATH).status_code == 403
    assert opened(people.leader).get(f"{PATH}?area={places.grids[1].code}").status_code == 404


def test_it_takes_as_many_queries_for_many_needs(people, several, home):
    who = opened(people.county)
    who.get(PATH)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            who.get(PATH)
        return len(caught)

    before = asked()
    for _ in range(5):
        people.contact.records(home, category="power")
    assert asked() == before


def test_the_map_shows_open_needs_by_grid_with_a_legend_and_opens_their_lists(people, several, places):
    who = opened(people.county)
    address = f"/coverage/?area={places.county.code}&metric=need_open"
    assert address in unescape(who.text(f"{PATH}?area={places.county.code}"))
    shown = unescape(who.text(f"{address}&by=grid"))
    assert "Need open" in shown and "≥ 10%" in shown
    lists = set(re.findall(r'href="(/lists/[^"]*gap=need_open[^"]*|/gaps/[^"]*gap=need_open[^"]*)"', shown))
    assert lists and all(who.get(one).status_code == 200 for one in lists)
    assert "Map of open needs" not in opened(people.contact).text(PATH)
