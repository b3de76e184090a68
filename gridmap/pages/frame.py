"""What stands around every page: the menu that the user's rights open, and whether the data is invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.territory.models import Area
from geodata.territory.scope import Right
from gridmap.middleware import ScopedRequest


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: `view` is the name of its address."""

    view: str
    label: Promise | str
    right: Right | None = None


MENU = (
    Entry("home", _("Home")),
    Entry("coverage", _("Coverage map"), Right.COUNTS),
    Entry("gaps", _("Household lists"), Right.HOUSEHOLDS),
    Entry("records", _("Record of access"), Right.AUDIT),
    Entry("accounts", _("Accounts"), Right.ACCOUNTS),
)


def frame(request: ScopedRequest) -> dict[str, Any]:
    """The context of every page. Nothing is asked of the database before a template looks."""
    return {
        "menu": SimpleLazyObject(lambda: list(_menu(request))),
        "invented": SimpleLazyObject(lambda: Area.objects.filter(synthetic=True).exists()),
    }


def _menu(request: ScopedRequest) -> Iterator[Entry]:
    # A request that was refused early has no user yet.
    if isinstance(getattr(request, "user", None), User):
        yield from (entry for entry in MENU if entry.right is None or request.scope.may(entry.right))
