"""/households/<token>/care/: what is in force, on its way and former, and what each reader may do with it."""

import uuid

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.people.models import CareRecord
from geodata.register.models import RegisterChange

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def page(home) -> str:
    return f"{home}care/"


def send(asks, page: str, kind: str, **said: object):
    form = {"kind": kind, "client_id": uuid.uuid4(), **said}
    return asks.client.post(page, form, follow=True)


def begin(asks, page: str, **said: object) -> str:
    return send(asks, page, "care_added", **{"category": "destitute", "on": today(), **said}).content.decode()


def move(who, page: str, name: str, **said: object) -> str:
    record = CareRecord.objects.get(category__code="monitored")
    form = {"record": record.pk, "move": name, **said}
    return who.client.post(f"{page}moves/", form, follow=True).content.decode()


def test_three_clicks_begin_a_record_and_one_verifies_it(insider, home, page, places):
    assert f'href="{page}"' in insider.text(home)
    assert "The change is recorded." in begin(insider, page, source="例走访")
    record = places.homes[0].care_records.get(category__code="destitute")
    CareRecord.objects.filter(pk=record.pk).update(verified_on="2024-01-01")
    assert "To be verified again" in insider.text(page)
    send(insider, page, "care_verified", record=record.pk)
    record.refresh_from_db()
    assert record.verified_on == today()
    send(insider, page, "care_ended", record=record.pk, why="例")
    record.refresh_from_db()
    assert record.state == "removed"


def test_somebody_new_becomes_a_resident(insider, page, places):
    begin(insider, page, who="new", name="例居民", birth_year=1950)
    [record] = places.homes[0].care_records.filter(category__code="destitute")
    assert (record.resident.name, record.resident.birth_year) == ("例居民", 1950)
    assert "例居民" in insider.text(page)


def test_somebody_new_has_a_name(insider, page):
    answer = send(insider, page, "care_added", category="destitute", on=today(), who="new")
    assert answer.status_code == 422 and "Write the name." in answer.content.decode()


def test_the_same_form_sent_twice_is_one_record(insider, page, places):
    form = {"kind": "care_added", "client_id": uuid.uuid4(), "category": "destitute", "on": today()}
    for _again in range(2):
        assert insider.client.post(page, form).status_code == 302
    assert places.homes[0].care_records.filter(category__code="destitute").count() == 1


def test_what_contradicts_is_told_beside_its_field(insider, page):
    begin(insider, page)
    answer = send(insider, page, "care_added", category="destitute", on=today())
    assert answer.status_code == 422 and "already recorded for these days" in answer.content.decode()


def test_a_contact_member_proposes_and_the_village_is_told_on_the_page(contact, insider, page, places):
    shown = begin(contact, page)
    assert "it counts once the village has confirmed it" in shown and "Waiting for the village" in shown
    assert RegisterChange.objects.get().state == "proposed"
    assert "Changes to confirm" in insider.text(page)


def test_what_needs_a_notice_is_moved_on_by_buttons(insider, by_post, page, places):
    assert "On the way" in begin(insider, page, category="monitored")
    town = by_post("township_officer", places.town)
    assert "proposed" in move(insider, page, "propose")
    assert "or the county reviews it next" in insider.text(page)
    assert 'value="review"' not in insider.text(page) and 'value="review"' in town.text(page)
    record = CareRecord.objects.get(category__code="monitored")
    form = {"record": record.pk, "move": "review"}
    assert insider.post(f"{page}moves/", form).status_code == 403
    for who, name, state in ((town, "review", "reviewed"), (insider, "notice", "notice")):
        assert state in move(who, page, name)
    assert "It is on public notice until" in move(insider, page, "enforce")
    assert "Say why it is not confirmed" in move(insider, page, "drop")
    shown = move(insider, page, "drop", reason="例：收入核实不符")
    assert "never in force" in shown and "例：收入核实不符" in shown


def test_a_contact_member_sees_the_way_and_has_no_buttons(insider, contact, page):
    begin(insider, page, category="monitored")
    shown = contact.text(page)
    assert "On the way" in shown and 'value="propose"' not in shown
    record = CareRecord.objects.get(category__code="monitored")
    form = {"record": record.pk, "move": "propose"}
    assert contact.post(f"{page}moves/", form).status_code == 403


def test_an_incomplete_move_tells_an_outsider_nothing(insider, outsider, page):
    begin(insider, page, category="monitored")
    assert outsider.post(f"{page}moves/", {}).status_code == 404
    assert insider.post(f"{page}moves/", {}).status_code == 302


def test_moves_and_openings_are_on_record(insider, page):
    begin(insider, page, category="monitored")
    move(insider, page, "propose")
    actions = list(AccessEntry.objects.order_by("pk").values_list("action", flat=True))
    assert "care_moved" in actions and "open_household" in actions


def test_whoever_sees_no_details_sees_no_care(planner, neighbour, page):
    assert (planner.get(page).status_code, neighbour.get(page).status_code) == (403, 404)


@pytest.mark.usefixtures("in_english")
def test_an_empty_page_says_so(insider, places):
    assert "No care record is in force today." in insider.text(f"/households/{places.homes[1].token}/care/")
