"""/needs/ and one need: who sees what of them, and what they say."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from geodata.audit.models import AccessEntry
from geodata.needs import moving
from geodata.needs.models import Need
from tests import village as v
from tests.needs.conftest import Desk, People, home, need, people, water
from tests.pages.conftest import Reader, reader
from tests.roles import owner

__all__ = ("home", "need", "people", "water")
pytestmark = pytest.mark.usefixtures("in_english")


def opened(desk: Desk) -> Reader:
    return reader(desk.by)


def of(need: Need) -> str:
    return f"/needs/{need.number}/"


def test_the_ledger_tells_of_each_need_to_those_who_may_know(people: People, need):
    for desk in (people.contact, people.leader, people.village, people.large, people.township, people.county):
        shown = opened(desk).text("/needs/")
        assert need.number in shown and "例井干了" in shown
    assert need.number not in opened(people.neighbour).text("/needs/")


def test_who_has_no_right_to_needs_opens_none(people: People, need):
    for desk in (people.planner, people.auditor, people.water):
        assert {opened(desk).get(path).status_code for path in ("/needs/", of(need))} == {403}
    assert opened(people.neighbour).get(of(need)).status_code == 404


def test_one_is_opened_by_its_number_and_by_its_client_id(people: People, need):
    who = opened(people.village)
    for name in (need.number, need.client_id):
        shown = who.text(f"/needs/{name}/")
        assert "例井干了" in shown and need.household.head_name in shown
    assert who.get("/needs/430382100-2026-9999/").status_code == 404


@pytest.fixture
def several(people: People, home) -> list[Need]:
    made = [
        people.contact.records(home, text="例甲"),
        people.contact.records(home, text="例乙", kind="request", category="roads", urgency=2),
        people.village.records(home, text="例丙", source="phone"),
    ]
    people.village.does(moving.accept, made[2])
    return made


ASKED = [
    ("", "甲乙丙"),
    ("?state=accepted", "丙"),
    ("?category=roads", "乙"),
    ("?kind=request", "乙"),
    ("?urgency=2", "乙"),
    ("?source=phone", "丙"),
    ("?level=2", ""),
    ("?open=1", "甲乙丙"),
    ("?late=1", "甲乙丙"),
    ("?mine=1", "丙"),
    ("?area=430382100201", "甲乙丙"),
    ("?sort=due", "甲乙丙"),
    ("?first=2000-01-01&last=2000-01-02", ""),
    ("?number={2.number}", "丙"),
    ("?number=nonsense", "甲乙丙"),
    ("?grid=none", ""),
    ("?level=x&state=x&after=x", "甲乙丙"),
]


def test_its_address_is_the_question(people: People, several):
    who = opened(people.village)
    for asked, found in ASKED:
        shown = who.text("/needs/" + asked.format(*several))
        assert [name for name in "甲乙丙" if f"例{name}" in shown] == list(found), asked
    assert who.get("/needs/?area=430382100202").status_code == 404


def test_of_many_it_is_only_said_that_there_are_more(people: People, several, monkeypatch):
    monkeypatch.setattr("gridmap.pages.needs.ledger.COUNTED", 2)
    monkeypatch.setattr("gridmap.templatetags.gridmap.COUNTED", 2)
    shown = opened(people.village).text("/needs/?mine=1")
    assert shown.count("<small>2+</small>") == 3 and shown.count("<small>1</small>") == 1
    assert "<b>1</b>" in shown and "<b>2+</b>" in opened(people.village).text("/needs/")


def test_it_goes_on_page_by_page_without_a_query_for_each(people: People, several, home, monkeypatch):
    who = opened(people.village)

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            who.text(path)
        return len(asked)

    who.text("/needs/")
    few = queries("/needs/")
    for _time in range(4):
        people.contact.records(home, text="例多")
    assert queries("/needs/") == few
    monkeypatch.setattr("gridmap.pages.needs.ledger.PAGE", 2)
    for order in ("", "&sort=due"):
        seen, path = [], f"/needs/?open=1{order}"
        while path:
            shown = who.text(path)
            seen += [one.number for one in Need.objects.all() if f">{one.number}<" in shown]
            _before, marked, _after = shown.partition('rel="next"')
            path = (
                "/needs/" + _before.rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
                if marked
                else ""
            )
        assert sorted(seen) == sorted(Need.objects.values_list("number", flat=True))


def test_an_empty_ledger_says_so(people: People):
    assert "No needs here" in opened(people.village).text("/needs/")


def test_what_is_late_is_told_in_words(people: People, need):
    with owner():
        Need.objects.update(due_at=timezone.now() - dt.timedelta(days=1))
    assert all('class="lacking">Late' in opened(people.village).text(path) for path in ("/needs/", of(need)))


def test_its_way_is_told_step_by_step(people: People, need):
    people.village.does(moving.accept, need)
    people.village.does(moving.escalate, need, reason="例：村里无力解决")
    shown = opened(people.contact).text(of(need))
    for words in (
        "Record",
        "Accept",
        "Escalate",
        "To the township",
        "例：村里无力解决",
        people.village.by.name,
    ):
        assert words in shown


def test_a_sensitive_one_is_told_by_number_and_state_to_who_recorded_it(people: People, home):
    secret = people.contact.records(home, text="例：干部的事", sensitive=True, named=[people.village.by.pk])
    for path in ("/needs/", of(secret)):
        shown = opened(people.contact).text(path)
        assert secret.number in shown and "例：干部的事" not in shown and home.head_name not in shown
    # Nor does a tab tell more by its number: that it is late.
    late = '<a href="?late=1">Late <small>{}</small></a>'
    assert late.format(0) in opened(people.contact).text("/needs/")
    assert late.format(1) in opened(people.township).text("/needs/")
    assert opened(people.village).get(of(secret)).status_code == 404
    assert opened(people.leader).get(of(secret)).status_code == 404
    assert secret.number not in opened(people.village).text("/needs/")


def test_who_is_named_finds_nothing_of_it_anywhere(people: People, home):
    named = people.township
    secret = people.contact.records(home, text="例：干部的事", sensitive=True, named=[named.by.pk])
    who = opened(named)
    pages = ("/needs/", "/needs/?mine=1", "/needs/board/", "/needs/mine/", f"/households/{home.token}/")
    assert not [path for path in pages if secret.number in who.text(path)]
    assert f">{secret.number}<" not in who.text(f"/needs/?number={secret.number}")
    assert who.get(of(secret)).status_code == 404
    sent = {"move": "accept", "accept-version": secret.version}
    assert who.post(f"{of(secret)}move/", sent).status_code == 404
    assert "例：干部的事" in opened(people.county).text(of(secret))
    # Somebody of the township is named: it is the county's alone.
    other = reader(v.officer("township_officer", home.village.parent))
    assert other.get(of(secret)).status_code == 404


def test_every_opening_of_a_sensitive_one_is_on_record(people: People, home):
    secret = people.contact.records(home, text="例：干部的事", sensitive=True)
    for _time in range(2):
        assert "例：干部的事" in opened(people.township).text(of(secret))
    with owner():
        entries = AccessEntry.objects.filter(action="need_opened", subject=secret.number)
        assert set(entries.values_list("user", flat=True)) == {people.township.by.pk}
        assert entries.count() == 2
    assert "例：干部的事" not in opened(people.township).text("/needs/")


def test_whoever_recorded_it_elsewhere_is_told_no_name(people: People, need, places):
    """The household was given to somebody else meanwhile."""
    with owner():
        places.homes[0].links.all().delete()
    v.link(people.contact.by.member, places.homes[2])
    for path in ("/needs/", of(need)):
        shown = opened(people.contact).text(path)
        assert need.number in shown and need.household.head_name not in shown


def test_the_board_has_a_column_for_each_state_with_the_first_due_at_its_head(
    people: People, several, home, monkeypatch
):
    monkeypatch.setattr("gridmap.pages.needs.board.HEAD", 1)
    who = opened(people.village)
    shown = who.text("/needs/board/")
    new, accepted = shown.split('id="state-new"')[1].split("<section")[:2]
    # Of the two new ones the urgent one is due first.
    assert "例乙" in new and "例甲" not in new and "1 more in the ledger" in new
    assert "/needs/?state=new&amp;sort=due" in new and "例丙" in accepted
    assert "例乙" not in who.text("/needs/board/?kind=problem")
    assert "No needs are under way here." in opened(people.neighbour).text("/needs/board/?mine=1")
    assert opened(people.water).get("/needs/board/").status_code == 403
    with CaptureQueriesContext(connection) as asked:
        who.text("/needs/board/")
    few = len(asked)
    people.contact.records(home, text="例多")
    with CaptureQueriesContext(connection) as asked:
        who.text("/needs/board/")
    assert len(asked) == few
