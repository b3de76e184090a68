"""An entitlement whose steps and agency service say what is as secret as anything of the household."""

from django.utils import timezone

from geodata.base.periods import today
from geodata.entitlements.list_models import ListRow, ListRun
from geodata.entitlements.models import AgencyService, Entitlement, EntitlementStep
from geodata.policies.models import Policy, PolicyVersion
from geodata.posts.departments import Department
from geodata.territory.models import Area
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {}
NUMBERS: dict[str, str] = {
    "api/v1/entitlements/lists/lines/": "line",
    "api/v1/entitlements/lists/": "list",
    "api/v1/entitlements/": "entitlement",
    "entitlements/lists/lines/": "line",
    "entitlements/lists/": "list",
    "entitlements/": "entitlement",
}


def _policy(home: Home) -> Policy:
    county = Area.objects.get(code=home.area.code[:6])
    department, _new = Department.objects.get_or_create(
        code="civil_affairs", area=county, defaults={"name": "例民政局", "period": (None, None)}
    )
    made, new = Policy.objects.get_or_create(
        code=f"example_{county.code}", area=county, department=department,
        defaults={"name": "例政策", "level": "county", "field": "income", "subject": "household"},
    )  # fmt: skip
    if new:
        PolicyVersion.objects.create(
            policy=made, number=1, plain="例", benefit="例", written_by=v.user(), written_at=v.NOON,
        )  # fmt: skip
    return made


def _entitlement(home: Home) -> int:
    """Confirmed and told, each with words."""
    policy = _policy(home)
    same = {"household": home.row, "village_id": home.row.village_id}
    Entitlement.objects.filter(**same, policy=policy, ended_at=None).delete()
    made = Entitlement.objects.create(
        **same, policy=policy, policy_version=policy.versions.get(), department=policy.department, origin="rule",
        at=v.NOON, state_since=timezone.now(), state="confirmed",
    )  # fmt: skip
    EntitlementStep.objects.create(
        entitlement=made,
        by=v.user(),
        at=v.NOON,
        move="confirm",
        before="possible",
        after="confirmed",
        reason=home.secret[0],
    )
    AgencyService.objects.create(
        **same, entitlement=made, what=home.secret[0][:100], agent="例", handed_in=home.secret[1][:200], result="done",
        day=today(), by=v.user(), at=v.NOON, body_hash="0" * 64,
    )  # fmt: skip
    return made.pk


def _list(home: Home) -> int:
    policy, village = _policy(home), home.row.village_id
    run = ListRun.objects.create(
        policy=policy, department=policy.department, area_id=village, villages=[village], as_of=today(), rows=1, both=0,
        only_there=1, unknown=0, only_here=0, by=v.user(), at=v.NOON,
    )  # fmt: skip
    ListRow.objects.create(
        run=run, department=policy.department, line=1, number="1", name=home.secret[0][:60], finding="only_there",
        household=home.row, village_id=village,
    )  # fmt: skip
    return run.pk


def _line(home: Home) -> int:
    return ListRow.objects.get(run=_list(home)).pk


MADE = {"entitlement": _entitlement, "list": _list, "line": _line}
