"""Every move of a need by its name, for doors that are told which; and those that somebody may make now."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import BadInput, NotFound
from geodata.base.scope import Scope
from geodata.needs import assigning, beside, moving
from geodata.needs.beside_models import Assignment
from geodata.needs.finding import find_need
from geodata.needs.lifecycle import LIFE
from geodata.needs.models import Need, NeedStep
from geodata.needs.parts import parts_of
from geodata.needs.words import CONTENT, OPEN, Kind, Move, Part
from geodata.posts.departments import Department
from geodata.territory.models import Area

MEDIATE, REVISIT, SUPERVISE = "mediate", "revisit", "supervise"
BESIDE = (MEDIATE, REVISIT, SUPERVISE)
"""They change no state."""
Told = Mapping[str, Any]
NAMES: tuple[str, ...] = (
    *(
        str(move)
        for move in Move
        if move not in (Move.RECORD, Move.SETTLE_AT_ONCE, Move.RECALCULATE, Move.REFUSE)
    ),
    *BESIDE,
)
FIELDS: Mapping[str, tuple[str, ...]] = {
    Move.DECLINE: ("why", "reason"),
    Move.MERGE: ("into",),
    Move.CONCLUDE: ("day", "participants", "result"),
    Move.ASSIGN: ("task", "department", "area", "user", "due_at", "shows_household"),
    Move.SETTLE: ("result",),
    Move.FINISH: ("result",),
    Move.ESCALATE: ("reason",),
    Move.RETURN: ("reason",),
    Move.EXTEND_ASK: ("until", "reason"),
    Move.EXTEND_REFUSE: ("reason",),
    Move.FOLLOW_UP: ("answer", "reason"),
    Move.CLOSE: ("reason",),
    Move.REOPEN: ("reason",),
    Move.WITHDRAW: ("reason",),
    MEDIATE: ("mediator", "mediator_name", "outcome", "agreement", "revisit_on"),
    REVISIT: ("on",),
    SUPERVISE: ("assignment", "answer_by", "note"),
}
"""What each move may be told; all else is refused."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    Move.MERGE: ("into",),
    Move.CONCLUDE: ("day",),
    Move.EXTEND_ASK: ("until",),
    REVISIT: ("on",),
}
TEXTS = (
    "reason",
    "result",
    "answer",
    "why",
    "participants",
    "task",
    "agreement",
    "mediator_name",
    "note",
    "outcome",
)
VERBS: Mapping[str, Callable[..., Any]] = {
    Move.ACCEPT: moving.accept,
    Move.DECLINE: moving.decline,
    Move.MERGE: moving.merge,
    Move.CONSULT: beside.consult,
    Move.CONCLUDE: beside.conclude,
    Move.ASSIGN: assigning.assign,
    Move.BEGIN: moving.begin,
    Move.SETTLE: moving.settle,
    Move.FINISH: moving.finish,
    Move.ESCALATE: moving.escalate,
    Move.RETURN: moving.return_down,
    Move.EXTEND_ASK: beside.ask_more_time,
    Move.EXTEND_GRANT: beside.grant_more_time,
    Move.EXTEND_REFUSE: beside.refuse_more_time,
    Move.FOLLOW_UP: moving.follow_up,
    Move.CLOSE: moving.close,
    Move.REOPEN: moving.reopen,
    Move.WITHDRAW: moving.withdraw,
    MEDIATE: beside.mediate,
    REVISIT: beside.revisit,
    SUPERVISE: beside.supervise,
}


def move_on(
    move: str, *, need: Need, by: User, scope: Scope, at: dt.datetime, version: int | None = None, told: Told
) -> Need:
    """The need as it is then. Raises BadInput for what the move is not told or is missing, and what its verb raises."""
    if move not in VERBS:
        raise BadInput(_("There is no such move."), field="move", value=move)
    said = {name: value for name, value in told.items() if value not in (None, "")}
    if unknown := [name for name in said if name not in FIELDS.get(move, ())]:
        raise BadInput(_("This move is not told that."), field=unknown[0])
    if missing := [name for name in NEEDED.get(move, ()) if name not in said]:
        raise BadInput(_("This has to be said."), field=missing[0])
    values: dict[str, Any] = {name: "" for name in FIELDS.get(move, ()) if name in TEXTS} | said
    _look_up(values, need, by=by, scope=scope, on=at.date())
    if move == Move.FOLLOW_UP and moving.answered_the_same(need, by=by, **values):
        return Need.objects.select_related(*moving.BESIDE).get(pk=need.pk)
    if version is not None:
        # What has no version of its own is written on the version of the need that was seen.
        moving.locked(need, version=version)
    VERBS[move](need=need, by=by, scope=scope, at=at, **values)
    return Need.objects.select_related(*moving.BESIDE).get(pk=need.pk)


def _look_up(values: dict[str, Any], need: Need, *, by: User, scope: Scope, on: dt.date) -> None:
    """Rows for what is named by code, number or key. Raises BadInput and NotFound."""
    if "into" in values:
        values["into"] = _other(values["into"], by=by, scope=scope)
    if "department" in values:
        values["department"] = department_of(need, values["department"], area=values.pop("area", ""), on=on)
    elif "area" in values:
        area = Area.objects.on(on).filter(code=values["area"]).first()
        if area is None:
            raise NotFound(values["area"], field="area", value=values["area"])
        values["area"] = area
    if "assignment" in values:
        beside.require_supervising(need, by=by, scope=scope)
        given = Assignment.objects.filter(need=need, pk=values["assignment"]).first()
        if given is None:
            raise NotFound(str(values["assignment"]), field="assignment", value=values["assignment"])
        values["assignment"] = given
    for name in ("user", "mediator"):
        if name in values:
            found = User.objects.filter(pk=values[name], is_active=True).first()
            if found is None:
                raise BadInput(_("This account is not known."), field=name, value=values[name])
            values[name] = found


def _other(name: str, *, by: User, scope: Scope) -> Need:
    try:
        return find_need(named(name), by=by, scope=scope)
    except NotFound as missing:
        raise NotFound(name, field="into", value=name) from missing


def named(text: str) -> str | uuid.UUID:
    """A client id or a number."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return text


def department_of(need: Need, code: str, *, area: str = "", on: dt.date) -> Department:
    """Of the area of that code, or else of the office that holds the need. Raises NotFound."""
    where = {"area__code": area} if area else {"area": need.unit_area_id}
    found = Department.objects.on(on).select_related("area").filter(code=code, **where).first()
    if found is None:
        raise NotFound(code, field="department", value=code)
    return found


def offered(need: Need, *, by: User, scope: Scope, at: dt.datetime) -> list[str]:
    """The moves that somebody may make now, in the order of the table. One query at most."""
    parts = parts_of(need, scope=scope, by=by)
    moves = [move for move in LIFE.moves_from(need, scope=scope, by=by) if _stands(need, move, at=at)]
    if Move.RETURN in moves or Move.EXTEND_ASK in moves:
        made = set(NeedStep.objects.filter(need=need, level=need.level).values_list("move", flat=True))
        moves = [move for move in moves if not (move in (Move.RETURN, Move.EXTEND_ASK) and move in made)]
    return [*moves, *_beside(need, parts, scope, by)]


def _stands(need: Need, move: str, *, at: dt.datetime) -> bool:
    """Does time or history allow it? The same as its verb asks."""
    match move:
        case Move.REOPEN:
            return need.ended_at is None or at - need.ended_at <= moving.REOPENED_WITHIN
        case Move.RETURN:
            return need.level > need.least_level
        case Move.EXTEND_ASK:
            return need.due_at is not None and at < need.due_at
        case Move.EXTEND_GRANT | Move.EXTEND_REFUSE:
            return need.extension is not None
        case Move.CLOSE:
            return need.answer in CONTENT or need.reopened > 0
    return True


def _beside(need: Need, parts: frozenset[Part], scope: Scope, by: User) -> list[str]:
    found = []
    if need.kind == Kind.DISPUTE and need.state in OPEN and Part.HOLDER in parts:
        found.append(MEDIATE)
    dispute = getattr(need, "dispute", None)
    if (
        dispute
        and dispute.revisit_on
        and not dispute.revisited_on
        and parts & {Part.OWN, Part.LINE, Part.HOLDER}
    ):
        found.append(REVISIT)
    if need.state in OPEN and beside.may_supervise(need, by=by, scope=scope):
        found.append(SUPERVISE)
    return found
