"""Questions and policies on squared paper: invented, and put in force without a verb."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from geodata.base.periods import since, today
from geodata.policies.models import DoorQuestion, Policy, PolicyVersion
from tests import village as v
from tests.lives import bring
from tests.roles import owner


@owner()
def question(code: str, kind: str = "yesno", **more: Any) -> DoorQuestion:
    return DoorQuestion.objects.create(
        code=code, question="例", question_en=code, type=kind, period=since(None), **more
    )


@owner()
def policy(
    places: v.County, code: str, *, department: str = "civil_affairs", subject: str = "household"
) -> Policy:
    return Policy.objects.create(
        code=code, name="例政策", name_en=code, level="county", area=places.county, field="income", subject=subject,
        department=v.department(places.county, department), synthetic=True,
    )  # fmt: skip


@owner()
def version(of: Policy, rule: dict[str, Any], *, state: str = "in_force") -> PolicyVersion:
    made = PolicyVersion.objects.create(
        policy=of, number=of.versions.count() + 1, plain="例", benefit="例", rule=rule, examples=[{}, {}, {}],
        written_by=v.user(), written_at=v.NOON,
    )  # fmt: skip
    if state != "draft":
        bring(made, state, **({"period": since(v.LONG_AGO)} if state == "in_force" else {}))
    return PolicyVersion.objects.get(pk=made.pk)


@pytest.fixture
def new_id() -> Callable[[], uuid.UUID]:
    return uuid.uuid4


@pytest.fixture
def now() -> Any:
    return today()
