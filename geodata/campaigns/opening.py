"""A roll-call is drafted, opened with everybody whom its filter means, added to, closed and reported. Its area is frozen then.

Opening is one transaction: the households with their contact members of the hour, the step, and a notice for everybody who holds some.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound, Stale
from geodata.base.filters.tree import read
from geodata.base.scope import Right, Scope
from geodata.campaigns import choosing
from geodata.campaigns.concept import Action
from geodata.campaigns.lifecycle import LIFE, may_open
from geodata.campaigns.models import Campaign, CampaignStep, usual_hours
from geodata.campaigns.telling import tell_holders
from geodata.campaigns.words import Move, Reason, State
from geodata.people.models import Household
from geodata.posts.departments import Department
from geodata.territory.models import Area

MOST_LINES, MOST_ADDED = 12, 500
LONGEST = dt.timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a roll-call asks, of whom, and by when."""

    title: str
    reason: str
    area: str
    """Its code."""
    filter: Any
    due_at: dt.datetime
    checklist: Sequence[Mapping[str, Any]] = ()
    issuers: Sequence[str] = ()
    """Codes of departments of the county."""
    climb_hours: Sequence[int] = field(default_factory=usual_hours)


@dataclass(frozen=True, slots=True)
class Opened:
    campaign: Campaign
    targets: int
    villages: int


@transaction.atomic
def draft_campaign(*, asked: Asked, by: User, scope: Scope, at: dt.datetime) -> Campaign:
    """Raises NotAllowed, NotFound for an area outside the scope, BadInput."""
    area = area_to_call(asked.area, scope=scope, on=at)
    read(asked.filter, field="filter")
    title = texts.line(asked.title)
    if not title or len(title) > 60:
        raise BadInput(_("Give a title of at most 60 characters."), field="title", value=title[:20])
    if asked.reason not in Reason.values:
        raise BadInput(_("Choose one that is offered."), field="reason", value=asked.reason)
    if not at < asked.due_at <= at + LONGEST:
        raise BadInput(
            _("The deadline lies ahead, within 31 days."), field="due_at", value=asked.due_at.isoformat()
        )
    campaign = Campaign.objects.create(
        title=title, reason=asked.reason, area=area, filter=asked.filter, checklist=checked_lines(asked.checklist),
        issuers=_issuers(asked.issuers, area, on=timezone.localdate(at)), due_at=asked.due_at,
        climb_hours=_hours(asked.climb_hours), by=by, at=at, synthetic=area.synthetic,
    )  # fmt: skip
    LIFE.begin(campaign, by=by, at=at)
    record_access(user=by, action=Action.CAMPAIGN_DRAFTED, at=at, subject=str(campaign.key))
    return campaign


def area_to_call(code: str, *, scope: Scope, on: dt.datetime) -> Area:
    """Raises NotAllowed or NotFound where that area is not the caller's to call."""
    area = Area.objects.on(timezone.localdate(on)).filter(code=code).exclude(level=Area.Level.GRID).first()
    if area is None or not may_open(scope, area.code):
        if not scope.may(Right.CAMPAIGN) or (area and scope.holds_code(area.code)):
            refuse(Right.CAMPAIGN)
        raise NotFound(code, field="area", value=code)
    return area


def checked_lines(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Raises BadInput."""
    found = []
    for line in lines:
        code, label, bad = line.get("code"), line.get("label"), line.get("bad")
        good = isinstance(code, str) and code.isidentifier() and len(code) <= 30 and code.isascii()
        if not good or not isinstance(label, str) or not texts.line(label) or not isinstance(bad, bool):
            raise BadInput(
                _("A line of the checklist has a code, a label, and the answer that is bad."),
                field="checklist",
                remedy=_('Write such as {"code": "heating", "label": "Heating works", "bad": false}.'),
            )
        found.append({"code": code, "label": texts.line(label)[:40], "bad": bad})
    if len(found) > MOST_LINES or len({line["code"] for line in found}) < len(found):
        raise BadInput(_("Write at most 12 lines, each with a code of its own."), field="checklist")
    return found


def _issuers(codes: Sequence[str], area: Area, *, on: dt.date) -> list[int]:
    known = dict(
        Department.objects.on(on)
        .filter(Q(area__code=area.code[:6]) | Q(area=area), code__in=codes)
        .values_list("code", "pk")
    )
    if missing := [code for code in codes if code not in known]:
        raise BadInput(_("This department is not known here."), field="issuers", value=missing[0])
    return sorted(known.values())


def _hours(hours: Sequence[int]) -> list[int]:
    found = list(hours)
    if len(found) != 3 or found != sorted(found) or not all(1 <= each <= 240 for each in found):
        raise BadInput(
            _("Give three numbers of hours, each at least as large as the one before."), field="climb_hours"
        )
    return found


def villages_in(area: Area, *, on: dt.date) -> list[int]:
    """The village itself, or those below."""
    inside = Area.objects.on(on).under(area.code).level(Area.Level.VILLAGE)
    return list(inside.order_by("code").values_list("pk", flat=True))


@transaction.atomic
def open_campaign(*, campaign: Campaign, by: User, scope: Scope, at: dt.datetime) -> Opened:
    """Everybody whom the filter means is asked for. Raises NotAllowed, Conflict where nobody is meant or it is open."""
    found, on = LIFE.locked(campaign), timezone.localdate(at)
    LIFE.check(found, Move.OPEN, by=by, scope=scope)
    if found.due_at <= at:
        raise Conflict(_("The deadline has passed."), field="due_at", remedy=_("Draft it again."))
    before, found.state, found.opened_at, found.version = found.state, State.OPEN, at, found.version + 1
    found.save()
    here = villages_in(found.area, on=on)
    targets, villages = choosing.write_targets(found.pk, found.filter, villages=here, at=at, on=on)
    if not targets:
        raise Conflict(
            _("Nobody is meant by this filter."), field="filter", remedy=_("Widen the area or the filter.")
        )
    LIFE.counted(found, Move.OPEN, before=before, by=by, at=at, targets=targets)
    tell_holders(found, at=at, since=at)
    record_access(
        user=by, action=Action.CAMPAIGN_MOVED, at=at, subject=str(found.key), details={"targets": targets}
    )
    return Opened(found, targets, villages)


@transaction.atomic
def add_targets(*, campaign: Campaign, tokens: Sequence[str], by: User, scope: Scope, at: dt.datetime) -> int:
    """How many were not asked for yet. Raises NotAllowed, Conflict, NotFound for a household outside area or scope, BadInput."""
    found, on = LIFE.locked(campaign), timezone.localdate(at)
    LIFE.check(found, Move.ADD, by=by, scope=scope)
    if not 0 < len(tokens) <= MOST_ADDED:
        raise BadInput(_("Name 1 to 500 households."), field="households", value=len(tokens))
    seen = Household.objects.within(scope.to(Right.CAMPAIGN)).filter(
        village__code__startswith=found.area.code
    )
    homes = {home.token: home for home in seen.filter(token__in=tokens)}
    if missing := [token for token in tokens if token not in homes]:
        raise NotFound(missing[0], field="households", value=missing[0])
    pks, villages = [home.pk for home in homes.values()], sorted({home.village_id for home in homes.values()})
    added = choosing.write_by_hand(found.pk, pks, villages=villages, by=by.pk, at=at, on=on)
    if added:
        LIFE.counted(found, Move.ADD, before=found.state, by=by, at=at, targets=added)
        tell_holders(found, at=at, since=at)
        record_access(
            user=by, action=Action.CAMPAIGN_MOVED, at=at, subject=str(found.key), details={"added": added}
        )
    return added


@transaction.atomic
def move_on(
    move: str, *, campaign: Campaign, by: User, scope: Scope, at: dt.datetime, version: str = "*"
) -> Campaign:
    """Open, close or report it. Raises NotAllowed, Conflict, Stale."""
    now = LIFE.locked(campaign)
    if version not in ("*", str(now.version)):
        raise Stale(_("Someone else changed it meanwhile."), remedy=_("Load it again."))
    if move == Move.OPEN:
        return open_campaign(campaign=campaign, by=by, scope=scope, at=at).campaign
    if move == Move.CLOSE:
        now.closed_at = at
    now.version += 1
    LIFE.write(now, move, by=by, at=at, scope=scope)
    record_access(user=by, action=Action.CAMPAIGN_MOVED, at=at, subject=str(now.key), details={"move": move})
    return now


def steps_of(campaign: Campaign) -> list[CampaignStep]:
    return list(campaign.steps.select_related("by").order_by("pk"))
