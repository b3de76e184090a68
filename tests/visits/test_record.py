import datetime as dt
import uuid

import pytest
from django.db import IntegrityError

from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.base.scope import Scope
from geodata.visits.models import Visit
from geodata.visits.record import Report, correct_visit, record_visit, void_visit
from tests import village as v

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)


@pytest.fixture
def home():
    return v.county().homes[0]


@pytest.fixture
def cadre():
    return v.user()


def record(home, cadre, *, client_id=None, today=v.TODAY, **values):
    report = Report(household=home.pk, **({"day": DAY} | values))
    return record_visit(client_id=client_id or uuid.uuid4(), report=report, by=cadre, at=v.NOON, today=today)


def test_a_visit_counts_its_visitors_as_person_times(home, cadre):
    other = v.member(home.village).user
    visit, new = record(home, cadre, visitors=(cadre.pk, other.pk))
    assert (new, visit.person_times, visit.visitors.count()) == (True, 2, 2)


def test_without_visitors_it_is_the_one_who_enters_it(home, cadre):
    visit, _ = record(home, cadre)
    assert [row.user for row in visit.visitors.all()] == [cadre]


def test_the_same_report_again_is_the_same_visit(home, cadre):
    key = uuid.uuid4()
    first, _ = record(home, cadre, client_id=key)
    again, new = record(home, cadre, client_id=key)
    assert (again, new, Visit.objects.count()) == (first, False, 1)


def test_the_same_id_with_another_content_is_a_conflict(home, cadre):
    key = uuid.uuid4()
    record(home, cadre, client_id=key)
    with pytest.raises(Conflict):
        record(home, cadre, client_id=key, outcome="absent")


def test_the_client_id_is_unique_in_the_database(home, cadre):
    visit, _ = record(home, cadre)
    with pytest.raises(IntegrityError, match="one_visit_per_client_id"):
        Visit.objects.create(
            client_id=visit.client_id, household=home, village_id=home.village_id, day=DAY, entered_at=v.NOON,
            entered_by=cadre,
        )  # fmt: skip


def test_a_day_to_come_is_refused(home, cadre):
    with pytest.raises(BadInput) as refusal:
        record(home, cadre, day=v.TODAY + dt.timedelta(days=1))
    assert (refusal.value.field, refusal.value.value) == ("day", "2026-07-01")


def test_a_correction_is_a_new_version_and_keeps_the_old(home, cadre):
    old, _ = record(home, cadre)
    new, _ = correct_visit(
        visit=old, client_id=uuid.uuid4(), report=Report(household=home.pk, day=DAY, outcome="absent"),
        by=cadre, scope=v.every_right(home), at=v.NOON, today=v.TODAY,
    )  # fmt: skip
    old.refresh_from_db()
    assert (old.state, new.state, new.corrects) == ("corrected", "valid", old)
    assert list(Visit.objects.valid()) == [new]


def test_a_visit_is_corrected_once(home, cadre):
    old, _ = record(home, cadre)
    report = Report(household=home.pk, day=DAY, outcome="absent")
    told = {"by": cadre, "scope": v.every_right(home), "at": v.NOON, "today": v.TODAY}
    correct_visit(visit=old, client_id=uuid.uuid4(), report=report, **told)
    with pytest.raises(Conflict):
        correct_visit(visit=old, client_id=uuid.uuid4(), report=report, **told)


def test_a_visit_is_not_corrected_or_voided_without_the_right(home, cadre):
    visit, _ = record(home, cadre)
    told = {"by": v.user(), "scope": Scope(), "at": v.NOON, "today": v.TODAY}
    with pytest.raises(NotAllowed):
        void_visit(visit=visit, reason="other household", **told)
    with pytest.raises(NotAllowed):
        correct_visit(visit=visit, client_id=uuid.uuid4(), report=Report(home.pk, DAY), **told)


def test_a_stranger_is_no_visitor_whatever_the_door(home, cadre):
    with pytest.raises(BadInput):
        record(home, cadre, visitors=[v.user().pk])


def test_a_visit_has_no_more_visitors_than_it_may_whatever_the_door(home, cadre):
    crowd = [cadre.pk, *(v.member(home.village).user.pk for _ in range(20))]
    with pytest.raises(BadInput) as refused:
        record(home, cadre, visitors=crowd)
    assert (refused.value.field, refused.value.value) == ("visitors", 21)
    visit, _ = record(home, cadre, visitors=[*crowd[:20], cadre.pk])
    assert visit.person_times == 20


def test_voiding_needs_a_reason_and_keeps_the_visit(home, cadre):
    visit, _ = record(home, cadre)
    with pytest.raises(BadInput):
        v.void(visit, "  ")
    assert v.void(visit).state == "voided"
    assert Visit.objects.count() == 1


def test_a_voided_visit_without_reason_is_refused_by_the_database(home, cadre):
    visit, _ = record(home, cadre)
    with pytest.raises(IntegrityError, match="visit_is_voided_with_a_reason"):
        Visit.objects.filter(pk=visit.pk).update(state="voided")
