"""Recording needs: once, with a visit or without, by whom it may be; what is sensitive starts at the township."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from geodata.audit.models import AccessEntry, Notice
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.needs.beside_models import Dispute
from geodata.needs.finding import open_need
from geodata.needs.models import Need, NeedStep
from geodata.visits.models import Visit
from geodata.visits.record import Report
from geodata.visits.sending import Sent, take_visit
from tests import village as v
from tests.lives import settle_laws
from tests.needs.conftest import Desk
from tests.roles import owner

pytestmark = pytest.mark.django_db


def test_a_need_of_a_household_is_in_its_village_and_grid(people, home):
    need = people.contact.records(home, text="例井干了")
    assert (need.village_id, need.grid_id, need.grid_then_id) == (home.village_id, home.grid_id, home.grid_id)
    assert (need.state, need.level, need.unit_area_id) == ("new", 1, home.village_id)
    step = need.steps.get()
    assert (step.move, step.before, step.after, step.by_id) == ("record", "", "new", people.contact.by.pk)
    settle_laws()


def test_numbers_follow_each_other_in_a_township_and_a_year(people, places):
    made = [
        desk.records(home)
        for desk, home in [(people.contact, places.homes[0]), (people.neighbour, places.homes[1])]
    ]
    made.append(people.county.records(places.homes[3]))
    assert [need.number for need in made] == [
        "430382100-2026-0001", "430382100-2026-0002", "430382101-2026-0001",
    ]  # fmt: skip


def test_the_same_id_and_content_is_the_same_need_and_another_content_is_refused(people, home):
    report = people.contact.told(home, text="例路")
    first = people.contact.records(report=report)
    again = people.contact.records(report=report)
    assert (again.pk, Need.objects.count()) == (first.pk, 1)
    with pytest.raises(Conflict):
        people.contact.records(report=replace(report, text="例桥"))
    with pytest.raises(Conflict):
        people.village.records(report=report)


def test_a_visit_and_its_need_are_one(people, home):
    report = people.contact.told(home, source="visit", visit=Report(household=0, day=today()))
    need = people.contact.records(report=report)
    visit = Visit.objects.get(client_id=report.client_id)
    assert (need.visit_id, visit.household_id, visit.outcome) == (visit.pk, home.pk, "met")
    assert people.contact.records(report=report).pk == need.pk
    bad = people.contact.told(
        home, source="visit", category="nothing", visit=Report(household=0, day=today())
    )
    with pytest.raises(BadInput), transaction.atomic():
        people.contact.records(report=bad)
    assert Visit.objects.filter(client_id=bad.client_id).count() == 0


def test_a_need_with_its_visit_takes_four_statements_more_than_the_visit_alone(people, home):
    desk, visit = people.contact, Report(household=0, day=today())

    def asked(does: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as caught:
            does()
        return len(caught)

    sent = {"by": desk.by, "scope": desk.scope, "at": v.NOON, "today": today()}
    alone = asked(lambda: take_visit(sent=Sent(uuid.uuid4(), home.token, visit), **sent))
    both = asked(lambda: desk.records(home, source="visit", visit=visit))
    assert both == alone + 4
    need = Need.objects.get()
    step, entry = need.steps.get(), AccessEntry.objects.get(action="need_recorded")
    assert (step.after, step.level_after, step.due_at, step.payload) == ("new", 1, need.due_at, {})
    assert (entry.user_id, entry.subject, entry.details) == (desk.by.pk, need.number, {})


def test_what_is_settled_on_the_spot_is_done_in_the_grid(people, home):
    need = people.contact.records(home, settled="例已修好")
    assert (need.state, need.how, need.settled_in, need.settled_level) == ("done", "spot", "grid", 1)
    assert need.result == "例已修好"
    assert people.village.records(home, settled="例已修好").settled_in == "village"
    settle_laws()
    assert not Notice.objects.filter(kind="need_new").exists()


def test_township_and_county_begin_with_a_new_one(people, home):
    with pytest.raises(NotAllowed):
        people.township.records(home, settled="例已修好")
    assert people.township.records(home, level=2, source="hotline", source_number="12345-1").level == 2
    with pytest.raises(BadInput):
        people.village.records(home, level=2)


@pytest.mark.parametrize("who", ["large", "planner", "auditor", "water"])
def test_who_only_reads_or_counts_records_none(people, home, who):
    with pytest.raises((NotAllowed, NotFound)):
        getattr(people, who).records(home)


def test_a_household_of_another_is_not_found(people, places):
    with pytest.raises((NotAllowed, NotFound)):
        people.contact.records(places.homes[3])


def test_a_grid_has_needs_without_a_household(people, places):
    need = people.leader.records(area=places.grids[0].code, text="例桥")
    assert (need.household_id, need.grid_id) == (None, places.grids[0].pk)
    assert people.contact.records(area=places.grids[1].code).grid_id == places.grids[1].pk
    with pytest.raises(NotFound):
        people.leader.records(area=places.grids[3].code)
    with pytest.raises(BadInput):
        people.leader.records(area=places.west.code)
    assert people.village.records(area=places.west.code, point=v.middle(0, 0)).point is not None


def test_a_phone_may_be_late(people, places, home):
    report = people.contact.told(home, raised_on=today() - dt.timedelta(days=3), text="例晚")
    with owner():
        home.links.update(period=(v.LONG_AGO, today() - dt.timedelta(days=2)), end_reason="replaced")
    late = Desk(people.contact.by)
    assert not late.scope.households
    need = late.records(report=report)
    assert need.household_id == home.pk
    with pytest.raises(NotAllowed):
        late.records(home, text="例今天")


def test_a_dispute_keeps_its_parties_sealed(people, home):
    need = people.village.records(home, kind="dispute", category="neighbours", parties="例甲与例乙")
    row = Dispute.objects.get(need=need)
    assert "例甲".encode() not in bytes(row.parties)
    assert (
        open_need(need, by=people.village.by, scope=people.village.scope, at=v.NOON).parties == "例甲与例乙"
    )
    with pytest.raises(BadInput):
        people.village.records(home, parties="例甲")
    settle_laws()


def test_an_id_number_is_left_out(people, home):
    assert "430382199001011239" not in people.contact.records(home, text="例430382199001011239").text


def test_others_are_households_that_one_sees(people, places, home):
    need = people.village.records(home, others=[places.homes[1].token])
    assert [other.household_id for other in need.others.all()] == [places.homes[1].pk]
    with pytest.raises(NotFound):
        people.village.records(home, others=[places.homes[3].token])


def test_the_holders_are_told_once_and_it_is_on_record(people, home):
    need = people.contact.records(home)
    with owner():
        told = set(
            Notice.objects.filter(kind="need_new", subject=need.number).values_list("user_id", flat=True)
        )
        on_record = AccessEntry.objects.filter(action="need_recorded", subject=need.number).count()
    assert told == {people.leader.by.pk, people.village.by.pk}
    assert on_record == 1


def test_what_it_says_never_changes(need):
    for change in ({"text": "例别的"}, {"title": "例别的"}, {"kind": "request"}, {"raised_on": v.LONG_AGO}):
        with pytest.raises(IntegrityError), owner(), transaction.atomic():
            Need.objects.filter(pk=need.pk).update(**change)
    with owner():
        Need.objects.filter(pk=need.pk).update(text="")


def test_former_rows_keep_no_words(people, need):
    with owner():
        fields = {field.name for field in Need.changes.rel.related_model._meta.get_fields()}
    assert not fields & {"title", "text", "sealed", "result", "sealed_result"}
    assert {"village", "grid", "household", "by", "sensitive", "named", "least_level"} <= fields
    assert NeedStep.objects.filter(need=need).count() == 1
