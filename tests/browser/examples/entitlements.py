"""Entitlements: the worklist, one of them on its way, an agency service and a training."""

from typing import Any

from django.db import transaction

from geodata.entitlements.list_models import ListRow, ListRun
from geodata.entitlements.models import Entitlement, EntitlementStep, Training
from geodata.policies.models import Policy, PolicyVersion
from tests import village as v
from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "entitlements": {}, "entitlements_funnel": {}, "trainings": {}, "move_entitlements": {},
        "entitlement": {"number": "entitlement"}, "move_entitlement": {"number": "entitlement"},
        "record_agency": {"token": "home"}, "household_sheet": {"token": "home"}, "entitlement_lists": {}, "entitlement_list": {"number": "entitlement_list"},
        "take_over_line": {"number": "list_line"},
    },
}  # fmt: skip
QUERIES: dict[str, str] = {}


def things(stage: Stage) -> dict[str, Any]:
    """Told to the household, and not applied for yet."""
    county = stage.county.county
    policy = Policy.objects.create(
        code="warm_rooms", name="例取暖补贴", name_en="Heating allowance", level="county", area=county, field="income",
        subject="household", department=v.department(county), synthetic=True,
    )  # fmt: skip
    version = PolicyVersion.objects.create(
        policy=policy,
        number=1,
        plain="例",
        benefit="例：每户每年300元",
        written_by=stage.officer,
        written_at=stage.now,
    )
    with transaction.atomic():  # a state and the steps to it are held together where they end
        thing = Entitlement.objects.create(
            household=stage.home, village_id=stage.home.village_id, policy=policy, policy_version=version,
            department=policy.department, origin="rule", at=stage.now, state_since=stage.now, state="confirmed", synthetic=True,
        )  # fmt: skip
        EntitlementStep.objects.create(
            entitlement=thing,
            by=stage.officer,
            at=stage.now,
            move="confirm",
            before="possible",
            after="confirmed",
        )
    Training.objects.create(
        day=stage.on,
        area=stage.county.west,
        policies=["warm_rooms"],
        attended=34,
        by=stage.officer,
        at=stage.now,
    )
    run = ListRun.objects.create(
        policy=policy, department=policy.department, area=county, villages=[stage.county.west.pk], as_of=stage.on, rows=1,
        both=0, only_there=1, unknown=0, only_here=0, by=stage.officer, at=stage.now, name="例名单",
    )  # fmt: skip
    line = ListRow.objects.create(
        run=run, department=policy.department, line=1, number=stage.home.number, name=stage.home.head_name,
        finding="only_there", household=stage.home, village_id=stage.home.village_id,
    )  # fmt: skip
    return {"entitlement": thing.pk, "entitlement_list": run.pk, "list_line": line.pk}
