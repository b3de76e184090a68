"""The rules that are in force on a day, read."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from geodata.base.filters.tree import Node, read
from geodata.policies.models import PolicyVersion


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Of a version of a policy, which holds in the area of that code."""

    policy: int
    version: int
    subject: str
    area: str
    tree: Node


def rules_in_force(on: dt.date) -> tuple[Rule, ...]:
    """In the order of their policies. One query."""
    columns = ("policy_id", "pk", "policy__subject", "policy__area__code", "text")
    # As text: what was read before is known by it.
    written = PolicyVersion.objects.in_force(on).annotate(text=Cast("rule", TextField()))
    return tuple(_rule(*row) for row in written.order_by("policy_id").values_list(*columns))


@lru_cache(maxsize=1_000)
def _rule(policy: int, version: int, subject: str, area: str, rule: str) -> Rule:
    """What is in force was checked before, and does not change."""
    return Rule(policy, version, subject, area, read_known(json.loads(rule), subject))


def read_known(rule: Any, subject: str) -> Node:
    """What was checked already: categories and questions are not asked for again."""
    return read(rule, subject="resident" if subject == "resident" else "household", known=True)
