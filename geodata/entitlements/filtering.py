"""What filters ask of entitlements: how far a policy has come there, as it is recorded. What a rule finds possible is no record: no rule
asks what another one has said. Entitlements are followed whole from the first step on, so what is not recorded is a no.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from geodata.base.filters.leaf import Facts, Known, Leaf, Put, Subject, Wrong, several
from geodata.base.wording import listed
from geodata.entitlements.words import RECEIVED, State
from geodata.policies.models import Policy

ASKED = tuple(state for state in State if state != State.POSSIBLE)


def _recorded(where: str, keys: str) -> str:
    named = ", ".join(f"x.{key}" for key in keys.split(", "))
    return f"""
    SELECT {named}, array_agg(p.code || ':' || x.state) AS held
    FROM geodata_entitlement x JOIN geodata_policy p ON p.id = x.policy_id
    WHERE {{among}} AND x.state <> 'possible' AND {where} GROUP BY {named}"""  # noqa: S608 (text of ours)


HELD_TEXTS = {"held": "text[]"}
ALL = Facts(name="all_entitlements", sql=_recorded("true", "household_id"), columns=HELD_TEXTS)
SHARED = Facts(
    name="shared_entitlements", sql=_recorded("x.resident_id IS NULL", "household_id"), columns=HELD_TEXTS
)
OWN = Facts(
    name="own_entitlements",
    of="resident",
    sql=_recorded("x.resident_id IS NOT NULL", "household_id, resident_id"),
    columns=HELD_TEXTS,
)


class Entitled(Leaf):
    """Of the household or anybody in it; of a resident: the own and those of the whole household. `state`: one or several, else
    granted and whatever comes after."""

    name, label, also = "entitlement", pgettext_lazy("filter", "receives a policy"), frozenset({"state"})
    example = {"entitlement": "low_income_aid", "state": ["granted", "paid"]}

    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        code, states = said["entitlement"], said.get("state", [])
        if not isinstance(code, str) or not Policy.objects.filter(code=code).exists():
            raise Wrong("entitlement", _("There is no such policy."), _("Write the code of a policy."))
        told = [states] if isinstance(states, str) else states
        if (
            not isinstance(told, list)
            or (not told and "state" in said)
            or not all(one in ASKED for one in told)
        ):
            raise Wrong(
                "state",
                _("Rules ask for no such state."),
                _("Known are: %(known)s.") % {"known": ", ".join(ASKED)},
            )

    def reads(self, subject: Subject) -> Collection[str]:
        return (
            ("all_entitlements",) if subject == "household" else ("shared_entitlements", "own_entitlements")
        )

    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        asked = f"{put(_held(said))}::text[]"
        held = " OR ".join(f"coalesce({table}.held && {asked}, false)" for table in self.reads(subject))
        return f"({held})"

    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        asked = set(_held(said))
        rows = [known.get(name, {}) for name in self.reads(subject)]
        return any(not asked.isdisjoint(row.get("held") or ()) for row in rows)

    def fact(self, said: Mapping[str, Any]) -> str:
        return f"entitlement:{said['entitlement']}"

    def words(self, said: Mapping[str, Any]) -> str:
        policy = Policy.objects.filter(code=said["entitlement"]).first() or said["entitlement"]
        states = [str(State(one).label) for one in several(said.get("state", RECEIVED))]
        return _("“%(policy)s” is %(states)s") % {"policy": policy, "states": listed(states)}


def _held(said: Mapping[str, Any]) -> list[str]:
    return [f"{said['entitlement']}:{state}" for state in several(said.get("state", RECEIVED))]
