"""The table of verbs that have more than one door, by concept. A new one is a row in the module of its concept."""

from collections.abc import Sequence

from tests.agreement import (
    accounts,
    branches,
    calendar,
    campaigns,
    care,
    departments,
    entitlements,
    figures,
    households,
    imports,
    members,
    need_settings,
    needs,
    offices,
    plans,
    projects,
    register,
    saved,
    visits,
)
from tests.agreement.asking import Verb

CONCEPTS: dict[str, Sequence[Verb]] = {
    "households": households.VERBS,
    "visits": visits.VERBS,
    "register": register.VERBS,
    "care": care.VERBS,
    "members": members.VERBS,
    "plans": plans.VERBS,
    "offices": offices.VERBS,
    "imports": imports.VERBS,
    "figures": figures.VERBS,
    "accounts": accounts.VERBS,
    "departments": departments.VERBS,
    "need settings": need_settings.VERBS,
    "calendar": calendar.VERBS,
    "branches": branches.VERBS,
    "needs": needs.VERBS,
    "campaigns": campaigns.VERBS,
    "projects": projects.VERBS,
    "saved": saved.VERBS,
    "entitlements": entitlements.VERBS,
}
