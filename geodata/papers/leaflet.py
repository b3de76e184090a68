"""The policies in force on a day as a leaflet for everybody: nothing on it is about a person, nor says who printed it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from geodata.base.scope import Scope
from geodata.papers.pdf import paper
from geodata.policies.finding import Asked, catalogue
from geodata.policies.models import Policy, PolicyVersion
from geodata.policies.words import Field

Sheet = tuple[str, Sequence[tuple[Policy, PolicyVersion]]]


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What holds where the reader is, field by field."""

    on: dt.date
    sheets: Sequence[Sheet]

    @property
    def policies(self) -> list[Policy]:
        return [policy for _field, told in self.sheets for policy, _version in told]

    @property
    def places(self) -> list[str]:
        """The names of the areas in which they hold."""
        return list(dict.fromkeys(policy.area.name for policy in self.policies))

    @property
    def invented(self) -> bool:
        return any(policy.synthetic for policy in self.policies)


def leaflet(*, scope: Scope, on: dt.date) -> Leaflet:
    told = [(line.policy, line.holds) for line in catalogue(Asked(), scope=scope, on=on) if line.holds]
    return Leaflet(on, list(_by_field(told)))


def _by_field(told: Iterable[tuple[Policy, PolicyVersion]]) -> Iterable[Sheet]:
    """In the order of the fields; within one as in the catalogue."""
    order = {field: place for place, field in enumerate(Field.values)}
    ordered = sorted(told, key=lambda one: order[one[0].field])
    for field, some in groupby(ordered, key=lambda one: one[0].field):
        yield str(Field(field).label), list(some)


def leaflet_pdf(told: Leaflet, *, at: dt.datetime) -> bytes:
    return paper("print/leaflet.html", {"leaflet": told}, by="", at=at)
