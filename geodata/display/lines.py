"""What a list says of each household: the same on a page and in a file, with what the reader's duties hide hidden."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.periods import covers
from geodata.base.scope import Right, Scope
from geodata.contacts.models import ContactLink
from geodata.coverage.households import State
from geodata.people.categories import category_name
from geodata.people.masking import shown_name, shown_phones
from geodata.people.models import CareRecord, Household
from geodata.people.placing import occupancy_on
from geodata.territory.models import Area

OCCUPANCIES = dict(Household.Occupancy.choices)
NEVER_PAIRED = _("Never had one")


@dataclass(frozen=True, slots=True)
class Line:
    """One household on a day. Without details: a masked name and phones, no categories, occupancy, status or rhythm."""

    token: str
    village_code: str
    village: str
    grid_code: str
    grid: str
    number: str
    head: str
    group: str
    address: str
    phones: list[str]
    size: int | None
    occupancy: str
    has_point: bool
    status: str
    detailed: bool
    special: bool = False
    interval: int | None = None
    last_met: dt.date | None = None
    contacts: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    without: Promise | str = ""
    """Why there is no first contact: never had one, or why the last one ended."""


def describe(states: Sequence[State], *, scope: Scope, on: dt.date) -> list[Line]:
    """The lines of these states, in their order. Five queries, whatever the number."""
    ids = [state.household_id for state in states]
    lived = Household.objects.filter(pk__in=ids).annotate(lived=occupancy_on(on))
    homes = {row["pk"]: row for row in lived.values("pk", *COLUMNS)}
    areas = _areas(states)
    contacts = _contacts(ids, on=on)
    lost = _reasons([state.household_id for state in states if not state.linked], on=on)
    details = scope.to(Right.DETAILS)
    seen = {s.household_id for s in states if _holds(details, s)}
    categories = _categories(sorted(seen), on=on)
    return [
        _line(
            state,
            homes[state.household_id],
            areas,
            detailed=state.household_id in seen,
            on=on,
            contacts=contacts.get(state.household_id, []),
            categories=categories.get(state.household_id, []),
            without="" if state.linked else lost.get(state.household_id, NEVER_PAIRED),
        )
        for state in states
        if state.household_id in homes
    ]


COLUMNS = (
    "token", "number", "head_name", "group", "address", "phones", "size", "lived", "point_since",
)  # fmt: skip


def _holds(details: Scope, state: State) -> bool:
    return details.holds_household(pk=state.household_id, village=state.village_id, grid=state.grid_id)


def _line(
    state: State,
    home: Mapping[str, Any],
    areas: dict[int, tuple[str, str]],
    *,
    detailed: bool,
    on: dt.date,
    contacts: list[str],
    categories: list[str],
    without: Promise | str,
) -> Line:
    village_code, village = areas[state.village_id]
    grid_code, grid = areas[state.grid_id] if state.grid_id else ("", "")
    since: dt.date | None = home["point_since"]
    return Line(
        token=home["token"],
        village_code=village_code,
        village=village,
        grid_code=grid_code,
        grid=grid,
        number=home["number"],
        head=shown_name(home["head_name"], details=detailed),
        group=home["group"],
        address=home["address"] if detailed else "",
        phones=shown_phones(home["phones"], details=detailed),
        size=home["size"],
        occupancy=str(OCCUPANCIES.get(home["lived"], "")) if detailed else "",
        has_point=since is not None and since <= on,
        status=state.status if detailed else "",
        detailed=detailed,
        special=detailed and state.special,
        interval=state.interval if detailed else None,
        last_met=state.last_met if detailed else None,
        contacts=contacts,
        categories=categories,
        without=without,
    )


def _areas(states: Iterable[State]) -> dict[int, tuple[str, str]]:
    wanted = {state.village_id for state in states} | {state.grid_id for state in states if state.grid_id}
    return {
        pk: (code, name)
        for pk, code, name in Area.objects.filter(pk__in=wanted).values_list("pk", "code", "name")
    }


def _contacts(ids: Sequence[int], *, on: dt.date) -> dict[int, list[str]]:
    contacts: dict[int, list[str]] = {}
    links = ContactLink.objects.on(on).filter(household__in=ids).order_by("-primary", "pk")
    for household, name in links.values_list("household_id", "member__user__name"):
        contacts.setdefault(household, []).append(name)
    return contacts


def _reasons(ids: Sequence[int], *, on: dt.date) -> dict[int, Promise | str]:
    """Why the last first contact before the day ended."""
    links = ContactLink.objects.primary().filter(household__in=ids, period__startswith__lte=on)
    last = links.order_by("household_id", "-period").distinct("household_id")
    return {
        household: ContactLink.EndReason(reason).label
        for household, reason in last.values_list("household_id", "end_reason")
    }


def _categories(ids: Sequence[int], *, on: dt.date) -> dict[int, list[str]]:
    categories: dict[int, list[str]] = {}
    records = CareRecord.objects.filter(covers(on), household__in=ids).select_related("category")
    for record in records.order_by("category__order", "pk"):
        names = categories.setdefault(record.household_id, [])
        if (name := category_name(record.category)) not in names:
            names.append(name)
    return categories
