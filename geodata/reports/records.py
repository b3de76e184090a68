"""The record of access as a table: its lines in words, found by days, action and account. No household data in it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.audit.models import AccessEntry
from geodata.coverage.figures import FIGURES, GAPS
from geodata.jobs.registry import title_of
from geodata.reports.extracts.extracts import EXTRACTS
from geodata.reports.files import lines_as_csv, marked

HEADINGS = (_("Time"), _("Account"), _("Action"), _("Subject"), _("Details"), _("Request id"))
WORDS = {
    "gap": _("List"),
    "list": _("Table"),
    "on": _("As of"),
    "window": _("Visits of the last"),
    "category": _("Care category"),
    "rows": _("Rows"),
    "format": _("File"),
    "by": _("By way of"),
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
}
"""What the details of an entry are called."""
WAYS = {
    "password": _("password"),
    "mfa": _("second step"),
    "link": _("one-time link"),
    "oidc": _("the county's sign-in"),
    "socialaccount": _("the county's sign-in"),
    "api": _("the API"),
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
        found = AccessEntry.objects.filter(self._condition())
        return found.select_related("user").order_by("-at", "-id")

    def _condition(self) -> Q:
        found = Q()
        if self.first:
            found &= Q(at__gte=_midnight(self.first))
        if self.last and self.last < dt.date.max:
            found &= Q(at__lt=_midnight(self.last + dt.timedelta(days=1)))
        if self.action:
            found &= Q(action=self.action)
        if self.who:
            found &= (
                Q(user__name__icontains=self.who)
                | Q(user__username__iexact=self.who)
                | Q(user=None, subject__iexact=self.who)
            )
        return found

    def told(self) -> dict[str, str]:
        """What was asked, as the record keeps it."""
        parts = {"first": self.first, "last": self.last, "action": self.action, "who": self.who}
        return {name: str(value) for name, value in parts.items() if value}


def as_csv(entries: QuerySet[AccessEntry], *, by: str, at: dt.datetime) -> Iterator[bytes]:
    """With the watermark of who took it away."""
    lines = map(_cells, entries.iterator(2000))
    return lines_as_csv([str(heading) for heading in HEADINGS], lines, mark=marked(by, at))


def _cells(entry: AccessEntry) -> list[str]:
    who = f"{entry.user.name} {entry.user.username}" if entry.user else ""
    told = " · ".join(f"{name} {value}" for name, value in details(entry))
    at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
    return [at, who, entry.get_action_display(), entry.subject, told, entry.request_id]


def details(entry: AccessEntry) -> list[tuple[Promise | str, str]]:
    """The filters and counts of an entry, in words where there are any."""
    told = [(name, str(value)) for name, value in entry.details.items() if value not in ("", None)]
    return [(WORDS.get(name, name), _in_words(name, value)) for name, value in told]


def _in_words(name: str, value: str) -> str:
    if name == "list" and value in EXTRACTS:
        return str(EXTRACTS[value].label)
    if name == "gap" and GAPS.get(value, value) in FIGURES:
        return str(FIGURES[GAPS.get(value, value)].label)
    if name == "job":
        return title_of(value)
    if name == "action" and value in AccessEntry.Action.values:
        return str(AccessEntry.Action(value).label)
    return " + ".join(str(WAYS.get(way, way)) for way in value.split("+")) if name == "by" else value


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
