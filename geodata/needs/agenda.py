"""What of needs comes to a meeting of the level that holds them, and what deciding about one does. Sensitive ones stand on no agenda."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base.agenda import COUNTY, MOST, Asked, Deed, Found, Line, Outcome, Source, Verb, stays
from geodata.base.periods import midnight
from geodata.base.scope import Scope
from geodata.needs import assigning, beside, moving
from geodata.needs.doing import department_of
from geodata.needs.finding import LISTED, Filter, find_need
from geodata.needs.models import Need, NeedQuerySet, NeedStep
from geodata.needs.words import OPEN, Level, Move, State
from geodata.territory.models import Area

LEVELS: Mapping[str, Level] = {
    Area.Level.VILLAGE: Level.VILLAGE,
    Area.Level.TOWNSHIP: Level.TOWNSHIP,
    Area.Level.COUNTY: Level.COUNTY,
}
COUNTED = "found"
"""The number of the ledger that leaves sensitive ones out: what the agenda counts, its list has."""


def new(asked: Asked) -> Found:
    """Those that the level has not accepted yet."""
    return _found(asked, state=State.NEW, level=_level(asked))


def late(asked: Asked) -> Found:
    """Those of the level that were due."""
    return _found(asked, late=True, level=_level(asked))


def behind(asked: Asked) -> Found:
    """Late ones of every level below the county's: what a dispatch meeting looks at."""
    needs = _asked_of(asked, late=True).filter(level__lt=Level.COUNTY)
    return _lines(asked, needs, f"/needs/?area={asked.area.code}&late=true&counted={COUNTED}")


def brought(asked: Asked) -> Found:
    """Escalated to this level or returned to it since the last meeting, and still open."""
    came = NeedStep.objects.filter(
        need=OuterRef("pk"), move__in=[Move.ESCALATE, Move.RETURN], level_after=_level(asked), at__gte=midnight(asked.since)
    )  # fmt: skip
    needs = _asked_of(asked, level=_level(asked)).filter(Exists(came), state__in=OPEN)
    return _lines(
        asked, needs, f"/needs/?area={asked.area.code}&level={_level(asked)}&open=true&counted={COUNTED}"
    )


def _level(asked: Asked) -> int:
    return int(LEVELS[asked.area.level])


def _asked_of(asked: Asked, **said: Any) -> NeedQuerySet:
    filters = Filter(area=asked.area, counted=COUNTED, **said)
    return filters.of(by=asked.by, scope=asked.scope, at=asked.at)


def _found(asked: Asked, **said: Any) -> Found:
    query = "&".join(f"{name}={str(value).lower()}" for name, value in said.items())
    link = f"/needs/?area={asked.area.code}&{query}&counted={COUNTED}"
    return _lines(asked, _asked_of(asked, **said), link)


def _lines(asked: Asked, needs: NeedQuerySet, link: str) -> Found:
    """The first due before the others. Two queries."""
    rows = needs.select_related(*LISTED, "category__department").order_by("due_at", "pk")[:MOST]
    lines = [_line(need) for need in rows]
    return Found(len(lines) if len(lines) < MOST else needs.count(), None, lines, link)


def _line(need: Need) -> Line:
    place = need.grid or need.village
    words = [need.number, str(need.category), need.village.name, str(need.get_state_display())]
    return Line(
        ref=need.number,
        label=" · ".join(words),
        place=place.code,
        department=need.category.department.code if need.category.department else "",
        link=f"/needs/{need.number}/",
    )


def titles(refs: Collection[str], by: Any, scope: Scope) -> dict[str, str]:
    """What each is about, of those that the reader sees. One query."""
    needs = Need.objects.within(scope, by=by.pk).told().filter(number__in=refs)
    return dict(needs.values_list("number", "title"))


def over(refs: Collection[str]) -> Collection[str]:
    """Those that nobody has to settle any more. One query."""
    settled = Need.objects.filter(number__in=refs).exclude(state__in=OPEN)
    return set(settled.values_list("number", flat=True))


def handle(ref: str, deed: Deed) -> None:
    """The level takes it in hand: it is accepted, and begun if it was. What is under way elsewhere goes on there."""
    need = find_need(ref, by=deed.by, scope=deed.scope)
    if need.state == State.NEW:
        moving.accept(need=need, by=deed.by, scope=deed.scope, at=deed.at)
    elif need.state not in (State.CONSULTING, State.ASSIGNED, State.IN_PROGRESS):
        moving.begin(need=need, by=deed.by, scope=deed.scope, at=deed.at)


def assign(ref: str, deed: Deed) -> None:
    """In the village to a person, above it to a department or to an office below, with what is to be done."""
    need = _accepted(ref, deed)
    on = deed.on
    to: dict[str, Any] = {"user": deed.user} if need.level == Level.VILLAGE else {}
    if need.level > Level.VILLAGE and deed.department:
        to["department"] = department_of(need, deed.department, area=deed.area.code, on=on)
    elif need.level > Level.VILLAGE and deed.office:
        to["area"] = Area.objects.on(on).filter(code=deed.office).first()
    due_at = midnight(deed.due_on) if deed.due_on else None
    assigning.assign(
        need=need, task=deed.text or _("As decided by the meeting."), by=deed.by, scope=deed.scope, at=deed.at, due_at=due_at, **to
    )  # fmt: skip


def escalate(ref: str, deed: Deed) -> None:
    moving.escalate(
        need=_accepted(ref, deed), reason=deed.text or _("As decided by the meeting."), by=deed.by, scope=deed.scope, at=deed.at
    )  # fmt: skip


def supervise(ref: str, deed: Deed) -> None:
    """It is to be answered by the day of the decision."""
    need = find_need(ref, by=deed.by, scope=deed.scope)
    answer_by = midnight(deed.due_on) if deed.due_on else None
    beside.supervise(need=need, by=deed.by, scope=deed.scope, at=deed.at, answer_by=answer_by, note=deed.text)


def _accepted(ref: str, deed: Deed) -> Need:
    """What the meeting passes on it has accepted before."""
    need = find_need(ref, by=deed.by, scope=deed.scope)
    if need.state == State.NEW:
        need = moving.accept(need=need, by=deed.by, scope=deed.scope, at=deed.at)
    return need


MOVED: Mapping[str, Verb] = {
    Outcome.HANDLE: handle, Outcome.ASSIGN: assign, Outcome.ESCALATE: escalate, Outcome.DEFER: stays, Outcome.NOTE: stays,
}  # fmt: skip
SUPERVISED: Mapping[str, Verb] = {Outcome.HANDLE: supervise, Outcome.DEFER: stays, Outcome.NOTE: stays}


def _source(
    name: str, label: Promise | str, place: int, find: Callable[[Asked], Found], **more: Any
) -> Source:
    told: dict[str, Any] = {"verbs": MOVED, "dispatch": False} | more
    return Source(
        name=name, label=label, place=place, find=find, kind="needs", titles=titles, over=over, **told
    )


AGENDA = (
    _source("needs_new", gettext_lazy("New needs to accept"), 20, new),
    _source("needs_late", gettext_lazy("Needs past their deadline"), 30, late),
    _source(
        "needs_behind", gettext_lazy("Needs past their deadline below the county"), 35, behind, verbs=SUPERVISED, levels=(COUNTY,), dispatch=True,
    ),
    _source("needs_brought", gettext_lazy("Needs escalated or returned to here"), 40, brought),
)  # fmt: skip
"""A meeting moves what its level holds; a dispatch meeting supervises what is late below it."""
