"""Moving a plan on by the name of the move: the same for page and API."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from geodata.plans.models import BoundaryPlan
from geodata.plans.moves import VERBS, MoveContext, copy, revert, submit
from geodata.plans.publishing import Published, publish
from geodata.plans.workflow import Move


@dataclass(frozen=True, slots=True)
class Moved:
    """The plan, or for a copy or a revert the new draft; and what publishing did."""

    plan: BoundaryPlan
    published: Published | None = None


def move_on(
    move: str,
    *,
    plan: BoundaryPlan,
    context: MoveContext,
    version: int | None = None,
    leaders: Mapping[str, str] | None = None,
    day: dt.date | None = None,
) -> Moved:
    """`leaders` go with submitting, `day` with publishing. Raises what the verb of that move raises."""
    match move:
        case "copy":
            return Moved(copy(plan=plan, context=context))
        case "revert":
            return Moved(revert(plan=plan, context=context))
        case "submit":
            return Moved(submit(plan=plan, context=context, version=version, leaders=leaders))
        case "publish":
            done = publish(plan=plan, context=context, version=version, day=day)
            return Moved(done.plan, done)
        case _:
            return Moved(VERBS[Move(move)](plan=plan, context=context, version=version))
