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
from geodata.base.errors import BadInput
from geodata.contacts.assigning import set_contacts
from geodata.contacts.batch import Change
from geodata.contacts.changelog import LinkStep
from geodata.contacts.models import ContactLink
from geodata.pairing.load import PairingInput, load
from geodata.pairing.models import LIFE, Move, Pairing, PairingLine, nothing_open
from geodata.pairing.solver.figures import figures
from geodata.pairing.solver.problem import NOBODY, Ints
from geodata.pairing.solver.solve import Households, Members, Proposal, Rules, even_load, propose
from geodata.people.models import Household
from geodata.territory.models import Area

Progress = Callable[[int, float], None]
"""Called after each round with its number and the proven gap."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking a proposal: the step (None: nothing), and the lines that were refused."""

    step: LinkStep | None
    refused: int


def rules_of(numbers: dict[str, Any], people: PairingInput) -> Rules:
    """The rules from plain numbers; an even load where neither it nor a radius is given."""
    names = ("radius", "load", "other_grid", "other_village", "special_weight", "gap")
    values = {name: numbers[name] for name in names if numbers.get(name) is not None}
    if values and (min(values.values()) < 0 or values.get("special_weight", 1) < 1):
        raise BadInput(_("Weights, radius, load and gap must not be negative."), field="rules")
    rules = Rules(**values)
    if "load" in values or rules.radius:
        return rules
    return replace(rules, load=even_load(people.members, len(people.households)))


@transaction.atomic
def stage(
    *,
    area: Area,
    by: User | None,
    on: dt.date,
    at: dt.datetime,
    rules: dict[str, Any] | None = None,
    from_scratch: bool = False,
    progress: Progress | None = None,
) -> Pairing:
    """Search for the least travel in the area and keep what would change. Nothing of the contacts is changed.

    Raises NotFound when no village lies there, BadInput for rules that make no sense.
    """
    people = load(area.code, on=on)
    chosen = rules_of(rules or {}, people)
    proposal = propose(
        people.households, people.members, chosen, from_scratch=from_scratch, progress=progress
    )
    pairing = Pairing.objects.create(
        area=area,
        villages=_villages(area, on=on),
        on=on,
        by=by,
        at=at,
        rules=asdict(chosen) | {"from_scratch": from_scratch},
        figures=_figures(people, proposal),
    )
    PairingLine.objects.bulk_create(_lines(pairing, people, proposal), batch_size=2000)
    return pairing


@transaction.atomic
def take(
    *, pairing: Pairing, by: User, on: dt.date, at: dt.datetime, lines: Collection[int] | None = None
) -> Taken:
    """Set the contacts of these open lines (keys; None: of all). What has changed since is refused, line by line.

    Raises Conflict when nothing is open any more.
    """
    pairing = LIFE.locked(pairing)
    wanted = pairing.lines.select_for_update().filter(state=PairingLine.State.OPEN, member__isnull=False)
    if lines is not None:
        wanted = wanted.filter(pk__in=lines)
    rows = {line.household_id: line for line in wanted.order_by("household_id")}
    if not rows:
        raise nothing_open()
    # A proposal may be weeks old: what has changed since is refused by itself, and the rest is taken.
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
    pairing = LIFE.locked(pairing)
    if not pairing.lines.filter(state=PairingLine.State.OPEN).update(state=PairingLine.State.REJECTED):
        raise nothing_open()
    taken = pairing.lines.filter(state=PairingLine.State.TAKEN).exists()
    # Lines that were opened again are of a proposal that was decided once, and stays so.
    once_decided = pairing.state == Pairing.State.DECIDED
    pairing.decided_by, pairing.decided_at = by, at
    return LIFE.write(pairing, Move.DECIDE if taken or once_decided else Move.REJECT, by=by, at=at)


def _settle(pairing: Pairing, *, by: User, at: dt.datetime) -> None:
    """Decided once no line with a member is open."""
    # Lines without a member can never be taken: they keep no proposal open.
    if pairing.lines.filter(state=PairingLine.State.OPEN, member__isnull=False).exists():
        LIFE.write(pairing, Move.TAKE, by=by, at=at)
        return
    pairing.decided_by, pairing.decided_at = by, at
    LIFE.write(pairing, Move.DECIDE, by=by, at=at)


def _stale(rows: dict[int, PairingLine], *, on: dt.date) -> dict[int, str]:
    """Households whose contact or home is no longer what the proposal was made for, with the words."""
    links = ContactLink.objects.on(on).primary().filter(household__in=rows)
    present = dict(links.values_list("household_id", "member_id"))
    homes = Household.objects.filter(pk__in=rows).only("pk", "occupancy")
    empty = {home.pk for home in homes if home.is_uninhabited}
    changed = {
        home: _("Its contact has changed since the proposal was made.")
        for home, line in rows.items()
        if present.get(home) != line.former_id
    }
    return changed | dict.fromkeys(empty, _("Nobody lives there any more."))


def _villages(area: Area, *, on: dt.date) -> list[int]:
    code = area.code[:12]
    villages = Area.objects.on(on).level(Area.Level.VILLAGE).under(code)
    return sorted(villages.values_list("pk", flat=True))


def _lines(pairing: Pairing, people: PairingInput, proposal: Proposal) -> list[PairingLine]:
    """A line for each household whose member would be another, or who would have nobody."""
    changed = np.flatnonzero((proposal.member != people.households.member) | (proposal.member < 0))
    rows = Household.objects.filter(pk__in=people.household_ids[changed].tolist())
    homes = {home.pk: home for home in rows.only("pk", "village_id", "grid_id")}
    return [
        PairingLine(
            pairing=pairing,
            household_id=key,
            village_id=homes[key].village_id,
            grid_id=homes[key].grid_id,
            former_id=_member(people, people.households.member, index),
            member_id=_member(people, proposal.member, index),
            metres=_whole(proposal.metres[index]),
            former_metres=_whole(proposal.former_metres[index]),
            reason=proposal.reasons[index].value if index in proposal.reasons else "",
        )
        for index in changed.tolist()
        if (key := int(people.household_ids[index])) in homes
    ]


def _member(people: PairingInput, members: Ints, index: int) -> int | None:
    place = int(members[index])
    return None if place == NOBODY else int(people.member_ids[place])


def _whole(metres: float) -> int | None:
    return None if math.isnan(metres) else round(metres)


def _figures(people: PairingInput, proposal: Proposal) -> dict[str, Any]:
    """What the proposal comes to, beside what is now."""
    return asdict(figures(people.households, people.members, proposal)) | {
        "before": _before(people.households, people.members, proposal),
        "way": _way(proposal),
    }


def _way(proposal: Proposal) -> dict[str, int]:
    """All ways from home to home together, now and then, of those households of which both are known: of others they do not compare."""
    both = np.isfinite(proposal.metres) & np.isfinite(proposal.former_metres)
    now, then = proposal.former_metres[both].sum(), proposal.metres[both].sum()
    return {"households": int(both.sum()), "now_m": round(float(now)), "then_m": round(float(then))}


def _before(households: Households, members: Members, proposal: Proposal) -> dict[str, Any]:
    """Distance and load of the present contacts."""
    metres = proposal.former_metres[np.isfinite(proposal.former_metres)]
    had = households.member[households.member >= 0]
    loads = np.bincount(had, minlength=len(members))
    return {
        "paired": len(had),
        "mean_m": round(float(metres.mean()), 1) if len(metres) else None,
        "p95_m": round(float(np.percentile(metres, 95)), 1) if len(metres) else None,
        "load_median": float(np.median(loads[loads > 0])) if len(had) else 0.0,
        "load_max": int(loads.max(initial=0)),
    }
