"""What lines are about, for whoever may read it: titles are asked when they are shown, and kept nowhere."""

from collections.abc import Iterable

from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.meetings.gathering import SOURCES
from geodata.meetings.models import AgendaItem


def titles_of(lines: Iterable[AgendaItem], *, by: User, scope: Scope) -> dict[str, str]:
    """By ref. One query for each kind of things that have titles."""
    refs: dict[str, set[str]] = {}
    for line in lines:
        refs.setdefault(line.things, set()).add(line.ref)
    found: dict[str, str] = {}
    asked: set[str] = set()
    for source in SOURCES.values():
        if source.titles and source.things in refs and source.things not in asked:
            asked.add(source.things)
            found |= source.titles(refs[source.things], by, scope)
    return found
