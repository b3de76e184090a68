"""What a change of contacts leaves on the record of access."""

from collections.abc import Collection

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.audit.record import append_all, entry_of
from geodata.contacts.changelog import LinkStep
from geodata.contacts.concept import Action
from geodata.people.models import Household


def record_step(step: LinkStep, homes: Collection[int], *, by: User | None) -> None:
    """The step, and the household (key) where it is one alone. Nothing for a change by the service itself. Two queries."""
    if by is None:
        return
    household = Household.objects.filter(pk__in=homes) if len(homes) == 1 else Household.objects.none()
    token = household.values_list("token", flat=True).first() or ""
    append_all([entry_of_step(step, homes, token, by=by)])


def entry_of_step(step: LinkStep, homes: Collection[int], token: str, *, by: User) -> AccessEntry:
    """`token` is of the household where it is one alone."""
    told = {"step": step.pk, "households": len(homes)}
    return entry_of(user=by, action=Action.CONTACTS_CHANGED, subject=token, details=told)
