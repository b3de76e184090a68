"""/me/: which notices come by e-mail, and at /accounts/<number>/, for administrators, where they go."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import DomainError
from geodata.base.rls import known_as
from geodata.base.scope import Right
from geodata.contacts.office_accounts import accounts_of
from geodata.outgoing.addresses import choose, set_address
from geodata.outgoing.models import MailAddress
from gridmap.middleware import ScopedRequest


def own_mail(user: User) -> dict[str, Any]:
    """Of whoever reads: no scope has to be in force for what is one's own."""
    with known_as(user):
        return mail_of(user)


def mail_of(user: User) -> dict[str, Any]:
    """What pages show of it; nothing where no e-mail server is named."""
    if not settings.EMAIL_HOST:
        return {}
    row = MailAddress.objects.filter(user=user).first()
    chosen = row.wanted if row else MailAddress.Wanted.NOTHING
    return {
        "mail_served": True,
        "mail_address": row.address if row else "",
        "mail_choices": [(value, label, value == chosen) for value, label in MailAddress.Wanted.choices],
    }


@require_POST
def wanted(request: ScopedRequest) -> HttpResponse:
    """Of oneself."""
    try:
        with known_as(request.user):
            choose(user=request.user, wanted=request.POST.get("wanted", ""), at=timezone.now())
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        messages.success(request, _("Saved."))
    return redirect("mine")


@require_POST
def address(request: ScopedRequest, number: int) -> HttpResponse:
    """Of an account. Its user says what comes there."""
    require(request.scope, Right.ACCOUNTS)
    user = get_object_or_404(accounts_of(request.scope, on=periods.today()), pk=number)
    try:
        set_address(
            user=user,
            address=request.POST.get("address", ""),
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        messages.success(request, _("Saved."))
    return redirect("account", number=number)
