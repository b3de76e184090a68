"""What is offered: each collection with the right that it needs, its properties, and the relation that answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from api.ogc import told
from api.ogc.told import Asked, Told
from geodata.base.scope import Right, Scope
from geodata.coverage.figures import FIGURES, GAPS
from geodata.coverage.leaves import names
from geodata.territory import codes

Label = Promise | str
GEOMETRY = "geometry"


@dataclass(frozen=True)
class Property:
    kind: str
    label: Label


@dataclass(frozen=True)
class Collection:
    name: str
    title: Label
    about: Label
    answer: Callable[[Asked], Told | None]
    """None: of that time there is nothing."""
    own: Callable[[], Mapping[str, Property]]
    """Its properties, which concepts may add to."""
    right: Right | None = None
    shape: str = "multipolygon"

    @property
    def properties(self) -> Mapping[str, Property]:
        return self.own()

    @property
    def kinds(self) -> dict[str, str]:
        """Of what may be asked about, the geometry included."""
        return {name: one.kind for name, one in self.properties.items()} | {GEOMETRY: GEOMETRY}

    def is_for(self, scope: Scope) -> bool:
        return self.right is None or scope.may(self.right)


CODE = Property("string", pgettext_lazy("property of a feature", "Code"))
NAME = Property("string", _("Name"))
LEVEL = Property("string", _("Level"))
PARENT = Property("string", _("Code of the area above"))
DAY = Property("date", _("The day that it is about"))
PLACE = {"code": CODE, "name": NAME, "level": LEVEL, "parent": PARENT, "day": DAY}


def _area() -> dict[str, Property]:
    return {
        "code": CODE,
        "name": NAME,
        "level": LEVEL,
        "kind": Property("string", _("Kind of area")),
        "parent": PARENT,
        "day": DAY,
    }


def _counts() -> dict[str, Property]:
    return PLACE | {name: Property("integer", _label(name)) for name in names()} | {"hidden": HIDDEN}


HIDDEN = Property("string", _("Counts that are not given, with the sign that stands for each"))


def _label(name: str) -> Label:
    return FIGURES[name].label if name in FIGURES else BESIDE[name]


BESIDE: dict[str, Label] = {
    "visits": _("Visits"),
    "person_times": _("Person-times"),
    "leader_posts": _("Leader posts"),
    "leader_posts_vacant": _("Vacant leader posts"),
    "grids": _("Grids"),
    "grids_without_branch": _("Grids without a Party branch"),
}


def _gaps() -> dict[str, Property]:
    return PLACE | {
        "gap": Property("string", _("The gap, by the name under which its list is asked for")),
        "label": Property("string", _("The gap in words")),
        "count": Property("integer", _("Households with the gap; empty where it is not given")),
        "of": Property("integer", _("Of how many")),
        "hidden": Property("string", _("The sign that stands for a count that is not given")),
    }


def needs() -> tuple[str, ...]:
    """Figures of needs."""
    return tuple(name for name, figure in FIGURES.items() if figure.right == Right.NEED)


def _needs() -> dict[str, Property]:
    counted = ("households", *needs())
    return PLACE | {name: Property("integer", _label(name)) for name in counted} | {"hidden": HIDDEN}


def _households() -> dict[str, Property]:
    return {
        "code": Property("string", _("Code of its grid, or of the village outside every grid")),
        "token": Property("string", _("Token")),
        "masked": Property("boolean", _("Without the details")),
        "number": Property("string", _("Household number")),
        "head": Property("string", _("Head of household")),
        "address": Property("string", _("Address")),
        "size": Property("integer", _("Persons")),
        "occupancy": Property("string", _("Occupancy")),
        "village": Property("string", _("Code of the village")),
        "village_name": Property("string", _("Village")),
        "grid": Property("string", _("Code of the grid")),
        "grid_name": Property("string", _("Grid")),
        "linked": Property("boolean", _("With a contact member")),
        "contact": Property("string", _("Contact member")),
        "status": Property("string", _("Visit status")),
        "special": Property("boolean", _("Special household")),
        "last_met": Property("date", _("Last met on")),
        "interval": Property("integer", _("Days between visits")),
        "point": Property("string", _("Whose point it is: its own, or the middle of its grid")),
        "day": DAY,
    }


def _coverage(level: str, title: Label) -> Collection:
    return Collection(
        f"coverage_{_MANY[level]}",
        title,
        _("Every count of coverage, as /api/v1/coverage/ tells it to the same reader."),
        lambda asked: told.of_coverage(asked, (level,), names()),
        _counts,
        Right.COUNTS,
    )


_MANY = {"township": "townships", "village": "villages", "grid": "grids"}
GAP_LEVELS = tuple(level for level in codes.LEVELS if level in _MANY)

_ALL = (
    Collection(
        "areas",
        _("Areas"),
        _("Townships, villages and grids with the borders of a day."),
        lambda asked: told.of_borders(asked, ""),
        _area,
    ),
    Collection(
        "grids",
        _("Grids"),
        _("Grids with the borders of a day."),
        lambda asked: told.of_borders(asked, "grid"),
        _area,
    ),
    _coverage("township", _("Coverage by township")),
    _coverage("village", _("Coverage by village")),
    _coverage("grid", _("Coverage by grid")),
    Collection(
        "gaps",
        _("Gaps"),
        _("A feature for each gap of each township, village and grid that has it."),
        lambda asked: told.of_gaps(asked, GAP_LEVELS, GAPS),
        _gaps,
        Right.COUNTS,
    ),
    Collection(
        "needs_by_grid",
        _("Needs by grid"),
        _("Households with needs that are open, late or repeated, by grid."),
        lambda asked: told.of_coverage(asked, ("grid",), ("households", *needs()), right=Right.NEED),
        _needs,
        Right.NEED,
    ),
    Collection(
        "households",
        _("Households"),
        _("Those that you may list, masked where you may not see details; with their own points within one village."),
        told.of_households,
        _households,
        Right.HOUSEHOLDS,
        "point",
    ),
)  # fmt: skip
COLLECTIONS: Mapping[str, Collection] = {one.name: one for one in _ALL}
