"""Changes of the register that wait: the meeting confirms them, or leaves them waiting."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base.agenda import MOST, TOWNSHIP, VILLAGE, Asked, Deed, Found, Line, Outcome, Source, stays
from geodata.base.scope import Right, Scope
from geodata.register.confirming import confirm
from geodata.register.finding import find_change
from geodata.register.kinds.registry import label_of
from geodata.register.models import ChangeState, RegisterChange


def waiting(asked: Asked) -> Found:
    """Those that these villages decide about. Two queries."""
    decides = asked.scope.to(Right.CONFIRM).villages
    changes = RegisterChange.objects.within(asked.scope).waiting().decided_in(decides).about(asked.area.code)
    rows = changes.select_related("village", "grid").order_by("effective_on", "pk")[:MOST]
    lines = [_line(change) for change in rows]
    number = len(lines) if len(lines) < MOST else changes.count()
    return Found(number, None, lines, f"/register/?area={asked.area.code}")


def _line(change: RegisterChange) -> Line:
    words = [str(label_of(change.kind)), change.village.name, change.grid.name if change.grid else ""]
    return Line(
        ref=str(change.pk),
        label=" · ".join(filter(None, words)),
        place=change.village.code,
        link=f"/register/#change-{change.pk}",
    )


def titles(refs: Collection[str], by: Any, scope: Scope) -> dict[str, str]:
    """Of which household each is, for those who see it. One query."""
    changes = RegisterChange.objects.within(scope, by=by).filter(pk__in=[int(ref) for ref in refs])
    rows = changes.values_list("pk", "household__number")
    return {str(pk): number or _("new household") for pk, number in rows}


def over(refs: Collection[str]) -> Collection[str]:
    decided = RegisterChange.objects.filter(pk__in=[int(ref) for ref in refs]).exclude(
        state=ChangeState.PROPOSED
    )
    return {str(pk) for pk in decided.values_list("pk", flat=True)}


def approve(ref: str, deed: Deed) -> None:
    change = find_change(ref, scope=deed.scope, by=deed.by)
    confirm(change=change, by=deed.by, scope=deed.scope, at=deed.at, today=timezone.localdate(deed.at))


AGENDA = (
    Source(
        name="register",
        label=gettext_lazy("Changes of the register to confirm"),
        place=90,
        find=waiting,
        over=over,
        titles=titles,
        verbs={Outcome.APPROVE: approve, Outcome.DEFER: stays, Outcome.NOTE: stays},
        levels=(VILLAGE, TOWNSHIP),
        dispatch=False,
    ),
)
