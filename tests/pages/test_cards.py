"""Contact cards: printed for who needs one, handed over, out of date when the contact changes; and their codes."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.cards.models import Card
from geodata.contacts.assigning import set_contact
from geodata.contacts.rights import scope_of
from geodata.coverage import cards, states
from geodata.jobs.models import Job
from tests import village as v
from tests.roles import owner

PAGE = "/cards/?area=430382100201"
PDF = "/cards/430382100201/cards.pdf"
AREA = {"area": "430382100201"}


@pytest.fixture
def printed(insider) -> Card:
    """The card of homes[0], printed today."""
    insider.post("/cards/print/", AREA)
    return Card.objects.get()


def body(answer) -> bytes:
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)


def test_who_has_a_contact_and_no_card_is_on_the_list(places, insider):
    page = insider.text(PAGE)
    assert "Never printed <b>1</b>" in page
    assert places.homes[0].token in page
    assert places.homes[1].token not in page


def test_what_is_missing_is_printed_once(places, insider, printed):
    assert (printed.household, printed.member) == (places.homes[0], places.homes[0].links.get().member)
    insider.post("/cards/print/", AREA)
    assert Card.objects.count() == 1
    assert "Printed, not handed over <b>1</b>" in insider.text(PAGE)


def test_a_card_is_handed_over(insider, printed):
    insider.post("/cards/handed-over/", {**AREA, "all": "yes", "day": today().isoformat()})
    printed.refresh_from_db()
    assert (printed.delivered_on, printed.delivered_by) == (today(), insider.user)
    assert "Delivered <b>1</b>" in insider.text(PAGE)


def test_those_ticked_are_handed_over(places, insider, printed):
    insider.post("/cards/handed-over/", {**AREA, "household": [places.homes[0].token]})
    assert "1 card is recorded as handed over." in insider.text(PAGE)


@pytest.mark.parametrize("day", ["2999-01-01", "2020-01-01", "x"])
def test_a_card_is_not_handed_over_before_it_is_printed_or_in_the_future(insider, printed, day):
    insider.post("/cards/handed-over/", {**AREA, "all": "yes", "day": day})
    printed.refresh_from_db()
    assert printed.delivered_on is None
    assert 'role="alert"' in insider.text(PAGE)


def test_with_another_contact_the_card_is_out_of_date_and_printed_again(places, insider, printed):
    set_contact(household=places.homes[0], member=v.member(places.west), by=insider.user, on=today())
    assert "Out of date: the contact or the grid has changed <b>1</b>" in insider.text(PAGE)
    insider.post("/cards/print/", AREA)
    assert Card.objects.count() == 2
    assert "Printed, not handed over <b>1</b>" in insider.text(PAGE)


def test_yesterdays_figures_do_not_know_todays_card(places, insider, printed):
    yesterday = today() - dt.timedelta(days=1)
    scope = scope_of(insider.user, on=yesterday)
    question = states.Question(states.select(scope=scope, area=places.west, on=yesterday), on=yesterday)
    assert cards.counted(question) == {"missing": 1, "outdated": 0, "waiting": 0, "held": 0}


def test_without_a_card_of_that_day_there_is_no_empty_paper(insider):
    assert insider.get(PDF).url == "/cards/?area=430382100201"
    assert "No cards were prepared here on" in insider.text("/cards/?area=430382100201")


def test_ten_cards_stand_on_a_page(places, insider):
    who = places.homes[0].links.get().member
    for _home in range(11):
        v.link(who, v.household(places.grids[0], v.middle(0, 0)))
    insider.post("/cards/print/", AREA)
    pdf = PdfReader(io.BytesIO(body(insider.get(PDF))))
    assert len(pdf.pages) == 2
    assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [210, 297]
    assert pdf.pages[0].extract_text().count(who.user.name) == 10


def test_a_card_tells_no_category_no_name_and_no_grid(places, insider, printed):
    text = PdfReader(io.BytesIO(body(insider.get(PDF)))).pages[0].extract_text()
    assert places.homes[0].number in text
    for private in (places.homes[0].head_name, "Low income", "低保", places.grids[0].code):
        assert private not in text
    assert AccessEntry.objects.get(action="export").details["list"] == "cards"


def test_a_token_says_nothing(places, printed):
    for known in (places.homes[0].token, places.homes[0].number, places.west.code):
        assert known not in printed.token
    assert len(printed.token) >= 20


def test_many_cards_become_a_job(insider, printed, settings):
    settings.AT_ONCE_MS = 0
    assert insider.get(PDF).status_code == 302
    with owner():
        assert Job.objects.get().kind == "reports.cards"


def test_the_code_opens_the_household_for_those_who_may_see_it_and_nothing_for_others(
    places, printed, insider, contact, neighbour, outsider, nobody
):
    address, home = f"/c/{printed.token}/", f"/households/{places.homes[0].token}/"
    assert [who.get(address).headers["Location"] for who in (insider, contact)] == [home, home]
    assert [who.get(address).status_code for who in (neighbour, outsider)] == [404, 404]
    assert "/login/" in nobody.get(address).headers["Location"]


def test_who_visits_the_household_notes_the_card_as_handed_over(places, home, contact, printed):
    assert "Handed over today" in contact.text(home)
    contact.post(f"{home}card/", {})
    printed.refresh_from_db()
    assert printed.delivered_on == today()
    contact.post(f"{home}card/", {})
    assert "This household has no card waiting" in contact.text(home)


def test_neighbour_and_outsider_neither_print_nor_hand_out(places, home, printed, neighbour, outsider):
    for who in (neighbour, outsider):
        assert who.get(PAGE).status_code == 404
        assert who.get(PDF).status_code == 404
        assert who.post("/cards/print/", AREA).status_code == 404
        assert who.post("/cards/handed-over/", {**AREA, "all": "yes"}).status_code == 404
        assert who.post(f"{home}card/", {}).status_code == 404
    assert Card.objects.filter(delivered_on=None).count() == 1


@pytest.mark.parametrize("state", ["missing", "outdated", "waiting", "held", "nothing"])
def test_every_state_has_a_list(county, state):
    assert county.get(f"/cards/?state={state}").status_code == 200


def test_the_cards_of_one_grid_are_a_paper_too(places, insider, printed):
    text = (
        PdfReader(io.BytesIO(body(insider.get("/cards/430382100201001/cards.pdf")))).pages[0].extract_text()
    )
    assert places.homes[0].number in text
