"""A database that was filled before its things had steps, or all of them, is migrated: the law holds of every row."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model, QuerySet

from geodata.base.periods import today
from geodata.contacts.models import MemberAbility
from geodata.coverage.models import HouseholdFacts
from geodata.imports.models import ImportMove, ImportRun
from geodata.pairing.models import Pairing
from geodata.people.models import CareCategory, CareRecord
from geodata.people.placing import occupy
from geodata.plans.models import BoundaryPlan, PlanStep
from geodata.plans.workflow import State
from geodata.visits.held import HeldVisit
from tests import village as v
from tests.lives import LIVES, a_held_visit, a_plan, a_proposal, an_import, settle_laws

pytestmark = [pytest.mark.django_db, pytest.mark.owner("migrations are the owner's")]


def migrate(name: str) -> None:
    executor = MigrationExecutor(connection)
    executor.loader.build_graph()
    settle_laws()
    executor.migrate([("geodata", name)])


def newest() -> str:
    return max(name for app, name in MigrationExecutor(connection).loader.graph.nodes if app == "geodata")


def run(sql: str, values: list[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def lead(table: str, rows: dict[str, int], values: str) -> None:
    for state, pk in rows.items():
        run(f"UPDATE {table} SET state = %s, {values} WHERE id = %s", [state, pk])


def touched(model: type[Model]) -> list[tuple[object, ...]]:
    """Whoever touches a row asks the law. The steps, in their order."""
    for row in QuerySet(model):
        QuerySet(model).filter(pk=row.pk).update(state=row.state)  # type: ignore[attr-defined]
    settle_laws()
    steps = next(life.step for life in LIVES if life.thing is model)
    return list(QuerySet(steps).order_by("pk").values_list("before", "move", "after", "reason"))


def test_care_records_of_before_are_in_force_on_the_days_they_were(bare_county):
    last = newest()
    v.category()
    v.care(bare_county.homes[0], "example_care")
    over = v.care(bare_county.homes[1], "example_care")
    run("UPDATE geodata_carerecord SET period = %s WHERE id = %s", ["[2020-01-01,2021-01-01)", over.pk])
    before = list(CareRecord.objects.order_by("pk").values_list("pk", "period"))
    migrate("0067_needs_on_their_way")
    migrate(last)
    assert touched(CareRecord) == []
    after = CareRecord.objects.order_by("pk").values_list("pk", "period", "state", "notice_days")
    assert list(after) == [(*row, "in_force", None) for row in before]
    assert CareCategory.objects.get(code="example_care").reverify_days == 366


def test_what_a_member_can_do_today_holds_from_the_first_day(bare_county):
    last = newest()
    ill = v.member(bare_county.west, ability="ill", capacity=7)
    migrate("0072_words_of_steps_are_forgotten")
    migrate(last)
    rows = MemberAbility.objects.filter(member=ill).values_list("ability", "capacity", "period")
    assert list(rows) == [("ill", 7, ill.period)]


def test_who_has_left_loses_the_facts_and_nobody_else(bare_county):
    last = newest()
    gone = bare_county.homes[0]
    stood = list(HouseholdFacts.objects.filter(household=gone).values_list("village_id", "grid_id"))
    occupy(household=gone, occupancy="moved_away", on=today())
    others = list(HouseholdFacts.objects.order_by("pk").values_list())
    assert gone.pk not in [row[0] for row in others]
    migrate("0080_notices_go_outside")
    run(
        "INSERT INTO geodata_householdfacts (household_id, village_id, grid_id, linked, special, exempt, has_point,"
        ' "interval", counted) VALUES (%s, %s, %s, false, false, true, true, 92, 3)',
        [gone.pk, *stood[0]],
    )
    migrate(last)
    assert list(HouseholdFacts.objects.order_by("pk").values_list()) == others


def test_decisions_get_their_steps(bare_county):
    last = newest()
    held = {state: a_held_visit(bare_county).pk for state in HeldVisit.State.values}
    staged = {state: a_proposal(bare_county).pk for state in Pairing.State.values}
    migrate("0047_duties_are_posts")
    del held["waiting"]
    lead("geodata_heldvisit", held, "decided_at = now(), decided_by_id = maker_id, reason = '例'")
    lead("geodata_pairing", staged, "decided_at = now()")
    migrate(last)
    assert touched(HeldVisit) == [
        ("waiting", move, state, "例")
        for move, state in [("accept", "accepted"), ("refuse", "refused"), ("withdraw", "withdrawn")]
    ]
    assert touched(Pairing) == [("open", "decide", "decided", ""), ("open", "reject", "rejected", "")]


def test_imports_get_the_moves_that_led_there(bare_county):
    last = newest()
    runs = {state: an_import(bare_county).pk for state in ImportRun.State.values}
    migrate("0054_labels_as_people_say_them")
    undone = runs.pop("undone")
    lead("geodata_importrun", runs, "applied_at = now(), day = '2026-01-01'")
    lead(
        "geodata_importrun",
        {"undone": undone},
        "applied_at = now(), day = '2026-01-01', undone_at = now(), undone_by_id = user_id",
    )
    migrate(last)
    touched(ImportRun)
    led = {run.state: [step.move for step in run.moves.order_by("pk")] for run in ImportRun.objects.all()}
    way = ["confirm", "check", "report", "apply", "write", "undo", "restore"]
    straight = ["uploaded", "mapped", "checking", "checked", "applying", "applied", "undoing", "undone"]
    assert led == {state: way[:n] for n, state in enumerate(straight)} | {"abandoned": ["abandon"]}
    assert [step.by for step in ImportMove.objects.exclude(by=None)] == [
        ImportRun.objects.get(pk=undone).user
    ]


def test_plans_get_the_steps_that_they_lack(bare_county):
    last, other = newest(), v.user()
    plans = {state.value: a_plan(bare_county) for state in State}
    told, half = a_plan(bare_county), a_plan(bare_county)
    migrate("0040_a_full_disk_costs_no_page")
    for state, plan in plans.items():
        # What the database asks of one that is in force.
        run(
            "UPDATE geodata_boundaryplan SET state = %s, submitted_by_id = drawn_by_id, approved_by_id = %s, "
            "drawers = '{}', effective = '2026-01-01', published_at = now() WHERE id = %s",
            [state, other.pk, plan.pk],
        )
    step = "INSERT INTO geodata_planstep (plan_id, by_id, at, move, state, remarks) VALUES (%s, %s, now(), %s, %s, '')"
    for plan in (told, half):
        for move, state in [
            ("create", "draft"),
            ("submit", "submitted"),
            ("rebase", "draft"),
            ("submit", "submitted"),
        ]:
            run(step, [plan.pk, plan.drawn_by_id, move, state])
    run("UPDATE geodata_boundaryplan SET state = 'submitted' WHERE id = %s", [told.pk])
    run("UPDATE geodata_boundaryplan SET state = 'rejected' WHERE id = %s", [half.pk])
    migrate(last)
    for plan in BoundaryPlan.objects.all():
        # Whoever touches it asks the law.
        BoundaryPlan.objects.filter(pk=plan.pk).update(state=plan.state)
    settle_laws()
    assert list(told.steps.values_list("before", "move")) == [
        ("", "create"), ("draft", "submit"), ("submitted", "rebase"), ("draft", "submit"),
    ]  # fmt: skip
    assert list(half.steps.values_list("before", "move", "by"))[-1] == ("submitted", "reject", None)
    ways = {state: len(PlanStep.objects.filter(plan=plan)) for state, plan in plans.items()}
    assert ways == {
        "draft": 0, "submitted": 1, "approved": 2, "published": 3, "superseded": 4, "rejected": 2, "withdrawn": 1,
    }  # fmt: skip
