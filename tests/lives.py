"""The lives of things, as the tests have them written down: who may make which move, and a thing to try it on."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from geodata.base.lifecycle import Step
from geodata.campaigns.lifecycle import TABLE as CAMPAIGN_TABLE
from geodata.campaigns.models import Campaign, CampaignStep
from geodata.entitlements.lifecycle import TABLE as ENTITLEMENT_TABLE
from geodata.entitlements.models import Entitlement, EntitlementStep
from geodata.imports.models import ImportMove, ImportRun
from geodata.meetings.lifecycle import TABLE as MEETING_TABLE
from geodata.meetings.models import Meeting, MeetingStep
from geodata.needs.defaults import load_missing_need_defaults
from geodata.needs.lifecycle import TABLE as NEED_TABLE
from geodata.needs.models import Need, NeedStep
from geodata.needs.settings_models import NeedCategory
from geodata.pairing.models import Pairing, PairingStep
from geodata.people.models import CareRecord, CareStep, Household
from geodata.plans.models import BoundaryPlan, PlanStep
from geodata.policies.lifecycle import TABLE as POLICY_TABLE
from geodata.policies.models import Policy, PolicyStep, PolicyVersion
from geodata.projects.lifecycle import TABLE as PROJECT_TABLE
from geodata.projects.models import LivelihoodProject, ProjectStep
from geodata.register.models import RegisterChange, RegisterStep
from geodata.services.lifecycle import TABLE as ORDER_TABLE
from geodata.services.models import OrderStep, ServiceOrder
from geodata.territory.models import Area
from geodata.visits.held import HeldVisit, HeldVisitStep
from tests import village as v
from tests.roles import owner

OWNER, ANYBODY_ELSE = 9, 1
"""Keys of users: whose the thing is, and another."""
VILLAGES = [1, 2]
NOBODY, OWN = "", "own"


@dataclass(frozen=True)
class Life:
    """`walk`: (state, move) → (state after, the right that it asks for, OWN or NOBODY)."""

    step: type[Step]
    walk: Mapping[tuple[str, str], tuple[str, str]]
    stand_in: Callable[[str], Any]
    """Never saved, in that state, of OWNER and in VILLAGES."""
    made: Callable[[v.County], Any]
    """A row where it begins, written without a verb."""
    forbidden: str
    """A state that no single move leads to from there."""
    somebodys: bool = False
    """Nobody makes its steps but those that come about by themselves."""
    of_step: Callable[[str, str], Mapping[str, Any]] = lambda _before, _move: {}
    """What else a step of that state and move says."""
    beside: Mapping[str, Any] = field(default_factory=dict)
    """What else the table's laws ask of a row that has left its first state."""

    @property
    def name(self) -> str:
        return self.step._meta.model_name or ""

    def leads_to(self, state: str) -> str:
        """Where its first move from that state leads."""
        return next(after for (before, _move), (after, _right) in self.walk.items() if before == state)

    @property
    def thing(self) -> type[Model]:
        return self.step._meta.get_field(self.step.subject).related_model  # type: ignore[return-value]

    @property
    def columns(self) -> tuple[str, ...]:
        """Tables of things and steps, and the columns of the thing's key and of the state after."""
        of = self.step._meta.get_field
        return (
            self.thing._meta.db_table,
            self.step._meta.db_table,
            of(self.step.subject).column,
            of("after").column,
            of("reason").column,
        )


PLAN = {
    ("draft", "submit"): ("submitted", "plan"),
    ("draft", "withdraw"): ("withdrawn", "plan"),
    ("draft", "rebase"): ("draft", "plan"),
    ("submitted", "approve"): ("approved", "approve"),
    ("submitted", "reject"): ("rejected", "approve"),
    ("submitted", "withdraw"): ("withdrawn", "plan"),
    ("submitted", "rebase"): ("draft", "plan"),
    ("approved", "publish"): ("published", "approve"),
    ("approved", "reject"): ("rejected", "approve"),
    ("approved", "withdraw"): ("withdrawn", "plan"),
    ("approved", "rebase"): ("draft", "plan"),
    ("published", "supersede"): ("superseded", NOBODY),
}


def a_plan(places: v.County) -> BoundaryPlan:
    who = v.officer("planner", places.county)
    return BoundaryPlan.objects.create(
        name="例方案", villages=[places.west.pk], county=places.county, fingerprint="0" * 64, drawn_by=who,
        changed_by=who, changed_at=v.NOON,
    )  # fmt: skip


HELD = {
    ("waiting", "accept"): ("accepted", "link"),
    ("waiting", "refuse"): ("refused", "link"),
    ("waiting", "withdraw"): ("withdrawn", OWN),
    ("waiting", "record"): ("accepted", OWN),
}


def a_held_visit(places: v.County) -> HeldVisit:
    return HeldVisit.objects.create(
        client_id=uuid.uuid4(), body_hash="0" * 64, maker=v.user(), village=places.west, token="0" * 8,
        day=v.NOON.date(), mode="door", outcome="met", why=HeldVisit.Why.RIGHT, received_at=v.NOON,
    )  # fmt: skip


PROPOSAL = {
    ("open", "take"): ("open", "link"),
    ("open", "decide"): ("decided", "link"),
    ("open", "reject"): ("rejected", "link"),
    ("open", "undo"): ("open", "link"),
    ("decided", "take"): ("decided", "link"),
    ("decided", "decide"): ("decided", "link"),
    ("decided", "undo"): ("decided", "link"),
}


def a_proposal(places: v.County) -> Pairing:
    return Pairing.objects.create(area=places.west, villages=[places.west.pk], on=v.NOON.date())


REGISTER = {
    ("proposed", "confirm"): ("confirmed", "confirm"),
    ("proposed", "refuse"): ("refused", "confirm"),
    ("proposed", "withdraw"): ("withdrawn", OWN),
    ("confirmed", "undo"): ("undone", "confirm"),
}


def a_register_change(places: v.County) -> RegisterChange:
    return RegisterChange.objects.create(
        body_hash="0" * 64, kind="empty", village=places.west, household=places.homes[0], effective_on=v.NOON.date(),
        proposed_by=v.user(), proposed_at=v.NOON,
    )  # fmt: skip


CARE = {
    ("clue", "propose"): ("proposed", "confirm"),
    ("clue", "drop"): ("removed", "confirm"),
    ("clue", "lapse"): ("removed", NOBODY),
    ("proposed", "review"): ("reviewed", "confirm"),
    ("proposed", "drop"): ("removed", "confirm"),
    ("proposed", "lapse"): ("removed", NOBODY),
    ("reviewed", "notice"): ("noticed", "confirm"),
    ("reviewed", "drop"): ("removed", "confirm"),
    ("reviewed", "lapse"): ("removed", NOBODY),
    ("noticed", "enforce"): ("in_force", "confirm"),
    ("noticed", "drop"): ("removed", "confirm"),
    ("noticed", "lapse"): ("removed", NOBODY),
    ("in_force", "remove"): ("removed", NOBODY),
}


def a_care_record(places: v.County) -> CareRecord:
    return v.care(places.homes[0], v.category().code)


IMPORT = {
    ("uploaded", "confirm"): ("mapped", "import"),
    ("uploaded", "abandon"): ("abandoned", "import"),
    ("mapped", "confirm"): ("mapped", "import"),
    ("mapped", "check"): ("checking", "import"),
    ("mapped", "abandon"): ("abandoned", "import"),
    ("checking", "report"): ("checked", NOBODY),
    ("checking", "fail"): ("mapped", NOBODY),
    ("checked", "confirm"): ("mapped", "import"),
    ("checked", "check"): ("checking", "import"),
    ("checked", "apply"): ("applying", "import"),
    ("checked", "abandon"): ("abandoned", "import"),
    ("applying", "write"): ("applied", NOBODY),
    ("applying", "fail"): ("checked", NOBODY),
    ("applied", "undo"): ("undoing", "import"),
    ("undoing", "restore"): ("undone", NOBODY),
    ("undoing", "fail"): ("applied", NOBODY),
}


def an_import(places: v.County) -> ImportRun:
    return ImportRun.objects.create(
        user=v.user(), area=places.west, villages=[places.west.pk], kind="households", name="例.csv", size=1,
        digest="0" * 64, rows=1, uploaded_at=v.NOON,
    )  # fmt: skip


NEED = {
    (str(state), str(move)): (str(turn.state), OWN if (state, move) == ("new", "withdraw") else NOBODY)
    for state, moves in NEED_TABLE.items()
    for move, turn in moves.items()
}
"""By rights alone nobody makes a move: whose it is hangs on post and level. That is walked in tests/needs/test_walk.py."""


def levels_of_a_step(before: str, move: str) -> dict[str, int]:
    """From the lowest level at which the move is made."""
    turn = NEED_TABLE.get(before, {}).get(move)
    level = min(turn.levels) if turn else 1
    return {"level": level, "level_after": level + (turn.shift if turn else 0)}


def a_need(places: v.County) -> Need:
    load_missing_need_defaults()
    return Need.objects.create(
        body_hash="0" * 64, kind="problem", category=NeedCategory.objects.get(code="roads"), household=places.homes[0],
        village=places.west, source="office", raised_on=v.NOON.date(), by=v.user(), at=v.NOON, state_since=v.NOON,
        unit_area=places.west,
    )  # fmt: skip


POLICY = {
    (str(state), str(move)): (str(turn.state), NOBODY)
    for state, moves in POLICY_TABLE.items()
    for move, turn in moves.items()
}
"""By rights alone nobody makes a move: department and office are asked. That is walked in tests/policies/test_life.py."""


def a_version(places: v.County) -> PolicyVersion:
    policy = Policy.objects.create(
        code=f"example_{uuid.uuid4().hex[:8]}", name="例政策", level="county", area=places.county, department=v.department(places.county),
        field="income", subject="household",
    )  # fmt: skip
    return PolicyVersion.objects.create(
        policy=policy,
        number=1,
        plain="例",
        benefit="例",
        examples=[{}, {}, {}],
        written_by=v.user(),
        written_at=v.NOON,
    )


ORDER = {
    (str(state), str(move)): (str(turn.state), OWN if move == "cancel" else NOBODY)
    for state, moves in ORDER_TABLE.items()
    for move, turn in moves.items()
}
"""By rights alone nobody makes a move: whose it is hangs on posts and offers. That is walked in tests/services/test_walk.py."""


def an_order(places: v.County) -> ServiceOrder:
    return ServiceOrder.objects.create(
        body_hash="0" * 64, wish=True, field="daily", text="例", household=places.homes[0], village=places.west,
        source="office", by=v.user(), at=v.NOON, state_since=v.NOON, due_at=v.NOON,
    )  # fmt: skip


ENTITLEMENT = {
    (str(state), str(move)): (str(turn.state), NOBODY)
    for state, moves in ENTITLEMENT_TABLE.items()
    for move, turn in moves.items()
}
"""By rights alone nobody makes a move: post, link and department are asked. That is walked in tests/entitlements/test_walk.py."""


def an_entitlement(places: v.County) -> Entitlement:
    version = a_version(places)
    return Entitlement.objects.create(
        household=places.homes[0], village=places.west, policy=version.policy, policy_version=version,
        department=version.policy.department, origin="rule", at=v.NOON, state_since=v.NOON,
    )  # fmt: skip


CAMPAIGN = {
    (str(state), str(move)): (str(turn.state), NOBODY)
    for state, moves in CAMPAIGN_TABLE.items()
    for move, turn in moves.items()
}
"""By rights alone nobody makes a move: the level of the post is asked. That is walked in tests/campaigns/test_opening.py."""


def a_campaign(places: v.County) -> Campaign:
    return Campaign.objects.create(
        title="例寒潮", reason="cold", area=places.county, filter={"size": ">=1"}, by=v.user(), at=v.NOON,
        due_at=v.NOON + dt.timedelta(days=1),
    )  # fmt: skip


PROJECT = {
    (str(state), str(move)): (str(turn.state), NOBODY)
    for state, moves in PROJECT_TABLE.items()
    for move, turn in moves.items()
}
"""By rights alone nobody makes a move: office and department are asked. That is walked in tests/projects/test_moves.py."""


def a_project(places: v.County) -> LivelihoodProject:
    day = v.NOON.date()
    return LivelihoodProject.objects.create(
        title="例水", category="water", area=places.west, begin_on=day, due_on=day, by=v.user(), at=v.NOON, moved_at=v.NOON,
    )  # fmt: skip


MEETING = {
    (str(state), str(move)): (str(turn.state), NOBODY)
    for state, moves in MEETING_TABLE.items()
    for move, turn in moves.items()
}
"""By rights alone nobody makes a move: the level of the post is asked. That is walked in tests/meetings/test_holding.py."""


def a_meeting(places: v.County) -> Meeting:
    return Meeting.objects.create(
        area=places.west, code=places.west.code, level="village", kind="weekly", villages=[places.west.pk], planned_at=v.NOON,
        by=v.user(), at=v.NOON,
    )  # fmt: skip


LIVES = (
    Life(
        step=PlanStep,
        walk=PLAN,
        stand_in=lambda state: BoundaryPlan(
            state=state, villages=VILLAGES, drawn_by_id=OWNER, drawers=[OWNER]
        ),
        made=a_plan,
        forbidden="published",
    ),
    Life(
        step=HeldVisitStep,
        walk=HELD,
        stand_in=lambda state: HeldVisit(state=state, village_id=VILLAGES[0], maker_id=OWNER),
        made=a_held_visit,
        forbidden="waiting",
        beside={"decided_at": v.NOON},
    ),
    Life(
        step=PairingStep,
        walk=PROPOSAL,
        stand_in=lambda state: Pairing(state=state, villages=VILLAGES),
        made=a_proposal,
        forbidden="rejected",
    ),
    Life(
        step=RegisterStep,
        walk=REGISTER,
        stand_in=lambda state: RegisterChange(state=state, village_id=VILLAGES[0], proposed_by_id=OWNER),
        made=a_register_change,
        forbidden="undone",
        beside={"decided_at": v.NOON},
    ),
    Life(
        step=CareStep,
        walk=CARE,
        stand_in=lambda state: CareRecord(state=state, village_id=VILLAGES[0]),
        made=a_care_record,
        forbidden="noticed",
        beside={"period": "[2020-01-01,2026-01-01)"},
    ),
    Life(
        step=ImportMove,
        walk=IMPORT,
        stand_in=lambda state: ImportRun(state=state, villages=VILLAGES, kind="households"),
        made=an_import,
        forbidden="checked",
    ),
    Life(
        step=NeedStep,
        walk=NEED,
        stand_in=lambda state: Need(state=state, village_id=VILLAGES[0], by_id=OWNER),
        made=a_need,
        forbidden="closed",
        somebodys=True,
        of_step=levels_of_a_step,
    ),
    Life(
        step=PolicyStep,
        walk=POLICY,
        stand_in=lambda state: PolicyVersion(
            state=state, written_by_id=OWNER, policy=Policy(area=Area(code="430382"), department_id=1)
        ),
        made=a_version,
        forbidden="ended",
    ),
    Life(
        step=OrderStep,
        walk=ORDER,
        stand_in=lambda state: ServiceOrder(state=state, village_id=VILLAGES[0], by_id=OWNER),
        made=an_order,
        forbidden="taken",
        somebodys=True,
    ),
    Life(
        step=EntitlementStep,
        walk=ENTITLEMENT,
        stand_in=lambda state: Entitlement(
            state=state, village_id=VILLAGES[0], household=Household(village_id=VILLAGES[0]), department_id=1
        ),
        made=an_entitlement,
        forbidden="paid",
        somebodys=True,
    ),
    Life(
        step=CampaignStep,
        walk=CAMPAIGN,
        stand_in=lambda state: Campaign(state=state, by_id=OWNER, area=Area(code="430382")),
        made=a_campaign,
        forbidden="reported",
        somebodys=True,
        beside={"opened_at": v.NOON},
    ),
    Life(
        step=ProjectStep,
        walk=PROJECT,
        stand_in=lambda state: LivelihoodProject(state=state, by_id=OWNER, area=Area(code="430382")),
        made=a_project,
        forbidden="told",
    ),
    Life(
        step=MeetingStep,
        walk=MEETING,
        stand_in=lambda state: Meeting(state=state, by_id=OWNER, code="430382100201", level="village"),
        made=a_meeting,
        forbidden="confirmed",
        somebodys=True,
        beside={"frozen_at": v.NOON, "since": v.NOON.date(), "confirmed_at": v.NOON},
    ),
)


def bring(thing: Any, state: str, **values: Any) -> None:
    """Put a row into that state by the shortest way of its table, with steps of nobody, and with these values."""
    told = next(life for life in LIVES if life.thing is type(thing))
    step, life = told.step, told.step.life
    ways: dict[str, list[tuple[str, str, str]]] = {thing.state: []}
    found = [thing.state]
    for here in found:  # it grows while it is walked
        for move, leads in life.table[here].items():
            if leads.state not in ways:
                ways[leads.state] = [*ways[here], (here, move, leads.state)]
                found.append(leads.state)
    by = v.user() if told.somebodys else None
    with owner(), transaction.atomic():  # a state and the steps to it are held together where they end
        for before, move, after in ways[state]:
            step._base_manager.create(
                **{step.subject: thing},
                by=by,
                before=before,
                move=move,
                after=after,
                at=v.NOON,
                **told.of_step(before, move),
            )
        type(thing)._base_manager.filter(pk=thing.pk).update(state=state, **values)
    thing.state = state


def settle_laws() -> None:
    """What is asked at the end of a transaction is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
