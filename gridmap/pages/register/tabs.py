"""The tabs of the register: each page that the reader may open."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.scope import Right, Scope


class Tab(NamedTuple):
    view: str
    label: Promise | str
    here: bool


def tabs_of(scope: Scope, here: str) -> list[Tab]:
    return [Tab(view, label, view == here) for view, label in _opened(scope)]


def _opened(scope: Scope) -> Iterator[tuple[str, Promise]]:
    if scope.may(Right.CONFIRM):
        yield "register", _("Changes to confirm")
    if scope.to(Right.REGISTER).to(Right.DETAILS).villages:
        yield "duplicates", _("Possible duplicates")
        yield "register_month", _("Register of the month")
