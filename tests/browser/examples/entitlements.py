"""Entitlements: the worklist, one of them on its way, an agency service and a training."""

from typing import Any

from geodata.entitlements.models import Entitlement, EntitlementStep, Training
from geodata.policies.models import Policy, PolicyVersion
from tests import village as v
from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "entitlements": {}, "entitlements_funnel": {}, "trainings": {}, "move_entitlements": {},
        "entitlement": {"number": "entitlement"}, "move_entitlement": {"number": "entitlement"},
        "record_agency": {"token": "home"},
    },
}  # fmt: skip
QUERIES: dict[str, str] = {}


def things(stage: Stage) -> dict[str, Any]:
    """Told to the household, and not applied for yet."""
    county = stage.county.county
    policy = Policy.objects.create(
        code="coal", name="例取暖补贴", name_en="Heating allowance", level="county", area=county, field="income",
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
        day=stage.on, area=stage.county.west, policies=["coal"], attended=34, by=stage.officer, at=stage.now
    )
    return {"entitlement": thing.pk}
