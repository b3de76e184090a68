"""A department's list compared with what we hold: only there, only here, both, and lines of which no household is known.

A line is a household's if number and village are its own, and the name is that of its head or of a resident: nobody is taken for
somebody by a name alone. What is only there may be granted unknown to us; what is only here has perhaps never been applied for.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.periods import FIRST_DAY
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.entitlements.concept import Action
from geodata.entitlements.lifecycle import BEGINNINGS, parts_of
from geodata.entitlements.list_models import ListRow, ListRun
from geodata.entitlements.models import Entitlement
from geodata.entitlements.moving import NOTHING, about, begin, move_entitlement
from geodata.entitlements.words import Finding, Move, Origin, State
from geodata.people.models import Household, Resident
from geodata.policies.models import Policy, PolicyVersion
from geodata.posts.models import Post
from geodata.territory.models import Area

MOST = 5_000
COMPARERS = frozenset({Post.Kind.TOWNSHIP_OFFICER.value, Post.Kind.COUNTY_OFFICER.value})


@dataclass(frozen=True, slots=True)
class Line:
    """As the list has it; a village by its code or name."""

    number: str
    name: str
    village: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Who receives a policy (its code) in an area (its code) as of a day."""

    policy: str
    area: str
    as_of: dt.date
    name: str = ""
    lines: Sequence[Line]


@transaction.atomic
def compare_list(*, listed: Listed, by: User, scope: Scope, at: dt.datetime, today: dt.date) -> ListRun:
    """Raises NotAllowed for another's department, NotFound for a policy or an area that is none, BadInput."""
    require(scope, Right.ENTITLE)
    policy = Policy.objects.filter(code=listed.policy).first()
    if policy is None:
        raise NotFound(listed.policy, field="policy", value=listed.policy)
    area = Area.objects.on(today).filter(code=listed.area).exclude(level=Area.Level.GRID).first()
    if area is None or not scope.to(Right.ENTITLE).holds_code(area.code):
        raise NotFound(listed.area, field="area", value=listed.area)
    if not may_compare(scope, policy, area):
        refuse(Right.ENTITLE)
    _check(listed, today)
    run, rows = _compared(listed, policy, area, today)
    run.by, run.at = by, at
    run.save()
    ListRow.objects.bulk_create(rows)
    record_access(
        user=by,
        action=Action.LIST_COMPARED,
        at=at,
        subject=policy.code,
        details={"rows": run.rows, "area": area.code},
    )
    return run


def may_compare(scope: Scope, policy: Policy, area: Area) -> bool:
    """The policy's own department, and the offices of township and county."""
    return any(
        area.code.startswith(grant.code)
        and (
            grant.kind in COMPARERS
            or (grant.kind == Post.Kind.DEPARTMENT_OFFICER and policy.department_id in grant.departments)
        )
        for grant in scope.to(Right.ENTITLE).grants
        if grant.code
    )


def _check(listed: Listed, today: dt.date) -> None:
    if not 0 < len(listed.lines) <= MOST:
        raise BadInput(
            _("A list has 1 to %(most)s rows.") % {"most": figure(MOST)},
            field="rows",
            value=len(listed.lines),
            remedy=_("Divide it by townships."),
        )
    if not FIRST_DAY <= listed.as_of <= today:
        raise BadInput(
            _("This day is in the future."),
            field="as_of",
            value=listed.as_of.isoformat(),
            remedy=_("Choose today or an earlier day."),
        )


def _compared(listed: Listed, policy: Policy, area: Area, today: dt.date) -> tuple[ListRun, list[ListRow]]:
    villages = list(Area.objects.on(today).under(area.code).level(Area.Level.VILLAGE))
    run = ListRun(
        policy=policy, department_id=policy.department_id, area=area, villages=sorted(one.pk for one in villages),
        as_of=listed.as_of, name=texts.line(listed.name)[:100], synthetic=area.synthetic,
    )  # fmt: skip
    ours: dict[int, Entitlement] = {}
    for one in Entitlement.objects.filter(policy=policy, village__in=run.villages).open().order_by("-pk"):
        ours[one.household_id] = one
    known = _known(listed.lines, villages)
    rows = [_row(run, number, line, known, ours) for number, line in enumerate(listed.lines, start=1)]
    named = {row.household_id for row in rows}
    rows += [
        ListRow(run=run, department_id=run.department_id, village_id=one.village_id, household_id=key,
                finding=Finding.ONLY_HERE, entitlement=one)
        for key, one in sorted(ours.items())
        if key not in named
    ]  # fmt: skip
    found = Counter(row.finding for row in rows)
    run.rows = len(listed.lines)
    for finding in Finding:
        setattr(run, finding.value, found[finding])
    return run, rows


Known = Mapping[tuple[str, str], list[tuple[Household, set[str]]]]
"""By what a line may call the village (its code, its name, or nothing) and the number: households with the names in them."""


def _known(lines: Sequence[Line], villages: Sequence[Area]) -> Known:
    """Three queries, whatever the number."""
    numbers = {_plain(line.number) for line in lines}
    places = {one.pk: one for one in villages}
    homes = Household.objects.filter(village__in=places, number__in=numbers)
    found: dict[tuple[str, str], list[tuple[Household, set[str]]]] = defaultdict(list)
    names: dict[int, set[str]] = {}
    for home in homes.only("pk", "number", "head_name", "village_id", "occupancy"):
        names[home.pk] = {texts.name(home.head_name)}
        place = places[home.village_id]
        for said in {place.code, place.name, ""}:
            found[said, home.number].append((home, names[home.pk]))
    for key, name in Resident.objects.filter(household__in=names).values_list("household_id", "name"):
        names[key].add(texts.name(name))
    return found


def _plain(number: str) -> str:
    return texts.line(number)[:30]


def _row(run: ListRun, number: int, line: Line, known: Known, ours: Mapping[int, Entitlement]) -> ListRow:
    said = texts.line(line.village)
    homes = [
        home for home, names in known.get((said, _plain(line.number)), []) if texts.name(line.name) in names
    ]
    # Two households of one number and name in two villages are told apart by the village alone.
    home = homes[0] if len(homes) == 1 else None
    mine = ours.get(home.pk) if home else None
    finding = Finding.UNKNOWN if home is None else Finding.ONLY_THERE if mine is None else Finding.BOTH
    return ListRow(
        run=run, department_id=run.department_id, line=number, number=_plain(line.number), name=texts.name(line.name)[:60],
        place=said[:60], village_id=home.village_id if home else None, household=home, amount=line.amount,
        finding=finding, entitlement=mine,
    )  # fmt: skip


@transaction.atomic
def take_over(*, key: int, by: User, scope: Scope, at: dt.datetime, today: dt.date) -> Entitlement:
    """What a line says is granted there is granted here. Raises NotFound, NotAllowed, Conflict where it is nobody's or granted already."""
    require(scope, Right.ENTITLE)
    row = ListRow.objects.within(scope).select_related("run__policy", "household").filter(pk=key).first()
    if row is None:
        raise NotFound(str(key), field="row", value=key)
    if row.household is None or row.line is None:
        raise Conflict(
            _("This line says of no household here that it receives anything."),
            field="row",
            value=key,
            remedy=_("Correct the list, and compare it again."),
        )
    open_one = (
        Entitlement.objects.filter(household=row.household, policy=row.run.policy)
        .open()
        .order_by("pk")
        .first()
    )
    if open_one is not None:
        told = NOTHING if row.amount is None else type(NOTHING)(amount=row.amount)
        return move_entitlement(
            key=open_one.pk, move=Move.LIST, told=told, by=by, scope=scope, at=at, today=today
        )
    version = (
        PolicyVersion.objects.in_force(today).select_related("policy").filter(policy=row.run.policy).first()
    )
    if version is None:
        raise NotFound(row.run.policy.code, field="policy", value=row.run.policy.code)
    thing = about(row.household, version, None, on=today)
    if not BEGINNINGS[Move.LIST].who & parts_of(thing, scope):
        refuse(Right.ENTITLE)
    thing.amount = version.amount if row.amount is None else row.amount
    made, _new = begin(thing, Move.LIST, State.GRANTED, Origin.LIST, by=by, at=at)
    return made
