"""How far entitlements have come: of each policy, or of one policy by area, how many have reached each stage.

Whoever sees them by a department alone, without details, is told no count of 1 to 4, none by grid, and none from which one could be
worked out: a row in which one stage is hidden hides them all, since stages stand in each other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Left

from geodata.base.access import require
from geodata.base.scope import Right, Scope
from geodata.coverage.hiding import Hiding, Mark, Tree, is_small
from geodata.entitlements.finding import by_department_alone
from geodata.entitlements.models import Entitlement, EntitlementQuerySet
from geodata.entitlements.words import HELD, State
from geodata.territory.models import Area

STAGES = (
    State.POSSIBLE, State.CONFIRMED, State.INFORMED, State.APPLYING, State.SUBMITTED, State.GRANTED, State.PAID,
)  # fmt: skip
ENDS = (State.REFUSED, State.NOT_WANTED, State.NOT_APPLICABLE)
COLUMNS = tuple(str(state) for state in (*STAGES, *ENDS))
LENGTHS = {Area.Level.COUNTY: 9, Area.Level.TOWNSHIP: 12}
"""Of the codes below."""

Told = int | Mark
"""A count, or what stands where it is hidden."""


@dataclass(frozen=True, slots=True)
class Row:
    """Of a policy or an area, by its code: how many are at each stage or past it, and how many have ended there."""

    code: str
    name: str
    counts: Mapping[str, Told]

    @property
    def hidden(self) -> bool:
        return any(isinstance(count, Mark) for count in self.counts.values())


def _reached() -> dict[str, Count]:
    order = [str(state) for state in STAGES]
    past = {stage: [*order[place:], *map(str, HELD)] for place, stage in enumerate(order)}
    ends = {str(end): [str(end)] for end in ENDS}
    return {name: Count("pk", filter=Q(state__in=states)) for name, states in (past | ends).items()}


def _found(scope: Scope, area: Area | None) -> EntitlementQuerySet:
    """What lapsed by itself was never anybody's."""
    found = Entitlement.objects.within(scope).filter(lapsed=False)
    return found.filter(village__code__startswith=area.code) if area else found


def by_policy(*, scope: Scope, area: Area | None = None) -> list[Row]:
    """One query."""
    require(scope, Right.ENTITLE)
    rows = (
        _found(scope, area)
        .order_by()
        .values(code=F("policy__code"), name=F("policy__name"), name_en=F("policy__name_en"))
    )
    hiding = by_department_alone(scope)
    return [
        Row(row["code"], _name(row), _alone({name: row[name] for name in COLUMNS}, hiding))
        for row in map(dict[str, Any], rows.annotate(**_reached()).order_by("policy__code"))
    ]


def _name(row: Mapping[str, Any]) -> str:
    from django.utils.translation import get_language

    english = (get_language() or "").startswith("en")
    return str(row["name_en"] if english and row["name_en"] else row["name"])


def _alone(counts: dict[str, int], hiding: bool) -> dict[str, Told]:
    """A row beside which no sum stands."""
    if not hiding or not any(map(is_small, _steps(counts))):
        return dict(counts)
    return {
        name: Mark.FEW if is_small(count) else Mark.WITHHELD if count else 0 for name, count in counts.items()
    }


def _steps(counts: Mapping[str, int]) -> Iterable[int]:
    """The counts and what differs between stages that follow each other, which they tell."""
    order = [str(state) for state in STAGES]
    yield from counts.values()
    yield from (counts[first] - counts[next_one] for first, next_one in pairwise(order))


def by_area(*, policy: str, scope: Scope, area: Area) -> list[Row]:
    """The area itself, and those below it: of a village its grids, for whoever may see details there. Three queries at most."""
    require(scope, Right.ENTITLE)
    hiding = by_department_alone(scope)
    found = _found(scope, area).filter(policy__code=policy)
    if area.level == Area.Level.VILLAGE:
        parts = {} if hiding else _counted(found, F("household__grid__code"))
    else:
        parts = _counted(found, Left("village__code", LENGTHS.get(Area.Level(area.level), 6)))
    names = dict(Area.objects.filter(code__in=[code for code in parts if code]).values_list("code", "name"))
    whole = _counted(found, Left("village__code", len(area.code))).get(area.code, dict.fromkeys(COLUMNS, 0))
    told = _hidden(area.code, whole, parts) if hiding else {area.code: whole, **parts}
    below = [
        Row(code, names.get(code, ""), told[code]) for code in sorted(parts, key=lambda code: code or "")
    ]
    return [Row(area.code, str(area), told[area.code]), *below]


def _counted(found: EntitlementQuerySet, key: object) -> dict[str, dict[str, int]]:
    rows = map(dict[str, Any], found.order_by().values(code=key).annotate(**_reached()))
    return {row["code"] or "": {name: row[name] for name in COLUMNS} for row in rows}


def _hidden(
    top: str, whole: Mapping[str, int], parts: Mapping[str, Mapping[str, int]]
) -> dict[str, Mapping[str, Told]]:
    """By code; where one stage of a row is hidden, all of it is."""
    if not parts:
        return {top: _alone(dict(whole), True)}
    tree = Tree({top: None, **dict.fromkeys(parts, top)})
    hidden: set[str] = {
        code for code, counts in {top: whole, **parts}.items() if any(map(is_small, _steps(counts)))
    }
    while True:
        found = set(hidden)
        for name in COLUMNS:
            values = {code: (counts[name],) for code, counts in {top: whole, **parts}.items()}
            found |= Hiding(tree, values, also=frozenset(hidden)).run()
        if found == hidden:
            break
        hidden = found
    return {
        code: {name: _mark(count) for name, count in counts.items()} if code in hidden else dict(counts)
        for code, counts in {top: whole, **parts}.items()
    }


def _mark(count: int) -> Told:
    return Mark.FEW if is_small(count) else Mark.WITHHELD if count else 0
