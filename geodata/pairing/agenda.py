"""Proposals of pairing that wait, and steps that the village meeting has not approved yet."""

from collections.abc import Collection

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy

from geodata.base.agenda import MOST, TOWNSHIP, VILLAGE, Asked, Deed, Found, Line, Outcome, Source, stays
from geodata.base.errors import NotFound
from geodata.base.scope import Right
from geodata.base.wording import day
from geodata.contacts.changelog import LinkStep
from geodata.pairing.models import LIFE, Move, Pairing, PairingLine
from geodata.pairing.proposals import take
from geodata.pairing.undoing import find_step

OPEN_LINES = Count("lines", filter=Q(lines__state=PairingLine.State.OPEN))


def proposals(asked: Asked) -> Found:
    """Those of this area that nobody has decided about. Two queries."""
    held = Pairing.objects.within(asked.scope.to(Right.LINK))
    waiting = held.filter(state=Pairing.State.OPEN, area__code__startswith=asked.area.code)
    counts = dict(waiting.order_by().values_list("pk").annotate(n=OPEN_LINES))
    rows = [(one, counts[one.pk]) for one in waiting.select_related("area").order_by("pk")[:MOST]]
    lines = [
        Line(
            ref=str(one.pk), label=f"{one.area.name} · {day(one.on)}", n=number, place=one.area.code, link=f"/proposals/{one.pk}/"
        )
        for one, number in rows
    ]  # fmt: skip
    return Found(len(lines), None, lines, f"/proposals/?area={asked.area.code}")


def proposals_over(refs: Collection[str]) -> Collection[str]:
    decided = Pairing.objects.filter(pk__in=[int(ref) for ref in refs]).exclude(state=Pairing.State.OPEN)
    return {str(pk) for pk in decided.values_list("pk", flat=True)}


def take_proposal(ref: str, deed: Deed) -> None:
    """All of its open lines."""
    pairing = Pairing.objects.within(deed.scope.to(Right.LINK)).filter(pk=int(ref)).first()
    if pairing is None:
        raise NotFound(ref)
    LIFE.check(pairing, Move.TAKE, by=deed.by, scope=deed.scope)
    take(pairing=pairing, by=deed.by, on=deed.on, at=deed.at)


def steps(asked: Asked) -> Found:
    """Proposals that were taken since the last meeting, which has not said anything about them. One query."""
    held = LinkStep.objects.within(asked.scope.to(Right.LINK)).filter(
        kind=LinkStep.Kind.ACCEPTED, undone_at=None, approved_on=None, on__gte=asked.since
    )
    villages = asked.known["villages"]
    rows = held.filter(villages__overlap=sorted(villages)).order_by("pk")[:MOST]
    lines = [
        Line(
            ref=str(step.pk), label=f"{step.get_kind_display()} · {day(step.on)}", n=step.households, place=asked.area.code, link="/contacts/history/"
        )
        for step in rows
    ]  # fmt: skip
    return Found(len(lines), None, lines)


def approve_step(ref: str, deed: Deed) -> None:
    """The decision is the approval; it is asked whether the step is still there. Raises what `find_step` raises."""
    find_step(ref, scope=deed.scope)


AGENDA = (
    Source(
        name="pairings",
        label=gettext_lazy("Proposals of pairing to decide"),
        place=100,
        find=proposals,
        over=proposals_over,
        verbs={Outcome.APPROVE: take_proposal, Outcome.DEFER: stays, Outcome.NOTE: stays},
        levels=(VILLAGE, TOWNSHIP),
        dispatch=False,
    ),
    Source(
        name="pairing_steps",
        label=gettext_lazy("Pairings to approve"),
        place=105,
        find=steps,
        verbs={Outcome.APPROVE: approve_step, Outcome.DEFER: stays, Outcome.NOTE: stays},
        levels=(VILLAGE, TOWNSHIP),
        dispatch=False,
    ),
)
