"""A household that left long ago: nothing that names a person is left in any table, former rows and files' rows included."""

import datetime as dt
import json
import uuid
from collections.abc import Iterator

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, Field, JSONField, TextField
from django.utils import timezone

from geodata.base import holding
from geodata.base.manifest import Held, concepts
from geodata.base.periods import since, today
from geodata.coverage import facts
from geodata.entitlements.list_models import ListRow, ListRun
from geodata.entitlements.models import AgencyService, Entitlement
from geodata.needs.beside_models import Assignment, Consultation, Dispute, Supervision
from geodata.needs.models import Need
from geodata.needs.settings_models import NeedCategory
from geodata.people.models import Absence, CareRecord, Household, Livelihood, Resident
from geodata.people.placing import occupy
from geodata.policies.models import DoorAnswer, DoorQuestion, Policy, PolicyVersion
from geodata.register.models import RegisterChange, RegisterEffect, RegisterStep
from geodata.retention import forget
from geodata.services.models import ServiceOrder
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit
from tests import village as v
from tests.lives import bring

pytestmark = pytest.mark.usefixtures("defaults")
MARK = "痕迹"
HELD = [
    held
    for concept in concepts()
    for held in concept.held
    if held.by and held.model.rpartition(".")[2] != "AccessEntry"
]
NAMES_NOBODY = {
    "token": "an opaque name, which lies on cards",
    "number": "the number in its village, which no other household gets",
    "point_datum": "the coordinate system of a list",
    "unit": "of a scale",
    "relation": "goes with its resident",
    "kind": "one of the kinds of changes",
    "table": "a table of ours",
    "move": "a move of a life",
    "before": "a state",
    "after": "a state",
    "client_id": "",
    "category": "the code of a category of needs",
    "payload": "of a step: keys, states and days; sealed words go, which the test of needs holds",
    "answers": "of the checklist of a roll-call: true or false by code",
    "reasons": "which of phone, place and address are alike",
    "words": "why a pair of a proposal was refused, in words of ours",
}
"""Columns of text that people do not write into, and why."""


def written(held: Held) -> Iterator["Field[object, object]"]:
    """The columns of a table into which people write."""
    for field in holding.model_of(held)._meta.concrete_fields:
        base = field.base_field if isinstance(field, ArrayField) else field
        texts = isinstance(base, CharField | TextField | JSONField) and not base.choices and base.editable
        if texts and field.name not in NAMES_NOBODY:
            yield field


@pytest.fixture
def home(settings):
    settings.KEEP_LEFT_DAYS, settings.KEEP_LOGS_DAYS, settings.KEEP_NOTES_DAYS = 300, 0, 0
    return v.county().homes[0]


def ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)


def leave_traces(home: Household) -> None:
    """Something written into every column that people write into, then something else, then it leaves."""
    near, who = {"household": home, "village_id": home.village_id}, v.user()
    columns = {
        field.name: [MARK] if isinstance(field, ArrayField) else MARK
        for field in written(next(one for one in HELD if one.by == ("pk",)))
    }
    Household.objects.filter(pk=home.pk).update(**columns, size=4)
    resident = Resident.objects.create(**near, name=MARK, phone=MARK)
    record = CareRecord.objects.create(
        **near, resident=resident, category_id=1, period=(ago(900), ago(800)), source=MARK
    )
    bring(record, "removed")
    Livelihood.objects.create(**near, kind="crop", what=MARK)
    Absence.objects.create(**near, period=since(ago(900)), where=MARK, phone=MARK)
    question = DoorQuestion.objects.create(code="heated", question="例", type="yesno", period=since(None))
    DoorAnswer.objects.create(
        **near, question=question, value=MARK, said_on=ago(900), expires_on=ago(500), by=who, at=timezone.now(), body_hash="0",
        source="door",
    )  # fmt: skip
    v.link(v.member(home.village), home)
    visit = v.visit(home, ago(900), by=who, note=MARK)
    Visit.objects.filter(pk=visit.pk).update(state="voided", void_reason=MARK)
    held = HeldVisit.objects.create(
        client_id=uuid.uuid4(), maker=who, village_id=home.village_id, token=home.token, day=ago(900),
        mode="door", outcome="met", why="right", received_at=timezone.now(), note=MARK,
    )  # fmt: skip
    bring(held, "refused", decided_at=timezone.now(), reason=MARK)
    change = RegisterChange.objects.create(
        body_hash="0" * 64, kind="corrected", village=home.village, household=home, households=[home.pk],
        payload={"head_name": MARK}, effective_on=ago(900), proposed_by=who, proposed_at=timezone.now(),
    )  # fmt: skip
    bring(change, "refused", decided_at=timezone.now(), reason=MARK)
    RegisterEffect.objects.create(
        change=change, table="geodata_household", pks=[home.pk], hashes=[1], was=[{"head_name": MARK}]
    )
    leave_needs(home)
    leave_orders(home)
    leave_entitlements(home)
    for table in (
        "geodata_entitlementstep",
        "geodata_heldvisitstep",
        "geodata_registerstep",
        "geodata_needstep",
        "geodata_carestep",
        "geodata_orderstep",
    ):
        write_into_steps(table)
    occupy(household=home, occupancy="dissolved", on=ago(301))


def leave_entitlements(home: Household) -> None:
    policy = Policy.objects.create(
        code="example", name="例政策", level="county", area=home.village.parent.parent, field="income", subject="household",
        department=v.department(home.village.parent.parent),
    )  # fmt: skip
    version = PolicyVersion.objects.create(
        policy=policy, number=1, plain="例", benefit="例", written_by=v.user(), written_at=v.NOON
    )
    made = Entitlement.objects.create(
        household=home, village=home.village, policy=policy, policy_version=version, department=policy.department,
        origin="rule", at=v.NOON, state_since=v.NOON,
    )  # fmt: skip
    bring(made, "confirmed")
    run = ListRun.objects.create(
        policy=policy, department=policy.department, area=policy.area, villages=[home.village_id], as_of=ago(900), rows=1,
        both=1, only_there=0, unknown=0, only_here=0, by=v.user(), at=timezone.now(),
    )  # fmt: skip
    ListRow.objects.create(
        run=run, department=policy.department, line=1, number=MARK, name=MARK, place=MARK, finding="both", household=home,
        village=home.village,
    )  # fmt: skip
    AgencyService.objects.create(
        household=home, village=home.village, entitlement=made, what=MARK, agent=MARK, handed_in=MARK, where=MARK,
        result="done", day=ago(900), by=v.user(), at=timezone.now(), body_hash="0",
    )  # fmt: skip


def leave_needs(home: Household) -> None:
    """A dispute with everything beside it."""
    who, now = v.user(), timezone.now()
    with transaction.atomic():
        need = Need.objects.create(
            body_hash="0" * 64, kind="dispute", category=NeedCategory.objects.get(code="roads"), household=home,
            village=home.village, grid=home.grid, title=MARK, text=MARK, result=MARK, source="office",
            source_number=MARK, raised_on=ago(900), by=who, at=now, state_since=now, unit_area=home.village,
        )  # fmt: skip
        Dispute.objects.create(need=need, mediator_name=MARK)
    bring(need, "accepted")
    Consultation.objects.create(need=need, day=ago(899), participants=MARK, result=MARK, by=who, at=now)
    Assignment.objects.create(
        need=need, number=need.number, category="roads", village=home.village, level=1, area=home.village, user=who,
        by=who, at=now, due_at=now, task=MARK, shows_household=True, household_number=MARK, place=MARK, state="refused", decided_at=now,
        decided_by=who, reason=MARK, answer=MARK,
    )  # fmt: skip
    Supervision.objects.create(
        need=need,
        level=1,
        by=who,
        at=now,
        kind="urge",
        note=MARK,
        answered_at=now,
        answered_by=who,
        answer=MARK,
    )


def leave_orders(home: Household) -> None:
    who, now = v.user(), timezone.now()
    order = ServiceOrder.objects.create(
        body_hash="0" * 64, household=home, village=home.village, grid=home.grid, wish=True, field="daily", text=MARK, place=MARK,
        result=MARK, source="office", by=who, at=now, state_since=now, due_at=now,
    )  # fmt: skip
    bring(order, "cancelled", ended_at=now)


def write_into_steps(table: str) -> None:
    """As their verbs do; afterwards nobody may, for words that are not forgotten."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER steps_stay")
        cursor.execute(f"UPDATE {table} SET reason = %s", [MARK])
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER steps_stay")


def with_mark() -> set[str]:
    """Tables in which any row, as text, holds the mark."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{MARK}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_every_column_that_people_write_into_has_a_trace(home):
    """So that the test below looks for all of them: a new column fails here until it leaves one."""
    leave_traces(home)
    whom = holding.Household(home.pk, [home.token])
    empty = [
        f"{held.model.rpartition('.')[2]}.{field.name}"
        for held in HELD
        for field in written(held)
        if not any(MARK in json.dumps(value, default=str, ensure_ascii=False) for value in holding.rows_of(held, whom).values_list(field.name, flat=True))
    ]  # fmt: skip
    assert empty == []


def test_no_table_holds_a_trace_of_it_afterwards(home):
    leave_traces(home)
    assert with_mark()
    forget(on=today(), apply=True)
    assert with_mark() == set()


def test_a_step_loses_its_words_and_nothing_else(home):
    leave_traces(home)
    step = RegisterStep.objects.get()
    for change in ({"reason": "other"}, {"reason": "–", "after": "confirmed"}, {"after": "confirmed"}):
        with pytest.raises(IntegrityError, match="steps_stay"), transaction.atomic():
            RegisterStep.objects.filter(pk=step.pk).update(**change)
    RegisterStep.objects.filter(pk=step.pk).update(reason="–")


def test_its_place_is_the_middle_of_its_grid_and_figures_stay(home):
    corner = v.middle(0, 0)
    corner.x += 0.004
    Household.objects.filter(pk=home.pk).update(point=corner)
    occupy(household=home, occupancy="dissolved", on=ago(301))
    forget(on=today(), apply=True)
    after = Household.objects.get(pk=home.pk)
    assert (after.point_quality, after.grid_id, after.placements.count()) == ("centroid", home.grid_id, 1)
    assert after.point.distance(v.middle(0, 0)) < 0.001
    assert facts.differences(on=today()) == []


def test_it_is_forgotten_once_and_others_stay(home):
    leave_traces(home)
    kept = Household.objects.exclude(pk=home.pk).exclude(head_name="").count()
    assert {step.name: step.rows for step in forget(on=today(), apply=True)}["left"] == 1
    assert {step.name: step.rows for step in forget(on=today(), apply=True)}["left"] == 0
    assert Household.objects.exclude(head_name="").count() == kept
