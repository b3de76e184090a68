"""/me/: how I sign in, and where I am signed in: password, second step, sessions, tokens, identities."""

from allauth.account.adapter import get_adapter as accounts
from allauth.account.decorators import reauthentication_required
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

from api.web.lockout import was_locked
from api.web.two_factor import has_second_step
from geodata.accounts.concept import Action
from geodata.accounts.models import ApiToken
from geodata.base import periods
from geodata.posts.models import Post
from geodata.posts.two_factor import needs_second_step
from gridmap.middleware import ScopedRequest
from gridmap.pages.accounts.link import NewPassword
from gridmap.pages.accounts.login import refused
from gridmap.pages.accounts.two_factor import recovery_codes_left
from gridmap.pages.outgoing.mail import own_mail
from gridmap.recording import record
from gridmap.sessions import end_sessions, sessions_of


@never_cache
@require_safe
def mine_page(request: ScopedRequest) -> HttpResponse:
    user, on = request.user, periods.today()
    context = {
        "posts": Post.objects.on(on)
        .filter(user=user)
        .select_related("area", "department")
        .order_by("kind", "area__code"),
        "second_step": has_second_step(user),
        "required": needs_second_step(user, on=on),
        "codes_left": recovery_codes_left(user),
        "sessions": sessions_of(user),
        "current": request.session.session_key,
        "tokens": ApiToken.of(user, at=timezone.now()),
        "providers": identities().list_providers(request),
        "identities": SocialAccount.objects.filter(user=user),
        **own_mail(user),
    }
    return render(request, "accounts/profile.html", context)


class ChangePassword(NewPassword):
    """The present password first: wrong ones are counted as at signing in."""

    present = forms.CharField(
        label=gettext_lazy("Current password"),
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
        return render(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)
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
    record(Action.PASSWORD_SET, user, subject=user.username)
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
            Action.SESSION_ENDED,
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
        record(Action.TOKEN_ENDED, request.user, subject=request.user.username)
        messages.success(request, _("All API tokens have been revoked."))
        return redirect("mine")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
    ApiToken.end_one(number, of=request.user, at=timezone.now())
    record(Action.TOKEN_ENDED, request.user, subject=request.user.username)
    messages.success(request, _("The API token has been revoked."))
    return redirect("mine")


@require_POST
@reauthentication_required(app="allauth.socialaccount")
def disconnect(request: ScopedRequest) -> HttpResponse:
    """An outside identity does not sign in here any more."""
    chosen = request.POST.get("identity", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
    get_object_or_404(SocialAccount, user=request.user, pk=number).delete()
    record(Action.IDENTITY_REMOVED, request.user, subject=request.user.username)
    messages.success(request, _("The identity has been disconnected."))
    return redirect("mine")
