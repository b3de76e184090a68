"""The record of access at a glance, for auditors: how much was taken away and opened, of what, where and by whom, and what stands out.

Persons stand in the order of their names and are measured against nobody. No household data is in it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, ExtractHour, TruncDate
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from geodata.accounts.concept import Action as Account
from geodata.audit.concept import Action as Access
from geodata.audit.models import AccessEntry
from geodata.base.periods import midnight
from geodata.base.wording import figure
from geodata.coverage.figures import GAPS, LISTS
from geodata.exports.everything import EVERYTHING
from geodata.exports.extracts.registry import EXTRACTS
from geodata.needs.concept import Action as Needs
from geodata.people.concept import Action as People
from geodata.territory.models import Area

DAYS = 30
"""Looked at by person, object and area."""
WEEKS = 12
"""Of the courses."""
OPENED = (People.OPEN_HOUSEHOLD.value, Needs.NEED_OPENED.value)
REFUSED = (Account.SIGN_IN_REFUSED.value, Account.LOCKED_OUT.value)
EXPORTED = (Access.EXPORT.value,)
KINDS: dict[str, tuple[Promise | str, tuple[str, ...]]] = {
    "exports": (gettext_lazy("Exports"), EXPORTED),
    "openings": (gettext_lazy("Special households and needs opened"), OPENED),
    "refused": (gettext_lazy("Sign-ins refused"), REFUSED),
}
LARGE = 5_000
"""Rows of one export from which it stands out."""
NIGHT = (22, 6)
"""From this hour until that one it is night."""
OFTEN = 50
"""Openings of one account on one day from which it stands out."""
TRIES = 5
"""Refused sign-ins with one name on one day."""
MOST = 20
"""Lines of each table."""


@dataclass(frozen=True, slots=True)
class Line:
    """What it is of, how often there were exports and openings, and how the record is asked for it."""

    name: str
    exports: int
    openings: int
    query: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unusual:
    """A sentence, and how the record is asked for it."""

    on: dt.date
    words: str
    query: str


@dataclass(frozen=True, slots=True)
class Glance:
    """`weeks`: by kind the numbers of the last weeks, the latest last."""

    since: dt.date
    weeks: dict[str, list[int]]
    unusual: list[Unusual]
    by_person: list[Line]
    by_object: list[Line]
    by_area: list[Line]


def glance(*, on: dt.date) -> Glance:
    """Nine queries, whatever the number of entries."""
    since = on - dt.timedelta(days=DAYS - 1)
    entries = AccessEntry.objects.filter(at__gte=midnight(since), at__lt=midnight(on + dt.timedelta(days=1)))
    return Glance(
        since,
        _weeks(on),
        sorted(_unusual(entries), key=lambda one: one.on, reverse=True)[:MOST],
        _by_person(entries, since),
        _by_object(entries, since),
        _by_area(entries, since, on),
    )


def _weeks(on: dt.date) -> dict[str, list[int]]:
    first = on - dt.timedelta(days=7 * WEEKS - 1)
    actions = [action for _label, some in KINDS.values() for action in some]
    rows = AccessEntry.objects.filter(at__gte=midnight(first), action__in=actions).order_by()
    found = {name: [0] * WEEKS for name in KINDS}
    kinds = {action: name for name, (_label, some) in KINDS.items() for action in some}
    for action, at, number in rows.values_list("action", TruncDate("at")).annotate(n=Count("pk")):
        if at <= on:
            found[kinds[action]][(at - first).days // 7] += number
    return found


def _both() -> dict[str, Count]:
    return {
        "exports": Count("pk", filter=Q(action__in=EXPORTED)),
        "openings": Count("pk", filter=Q(action__in=OPENED)),
    }


def _by_person(entries: QuerySet[AccessEntry], since: dt.date) -> list[Line]:
    rows = entries.filter(action__in=(*EXPORTED, *OPENED), user__isnull=False).order_by()
    found = rows.values_list("user__name", "user__username").annotate(**_both())
    busiest = sorted(found, key=lambda row: -(row[2] + row[3]))[:MOST]
    return [
        Line(name, exports, openings, f"who={login}&first={since}", login)
        for name, login, exports, openings in sorted(busiest)
    ]


def _by_object(entries: QuerySet[AccessEntry], since: dt.date) -> list[Line]:
    rows = entries.filter(action__in=EXPORTED).order_by()
    taken = rows.values_list("details__list", "details__gap").annotate(n=Count("pk"))
    numbers: Counter[str] = Counter()
    for table, gap, number in taken:
        numbers[_object(table, gap)] += number
    return [
        Line(name, number, 0, f"action=export&first={since}") for name, number in numbers.most_common(MOST)
    ]


def _object(table: str | None, gap: str | None) -> str:
    """What was taken away, in words."""
    if table == EVERYTHING:
        return _("Everything held about one household")
    if table and table in EXTRACTS:
        return str(EXTRACTS[table].label)
    known = GAPS.get(gap or "") or LISTS.get(gap or "")
    return str(known.label) if known else _("Other lists")


def _by_area(entries: QuerySet[AccessEntry], since: dt.date, on: dt.date) -> list[Line]:
    rows = entries.filter(action__in=EXPORTED, subject__regex=r"^[0-9]{2,15}$").order_by()
    taken = rows.values_list("subject").annotate(n=Count("pk")).order_by("-n", "subject")[:MOST]
    numbers = dict(taken)
    names = dict(Area.objects.on(on).filter(code__in=numbers).values_list("code", "name"))
    return [
        Line(names.get(code) or str(code), number, 0, f"action=export&first={since}", str(code))
        for code, number in numbers.items()
    ]


def _unusual(entries: QuerySet[AccessEntry]) -> Iterator[Unusual]:
    """What an auditor would ask about. It says what happened, and blames nobody."""
    rows = Cast(KeyTextTransform("rows", "details"), IntegerField())
    exports = entries.filter(action__in=EXPORTED, user__isnull=False)
    large = exports.filter(details__rows__gte=LARGE).annotate(rows=rows)
    for name, login, at, number in large.values_list("user__name", "user__username", "at", "rows")[:MOST]:
        on = timezone.localdate(at)
        words = _("%(name)s exported %(rows)s rows at once") % {"name": name, "rows": figure(number)}
        yield Unusual(on, words, _query("export", login, on))
    hour = ExtractHour("at")
    night = exports.annotate(hour=hour).filter(Q(hour__gte=NIGHT[0]) | Q(hour__lt=NIGHT[1]))
    for name, login, on, number in _daily(night):
        words = ngettext(
            "%(name)s exported %(n)s list at night", "%(name)s exported %(n)s lists at night", number
        )
        yield Unusual(on, words % {"name": name, "n": figure(number)}, _query("export", login, on))
    opened = entries.filter(action__in=OPENED, user__isnull=False)
    for name, login, on, number in _daily(opened):
        if number >= OFTEN:
            words = _("%(name)s opened %(n)s special households or needs on one day")
            told = words % {"name": name, "n": figure(number)}
            yield Unusual(on, told, _query("", login, on))
    tried = entries.filter(action__in=REFUSED).order_by()
    for subject, on, number in tried.values_list("subject", TruncDate("at")).annotate(n=Count("pk")):
        if number >= TRIES:
            words = _("%(n)s sign-ins as “%(login)s” were refused on one day")
            told = words % {"login": subject, "n": figure(number)}
            yield Unusual(on, told, _query(Account.SIGN_IN_REFUSED.value, subject, on))


def _daily(entries: QuerySet[AccessEntry]) -> Sequence[tuple[str, str, dt.date, int]]:
    """Of each account on each day."""
    rows = entries.order_by().values_list("user__name", "user__username", TruncDate("at"))
    return list(rows.annotate(n=Count("pk")))


def _query(action: str, who: str, on: dt.date) -> str:
    return f"action={action}&who={who}&first={on}&last={on}"
