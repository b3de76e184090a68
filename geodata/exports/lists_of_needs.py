"""What lists about needs have in common as files: who may take them away, of which place, by whom and as of when."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext

from geodata.accounts.models import User
from geodata.base import wording
from geodata.base.access import refuse
from geodata.base.scope import Right, Scope
from geodata.territory.models import Area


class OfAnArea(Protocol):
    """A filter."""

    @property
    def area(self) -> Area | None: ...


Asked = TypeVar("Asked", bound=OfAnArea)


def taken(scope: Scope) -> Scope:
    """Where needs are read and lists may be taken away."""
    return scope.to(Right.NEED).to(Right.EXPORT)


def may_take(scope: Scope, area: Area | None) -> bool:
    """What is of that area as a file; without one, what is of all that the reader looks after."""
    part = taken(scope)
    return part.holds_code(area.code) if area else bool(part.grants)


@dataclass(frozen=True)
class ListOfNeeds(Generic[Asked]):
    """The head of such a list. Raises NotAllowed for whoever may not take it away there."""

    asked: Asked
    user: User
    scope: Scope
    at: dt.datetime

    label: ClassVar[Promise]

    def __post_init__(self) -> None:
        if not may_take(self.scope, self.asked.area):
            refuse(Right.EXPORT)

    @property
    def place(self) -> str:
        return self.asked.area.name if self.asked.area else gettext("All that I look after")

    @property
    def title(self) -> str:
        return f"{self.label} · {self.place}"

    @property
    def as_of(self) -> str:
        return gettext("As of %(day)s") % {"day": wording.day(self.at.date())}

    @property
    def by(self) -> str:
        return self.user.name
