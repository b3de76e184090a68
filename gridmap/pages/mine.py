"""/me/: how I sign in, and where I am signed in: password, second step, sessions, tokens, identities."""

from allauth.account.adapter import get_adapter as accounts
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.socialaccount.adapter import get_adapter as identities
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from api.lockout import was_locked
from api.second_step import has_second_step
from geodata import periods
from geodata.accounts.models import ApiToken
from geodata.audit.models import AccessEntry
from geodata.contacts.models import Duty
from geodata.contacts.second_step import needs_second_step
from gridmap.middleware import ScopedRequest
from gridmap.pages.link import NewPassword
from gridmap.pages.login import refused
from gridmap.pages.second_step import recovery_codes_left
from gridmap.recording import record
from gridmap.sessions import end_sessions, sessions_of


@never_cache
@require_safe
def mine_page(request: ScopedRequest) -> HttpResponse:
    user, on = request.user, periods.today()
    told = {
        "posts": Duty.objects.on(on).filter(user=user).select_related("area").order_by("kind", "area__code"),
        "second_step": has_second_step(user),
        "required": needs_second_step(user, on=on),
        "codes_left": recovery_codes_left(user),
        "sessions": sessions_of(user),
        "current": request.session.session_key,
        "tokens": ApiToken.of(user, at=timezone.now()),
        "providers": identities().list_providers(request),
        "identities": SocialAccount.objects.filter(user=user),
    }
    return render(request, "pages/mine.html", told)


class ChangePassword(NewPassword):
    """The present password first: wrong ones are counted as at signing in."""

    present = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["present", "password1", "password2"]

    def clean_present(self) -> str:
        present = str(self.cleaned_data["present"])
        if not accounts().reauthenticate(self.user, present):
            raise accounts().validation_error("incorrect_password")
        return present


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_page(request: ScopedRequest) -> HttpResponse:
    """The other sessions and all tokens end with the old password."""
    user = request.user
    form = ChangePassword(user, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        if ("present" in form.errors and form.data.get("present")) or was_locked(request):
            refused(request, user.username, user)
        return render(request, "pages/password.html", {"form": form}, status=422 if form.is_bound else 200)
    user.set_password(form.cleaned_data["password1"])
    user.save(update_fields=["password"])
    ApiToken.end_all(user)
    update_session_auth_hash(request, user)
    # The list of sessions reads what is stored, and clears away what does not fit the new password.
    request.session.save()
    UserSession.objects.create_from_request(request)
    end_sessions(
        [one.session_key for one in sessions_of(user) if one.session_key != request.session.session_key]
    )
    record(AccessEntry.Action.PASSWORD_SET, user, subject=user.username)
    messages.success(request, _("Your password is changed. Other sessions and API tokens have ended."))
    return redirect("mine")


@require_POST
def end_session(request: ScopedRequest) -> HttpResponse:
    """One session of one's own, or all but this one."""
    own = UserSession.objects.filter(user=request.user)
    chosen = request.POST.get("session", "")
    if chosen == "others":
        ending = list(own.exclude(session_key=request.session.session_key))
    else:
        number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
        ending = [get_object_or_404(own, pk=number)]
    end_sessions([one.session_key for one in ending])
    for one in ending:
        record(
            AccessEntry.Action.SESSION_ENDED,
            request.user,
            subject=request.user.username,
            details={"from": one.ip},
        )
    messages.success(
        request, _("The session has ended.") if len(ending) == 1 else _("The other sessions have ended.")
    )
    return redirect("mine")


@require_POST
def end_tokens(request: ScopedRequest) -> HttpResponse:
    """One of one's own, or all."""
    chosen = request.POST.get("token", "all")
    if chosen == "all":
        ApiToken.end_all(request.user)
        messages.success(request, _("All API tokens have ended."))
        return redirect("mine")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
    get_object_or_404(ApiToken, user=request.user, pk=number).delete()
    messages.success(request, _("The API token has ended."))
    return redirect("mine")


@require_POST
def disconnect(request: ScopedRequest) -> HttpResponse:
    """An outside identity does not sign in here any more."""
    raise_if_reauthentication_required(request, app="allauth.socialaccount")
    chosen = request.POST.get("identity", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
    get_object_or_404(SocialAccount, user=request.user, pk=number).delete()
    record(AccessEntry.Action.IDENTITY_REMOVED, request.user, subject=request.user.username)
    messages.success(request, _("The identity is disconnected."))
    return redirect("mine")
