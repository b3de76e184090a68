"""Recording a need: once for each id, alone or with the visit on which it was told; an offline phone may be days late."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput, Conflict, DomainError, NotFound
from geodata.base.scope import Right, Scope
from geodata.contacts.rights import scope_of
from geodata.needs.beginning import begin
from geodata.needs.beside_models import Dispute
from geodata.needs.deadlines import schedule_by_category, with_rule
from geodata.needs.lifecycle import BEGINNINGS
from geodata.needs.models import Need, NeedHousehold
from geodata.needs.parts import parts_of
from geodata.needs.sealing import Said, seal_said, seal_text
from geodata.needs.settings_models import NeedCategory
from geodata.needs.units import give_to_office
from geodata.needs.words import How, Kind, Move, Part, SettledIn, Source, State, Urgency
from geodata.people.models import Household, Placement
from geodata.posts.models import Post
from geodata.territory.models import Area
from geodata.visits.models import Visit
from geodata.visits.record import Report as VisitReport
from geodata.visits.record import as_kept, left_out
from geodata.visits.sending import Sent, home_to_visit, take_visit

MOST_OTHERS = 50
BY_A_TOWNSHIP, BY_A_COUNTY = 2, 3
WORDS = ("title", "text", "settled", "parties")
"""What of a report somebody has written."""


@dataclass(frozen=True, slots=True)
class NeedReport:
    """What somebody tells of a need, at a household (its token) or else in a village or grid (its code), with a point or without."""

    client_id: uuid.UUID
    kind: str
    category: str
    raised_on: dt.date
    household: str = ""
    area: str = ""
    point: Point | None = None
    urgency: int = Urgency.ORDINARY
    title: str = ""
    text: str = ""
    source: str = Source.OFFICE
    source_number: str = ""
    sensitive: bool = False
    named: Sequence[int] = ()
    """Accounts that a sensitive one is about."""
    level: int | None = None
    """At which it begins: the village, unless an office above it records it for itself."""
    settled: str = ""
    """What was done on the spot, where that settled it."""
    others: Sequence[str] = ()
    """Tokens of other households that it concerns."""
    parties: str = ""
    """Of a dispute."""
    visit: VisitReport | None = None
    """The visit on which it was told: recorded with it, under the same id."""

    def as_kept(self) -> "NeedReport":
        """Without ID numbers, in its own words as in the note of its visit: what was told far from any network is not lost because of one."""
        words: dict[str, Any] = {name: as_kept(getattr(self, name)) for name in WORDS}
        return replace(self, **words, visit=self.visit.as_kept() if self.visit else None)

    def left_out(self) -> str:
        """What of it is not kept, in words; empty if nothing."""
        note = self.visit.note if self.visit else ""
        return left_out(" ".join([*(getattr(self, name) for name in WORDS), note]))

    def digest(self) -> str:
        """SHA-256 of all but the id, as a phone works it out too: JSON without spaces, see docs/needs.md."""
        place = [self.point.x, self.point.y] if self.point else None
        said = [
            self.household, self.area, place, self.kind, self.category, self.urgency, self.title, self.text,
            self.raised_on.isoformat(), self.source, self.source_number, self.sensitive, sorted(self.named), self.level,
            self.settled, sorted(self.others), self.parties, self.visit.digest(self.household) if self.visit else None,
        ]  # fmt: skip
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Place:
    village: Area
    grid: Area | None = None
    home: Household | None = None


def record_need(
    *,
    report: NeedReport,
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
    noted: Visit | None = None,
) -> tuple[Need, bool]:
    """The need and whether it is new. The same id and content again is the same need, wherever its household is by now.

    With a visit both are recorded or neither; `noted` is one that is recorded already, and told of it. Raises what `home_to_visit` and `take_visit` raise, NotAllowed where nothing may be
    recorded, BadInput for what cannot be taken, Conflict for an id that was used for another content.
    """
    report = report.as_kept()
    try:
        # Written without looking first: repeats are rare, and the law or a refusal finds them.
        with transaction.atomic():
            return _recorded(report, by=by, scope=scope, at=at, today=today, noted=noted), True
    except (DomainError, IntegrityError) as error:
        if known := Need.objects.filter(client_id=report.client_id, by=by).first():
            return _same_again(known, report), False
        if isinstance(error, IntegrityError) and OF_ANOTHER in str(error):
            raise _used(report.client_id) from error
        raise


OF_ANOTHER = "geodata_need_client_id"
"""How the law begins that an id means one need."""


def _recorded(
    report: NeedReport, *, by: User, scope: Scope, at: dt.datetime, today: dt.date, noted: Visit | None
) -> Need:
    _check(report, by=by, today=today, noted=noted is not None)
    place = _place_of(report, by=by, scope=scope, today=today)
    need = _unsaved(report, place, by=by, at=at)
    _check_part(need, report, by=by, scope=scope)
    need.visit = noted
    if report.visit is not None:
        sent = Sent(report.client_id, report.household, report.visit)
        need.visit, _new = take_visit(sent=sent, by=by, scope=scope, at=at, today=today, home=place.home)
    _write(need, report, by=by, scope=scope, at=at)
    return need


def _check(report: NeedReport, *, by: User, today: dt.date, noted: bool) -> None:
    if not periods.FIRST_DAY <= report.raised_on <= today:
        raise BadInput(
            _("A need is raised today or on an earlier day, since 2000."),
            field="raised_on",
            value=report.raised_on.isoformat(),
        )
    if (report.source == Source.VISIT) != (noted or report.visit is not None):
        raise BadInput(_("A need from a visit comes with the visit."), field="visit")
    if report.named and not report.sensitive:
        raise BadInput(_("Only a sensitive need names somebody."), field="named")
    if by.pk in report.named:
        raise BadInput(_("Nobody records a need about himself or herself as a sensitive one."), field="named")
    if report.parties and report.kind != Kind.DISPUTE:
        raise BadInput(_("Only a dispute has parties."), field="parties")
    if report.settled and report.sensitive:
        raise BadInput(_("A sensitive need is not settled on the spot."), field="settled")
    if len(report.others) > MOST_OTHERS:
        raise BadInput(_("Too many households are named."), field="others", value=len(report.others))


def _place_of(report: NeedReport, *, by: User, scope: Scope, today: dt.date) -> _Place:
    if report.household:
        home = home_to_visit(report.household, by=by, scope=scope, day=report.raised_on, today=today)
        return _Place(home.village, home.grid, home)
    require(scope, Right.NEED)
    area = Area.objects.on(today).select_related("parent__parent__parent").filter(code=report.area).first()
    if area is None or area.level not in (Area.Level.VILLAGE, Area.Level.GRID):
        raise BadInput(
            _("Say which household, village or grid it is about."),
            field="area",
            value=report.area,
            remedy=_("Give a household, or the code of a village or grid."),
        )
    if area.level == Area.Level.VILLAGE and report.point is None:
        raise BadInput(_("Say which household, grid or place it is about."), field="point")
    grid = area if area.level == Area.Level.GRID else None
    village = area.parent if grid else area
    assert village is not None
    return _Place(village, grid)


def _unsaved(report: NeedReport, place: _Place, *, by: User, at: dt.datetime) -> Need:
    least = _least_level(report, place.village, on=at.date())
    level = max(least, report.level or 1)
    named = NeedCategory.objects.filter(periods.covers(report.raised_on), code=report.category)
    # The deadline of a need that waits comes with its category.
    category = with_rule(named, village=place.village, urgency=report.urgency, level=level, at=at).first()
    if category is None:
        raise BadInput(_("This category is not recognised."), field="category", value=report.category)
    return as_recorded(
        report,
        village=place.village,
        grid=place.grid,
        home=place.home,
        category=category,
        by=by,
        at=at,
        least=least,
    )


def as_recorded(
    report: NeedReport,
    *,
    village: Area,
    grid: Area | None,
    home: Household | None,
    category: NeedCategory,
    by: User,
    at: dt.datetime,
    least: int = 1,
) -> Need:
    """The need that a report tells of, as it is kept: not saved and with nobody yet."""
    report = report.as_kept()
    need = Need(
        client_id=report.client_id, body_hash=report.digest(), kind=report.kind, category=category,
        urgency=report.urgency, village=village, household=home, grid=grid, point=report.point,
        source=report.source, source_number=report.source_number[:40], raised_on=report.raised_on, by=by, at=at,
        sensitive=report.sensitive, named=sorted(set(report.named)), least_level=least, state_since=at,
        level=max(least, report.level or 1), synthetic=bool(home and home.synthetic),
    )  # fmt: skip
    said = Said(_cut(report.title, 60), _cut(report.text, 1000))
    if need.sensitive:
        need.sealed = seal_said(need, said)
    else:
        need.title, need.text = said
    return need


def _cut(text: str, most: int) -> str:
    return text.strip()[:most]


def _least_level(report: NeedReport, village: Area, *, on: dt.date) -> int:
    """2 of a sensitive one, 3 where somebody named holds a post above the village. Raises BadInput for who is unknown."""
    if not report.sensitive:
        return 1
    known = set(User.objects.filter(pk__in=report.named).values_list("pk", flat=True))
    if missing := sorted(set(report.named) - known):
        raise BadInput(_("This account is not known."), field="named", value=missing[0])
    above = [village.code[:length] for length in (4, 6, 9)]
    high = Post.objects.on(on).filter(user__in=known, area__code__in=above)
    return BY_A_COUNTY if high.exists() else BY_A_TOWNSHIP


def _check_part(need: Need, report: NeedReport, *, by: User, scope: Scope) -> None:
    """Raises NotAllowed, or NotFound for an area outside the scope."""
    # Whether it is sensitive changes who may go on with it, not who may tell of it.
    plain = _Plain(need)
    parts = parts_of(plain, scope=scope, by=by)
    asked = BEGINNINGS[Move.SETTLE_AT_ONCE if report.settled else Move.RECORD].who
    if need.household_id and not _is_todays(need, scope):
        parts = _of_the_day(plain, report.raised_on, by=by)
    elif not parts & asked and _looks_after_somebody_in(need.village_id, scope):
        parts = frozenset({Part.OWN})
    if parts & asked:
        _check_level(need, parts)
        return
    if need.household_id or scope.holds_code(need.village.code):
        refuse(Right.NEED)
    raise NotFound(report.area, field="area", value=report.area)


def _is_todays(need: Need, scope: Scope) -> bool:
    home, visiting = need.household, scope.to(Right.VISIT)
    assert home is not None
    return visiting.holds_household(pk=home.pk, village=home.village_id, grid=home.grid_id)


def _of_the_day(plain: "_Plain", day: dt.date, *, by: User) -> frozenset[Part]:
    """What somebody was to the household on that day, or the one before: see visits/sending.py."""
    parts: frozenset[Part] = frozenset()
    for when in (day, day - dt.timedelta(days=1)):
        grid = Placement.objects.filter(periods.covers(when), household=plain.household_id).values_list(
            "grid_id", flat=True
        )
        plain.grid_id = grid.first()
        parts |= parts_of(plain, scope=scope_of(by, on=when), by=by)
    return parts


def _check_level(need: Need, parts: frozenset[Part]) -> None:
    own = max((level for level, part in ((2, Part.TOWNSHIP), (3, Part.COUNTY)) if part in parts), default=1)
    if need.level > max(own, need.least_level):
        raise BadInput(
            _("A need begins in the village, unless an office above it records it for itself."),
            field="level",
            value=need.level,
        )


class _Plain:
    """A need as if it were not sensitive: what somebody is to its place."""

    def __init__(self, need: Need) -> None:
        self.village_id, self.grid_id, self.household_id = need.village_id, need.grid_id, need.household_id
        self.kind, self.level, self.by_id = need.kind, need.level, None
        self.named: list[int] = []
        self.sensitive, self.handed_out, self.answered_by_id, self.least_level = False, False, None, 1


def _looks_after_somebody_in(village: int, scope: Scope) -> bool:
    own = scope.to(Right.NEED).households
    return bool(own) and Household.objects.filter(pk__in=own, village=village).exists()


def _write(need: Need, report: NeedReport, *, by: User, scope: Scope, at: dt.datetime) -> None:
    give_to_office(need)
    if report.settled:
        wider = need.village_id in scope.to(Right.NEED).villages
        need.state, need.how, need.settled_at, need.finished_by = State.DONE, How.SPOT, at, by
        need.result = _cut(report.settled, 1000)
        need.settled_level, need.settled_in = 1, SettledIn.VILLAGE if wider else SettledIn.GRID
    else:
        schedule_by_category(need, at=at)
    # What the database gives on its way in: the number comes back with the row, the grid is that of the day.
    need.grid_then = need.grid
    need.save(force_insert=True)
    begin(need, Move.SETTLE_AT_ONCE if report.settled else Move.RECORD, by=by, at=at)
    if need.kind == Kind.DISPUTE:
        Dispute.objects.create(need=need, parties=seal_text(need, "parties", _cut(report.parties, 500)))
    _add_others(need, report.others, scope=scope)


def _add_others(need: Need, tokens: Sequence[str], *, scope: Scope) -> None:
    seen = Household.objects.within(scope.to(Right.HOUSEHOLDS))
    for token in dict.fromkeys(tokens):
        if (other := seen.called(token)) is None:
            raise NotFound(token, field="others", value=token)
        if other.pk != need.household_id:
            NeedHousehold.objects.create(need=need, household=other, village_id=other.village_id)


def _same_again(known: Need, report: NeedReport) -> Need:
    if known.body_hash != report.digest():
        raise _used(known.client_id)
    return known


def _used(client_id: uuid.UUID) -> Conflict:
    return Conflict(
        _("A need with this id is already recorded with different content."),
        field="client_id",
        value=str(client_id),
        remedy=_("Record it as a new need."),
    )
