"""/households/<token>/agency/: what is done on somebody's behalf is recorded, one person-time each."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from geodata.base import periods
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import Right
from geodata.entitlements.finding import Groups, of_household
from geodata.entitlements.models import Entitlement
from geodata.entitlements.recording import Helped, may_help, record_agency_service
from geodata.people.access import record_opening
from geodata.people.models import Household
from geodata.policies.answering import asked_by
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.back import back_to_card
from gridmap.pages.entitlements.forms import AgencyForm


@require_http_methods(["GET", "POST"])
def agency_page(request: ScopedRequest, token: str) -> HttpResponse:
    """What is refused is told beside its field, with status 422."""
    require(request.scope, Right.ENTITLE)
    home = asked_by(request.scope).called(token)
    if home is None:
        raise NotFound(token)
    record_opening(home, by=request.user, at=timezone.now())
    if not may_help(home, request.scope):
        refuse(Right.ENTITLE)
    rows = _open(of_household(home, scope=request.scope))
    if request.method == "POST":
        form = AgencyForm(request.POST, entitlements=rows)
        if form.is_valid() and _recorded(request, home, form):
            return back_to_card(home.token, "entitlements")
        return render(request, "entitlements/agency.html", {"home": home, "form": form}, status=422)
    chosen = {
        "day": periods.today(),
        "client_id": uuid.uuid4(),
        "entitlement": request.GET.get("entitlement", ""),
    }
    form = AgencyForm(initial=chosen, entitlements=rows)
    return render(request, "entitlements/agency.html", {"home": home, "form": form})


def _open(groups: Groups) -> list[Entitlement]:
    return [*groups.to_tell, *groups.under_way, *groups.received]


def _recorded(request: ScopedRequest, home: Household, form: AgencyForm) -> bool:
    told = dict(form.cleaned_data)
    key, chosen = told.pop("client_id"), told.pop("entitlement")
    helped = Helped(household=home.token, entitlement=int(chosen) if chosen else None, **told)
    try:
        record_agency_service(
            client_id=key,
            helped=helped,
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            today=periods.today(),
        )
    except (BadInput, Conflict, NotFound) as error:
        form.refuse(error)
        return False
    messages.success(request, _("The agency service is recorded."))
    return True
