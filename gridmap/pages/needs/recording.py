"""/needs/new/: a need is recorded by an office or whoever looks after households: first of whom or where, then what it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from geodata.base import periods
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import Right
from geodata.needs.models import Need
from geodata.needs.parts import may_record
from geodata.needs.recording import record_need
from geodata.people.masking import shown_name
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import rights_to
from gridmap.pages.needs.new_form import NeedForm
from gridmap.pages.needs.place import Place, choosing, place_of
from gridmap.pages.visits.forms import tell_left_out


@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: ScopedRequest) -> HttpResponse:
    """The same form sent again is the same need."""
    require(request.scope, Right.NEED)
    if not may_record(request.scope):
        refuse(Right.NEED)
    on, sent = periods.today(), request.method == "POST"
    place = place_of(request, request.POST if sent else request.GET, on=on)
    if place is None:
        return render(request, "needs/choose_place.html", choosing(request, on=on))
    parts = place.parts(request.scope)
    form = NeedForm(request.POST if sent else None, place=place, parts=parts, by=request.user, today=on)
    if sent and form.is_valid() and (need := _recorded(request, form)):
        messages.success(request, _("Recorded under number %(number)s.") % {"number": need.number})
        return redirect("need", need=need.number)
    return render(request, "needs/new.html", _shown(request, place, form), status=422 if sent else 200)


def _recorded(request: ScopedRequest, form: NeedForm) -> Need | None:
    """None where the form now says what was refused."""
    try:
        report = form.report(scope=request.scope)
        need, _new = record_need(
            report=report,
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            today=periods.today(),
        )
    except (BadInput, Conflict, NotFound) as error:
        form.refuse(error)
        return None
    tell_left_out(request, f"{report.title} {report.text} {report.settled} {report.parties}")
    return need


def _shown(request: ScopedRequest, place: Place, form: NeedForm) -> dict[str, Any]:
    home = place.home
    details = home is not None and rights_to(home, request.scope).details
    return {
        "form": form,
        "place": place,
        "head": shown_name(home.head_name, details=details) if home else "",
    }
