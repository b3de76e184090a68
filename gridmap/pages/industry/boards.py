"""/industry/…: the rows of each kind with a form for one more, one co-operative or enterprise, and changes of a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geodata.base import periods
from geodata.base.errors import BadInput, Conflict, NotFound, join
from geodata.base.wording import figure
from geodata.industry import doing
from geodata.industry.keeping import Keeper
from geodata.industry.models import Cooperative
from geodata.industry.seen import areas_of_changes, may_change
from geodata.people.models import Household
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.industry.forms import RowForm

LISTED = 200
"""Rows at most of one page, the latest or first."""
Cells = Callable[[Any], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Board:
    """How a kind is shown: its heads, and the cells of a row."""

    title: Promise
    add: Promise
    heads: tuple[Promise | str, ...]
    cells: Cells
    one: str = ""
    """The name of the address of one."""
    take: str = ""
    """The name of the address by which one is ended or taken back, where it has no page of its own."""


VILLAGE, DAY = _("Village"), _("Day")
BOARDS: Mapping[str, Board] = {
    "cooperatives": Board(
        _("Co-operatives"), _("Found a co-operative"),
        (_("Name"), VILLAGE, _("Product"), _("Member households")),
        lambda row: (row.name, row.village.name, row.product, figure(row.members)), one="cooperative",
    ),
    "enterprises": Board(
        _("Enterprises"), _("Take an enterprise in"),
        (_("Name"), _("Seated in"), _("Business"), _("Paired villages")),
        lambda row: (row.name, row.area.name, row.business, figure(row.villages)), one="enterprise",
    ),
    "specialists": Board(
        _("Specialists"), _("Take a specialist in"),
        (_("Name"), _("Comes from"), _("Field"), _("Serves"), _("Visits within a year")),
        lambda row: (row.name, row.unit, row.field, row.area.name, figure(row.guided)), take="change_specialist",
    ),
    "guidance": Board(
        _("Visits of guidance"), _("Record guidance"),
        (DAY, VILLAGE, _("Specialist"), _("Topic"), _("Persons who came")),
        lambda row: (row.day, row.village.name, row.specialist.name, row.get_topic_display(), figure(row.persons)),
        take="change_guidance",
    ),
    "sales": Board(
        _("Sales with help"), _("Record a sale"),
        (DAY, VILLAGE, _("Product"), _("Kilograms"), _("Yuan"), _("Bought by")),
        lambda row: (row.day, row.village.name, row.product, float(row.kg), float(row.yuan), row.enterprise or "–"), take="change_sale",
    ),
    "offers": Board(
        _("Offers of industry"), _("Make an offer"),
        (_("Title"), _("Kind"), _("Offered by"), pgettext_lazy("offer", "Area"), _("Places"), pgettext_lazy("offer of industry", "Until")),
        lambda row: (row.title, row.get_kind_display(), row.provider, row.area.name, figure(row.places) if row.places else "–", row.until),
        take="change_offer",
    ),
    "incomes": Board(
        _("Mean incomes"), _("Tell a mean income"),
        (_("Year"), VILLAGE, _("Of whom"), _("Households asked"), _("Yuan a person")),
        lambda row: (str(row.year), row.village.name, row.get_group_display(), figure(row.households), figure(int(row.mean))),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    cells: tuple[tuple[Promise | str, Any], ...]
    address: str
    take: str
    ends: bool


def keeper(request: ScopedRequest) -> Keeper:
    return Keeper(request.user, request.scope, timezone.now(), periods.today())


@require_http_methods(["GET", "HEAD", "POST"])
def board_page(request: ScopedRequest, kind: str) -> HttpResponse:
    """The rows of that kind, and where the reader keeps something up to date a form for one more."""
    on, sent, board = periods.today(), request.method == "POST", BOARDS[kind]
    rows = doing.listed(kind, scope=request.scope, on=on)
    form = RowForm(kind, request.scope, request.POST if sent else None, on=on)
    if sent and form.is_valid() and _made(request, kind, form):
        return redirect(kind)
    context = {
        "board": board,
        "lines": [_line(kind, board, row, request) for row in rows[:LISTED]],
        "form": form if form.areas else None,
    }
    return render(request, "industry/board.html", context, status=422 if sent else 200)


def _line(kind: str, board: Board, row: Any, request: ScopedRequest) -> Line:
    address = reverse(board.one, args=[row.pk]) if board.one else ""
    place = row.area if hasattr(row, "area") else row.village
    take = reverse(board.take, args=[row.pk]) if board.take and may_change(request.scope, place) else ""
    return Line(tuple(zip(board.heads, board.cells(row), strict=True)), address, take, kind == "specialists")


def _made(request: ScopedRequest, kind: str, form: RowForm) -> bool:
    try:
        doing.make(kind, said=form.cleaned_data, keeper=keeper(request))
    except (BadInput, Conflict) as error:
        form.refuse(error)
        return False
    messages.success(request, gettext("It is recorded."))
    return True


@require_safe
def cooperative_page(request: ScopedRequest, number: str) -> HttpResponse:
    """One co-operative, with the member households that the reader sees."""
    on = periods.today()
    row = doing.find("cooperatives", int(number), scope=request.scope, on=on)
    members = row.memberships.filter(periods.covers(on)).select_related("household", "village").order_by("pk")
    context = {"row": row, "members": members, "changes": may_change(request.scope, row.village)}
    return render(request, "industry/cooperative.html", context)


@require_safe
def enterprise_page(request: ScopedRequest, number: str) -> HttpResponse:
    """One enterprise, with the villages beside which it stands."""
    on = periods.today()
    row = doing.find("enterprises", int(number), scope=request.scope, on=on)
    pairs = row.pairs.filter(periods.covers(on)).select_related("village").order_by("village__code")
    villages = Area.objects.on(on).level(Area.Level.VILLAGE).filter(areas_of_changes(request.scope))
    context = {
        "row": row,
        "pairs": pairs,
        "villages": villages.order_by("code"),
        "changes": may_change(request.scope, row.area),
    }
    return render(request, "industry/enterprise.html", context)


@require_POST
def change_page(request: ScopedRequest, number: str, kind: str) -> HttpResponse:
    """One of the moves of that kind, by its name."""
    told, move = keeper(request), request.POST.get("move", "")
    row = doing.find(kind, int(number), scope=request.scope, on=told.today)
    if move not in doing.KINDS[kind].moves:
        raise Http404
    try:
        doing.change(kind, row, move, said=_said(request, row), keeper=told)
    except (BadInput, Conflict) as error:
        messages.error(request, join([error.message, error.remedy]).strip())
    except NotFound as error:
        if not error.field:
            raise
        messages.error(request, gettext("Nobody and nothing of that name is known here."))
    else:
        messages.success(request, gettext("It is recorded."))
    one = BOARDS[kind].one
    return redirect(kind) if move == "end" or not one else redirect(one, number=number)


def _said(request: ScopedRequest, row: Any) -> dict[str, Any]:
    sent = request.POST
    keys = {name: int(sent[name]) for name in ("membership", "pair") if sent.get(name, "").isdigit()}
    return {
        "household": _token(request, row) if sent.get("move") == "join" else "",
        "village": sent.get("village", "")[:15],
        "liaison": sent.get("liaison", "").strip()[:30],
        **keys,
    }


def _token(request: ScopedRequest, cooperative: Cooperative) -> str:
    """People give the number of a household of that village, or one that a single household elsewhere has; programs its token."""
    number = request.POST.get("household", "").strip()[:32]
    numbered = Household.objects.within(request.scope).filter(number=number)
    here, anywhere = numbered.filter(village=cooperative.village_id), numbered.order_by("pk")[:2]
    found = list(here or anywhere)
    return found[0].token if len(found) == 1 else number
