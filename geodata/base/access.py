"""Asking for a right, and refusing it: the same words whoever refuses."""

from typing import NoReturn

from django.utils.translation import gettext as _

from geodata.base.errors import NotAllowed
from geodata.base.scope import Right, Scope


def refuse(right: Right) -> NoReturn:
    """Raises NotAllowed: the user's duties do not include the right here."""
    raise NotAllowed(
        _("This is not part of your duties."),
        remedy=_("Ask the office that appoints you."),
    )


def require(scope: Scope, right: Right) -> None:
    """Raises NotAllowed where the right holds nowhere."""
    if not scope.may(right):
        refuse(right)
