"""A household's own sheet: off unless the county wants it, named where they agree, and out of date as soon as what is confirmed changes."""

import datetime as dt

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.errors import Conflict, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.cards.models import Card
from geodata.coverage import households, states
from geodata.coverage.tallying import count_all
from geodata.entitlements.sheet import hand_over, print_sheet, standing
from geodata.entitlements.sheet_models import CardLine
from tests.entitlements.conftest import bring, match, policy, question, version
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
DAY = dt.timedelta(days=1)


@pytest.fixture
def sheets(settings):
    settings.POLICY_SHEETS = True


def printed(desk, home, *, agreed: bool = True, on: dt.date | None = None):
    return desk.does(print_sheet, household=home.token, agreed=agreed, on=on or today())


def handed(desk, home, on: dt.date | None = None) -> Card:
    return desk.does(hand_over, household=home.token, on=on or today())


def state(desk, home) -> str | None:
    return standing(home, scope=desk.scope).state


def gaps(desk, on: dt.date) -> dict[str, int]:
    selection = states.select(scope=desk.scope, area=None, on=on)
    names = ("policy_card_missing", "policy_card_outdated")
    return {
        name: number
        for name in names
        if (number := households.matched(states.Question(selection, on=on), name))
    }


@pytest.fixture
def confirmed(entitlement, people):
    return bring(entitlement, people, "confirmed")


def test_it_is_off_unless_the_county_wants_it(people, confirmed, home):
    with pytest.raises(Conflict, match="switched off") as refused:
        printed(people.contact, home)
    assert "GRIDMAP_POLICY_SHEETS" in refused.value.remedy


def test_what_is_merely_possible_makes_no_sheet(sheets, people, entitlement, home):
    assert state(people.contact, home) is None
    with pytest.raises(Conflict, match="Nothing is confirmed"):
        printed(people.contact, home)


def test_it_says_what_is_received_confirmed_possible_and_asked(sheets, people, places, entitlement, home):
    paid = bring(entitlement, people, "paid")
    version(policy(places, "more"), {"size": ">=1"})
    question("heated")
    version(policy(places, "heating"), {"answer": "heated", "is": False})
    with owner():
        type(home).objects.filter(pk=home.pk).update(size=1)
    match(places)
    sheet = printed(people.contact, home)
    assert (sheet.received, sheet.confirmed) == ([paid], [])
    assert [row.policy.code for row in sheet.possible] == ["more"]
    assert [one.question.code for one in sheet.asked] == ["heated"]
    assert list(CardLine.objects.values_list("entitlement", "named")) == [(paid.pk, True)]


def test_what_tells_of_a_care_category_is_named_only_where_they_agree(sheets, people, confirmed, home):
    sheet = printed(people.contact, home, agreed=False)
    assert (sheet.confirmed, sheet.left_out) == ([], 1)
    assert list(CardLine.objects.values_list("named", flat=True)) == [False]
    assert printed(people.contact, home).confirmed == [confirmed]
    entries = AccessEntry.objects.filter(action="sheet_printed", subject=home.token)
    told = sorted((entry.details["n"], entry.details["agreed"]) for entry in entries)
    assert told == [(0, False), (1, True)]


def test_the_same_of_the_same_day_is_the_same_card(sheets, people, confirmed, home):
    assert printed(people.contact, home).card == printed(people.contact, home).card
    assert state(people.contact, home) == "waiting"
    assert handed(people.contact, home) == handed(people.contact, home)
    assert state(people.contact, home) == "held"


def test_a_change_of_what_is_confirmed_makes_it_out_of_date(sheets, people, places, confirmed, home):
    assert gaps(people.village, today()) == {"policy_card_missing": 1}
    handed_over = printed(people.contact, home).card
    handed(people.contact, home)
    assert gaps(people.village, today()) == {}
    people.contact.moves(confirmed, "inform")
    assert state(people.contact, home) == "held"
    people.contact.moves(confirmed, "not_wanted")
    assert state(people.contact, home) == "outdated"
    assert gaps(people.village, today()) == {"policy_card_outdated": 1}
    assert handed_over.policy_lines.count() == 1


def test_of_a_past_day_that_day_is_asked(sheets, people, confirmed, home):
    printed(people.contact, home)
    assert gaps(people.village, today() - DAY) == {}


def test_a_leaflet_is_enough_and_never_out_of_date(people, confirmed, home):
    assert state(people.contact, home) == "missing"
    card = handed(people.contact, home)
    assert (card.kind, card.delivered_on, card.policy_lines.count()) == ("policy", today(), 0)
    assert state(people.contact, home) == "held"
    people.contact.moves(confirmed, "not_wanted")
    assert gaps(people.village, today()) == {}


def test_a_printed_card_is_counted_at_once(sheets, people, confirmed, home):
    count_all(today())
    printed(people.contact, home)
    assert gaps(people.village, today()) == {}


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("neighbour", NotFound),
        ("water", NotFound),
        ("large", NotAllowed),
        ("planner", NotAllowed),
        ("auditor", NotAllowed),
    ],
)
def test_who_does_not_follow_the_household_prints_nothing(sheets, people, confirmed, home, who, error):
    with pytest.raises(error):
        printed(getattr(people, who), home)
    with pytest.raises(error):
        handed(getattr(people, who), home)
