"""One household, as those see it who look after it, and as others do."""

import datetime as dt

from geodata.audit.models import AccessEntry
from geodata.base.periods import between, today
from geodata.people.models import Household
from geodata.visits import pages
from tests import village as v


def properties(caller, home, query: str = "") -> dict[str, object]:
    return caller.get(f"households/{home.token}/{query}").json()["properties"]


def test_it_tells_who_looks_after_it_and_who_was_there(places, insider):
    shown = properties(insider, places.homes[0])
    assert [link["since"] for link in shown["contacts"]] == ["2020-01-01"]
    assert [record["category"] for record in shown["care"]] == ["low_income"]
    assert [visit["outcome"] for visit in shown["visits"]] == ["met"]
    assert len(shown["visits"][0]["visitors"]) == 1


def test_it_says_why_it_has_its_status(places, insider):
    reason = properties(insider, places.homes[1])["reason"]
    assert "190 days ago" in reason
    assert "98 days overdue" in reason


def test_it_says_that_nobody_was_met_yet(places, insider):
    assert properties(insider, places.homes[4])["reason"].startswith("Nobody has been met here yet")


def test_a_past_day_knows_no_later_visit(places, insider):
    on = today() - dt.timedelta(days=10)
    shown = properties(insider, places.homes[0], f"?on={on}")
    assert (shown["status"], shown["visits"]) == ("never", [])


def test_visits_go_on_where_the_page_before_ended(places, insider, monkeypatch):
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    for days in (10, 20, 30):
        v.visit(places.homes[0], today() - dt.timedelta(days=days), by=insider.user)
    first = properties(insider, places.homes[0])
    rest = properties(insider, places.homes[0], f"?before={first['older']}")
    days = [visit["day"] for page in (first, rest) for visit in page["visits"]]
    assert (days, len(days), rest["older"]) == (sorted(days, reverse=True), 4, None)


def test_a_voided_visit_is_told_with_its_reason_as_on_the_page(places, insider):
    v.void(places.homes[0].visits.get(), "another house")
    [visit] = properties(insider, places.homes[0])["visits"]
    assert (visit["state"], visit["void_reason"]) == ("voided", "another house")


def test_visits_go_on_only_where_a_page_ended(places, insider):
    assert insider.get(f"households/{places.homes[0].token}/?before=2026-01-01").status_code == 400


def test_a_day_before_it_was_known_is_404(places, insider):
    assert insider.get(f"households/{places.homes[0].token}/?on=2019-12-31").status_code == 404


def test_a_planner_sees_neither_phone_nor_care_nor_visits(places, planner):
    Household.objects.filter(pk=places.homes[0].pk).update(phones=["10000001234"])
    shown = properties(planner, places.homes[0])
    assert shown["phones"] == ["100****1234"]
    assert (shown["care"], shown["visits"], shown["reason"]) == (None, None, None)
    assert shown["head"] == "例**"


def test_those_who_look_after_it_see_the_phone(places, contact):
    Household.objects.filter(pk=places.homes[0].pk).update(phones=["10000001234"])
    assert properties(contact, places.homes[0])["phones"] == ["10000001234"]


def test_opening_a_special_household_is_on_record(places, insider):
    answer = insider.get(f"households/{places.homes[0].token}/")
    entry = AccessEntry.objects.get()
    assert (entry.user, entry.action, entry.subject) == (
        insider.user, "open_household", places.homes[0].token,
    )  # fmt: skip
    assert entry.request_id == answer["X-Request-ID"]


def test_opening_a_household_with_former_care_is_on_record_too(places, insider):
    record = places.homes[0].care_records.get()
    record.period = between(record.period.lower, today())
    record.save()
    insider.get(f"households/{places.homes[0].token}/")
    assert AccessEntry.objects.count() == 1


def test_opening_another_household_is_not(places, insider):
    insider.get(f"households/{places.homes[1].token}/")
    assert not AccessEntry.objects.exists()


def test_a_refused_look_is_not_an_opening(places, neighbour):
    neighbour.get(f"households/{places.homes[0].token}/")
    assert not AccessEntry.objects.exists()
