"""What is proposed of a household and what has become of it, on its page: for whoever may propose there."""

import datetime as dt

from django.db.models import Q
from django.template.loader import render_to_string

from geodata.people.models import Household
from geodata.register.finding import BESIDE
from geodata.register.models import LIFE, Move, RegisterChange
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import Rights
from gridmap.pages.register.inbox import Line, lines_of, waiting_lines

LATEST = 10


def of_household(request: ScopedRequest, household: Household, rights: Rights, *, on: dt.date) -> str:
    """Nothing without the right to the register there."""
    if not rights.register:
        return ""
    about = Q(household=household) | Q(households__contains=[household.pk])
    found = RegisterChange.objects.within(request.scope).filter(about).select_related(*BESIDE)
    lines = waiting_lines(list(found.order_by("-pk")[:LATEST]), scope=request.scope)
    context = {
        "household": household,
        "rights": rights,
        "waiting": [(line, _moves(request, line)) for line in lines if line.waits],
        "decided": [(line, _moves(request, line)) for line in lines if not line.waits],
    }
    return render_to_string("register/parts/of_household.html", context, request)


def _moves(request: ScopedRequest, line: Line) -> list[str]:
    return LIFE.moves_from(line.change, scope=request.scope, by=request.user)


def own_new(request: ScopedRequest) -> list[tuple[Line, list[str]]]:
    """New households that the reader has proposed and that wait: there is no page yet on which they could stand."""
    found = RegisterChange.objects.within(request.scope, by=request.user).waiting().select_related(*BESIDE)
    own = list(found.filter(proposed_by=request.user, household=None).order_by("pk")[:LATEST])
    return [(line, [str(Move.WITHDRAW)]) for line in lines_of(own)]
