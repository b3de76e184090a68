"""The life of a roll-call: drafted, open, closed, reported. What households are added, and what climbs, are steps of it too.

The right to roll-calls is held by many who only tell results: opening belongs to the offices of townships and counties.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from geodata.base.errors import Conflict
from geodata.base.lifecycle import Lifecycle, Next
from geodata.base.rls import Somebody
from geodata.base.scope import SERVICE, Right, Scope
from geodata.campaigns.words import Move, State
from geodata.posts.models import Post

OFFICES = frozenset({Post.Kind.TOWNSHIP_OFFICER.value, Post.Kind.COUNTY_OFFICER.value, SERVICE})

R = Right.CAMPAIGN
TABLE: Mapping[str, Mapping[str, Next]] = {
    State.DRAFT: {Move.OPEN: Next(State.OPEN, right=R)},
    State.OPEN: {
        Move.ADD: Next(State.OPEN, right=R),
        Move.CLIMB: Next(State.OPEN),
        Move.CLOSE: Next(State.CLOSED, right=R),
    },
    State.CLOSED: {Move.REPORT: Next(State.REPORTED, right=R)},
    State.REPORTED: {},
}


def may_open(scope: Scope, code: str) -> bool:
    """In the whole area of that code?"""
    return any(grant.kind in OFFICES and code.startswith(grant.code) for grant in scope.to(R).grants)


@dataclass(frozen=True, kw_only=True)
class CampaignLife(Lifecycle):
    """A `Lifecycle` whose moves are made by the offices above the village."""

    def _may(self, found: Next, thing: Any, scope: Scope, by: Somebody | None) -> bool:
        return found.right is not None and may_open(scope, thing.area.code)

    def counted(
        self,
        thing: Any,
        move: str,
        *,
        before: str,
        by: Somebody | None,
        at: dt.datetime,
        targets: int,
        level: int = 0,
    ) -> None:
        """The step of a move that is about households: how many, and to which level. The thing is saved already."""
        thing.steps.create(
            by=by, at=at, move=move, before=before, after=thing.state, targets=targets, level=level
        )


def _impossible(state: str, move: str) -> Conflict:
    return Conflict(
        _("This roll-call is “%(state)s”: “%(move)s” is not possible now.")
        % {"state": State(state).label, "move": Move(move).label if move in Move.values else move},
        field="move",
        value=move,
        remedy=_("Load it again."),
    )


LIFE = CampaignLife(
    start=State.DRAFT,
    begun=Move.DRAFT,
    table=TABLE,
    villages=lambda _campaign: (),
    owner=lambda campaign: campaign.by_id,
    impossible=_impossible,
)
