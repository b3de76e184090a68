"""Everything that is held about one household, of every concept as its manifest says: what it may ask to see."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from geodata.accounts.models import User
from geodata.audit.concept import Action
from geodata.audit.record import record_access
from geodata.base import holding
from geodata.base.holding import Entry
from geodata.base.manifest import concepts
from geodata.base.scope import Right, Scope
from geodata.people.access import open_household
from geodata.people.models import Household

EVERYTHING = "everything"
"""What the record of access calls it."""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one table; or none, and why."""

    title: str
    entries: list[Entry]
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Everything:
    """Of which household, and what."""

    household: Household
    sections: list[Section]


def everything(token: str, *, by: User, scope: Scope, at: dt.datetime) -> Everything:
    """Read it all, and leave an entry of an export. Raises NotAllowed without details, NotFound outside the scope."""
    household = open_household(token, by=by, scope=scope, at=at, right=Right.DETAILS)
    sections = list(sections_of(household))
    record_access(
        user=by,
        action=Action.EXPORT,
        at=at,
        subject=household.token,
        details={"list": EVERYTHING, "rows": sum(len(each.entries) for each in sections)},
    )
    return Everything(household, sections)


def sections_of(household: Household) -> Iterator[Section]:
    """Of each table that leads to the household, in the order of the concepts; empty ones are passed over."""
    tokens = [household.token, *household.aliases.values_list("token", flat=True)]
    whom = holding.Household(household.pk, tokens)
    for concept in concepts():
        for held in concept.held:
            title = str(holding.model_of(held)._meta.verbose_name_plural)
            entries = [] if held.left_out else list(holding.entries(held, whom))
            if entries or held.left_out:
                yield Section(title, entries, str(held.left_out))
