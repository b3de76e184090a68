"""/households/<token>/contact/: choose who looks after a household, or end a contact."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from geodata.base import periods
from geodata.base.errors import BadInput, DomainError
from geodata.base.scope import Right
from geodata.contacts.assigning import end_contact, set_contact
from geodata.contacts.candidates import candidates
from geodata.contacts.capacity import WARN_ABOVE
from geodata.contacts.last_seen import of_households
from geodata.contacts.models import ContactLink, Member
from geodata.people.access import can_see_details, find_household, record_opening
from geodata.people.masking import shown_name
from geodata.people.models import Household
from gridmap.middleware import ScopedRequest

SHOWN = 12
"""Members offered at first: the nearest with room."""


@require_http_methods(["GET", "HEAD", "POST"])
def contact_page(request: ScopedRequest, token: str) -> HttpResponse:
    """The able members of the village, the nearest with room first; and the choice of one."""
    household = find_household(token, scope=request.scope, right=Right.LINK)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            return _set(request, household)
        except DomainError as refused:
            error = refused
    else:
        record_opening(household, by=request.user, at=timezone.now())
    on = periods.today()
    offered = candidates(household, on=on)
    everybody = "all" in request.GET or error is not None
    context = {
        "household": household,
        "head": shown_name(household.head_name, details=can_see_details(request.scope, household)),
        "links": ContactLink.objects.on(on).filter(household=household).select_related("member__user"),
        "candidates": offered if everybody else offered[:SHOWN],
        "hidden": 0 if everybody else max(0, len(offered) - SHOWN),
        "warn_above": WARN_ABOVE,
        "reasons": [choice for choice in ContactLink.EndReason.choices if choice[0]],
        "chosen": request.POST.get("member", ""),
        "error": error,
        "phones": of_households([household.pk], on=on),
    }
    return render(request, "contacts/contact.html", context, status=422 if error else 200)


def _set(request: ScopedRequest, household: Household) -> HttpResponse:
    number = request.POST.get("member", "")
    member = Member.objects.filter(
        pk=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0,
        village=household.village_id,
    ).first()
    if member is None:
        raise BadInput(
            _("No member is selected."), field="member", remedy=_("Choose one of the members in the list.")
        )
    primary = request.POST.get("rank", "first") != "second"
    set_contact(household=household, member=member, by=request.user, on=periods.today(), primary=primary)
    messages.success(request, _("%(member)s now looks after this household.") % {"member": member})
    return redirect("household", token=household.token)


@require_POST
def end_page(request: ScopedRequest, token: str) -> HttpResponse:
    """End one of the household's contacts from today on."""
    household = find_household(token, scope=request.scope, right=Right.LINK)
    number = request.POST.get("link", "")
    link = get_object_or_404(
        ContactLink.objects.filter(household=household),
        pk=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0,
    )
    try:
        reason = request.POST.get("reason", "")
        end_contact(link=link, reason=reason, on=periods.today(), by=request.user)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
        return redirect("contact", token=token)
    messages.success(request, _("The contact has ended."))
    return redirect("household", token=token)
