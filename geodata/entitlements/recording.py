"""What is done on somebody's behalf, in person-times, and trainings as numbers."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import periods
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import Right, Scope
from geodata.entitlements.concept import Action
from geodata.entitlements.lifecycle import OF_KIND, parts_of
from geodata.entitlements.models import AgencyService, Entitlement, Training
from geodata.entitlements.texts import as_kept
from geodata.entitlements.words import Part, Result
from geodata.people.models import Household, Resident
from geodata.policies.answering import asked_by
from geodata.policies.models import Policy
from geodata.posts.models import Post
from geodata.territory.models import Area

LONGEST = {"what": 100, "agent": 40, "handed_in": 200, "where": 100}
MOST_ATTENDED = 10_000
TRAINERS = frozenset({Part.LINE, Part.TOWNSHIP, Part.COUNTY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """What was done: at which household (its token), for which resident and entitlement (their keys) or none."""

    household: str
    what: str
    day: dt.date
    result: str
    resident: int | None = None
    entitlement: int | None = None
    agent: str = ""
    """Empty: who records it."""
    handed_in: str = ""
    where: str = ""

    def digest(self) -> str:
        """SHA-256 of the content."""
        content = [part.isoformat() if isinstance(part, dt.date) else part for part in astuple(self)]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def record_agency_service(
    *, client_id: uuid.UUID, helped: Helped, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> tuple[AgencyService, bool]:
    """The service, and whether it is new: a repeat of the same is the same.

    Raises NotAllowed for who only reads there, NotFound for a household outside the scope, a resident or an entitlement of somewhere
    else, BadInput, Conflict where the id was used for another content.
    """
    require(scope, Right.ENTITLE)
    home = asked_by(scope).called(helped.household)
    if home is None:
        raise NotFound(helped.household, field="household", value=helped.household)
    if not may_help(home, scope):
        refuse(Right.ENTITLE)
    values = _checked(helped, home, today=today)
    if (known := AgencyService.objects.filter(client_id=client_id).first()) is not None:
        if known.body_hash != helped.digest():
            raise _used(client_id)
        return known, False
    try:
        with transaction.atomic():
            made = AgencyService.objects.create(
                client_id=client_id, body_hash=helped.digest(), household=home, village_id=home.village_id, by=by, at=at,
                synthetic=home.synthetic, **values | {"agent": values["agent"] or by.name[: LONGEST["agent"]]},
            )  # fmt: skip
    except IntegrityError as error:
        # Somebody else's, or sent twice at once.
        raise _used(client_id) from error
    record_access(user=by, action=Action.AGENCY_SERVICE_RECORDED, at=at, subject=home.token)
    return made, True


def may_help(home: Household, scope: Scope) -> bool:
    """A large leader reads alone."""
    return bool(parts_of(Entitlement(household=home, village_id=home.village_id), scope) - {Part.DEPARTMENT})


def _used(client_id: uuid.UUID) -> Conflict:
    return Conflict(
        _("An agency service with this id is already recorded with different content."),
        field="client_id",
        value=str(client_id),
        remedy=_("Record it as a new one."),
    )


def _checked(helped: Helped, home: Household, *, today: dt.date) -> dict[str, Any]:
    """The columns."""
    told: dict[str, Any] = {name: as_kept(getattr(helped, name)) for name in LONGEST}
    for name, most in LONGEST.items():
        if len(told[name]) > most or (name == "what" and not told[name]):
            raise _bad(name, told[name][:20], _("Enter at most %(most)s characters.") % {"most": most})
    if helped.result not in Result.values:
        raise _bad("result", helped.result, _("Choose one that is offered."))
    _check_day(helped.day, today)
    told["resident"] = told["entitlement"] = None
    if helped.resident is not None:
        told["resident"] = Resident.objects.filter(pk=helped.resident, household=home).first()
    if helped.entitlement is not None:
        told["entitlement"] = Entitlement.objects.filter(pk=helped.entitlement, household=home).first()
    for name in ("resident", "entitlement"):
        if getattr(helped, name) is not None and told[name] is None:
            raise NotFound(str(getattr(helped, name)), field=name, value=getattr(helped, name))
    return told | {"result": helped.result, "day": helped.day}


def _check_day(day: dt.date, today: dt.date) -> None:
    if not periods.FIRST_DAY <= day <= today:
        raise _bad("day", day.isoformat(), _("Choose today or an earlier day."))


def _bad(field: str, value: Any, remedy: str) -> BadInput:
    return BadInput(_("This cannot be recorded."), field=field, value=value, remedy=remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A training: when and in which area (its code), about which policies (their codes), and how many came."""

    day: dt.date
    area: str
    policies: Sequence[str]
    attended: int
    place: str = ""
    speaker: str = ""


@transaction.atomic
def record_training(*, held: Held, by: User, scope: Scope, at: dt.datetime, today: dt.date) -> Training:
    """Raises NotAllowed for who has no post there, NotFound for an area outside the scope or a policy that is none, BadInput."""
    area = _area(held.area, scope, on=today)
    _check_day(held.day, today)
    if not 1 <= held.attended <= MOST_ATTENDED:
        raise _bad("attended", held.attended, _("Enter how many came."))
    known = set(Policy.objects.filter(code__in=held.policies).values_list("code", flat=True))
    if missing := set(held.policies) - known:
        raise NotFound(min(missing), field="policies", value=min(missing))
    place, speaker = as_kept(held.place), as_kept(held.speaker)
    for name, text, most in (("place", place, 100), ("speaker", speaker, 60)):
        if len(text) > most:
            raise _bad(name, text[:20], _("Enter at most %(most)s characters.") % {"most": most})
    made = Training.objects.create(
        day=held.day, area=area, place=place, policies=sorted(known), speaker=speaker, attended=held.attended, by=by, at=at,
    )  # fmt: skip
    record_access(
        user=by, action=Action.TRAINING_RECORDED, at=at, subject=area.code, details={"n": held.attended}
    )
    return made


def may_train(scope: Scope, code: str) -> bool:
    """Does somebody with that scope hold a post whose area is that one, or lies above it?"""
    return any(
        code.startswith(grant.code)
        and (OF_KIND.get(grant.kind) in TRAINERS or grant.kind == Post.Kind.DEPARTMENT_OFFICER)
        for grant in scope.to(Right.ENTITLE).grants
        if grant.code
    )


def _area(code: str, scope: Scope, *, on: dt.date) -> Area:
    area = Area.objects.on(on).filter(code=code).first()
    if area is None or not scope.to(Right.ENTITLE).holds_code(code):
        raise NotFound(code, field="area", value=code)
    if not may_train(scope, code):
        refuse(Right.ENTITLE)
    return area
