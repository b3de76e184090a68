"""/accounts/: who has an account, and which posts on which days. For administrators and, of their area, for offices."""

import datetime as dt

from allauth.mfa.adapter import get_adapter as steps
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, Prefetch, Q, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from api.permissions import require
from api.second_step import has_second_step, remove
from geodata import periods
from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.contacts.duties import rights_of
from geodata.contacts.models import Duty, Member
from geodata.contacts.offices import accounts_of, close_account, issue_link, reopen_account
from geodata.contacts.second_step import needs_second_step
from geodata.errors import DomainError, NotAllowed
from geodata.reports.timelines import of_account
from geodata.territory.scope import Right, Scope
from gridmap.middleware import ScopedRequest
from gridmap.pages.frame import RIGHTS, menu_of
from gridmap.recording import record
from gridmap.sessions import end_sessions

PAGE = 50
Did = AccessEntry.Action


def require_office(scope: Scope) -> None:
    if not (scope.may(Right.ACCOUNTS) or scope.may(Right.APPOINT)):
        require(scope, Right.ACCOUNTS)


@require_safe
def accounts_page(request: ScopedRequest) -> HttpResponse:
    """Those who may sign in first, then by name; `who` looks for a part of the name or the login name."""
    require_office(request.scope)
    on = periods.today()
    who = request.GET.get("who", "").replace("\x00", "").strip()[:60]
    signing_in = ~Q(password="") & ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    users = (
        accounts_of(request.scope, on=on)
        .annotate(signs_in=Case(When(signing_in, then=1), default=0))
        .order_by("-signs_in", "name", "pk")
    )
    if who:
        users = users.filter(Q(name__icontains=who) | Q(username__icontains=who))
    posts = Duty.objects.on(on).select_related("area").order_by("kind", "area__code")
    page = Paginator(users.prefetch_related(Prefetch("duties", posts, "posts")), PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "pages/accounts.html", {"page": page, "who": who})


@require_safe
def account_page(request: ScopedRequest, number: int) -> HttpResponse:
    """One account: whose it is, the posts of all days, and what the office may do with it."""
    user, on = _find(request, number), periods.today()
    told = {
        "account": user,
        "posts": Duty.objects.filter(user=user).select_related("area").order_by("-period", "kind"),
        "member": Member.objects.filter(user=user).select_related("village", "branch").first(),
        "second_step": has_second_step(user),
        "required": needs_second_step(user, on=on),
        "on": on,
        "own": user.pk == request.user.pk,
        "sees_menu": request.scope.may(Right.ACCOUNTS),
        "moments": of_account(user),
    }
    return render(request, "pages/account.html", told)


@never_cache
@require_POST
def link_for(request: ScopedRequest, number: int) -> HttpResponse:
    """A new one-time link, shown this once. Where the phone is lost, the second step goes with the password."""
    user, on = _find(request, number), periods.today()
    if user.pk == request.user.pk:
        raise NotAllowed(_("You cannot issue a link for your own account. Change your password instead."))
    with transaction.atomic():
        link = issue_link(user=user, scope=request.scope, on=on)
        if "second_step" in request.POST and remove(user):
            record(Did.STEP_REMOVED, request.user, subject=user.username)
        _end_all_sessions(user)
        record(Did.LINK_ISSUED, request.user, subject=user.username)
    return show_link(request, user, link)


@never_cache
@require_POST
def close(request: ScopedRequest, number: int) -> HttpResponse:
    user = _find(request, number)
    try:
        with transaction.atomic():
            close_account(user=user, by=request.user, scope=request.scope, on=periods.today())
            _end_all_sessions(user)
            record(Did.ACCOUNT_CLOSED, request.user, subject=user.username)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        messages.success(request, _("The account is closed. Its sessions and API tokens have ended."))
    return redirect("account", number=number)


@never_cache
@require_POST
def reopen(request: ScopedRequest, number: int) -> HttpResponse:
    user = _find(request, number)
    try:
        with transaction.atomic():
            link = reopen_account(user=user, scope=request.scope, on=periods.today())
            record(Did.ACCOUNT_REOPENED, request.user, subject=user.username)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
        return redirect("account", number=number)
    return show_link(request, user, link)


@require_safe
def menu_page(request: ScopedRequest, number: int) -> HttpResponse:
    """What the menu of that account shows today. Nothing of its data, and nothing can be pressed."""
    require(request.scope, Right.ACCOUNTS)
    user, on = _find(request, number), periods.today()
    rights = rights_of(user, on=on)
    record(Did.MENU_VIEWED, request.user, subject=user.username)
    told = {
        "account": user,
        "entries": menu_of(rights) if user.is_active else [],
        "rights": [(right, RIGHTS[right], right in rights) for right in Right],
        "posts": Duty.objects.on(on).filter(user=user).select_related("area").order_by("kind", "area__code"),
    }
    return render(request, "pages/menu.html", told)


def show_link(request: ScopedRequest, user: User, link: tuple[str, str], **told: object) -> HttpResponse:
    """The link in clear and as a picture for the person's phone: shown once, kept nowhere (callers forbid caching)."""
    address = request.build_absolute_uri(reverse("use_link", args=link))
    told |= {
        "account": user,
        "address": address,
        # Our own address, drawn by us.
        "picture": mark_safe(steps().build_totp_svg(address)),  # noqa: S308
        "until": timezone.localtime() + dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        "required": needs_second_step(user, on=periods.today()),
    }
    return render(request, "pages/link.html", told)


def _find(request: ScopedRequest, number: int) -> User:
    require_office(request.scope)
    return get_object_or_404(accounts_of(request.scope, on=periods.today()), pk=number)


def _end_all_sessions(user: User) -> None:
    end_sessions(list(UserSession.objects.filter(user=user).values_list("session_key", flat=True)))
