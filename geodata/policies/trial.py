"""A rule is tried before it holds: of how many households it would say yes, no or unknown, and what would become otherwise.

Workers count, in the whole area of the policy: who writes a rule need not see households. What is told is told so that nobody
can be found by asking cleverly: fewer than five is all that is said of few, and everything else is rounded to tens (decision 61).
"""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import refuse
from geodata.base.errors import Conflict
from geodata.base.scope import Right, Scope
from geodata.policies.concept import Action
from geodata.policies.finding import find_version, may_draft
from geodata.policies.matching import answered, parts_of
from geodata.policies.models import PolicyVersion
from geodata.policies.rules import Rule, read_known
from geodata.policies.trial_models import PolicyTrial
from geodata.policies.words import State
from geodata.territory.models import Area

LEAST, ROUNDED = 5, 10
VALUES = ("yes", "no", "unknown")
BEFORE, TRIED = 1, 2
"""What stand for the policy while it is tried."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What is told of a trial: numbers of households, rounded; None: fewer than five."""

    trial: PolicyTrial
    tried: dict[str, int | None]
    before: dict[str, int | None] | None
    """Of the version in force; None where there is none."""
    changed: dict[str, int | None] | None
    """`gained`, `lost`: now yes and not before, and the contrary; `newly_unknown`."""


def told(count: int) -> int | None:
    """Rounded to tens; None: fewer than five, which may be nobody."""
    return None if count < LEAST else max(ROUNDED, ROUNDED * round(count / ROUNDED))


@transaction.atomic
def try_version(
    *, code: str, number: int, by: User, scope: Scope, at: dt.datetime, on: dt.date
) -> PolicyTrial:
    """Asks for a trial. Raises NotFound, NotAllowed, and Conflict for what holds already or is being tried."""
    version = find_version(code, number, scope=scope, on=on)
    if not may_draft(version.policy, scope):
        refuse(Right.POLICY)
    if version.state not in (State.DRAFT, State.CHECKED):
        raise Conflict(
            _("Only what is still written is tried."),
            field="version",
            value=number,
            remedy=_("Write a further version."),
        )
    try:
        with transaction.atomic():
            trial = PolicyTrial.objects.create(
                policy_version=version, seen=version.version, asked_by=by, asked_at=at
            )
    except IntegrityError as error:
        raise Conflict(
            _("This version is being tried already."),
            field="version",
            value=number,
            remedy=_("Wait a minute, and load it again."),
        ) from error
    record_access(user=by, action=Action.POLICY_TRIED, at=at, subject=code, details={"version": number})
    return trial


def trial_of(version: PolicyVersion, *, scope: Scope) -> PolicyTrial | None:
    """The last one, for those who may write the policy; None for all others."""
    if not may_draft(version.policy, scope):
        return None
    return version.trials.order_by("-pk").first()


def shown(trial: PolicyTrial) -> Tried | None:
    """What is told of it; None while it is being counted."""
    if trial.counts is None:
        return None
    counts: dict[tuple[str, str], int] = {}
    for key, number in trial.counts.items():
        before, now = key.split()
        counts[before, now] = number

    def total(before: tuple[str, ...], now: tuple[str, ...]) -> int | None:
        return told(sum(number for (was, is_), number in counts.items() if was in before and is_ in now))

    every, had_before = (*VALUES, "none"), not any(before == "none" for before, _now in counts)
    return Tried(
        trial,
        tried={value: total(every, (value,)) for value in VALUES},
        before={value: total((value,), VALUES) for value in VALUES} if had_before else None,
        changed={
            "gained": total(("no", "unknown"), ("yes",)),
            "lost": total(("yes",), ("no", "unknown")),
            "newly_unknown": total(("yes", "no"), ("unknown",)),
        }
        if had_before
        else None,
    )


def waiting(_day: dt.date) -> bool:
    """Is a trial to be counted?"""
    return PolicyTrial.objects.filter(done_at=None).exists()


def count_next(*, on: dt.date, at: dt.datetime) -> PolicyTrial | None:
    """The one that was asked for first. By workers, to whom all households are shown."""
    trial = PolicyTrial.objects.select_for_update(of=("self",)).filter(done_at=None).order_by("pk").first()
    if trial is None:
        return None
    version = trial.policy_version
    holds = version.policy.versions.in_force(on).first()
    trial.counts = _counts(version, holds, on)
    # What was changed meanwhile was not what is counted: the number tells it.
    trial.seen, trial.on, trial.done_at = version.version, on, at
    trial.save()
    return trial


def _counts(version: PolicyVersion, holds: PolicyVersion | None, on: dt.date) -> dict[str, int]:
    rules = [_rule(TRIED, version), *([_rule(BEFORE, holds)] if holds else [])]
    ways, found, params = answered(rules, on, "x.village_id = ANY (%(among)s)")
    was = _value(BEFORE) if holds else "'none'"
    statement = f"WITH {ways} SELECT {was}, {_value(TRIED)}, count(*) FROM ({found}) f GROUP BY 1, 2"  # noqa: S608 (text of ours)
    counts = {f"{was} {value}": 0 for was in (VALUES if holds else ("none",)) for value in VALUES}
    villages = Area.objects.on(on).under(version.policy.area.code).level(Area.Level.VILLAGE)
    for part in parts_of(list(villages.values_list("pk", flat=True))):
        with connection.cursor() as cursor:
            cursor.execute(statement, {**params, "among": part})
            for before, now, number in cursor.fetchall():
                counts[f"{before} {now}"] += number
    return counts


def _rule(number: int, version: PolicyVersion) -> Rule:
    policy = version.policy
    return Rule(
        number, version.pk, policy.subject, policy.area.code, read_known(version.rule, policy.subject)
    )


def _value(number: int) -> str:
    return f"CASE WHEN {number} = ANY (yes) THEN 'yes' WHEN {number} = ANY (unknown) THEN 'unknown' ELSE 'no' END"
