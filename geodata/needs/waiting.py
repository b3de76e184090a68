"""What of needs waits for somebody: to be moved on by the level that he or she holds, granted, asked about, or looked at again."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from geodata.accounts.models import User
from geodata.base.scope import Right, Scope
from geodata.needs.assigning import assignments_of
from geodata.needs.beside_models import UNDER_WAY, Supervision
from geodata.needs.finding import LISTED
from geodata.needs.models import Need, NeedQuerySet
from geodata.needs.parts import HOLDERS, OF_KIND
from geodata.needs.words import OPEN, Answer, Part, State

MOST = 50
"""Of each; who has more goes on in the ledger."""
NOTHING = Q(pk__in=())
LEVELS: Mapping[Part, int] = {part: level for level, part in HOLDERS.items()}
NEAR = frozenset({Part.OWN, Part.LINE})


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first due first, `MOST` of each at most and one more where there are more."""

    to_move: list[Need]
    to_grant: list[Need]
    to_follow_up: list[Need]
    to_revisit: list[Need]
    supervisions: list[Supervision]
    assignments: int


def waiting_for(*, by: User, scope: Scope, on: dt.date) -> Waiting:
    """Six queries, whatever the number."""
    seen = Need.objects.within(scope, by=by.pk)
    return Waiting(
        _listed(to_move(seen, scope)),
        _listed(to_grant(seen, scope)),
        _listed(to_follow_up(seen, scope).exclude(finished_by=by)),
        _listed(to_revisit(seen, scope, on=on)),
        list(to_answer(seen, scope)[: MOST + 1]),
        assignments_of(scope, by=by).filter(state__in=UNDER_WAY).count(),
    )


def _listed(needs: NeedQuerySet) -> list[Need]:
    rows = needs.select_related(*LISTED).order_by(F("due_at").asc(nulls_last=True), "pk")
    return list(rows[: MOST + 1])


def to_move(seen: NeedQuerySet, scope: Scope) -> NeedQuerySet:
    """In hand at the reader's level, but for what somebody else works on; and what is not content the second time."""
    in_hand = Q(state__in=[state for state in OPEN if state != State.ASSIGNED])
    undecided = Q(state=State.FOLLOWED_UP, answer=Answer.NOT)
    elsewhere = Need.objects.filter(handed_out=True, assignments__state__in=UNDER_WAY)
    return seen.filter(held(scope), in_hand | undecided).exclude(pk__in=elsewhere.values("pk"))


def to_grant(seen: NeedQuerySet, scope: Scope) -> NeedQuerySet:
    """More time was asked for: of whoever assigned it, or else of the level above."""
    by_assigner, by_above = Q(handed_out=True) & held(scope), Q(handed_out=False) & held(scope, above=True)
    return seen.filter(by_assigner | by_above, extension__isnull=False, state=State.IN_PROGRESS)


def to_follow_up(seen: NeedQuerySet, scope: Scope) -> NeedQuerySet:
    """Done, and nobody has asked those concerned yet: of a sensitive one whoever holds it does."""
    near = Q(sensitive=False) & _places(scope, NEAR)
    return seen.filter(near | Q(sensitive=True) & held(scope), state=State.DONE)


def to_revisit(seen: NeedQuerySet, scope: Scope, *, on: dt.date) -> NeedQuerySet:
    """Agreements of disputes that are to be looked at again."""
    whose = Q(sensitive=False) & _places(scope, NEAR) | held(scope)
    return seen.filter(whose, dispute__revisit_on__lte=on, dispute__revisited_on=None)


def to_answer(seen: NeedQuerySet, scope: Scope) -> QuerySet[Supervision]:
    """Supervisions of needs that the reader's level holds."""
    asked = Supervision.objects.filter(need__in=seen.filter(held(scope), state__in=OPEN), answered_at=None)
    return asked.select_related("need", "by").order_by(F("answer_by").asc(nulls_last=True), "pk")


def held(scope: Scope, *, above: bool = False) -> Q:
    """Needs of the level that the reader's posts hold at their place; `above`: of the level below that one."""
    found = NOTHING
    for part, level in LEVELS.items():
        levels = [level] if not above else [level - 1] if level < 3 else [2, 3]
        found |= Q(level__in=levels) & _places(scope, {part})
    return found


def _places(scope: Scope, parts: Collection[Part]) -> Q:
    """Where these parts are the reader's."""
    found = NOTHING
    for grant in scope.to(Right.NEED).grants:
        if OF_KIND.get(grant.kind) in parts:
            found |= (
                Q(village__in=grant.villages) | Q(grid__in=grant.grids) | Q(household__in=grant.households)
            )
    return found
