"""Signing in and out. Every sign-in, and every refused one, is on record."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView, ReauthenticateView
from allauth.socialaccount.adapter import get_adapter as identities
from django import forms
from django.contrib.auth import logout as end_session
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from api.web.lockout import noted_name, was_locked
from geodata.accounts.concept import Action
from geodata.accounts.models import ApiToken, User
from geodata.setup.first_code import is_awaited
from gridmap.demo_logins import demo_of_the_door
from gridmap.recording import record

sensitive = method_decorator(sensitive_post_parameters(), name="dispatch")


class SignIn(LoginForm):
    """Says what to do when the name or the password is wrong, and not which of the two."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Login name")
        self.fields["login"].widget = forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "maxlength": 150,
            }
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


@sensitive
class Login(LoginView):
    """Form and answer. A user who is signed in already goes on to the home page."""

    template_name = "accounts/login.html"
    form_class = SignIn

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An installation that has nobody yet leads to where its first administrator is opened."""
        if is_awaited(at=timezone.now()):
            return redirect("begin")
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        refused(self.request, str(form.data.get("login", "")))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "providers": identities().list_providers(self.request),
            "next": self.request.GET.get("next", ""),
            "demo": demo_of_the_door(),
        }


@sensitive
class PasswordAgain(ReauthenticateView):
    """Before a change of how one signs in: the password once more."""

    template_name = "accounts/password_again.html"

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        refused(self.request, self.request.user.get_username())
        return self.render_to_response(self.get_context_data(form=form), status=422)


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session, or a sign-in that waits for its code; on request all API tokens too."""
    if isinstance(request.user, User):
        if "tokens" in request.POST:
            ApiToken.end_all(request.user)
            record(Action.TOKEN_ENDED, request.user, subject=request.user.username)
        record(Action.SIGN_OUT, request.user)
    end_session(request)
    answer = redirect("account_login")
    # Not "storage": visits that wait on a phone stay, sealed for whoever made them; page.js takes away the rest.
    answer["Clear-Site-Data"] = '"cache"'
    return answer


@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back."""
    answer: HttpResponse = set_language(request)
    return answer


def refused(request: HttpRequest, tried: str, user: User | None = None) -> None:
    """A sign-in that failed, or that met a lock. Of a name that was tried only an account's is kept."""
    action = Action.LOCKED_OUT if was_locked(request) else Action.SIGN_IN_REFUSED
    record(action, user, subject=user.username if user else noted_name(tried))
