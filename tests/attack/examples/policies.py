"""A policy of the household's county that is still written; it names nobody, and nobody beyond that county reads it."""

from geodata.policies.models import Policy, PolicyVersion
from geodata.territory.models import Area
from tests import village as v
from tests.attack.world import Home

ARGUMENTS = {"policy": "policy"}
NUMBERS = {"policies/": "version", "api/v1/policies/": "version"}


def _policy(home: Home) -> str:
    county = Area.objects.get(code=home.area.code[:6])
    made = Policy.objects.create(
        code=f"example_{home.place}", name="例政策", level="county", area=county, department=v.department(county),
        field="income", subject="household", synthetic=True,
    )  # fmt: skip
    PolicyVersion.objects.create(
        policy=made,
        number=1,
        plain="例",
        benefit="例",
        rule={"size": "=1"},
        written_by=v.user(),
        written_at=v.NOON,
    )
    return made.code


def _version(_home: Home) -> int:
    return 1


MADE = {"policy": _policy, "version": _version}
