"""Staging a proposal for an area, taking it in whole or in part, rejecting it."""

import datetime as dt
import math
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.contacts.desk import Change
from geodata.contacts.linking import set_contacts
from geodata.contacts.models import ContactLink
from geodata.contacts.pairing import Households, Members, Proposal, Rules, even_load, propose
from geodata.contacts.pairing_figures import figures
from geodata.contacts.pairing_load import Asked, load
from geodata.contacts.pairing_problem import NOBODY, Ints
from geodata.contacts.staged import Pairing, PairingLine
from geodata.contacts.steps import LinkStep
from geodata.errors import BadInput, Conflict
from geodata.people.models import Household
from geodata.territory.models import Area

Told = Callable[[int, float], None]
"""Called after each round with its number and the proven gap."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking a proposal: the step (None: nothing), and the lines that were refused."""

    step: LinkStep | None
    refused: int


def rules_of(told: dict[str, Any], asked: Asked) -> Rules:
    """The rules from plain numbers; an even load where neither it nor a radius is given."""
    names = ("radius", "load", "other_grid", "other_village", "special_weight", "gap")
    values = {name: told[name] for name in names if told.get(name) is not None}
    if values and (min(values.values()) < 0 or values.get("special_weight", 1) < 1):
        raise BadInput(_("Weights, radius, load and gap must not be negative."), field="rules")
    rules = Rules(**values)
    if "load" in values or rules.radius:
        return rules
    return replace(rules, load=even_load(asked.members, len(asked.households)))


@transaction.atomic
def stage(
    *,
    area: Area,
    by: User | None,
    on: dt.date,
    at: dt.datetime,
    rules: dict[str, Any] | None = None,
    from_scratch: bool = False,
    progress: Told | None = None,
) -> Pairing:
    """Search for the least travel in the area and keep what would change. Nothing of the contacts is changed.

    Raises NotFound when no village lies there, BadInput for rules that make no sense.
    """
    asked = load(area.code, on=on)
    chosen = rules_of(rules or {}, asked)
    found = propose(asked.households, asked.members, chosen, from_scratch=from_scratch, progress=progress)
    pairing = Pairing.objects.create(
        area=area,
        villages=_villages(area, on=on),
        on=on,
        by=by,
        at=at,
        rules=asdict(chosen) | {"from_scratch": from_scratch},
        figures=_figures(asked, found),
    )
    PairingLine.objects.bulk_create(_lines(pairing, asked, found), batch_size=2000)
    return pairing


@transaction.atomic
def take(
    *, pairing: Pairing, by: User, on: dt.date, at: dt.datetime, lines: Collection[int] | None = None
) -> Taken:
    """Set the contacts of these open lines (keys; None: of all). What has changed since is refused, line by line.

    Raises Conflict when nothing is open any more.
    """
    pairing = Pairing.objects.select_for_update().get(pk=pairing.pk)
    wanted = pairing.lines.select_for_update().filter(state=PairingLine.State.OPEN, member__isnull=False)
    if lines is not None:
        wanted = wanted.filter(pk__in=lines)
    rows = {line.household_id: line for line in wanted.order_by("household_id")}
    if not rows:
        raise Conflict(_("No line of the proposal is open."), remedy=_("Load the page again."))
    stale = _stale(rows, on=on)
    changes = [
        Change(line.household_id, line.member_id)
        for line in rows.values()
        if line.household_id not in stale and line.member_id
    ]
    applied = set_contacts(changes=changes, by=by, on=on, kind=LinkStep.Kind.ACCEPTED)
    refused = stale | {one.change.household: one.words for one in applied.refused}
    for home, line in rows.items():
        line.state = PairingLine.State.REFUSED if home in refused else PairingLine.State.TAKEN
        line.words = refused.get(home, "")[:200]
        line.step = None if home in refused else applied.step
    PairingLine.objects.bulk_update(rows.values(), ["state", "words", "step"], batch_size=2000)
    _settle(pairing, by=by, at=at)
    return Taken(applied.step, len(refused))


@transaction.atomic
def reject(*, pairing: Pairing, by: User, at: dt.datetime) -> Pairing:
    """The open lines are not taken. Raises Conflict when none is open."""
    pairing = Pairing.objects.select_for_update().get(pk=pairing.pk)
    if not pairing.lines.filter(state=PairingLine.State.OPEN).update(state=PairingLine.State.REJECTED):
        raise Conflict(_("No line of the proposal is open."), remedy=_("Load the page again."))
    taken = pairing.lines.filter(state=PairingLine.State.TAKEN).exists()
    pairing.state = Pairing.State.DECIDED if taken else Pairing.State.REJECTED
    pairing.decided_by, pairing.decided_at = by, at
    pairing.save(update_fields=["state", "decided_by", "decided_at"])
    return pairing


def _settle(pairing: Pairing, *, by: User, at: dt.datetime) -> None:
    """Decided once no line with a member is open."""
    if not pairing.lines.filter(state=PairingLine.State.OPEN, member__isnull=False).exists():
        pairing.state, pairing.decided_by, pairing.decided_at = Pairing.State.DECIDED, by, at
        pairing.save(update_fields=["state", "decided_by", "decided_at"])


def _stale(rows: dict[int, PairingLine], *, on: dt.date) -> dict[int, str]:
    """Households whose contact or home is no longer what the proposal was made for, with the words."""
    links = ContactLink.objects.on(on).primary().filter(household__in=rows)
    present = dict(links.values_list("household_id", "member_id"))
    homes = Household.objects.filter(pk__in=rows).only("pk", "occupancy")
    empty = {home.pk for home in homes if home.is_exempt}
    found = {
        home: _("Its contact has changed since the proposal was made.")
        for home, line in rows.items()
        if present.get(home) != line.former_id
    }
    return found | dict.fromkeys(empty, _("Nobody lives there any more."))


def _villages(area: Area, *, on: dt.date) -> list[int]:
    code = area.code[:12]
    found = Area.objects.on(on).level(Area.Level.VILLAGE).under(code)
    return sorted(found.values_list("pk", flat=True))


def _lines(pairing: Pairing, asked: Asked, found: Proposal) -> list[PairingLine]:
    """A line for each household whose member would be another, or who would have nobody."""
    changed = np.flatnonzero((found.member != asked.households.member) | (found.member < 0))
    rows = Household.objects.filter(pk__in=asked.household_ids[changed].tolist())
    homes = {home.pk: home for home in rows.only("pk", "village_id", "grid_id")}
    return [
        PairingLine(
            pairing=pairing,
            household_id=key,
            village_id=homes[key].village_id,
            grid_id=homes[key].grid_id,
            former_id=_member(asked, asked.households.member, index),
            member_id=_member(asked, found.member, index),
            metres=_whole(found.metres[index]),
            former_metres=_whole(found.former_metres[index]),
            reason=found.reasons[index].value if index in found.reasons else "",
        )
        for index in changed.tolist()
        if (key := int(asked.household_ids[index])) in homes
    ]


def _member(asked: Asked, members: Ints, index: int) -> int | None:
    place = int(members[index])
    return None if place == NOBODY else int(asked.member_ids[place])


def _whole(metres: float) -> int | None:
    return None if math.isnan(metres) else round(metres)


def _figures(asked: Asked, found: Proposal) -> dict[str, Any]:
    """What the proposal comes to, beside what is now."""
    return asdict(figures(asked.households, asked.members, found)) | {
        "before": _before(asked.households, asked.members, found)
    }


def _before(households: Households, members: Members, found: Proposal) -> dict[str, Any]:
    """Distance and load of the present contacts."""
    metres = found.former_metres[np.isfinite(found.former_metres)]
    had = households.member[households.member >= 0]
    loads = np.bincount(had, minlength=len(members))
    return {
        "paired": len(had),
        "mean_m": round(float(metres.mean()), 1) if len(metres) else None,
        "p95_m": round(float(np.percentile(metres, 95)), 1) if len(metres) else None,
        "load_median": float(np.median(loads[loads > 0])) if len(had) else 0.0,
        "load_max": int(loads.max(initial=0)),
    }
