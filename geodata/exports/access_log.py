"""The record of access as a table: its lines in words, found by days, action and account. No household data in it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.audit.models import ACTIONS, AccessEntry
from geodata.base.periods import midnight
from geodata.coverage.figures import GAPS, LISTS
from geodata.exports.everything import EVERYTHING
from geodata.exports.extracts.registry import EXTRACTS
from geodata.exports.files import lines_as_csv, marked
from geodata.jobs.registry import title_of
from geodata.needs.beside_models import AssignmentState
from geodata.needs.counted import LABELS
from geodata.needs.words import Kind, Level, Move, Source, Urgency
from geodata.posts.models import Post
from geodata.register.kinds.registry import KINDS
from geodata.register.models import ChangeState

TODAY, NEEDS = "today", "needs"
"""What a phone takes along, and the ledger of needs, as tables that are taken away."""
Codes = Mapping[Any, Promise | str]
HEADINGS = (_("Time"), _("Account"), _("Action"), _("Subject"), _("Details"), _("Request id"))
WORDS = {
    "gap": _("List"),
    "list": _("Table"),
    "on": _("As of"),
    "window": _("Visits in the last"),
    "category": _("Care category"),
    "rows": _("Rows"),
    "format": _("File"),
    "by": _("Channel"),
    "job": _("Job"),
    "bytes": _("Bytes"),
    "first": _("From"),
    "last": _("To"),
    "action": _("Action"),
    "who": _("Account"),
    "number": _("Number"),
    "import": _("Import"),
    "kind": _("Kind"),
    "new": _("New"),
    "changed": _("Changed"),
    "state": _("State"),
    "move": _("Step"),
    "step": _("Step"),
    "households": pgettext_lazy("register", "Households"),
    "assignment": pgettext_lazy("page", "Assignment"),
    "open": _("Not settled yet"),
    "late": pgettext_lazy("need", "Late"),
    "mine": _("Recorded by me"),
    "level": _("Level that holds it"),
    "urgency": _("Urgency"),
    "source": _("Source"),
    "grid": _("Grid"),
    "counted": _("In the analysis"),
    "post": _("Post"),
    "area": _("Area"),
    "known": _("Known before"),
    "cards": _("Cards"),
    "works": _("Working day"),
    "from": _("Network address"),
    "what": _("What"),
    "former": _("Former link"),
}
"""What the details of an entry are called."""
COUNTS = {"rows", "bytes", "new", "changed", "households"}
"""The details that count something."""
STATES: tuple[Codes, Codes] = dict(ChangeState.choices), dict(AssignmentState.choices)
"""Of a change of the register, and of an assignment."""
CODES: dict[str, Codes] = {
    "kind": {name: kind.label for name, kind in KINDS.items()} | dict(Kind.choices),
    "move": dict(Move.choices),
    "level": {str(level): label for level, label in Level.choices},
    "urgency": {str(urgency): label for urgency, label in Urgency.choices},
    "source": dict(Source.choices),
    "counted": LABELS,
    "post": dict(Post.Kind.choices),
    "format": {"phone": _("Kept on a phone")},
    "what": {"plan": _("Boundary plan")},
}
"""What is called the same wherever it stands."""
WAYS = {
    "password": _("password"),
    "mfa": _("second step"),
    "link": _("one-time link"),
    "oidc": _("County sign-in"),
    "socialaccount": _("County sign-in"),
    "api": _("API"),
    "command": _("Command line"),
}
"""How somebody signed in, or opened a household."""


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """Entries from one day to another, both included, of an action and by an account; all that is empty is not asked."""

    first: dt.date | None = None
    last: dt.date | None = None
    action: str = ""
    who: str = ""

    def entries(self) -> QuerySet[AccessEntry]:
        """The latest first."""
        entries_between = AccessEntry.objects.filter(self._condition())
        return entries_between.select_related("user").order_by("-at", "-id")

    def _condition(self) -> Q:
        condition = Q()
        if self.first:
            condition &= Q(at__gte=midnight(self.first))
        if self.last and self.last < dt.date.max:
            condition &= Q(at__lt=midnight(self.last + dt.timedelta(days=1)))
        if self.action:
            condition &= Q(action=self.action)
        if self.who:
            condition &= (
                Q(user__name__icontains=self.who)
                | Q(user__username__iexact=self.who)
                | Q(user=None, subject__iexact=self.who)
            )
        return condition

    def as_arguments(self) -> dict[str, str]:
        """What was asked, as the record keeps it."""
        parts = {"first": self.first, "last": self.last, "action": self.action, "who": self.who}
        return {name: str(value) for name, value in parts.items() if value}


def as_csv(entries: QuerySet[AccessEntry], *, by: str, at: dt.datetime) -> Iterator[bytes]:
    """With the watermark of who took it away."""
    lines = map(_cells, entries.iterator(2000))
    return lines_as_csv([str(heading) for heading in HEADINGS], lines, mark=marked(by, at))


def _cells(entry: AccessEntry) -> list[str]:
    who = f"{entry.user.name} {entry.user.username}" if entry.user else ""
    detail_text = " · ".join(f"{name} {value}" for name, value in details(entry))
    at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
    return [at, who, entry.get_action_display(), entry.subject, detail_text, entry.request_id]


def details(entry: AccessEntry) -> list[tuple[Promise | str, str | int]]:
    """The filters of an entry, in words where there are any, and its counts as numbers."""
    told = [(name, value) for name, value in entry.details.items() if value not in ("", None)]
    codes = CODES | {"state": STATES["assignment" in entry.details]}
    return [
        (WORDS.get(name, name), _told(name, codes.get(name, {}).get(str(value), value)))
        for name, value in told
    ]


def _told(name: str, value: object) -> str | int:
    return value if name in COUNTS and isinstance(value, int) else _in_words(name, str(value))


def _in_words(name: str, value: str) -> str:
    if name == "list" and value in EXTRACTS:
        return str(EXTRACTS[value].label)
    if value in ("True", "False"):
        return gettext("yes") if value == "True" else gettext("no")
    if name == "list" and value == TODAY:
        return gettext("Own households, for today's page")
    if name == "list" and value == NEEDS:
        return gettext("Ledger of needs")
    if name == "list" and value == EVERYTHING:
        return gettext("Everything held about one household")
    if name == "gap" and (figure := GAPS.get(value) or LISTS.get(value)):
        return str(figure.label)
    if name == "job":
        return title_of(value)
    if name == "action" and value in ACTIONS:
        return str(ACTIONS[value])
    return " + ".join(str(WAYS.get(way, way)) for way in value.split("+")) if name == "by" else value
