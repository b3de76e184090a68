"""What comes to a meeting: each concept has a module `agenda` whose AGENDA says what of its own waits to be decided, and which verb a
decision is.

    AGENDA = (Source(name="needs_new", label=_("New needs to accept"), place=20, find=new, verbs={Outcome.HANDLE: handle, Outcome.NOTE: stays}),)

It is found by itself (geodata/meetings/gathering.py). `find` is asked as of a day and tells how many there are, as the API tells it, and a
line for each; `verbs` are called in the transaction of the decision. An outcome without a verb is not offered. Where nothing but the
decision itself is to be written, it is `stays`.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from geodata.base.scope import Scope

VILLAGE, TOWNSHIP, COUNTY = "village", "township", "county"
EVERYWHERE = (VILLAGE, TOWNSHIP, COUNTY)
MOST = 50
"""Lines of one source; beyond it only their number is told."""


class Outcome(TextChoices):
    """What a meeting decides about a line of its agenda."""

    HANDLE = "handle", pgettext_lazy("meeting", "Handle")
    ASSIGN = "assign", pgettext_lazy("meeting", "Assign")
    ESCALATE = "escalate", pgettext_lazy("meeting", "Escalate")
    DEFER = "defer", pgettext_lazy("meeting", "Defer")
    APPROVE = "approve", pgettext_lazy("meeting", "Approve")
    NOTE = "note", pgettext_lazy("meeting", "Note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose agenda it is, of which day, and who reads it."""

    area: Any
    """A row of the areas: village, township or county."""
    on: dt.date
    at: dt.datetime
    """The moment by which something is late."""
    since: dt.date
    """The day of the last meeting."""
    scope: Scope
    by: Any
    dispatch: bool = False
    """The county looks at what is late below it."""
    known: dict[str, Any] = field(default_factory=dict)
    """What several sources of a concept ask once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the agenda. It names nobody: what it says is kept as long as the minutes."""

    ref: str
    """By what the thing is found again."""
    label: str
    n: int = 1
    of: int | None = None
    place: str = ""
    """The code of the area whose leader takes it in hand, unless the meeting says who."""
    department: str = ""
    """The code of the department that usually does."""
    link: str = ""
    figure: bool = False
    """A count of households, which is told to whoever holds the whole area."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are in all (of how many), and the first of them."""

    n: int = 0
    of: int | None = None
    lines: Sequence[Line] = ()
    link: str = ""
    """The page that lists them all, and counts the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A decision, as its verb is told of it."""

    area: Any
    by: Any
    scope: Scope
    at: dt.datetime
    on: dt.date
    text: str = ""
    user: Any = None
    """Who takes it in hand."""
    department: str = ""
    """A code of the area's own departments."""
    office: str = ""
    """The code of an area whose office takes it in hand."""
    due_on: dt.date | None = None


Verb = Callable[[str, Deed], None]


def stays(_ref: str, _deed: Deed) -> None:
    """Nothing is moved: what the meeting decided is what there is of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    name: str
    label: Promise | str
    place: int
    """Where it stands among all."""
    find: Callable[[Asked], Found]
    verbs: Mapping[str, Verb]
    """By outcome, what it does."""
    levels: Collection[str] = EVERYWHERE
    """Of the areas whose meetings take it up."""
    kind: str = ""
    """What its refs are keys of, where several sources bring the same things: a thing stands on an agenda once."""
    dispatch: bool | None = None
    """On the agenda of dispatch meetings alone (True), never there (False), or on both."""
    titles: Callable[[Collection[str], Any, Scope], Mapping[str, str]] | None = None
    """Of some refs what they are about, for those who may read it; never kept."""
    over: Callable[[Collection[str]], Collection[str]] | None = None
    """Which of these things are settled, so that what was decided about them is done."""

    @property
    def things(self) -> str:
        return self.kind or self.name
