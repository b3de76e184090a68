"""/needs/mine/: what of needs waits for the reader, by the day on which it is due."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.needs.parts import may_record
from geodata.needs.waiting import MOST, Waiting, waiting_for
from gridmap.middleware import ScopedRequest
from gridmap.pages.needs.lines import Line, lines_of


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, what is to be done, and the needs; `more`: there are others."""

    name: str
    title: Promise
    told: Promise
    lines: list[Line]
    more: bool


PARTS = {
    "to_move": (_("To move on"), _("Your level holds them.")),
    "to_grant": (_("More time asked for"), _("Grant it, or say why not.")),
    "to_follow_up": (
        _("To be followed up"),
        _("They are done. Ask those concerned at the next visit or by phone."),
    ),
    "to_revisit": (_("Agreements to look at again"), _("Ask whether what was agreed on is kept.")),
}


@require_safe
def mine_page(request: ScopedRequest) -> HttpResponse:
    """Nothing is counted by person: it is told to the reader alone, and stands nowhere else."""
    require(request.scope, Right.NEED)
    found = waiting_for(by=request.user, scope=request.scope, on=periods.today())
    parts = list(_parts(request, found))
    context = {
        "parts": parts,
        "supervisions": found.supervisions[:MOST],
        "assignments": found.assignments,
        "nothing": not (parts or found.supervisions or found.assignments),
        "may_record": may_record(request.scope),
        "now": timezone.now(),
    }
    return render(request, "needs/mine.html", context)


def _parts(request: ScopedRequest, found: Waiting) -> Iterator[Part]:
    for name, (title, told) in PARTS.items():
        if needs := getattr(found, name):
            lines = lines_of(needs[:MOST], by=request.user, scope=request.scope, at=timezone.now())
            yield Part(name, title, told, lines, len(needs) > MOST)
