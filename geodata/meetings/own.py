"""What meetings bring to meetings: decisions that are not done, what was put off, and the month beside the one before."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.base.agenda import MOST, Asked, Deed, Found, Line, Outcome
from geodata.base.errors import NotFound
from geodata.base.wording import day
from geodata.meetings.gathering import SOURCES, last_of
from geodata.meetings.models import AgendaItem, Decision, Meeting
from geodata.meetings.words import DecisionState
from geodata.needs.analysis import Sums, summary
from geodata.needs.settings_models import NeedCategory
from geodata.territory.models import Area

MONTH = dt.timedelta(days=30)


def decisions(asked: Asked) -> Found:
    """Those of this area's meetings. Whatever has settled itself meanwhile is none of them. Two queries and one a kind of things."""
    rows = open_of(asked.area)
    lines = [
        Line(
            ref=str(one.pk), label=_label(one), place=asked.area.code, link=f"/meetings/{one.meeting.key}/#item-{one.item.number}"
        )
        for one in rows[:MOST]
    ]  # fmt: skip
    return Found(len(rows), None, lines, "/meetings/decisions/")


def open_of(area: Area) -> list[Decision]:
    """The first due before the others."""
    rows = Decision.objects.open().filter(meeting__area=area).select_related("item", "meeting")
    found = list(rows.order_by("due_on", "pk"))
    over = settled([one.item for one in found])
    return [one for one in found if (one.item.things, one.item.ref) not in over]


def settled(items: Collection[AgendaItem]) -> set[tuple[str, str]]:
    """Of the things of these lines those that are settled by themselves. One query a source at most."""
    over = set()
    for source in SOURCES.values():
        refs = {item.ref for item in items if item.source == source.name}
        if refs and source.over:
            over |= {(source.things, ref) for ref in source.over(refs)}
    return over


def _label(decision: Decision) -> str:
    due = day(decision.due_on) if decision.due_on else ""
    return " · ".join(filter(None, [decision.item.label, decision.get_outcome_display(), due]))[:200]


def found(ref: str, deed: Deed) -> Decision:
    """Of a meeting of that area, and open. Raises NotFound."""
    rows = Decision.objects.select_for_update().filter(
        pk=int(ref), meeting__in=Meeting.objects.filter(area=deed.area), state=DecisionState.OPEN
    )
    if (decision := rows.first()) is None:
        raise NotFound(ref)
    return decision


@transaction.atomic
def end(decision: Decision, state: str, *, on: dt.date) -> None:
    decision.state, decision.done_on = state, on
    decision.version += 1
    decision.save()


def done(ref: str, deed: Deed) -> None:
    end(found(ref, deed), DecisionState.DONE, on=deed.on)


def replaced(ref: str, deed: Deed) -> None:
    """Somebody else goes on with it, or until another day: this decision takes the place of that one."""
    end(found(ref, deed), DecisionState.DROPPED, on=deed.on)


def deferred(asked: Asked) -> Found:
    """Free matters that the last meeting has put off. Two queries."""
    last = last_of(asked.area)
    rows = last.items.filter(source="free", outcome=Outcome.DEFER) if last else AgendaItem.objects.none()
    lines = [Line(ref=item.ref, label=item.label, place=asked.area.code) for item in rows]
    return Found(len(lines), None, lines)


def compared(asked: Asked) -> Found:
    """Needs raised in the 30 days before, beside the 30 days before those, by category and by village; and how many of what was
    settled was settled below the township. Five queries.
    """
    last = asked.on - dt.timedelta(days=1)
    now, then = (
        (last - MONTH + dt.timedelta(days=1), last),
        (last - 2 * MONTH + dt.timedelta(days=1), last - MONTH),
    )
    lines = []
    for by in ("category", "area"):
        here, before = _sums(asked, by, *now), _sums(asked, by, *then)
        names = _names(by, {*here, *before})
        lines += [
            _beside(names.get(key, key), key, here.get(key), before.get(key))
            for key in sorted({*here, *before})
        ]
    whole = next(iter(_sums(asked, "all", *now).values()), None)
    if whole is None:
        return Found()
    if whole.settled:
        below = whole.in_grid + whole.in_village
        lines.append(
            Line(ref="below", label=_("Settled in the grid or the village"), n=below, of=whole.settled)
        )
    return Found(whole.found, None, lines[:MOST], f"/needs/analysis/?area={asked.area.code}")


def _sums(asked: Asked, by: str, first: dt.date, last: dt.date) -> dict[str, Sums]:
    found = summary(scope=asked.scope, first=first, last=last, area=asked.area, by=by)
    return {sums.key: sums for sums in found}


def _names(by: str, keys: Collection[str]) -> dict[str, str]:
    if by == "category":
        return {one.code: str(one) for one in NeedCategory.objects.filter(code__in=keys)}
    return dict(Area.objects.filter(code__in=keys, period__endswith=None).values_list("code", "name"))


def _beside(name: str, key: str, now: Sums | None, then: Sums | None) -> Line:
    return Line(ref=key, label=name, n=now.found if now else 0, of=then.found if then else 0)
