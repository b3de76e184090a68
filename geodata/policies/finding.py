"""What of the catalogue of policies somebody reads: what holds or held where they are, and what they may write."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from geodata.base.errors import NotFound
from geodata.base.scope import Scope
from geodata.people.models import Household
from geodata.policies.lifecycle import may_write
from geodata.policies.models import Policy, PolicyVersion
from geodata.policies.words import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of the catalogue is asked for; "": all."""

    department: str = ""
    field: str = ""
    state: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A policy with the versions that the reader sees, the newest first."""

    policy: Policy
    versions: tuple[PolicyVersion, ...]
    on: dt.date

    @property
    def holds(self) -> PolicyVersion | None:
        """What is in force on the day."""
        return next((one for one in self.versions if one.period and self.on in one.period), None)

    @property
    def written(self) -> PolicyVersion | None:
        """What is still being written, or holds from a later day on."""
        return next((one for one in self.versions if not one.period or self._to_come(one)), None)

    @property
    def told(self) -> PolicyVersion:
        """What stands for it: what holds, or what is written, or what has ended."""
        return self.holds or self.written or self.versions[0]

    @property
    def state(self) -> str:
        """In force on the day, or else that of what stands for it."""
        return State.IN_FORCE if self.holds else str(self.told.state)

    def _to_come(self, one: PolicyVersion) -> bool:
        return bool(one.period and one.period.lower and one.period.lower > self.on)


def catalogue(asked: Asked, *, scope: Scope, on: dt.date) -> list[Line]:
    """By department and code. Three queries at most."""
    policies = Policy.objects.select_related("department", "area").order_by("department__code", "code")
    if asked.department:
        policies = policies.filter(department__code=asked.department)
    if asked.field:
        policies = policies.filter(field=asked.field)
    here = places(scope)
    lines = _lines([one for one in policies if _is_here(one, here)], scope, on)
    words = asked.search.casefold().split()
    return [
        line
        for line in lines
        if (not asked.state or _is_in(line, asked.state)) and all(word in _words(line) for word in words)
    ]


def find_policy(code: str, *, scope: Scope, on: dt.date) -> Line:
    """Raises NotFound for none, or for one of elsewhere or that others are still writing."""
    found = Policy.objects.select_related("department", "area").filter(code=code)
    here = places(scope)
    for line in _lines([one for one in found if _is_here(one, here)], scope, on):
        return line
    raise NotFound(code, field="policy", value=code)


def find_version(code: str, number: int, *, scope: Scope, on: dt.date) -> PolicyVersion:
    """Raises NotFound."""
    for version in find_policy(code, scope=scope, on=on).versions:
        if version.number == number:
            return version
    raise NotFound(f"{code}/{number}", field="version", value=number)


def may_draft(policy: Policy, scope: Scope) -> bool:
    return may_write(scope, code=policy.area.code, department=policy.department_id)


def places(scope: Scope) -> frozenset[str]:
    """Codes of where somebody is; of a contact member, of the villages of the own households. None: everywhere."""
    codes = {grant.code for grant in scope.grants if grant.code}
    if scope.households and not codes:
        codes |= set(
            Household.objects.filter(pk__in=scope.households).values_list("village__code", flat=True)
        )
    return frozenset(codes)


def _is_here(policy: Policy, codes: Iterable[str]) -> bool:
    top = policy.area.code
    return not codes or any(top.startswith(code) or code.startswith(top) for code in codes)


def _is_in(line: Line, state: str) -> bool:
    if state in (State.DRAFT, State.CHECKED):
        return any(one.state == state for one in line.versions)
    return line.state == state


def _words(line: Line) -> str:
    policy, told = line.policy, line.told
    texts = (
        policy.code,
        policy.name,
        policy.name_en,
        told.plain,
        told.plain_en,
        told.benefit,
        told.benefit_en,
    )
    return " ".join(texts).casefold()


def _lines(policies: list[Policy], scope: Scope, on: dt.date) -> list[Line]:
    """Those of which the reader sees a version."""
    of: dict[int, list[PolicyVersion]] = defaultdict(list)
    by_key = {one.pk: one for one in policies}
    rows = PolicyVersion.objects.filter(policy__in=by_key).shown_to(scope).select_related("written_by")
    for version in rows.order_by("policy", "-number"):
        version.policy = by_key[version.policy_id]
        of[version.policy_id].append(version)
    return [Line(one, tuple(of[one.pk]), on) for one in policies if of[one.pk]]
