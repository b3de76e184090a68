"""/households/<token>/change/ and /register/new/: something has changed, said in a few taps; and what becomes of it.

Every way stands on the page at once, folded: choosing one is a tap, and nothing is loaded for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, Stale
from geodata.base.scope import Right
from geodata.people.access import find_household, open_household
from geodata.people.masking import shown_name
from geodata.people.models import Household
from geodata.register.finding import find_change
from geodata.register.lists import lists_of, places_of
from geodata.register.models import ChangeState, RegisterChange
from geodata.register.moving import move_on
from geodata.register.proposing import propose
from geodata.register.ways import WAYS, Choices, Way, ways_of, ways_of_new
from gridmap.middleware import Permissions, ScopedRequest
from gridmap.pages.base.access import rights_to
from gridmap.pages.register.forms import ChangeForm, MoveForm
from gridmap.pages.register.section import own_new


@require_http_methods(["GET", "HEAD", "POST"])
def change_page(request: ScopedRequest, token: str) -> HttpResponse:
    """The ways for this household; sent, one of them is proposed."""
    on = periods.today()
    if request.method == "POST":
        home = find_household(token, scope=request.scope, right=Right.REGISTER)
    else:
        home = open_household(
            token, by=request.user, scope=request.scope, at=timezone.now(), right=Right.REGISTER
        )
    lists = lists_of(home, scope=request.scope, on=on)
    sent = _sent(request, lists, WAYS.values()) if request.method == "POST" else None
    if sent and (change := _proposed(request, sent, token=token)):
        return _told(request, change)
    ways = ways_of(home, lists)
    rights = rights_to(home, request.scope)
    context = {
        "household": home,
        "head": shown_name(home.head_name, details=rights.details),
        "at_once": home.village_id in request.scope.to(Right.CONFIRM).villages,
    }
    return _shown(request, "register/change.html", _forms(ways, lists, sent), sent, context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: ScopedRequest) -> HttpResponse:
    """A household that is not in the register, in a village or grid of one's own."""
    require(request.scope, Right.REGISTER)
    lists = {"places": places_of(request.scope, on=periods.today())}
    sent = _sent(request, lists, ways_of_new()) if request.method == "POST" else None
    if sent and (change := _proposed(request, sent)):
        return _told(request, change)
    context = {
        "places": lists["places"],
        "at_once": request.scope.may(Right.CONFIRM),
        "rights": {"details": True},
        "waiting": own_new(request),
    }
    return _shown(request, "register/new.html", _forms(ways_of_new(), lists, sent), sent, context)


@require_POST
def move_page(request: ScopedRequest, number: str) -> HttpResponse:
    """Withdrawn by whoever proposed it, or undone: on the version that was seen."""
    change, form = find_change(number, scope=request.scope, by=request.user), MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        done = move_on(
            form.cleaned_data["move"],
            change=change,
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            today=periods.today(),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
    except (BadInput, Conflict, Stale) as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        messages.success(request, WORDS[ChangeState(done.state)]())
    return _back(request, change)


WORDS = {
    ChangeState.PROPOSED: lambda: _("Proposed. It counts once the village has confirmed it."),
    ChangeState.CONFIRMED: lambda: _("The change is in the register from now on."),
    ChangeState.WITHDRAWN: lambda: _("The change is withdrawn."),
    ChangeState.UNDONE: lambda: _("The change is undone: everything is as it was before."),
    ChangeState.REFUSED: lambda: _("The change is refused."),
}


def _sent(request: ScopedRequest, lists: Mapping[str, Choices], ways: Iterable[Way]) -> ChangeForm:
    way = {each.name: each for each in ways}.get(request.POST.get("way", ""))
    if way is None:
        raise Http404
    return ChangeForm(request.POST, way=way, lists=lists, today=periods.today())


def _proposed(request: ScopedRequest, form: ChangeForm, *, token: str = "") -> RegisterChange | None:
    """None where the form now says what was refused."""
    if not form.is_valid():
        return None
    try:
        change, _new = propose(
            proposal=form.proposal(token=token),
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            today=periods.today(),
        )
    except (BadInput, Conflict) as error:
        form.refuse(error)
        return None
    return change


def _forms(ways: Iterable[Way], lists: Mapping[str, Choices], sent: ChangeForm | None) -> list[ChangeForm]:
    """Empty but for the one that was sent; that one stands there even if the way is offered no more."""
    own = {sent.way.name: sent} if sent else {}
    known = {way.name: ChangeForm(way=way, lists=lists, today=periods.today()) for way in ways}
    return list({**known, **own}.values())


def _shown(
    request: ScopedRequest,
    template: str,
    forms: list[ChangeForm],
    sent: ChangeForm | None,
    context: dict[str, Any],
) -> HttpResponse:
    context |= {
        "forms": forms,
        "open": sent.way.name if sent else (forms[0].way.name if len(forms) == 2 else ""),
    }
    response = render(request, template, context, status=422 if sent else 200)
    response["Permissions-Policy"] = Permissions.WITH_POSITION
    return response


def _told(request: ScopedRequest, change: RegisterChange) -> HttpResponse:
    messages.success(request, WORDS[ChangeState(change.state)]())
    for words in _lacking(request, change):
        messages.warning(request, words)
    return _back(request, change)


def _lacking(request: ScopedRequest, change: RegisterChange) -> Iterator[str]:
    """What a household that has just come about is still without: it stands in lists of gaps until then."""
    if change.household_id or change.state != ChangeState.CONFIRMED:
        return
    for home in Household.objects.within(request.scope.to(Right.HOUSEHOLDS)).filter(pk__in=change.households):
        if home.grid_id is None:
            yield _(
                "It lies outside every grid: say “moved within the village” and choose one, or give it a point."
            )
        if home.point is None:
            yield _("It has no point on the map yet. “Corrected” takes one.")


def _back(request: ScopedRequest, change: RegisterChange) -> HttpResponse:
    """To the household, or the one that has come about; if it is the reader's no more, or not there yet, to the beginning."""
    about = [change.household_id] if change.household_id else change.households
    seen = Household.objects.within(request.scope.to(Right.HOUSEHOLDS))
    home = seen.filter(pk__in=about).first()
    return redirect("household", token=home.token) if home else redirect("home")
