"""A day in an address that is none, or still to come: said beside the field, or refused. Never answered as today, unsaid."""

import datetime as dt

import pytest

from geodata.base.periods import today

VILLAGE = "430382100201"
PAGES = [
    ("/gaps/?gap=households&area=430382", "on"),
    ("/coverage/?area=430382", "on"),
    (f"/exports/?area={VILLAGE}", "on"),
    (f"/rosters/?area={VILLAGE}", "on"),
    ("/visits/?area=430382", "last"),
    ("/visits/?area=430382", "first"),
]
FILES = [
    *((f"/gaps/export.{form}?gap=no_contact", "on") for form in ("xlsx", "csv", "geojson", "gpkg")),
    *((f"/exports/{VILLAGE}/households.{form}?", "on") for form in ("xlsx", "csv", "geojson")),
    (f"/rosters/{VILLAGE}/roster.pdf?", "on"),
    (f"/areas/{VILLAGE}/history/?", "on"),
    ("/visits/export.xlsx?", "last"),
    ("/visits/export.csv?", "first"),
]


def wrong(*, name: str) -> list[str]:
    ahead = [] if name == "first" else [(today() + dt.timedelta(days=400)).isoformat()]
    return ["nonsense", "2024-02-31", "31.1.2024", *ahead]


@pytest.mark.parametrize(("address", "name"), PAGES)
def test_a_page_says_beside_the_field_what_is_wrong_with_its_day(county, address, name):
    for day in wrong(name=name):
        page = county.text(f"{address}&{name}={day}")
        assert 'class="errorlist"' in page, day


@pytest.mark.parametrize(("address", "name"), FILES)
def test_no_file_is_made_of_another_day_than_was_asked_for(county, address, name):
    for day in wrong(name=name):
        answer = county.get(f"{address}&{name}={day}")
        assert 400 <= answer.status_code < 500, (day, answer.status_code)


@pytest.mark.parametrize("day", ["nonsense", "2024-02-31"])
def test_no_cards_are_made_of_a_day_that_is_none(county, day):
    assert county.get(f"/cards/{VILLAGE}/cards.pdf?on={day}").status_code == 400
