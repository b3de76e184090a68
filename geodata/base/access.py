"""Asking for a right, and refusing it: the same words whoever refuses."""

from typing import NoReturn

from django.utils.translation import gettext as _

from geodata.base.errors import NotAllowed, NotFound
from geodata.base.scope import TEAM, Right, Scope


def refuse(right: Right) -> NoReturn:
    """Raises NotAllowed: the user's duties do not include the right here."""
    raise NotAllowed(
        _("This is not part of your duties."),
        remedy=_("Ask the office that appoints you."),
    )


def require(scope: Scope, right: Right) -> None:
    """Raises NotAllowed where the right holds nowhere; whoever is of teams alone is not told that there is anything (NotFound)."""
    if not scope.may(right):
        if scope.grants and all(grant.kind == TEAM for grant in scope.grants):
            raise NotFound(right.value)
        refuse(right)
