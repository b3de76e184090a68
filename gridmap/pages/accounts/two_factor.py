"""The second step of signing in: asking for the code, setting it up, recovery codes, taking it away."""

from typing import Any

from allauth.account.adapter import get_adapter as accounts
from allauth.core import context
from allauth.mfa.adapter import get_adapter as steps
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from api.web.lockout import count_failure, is_locked
from api.web.two_factor import accepts, must_set_up
from geodata.accounts.concept import Action
from geodata.accounts.models import User
from gridmap.pages.accounts.login import refused
from gridmap.pages.base.typed import Form
from gridmap.recording import record

private = method_decorator(never_cache, name="dispatch")
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none", "maxlength": 20}


class Code(Form):
    """A code from the phone or a recovery code. Wrong ones are counted as wrong passwords are."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=gettext_lazy("Verification code"), max_length=20, widget=forms.TextInput(attrs=CODE)
        )

    def clean_code(self) -> str:
        request, code = context.request, str(self.cleaned_data["code"])
        if is_locked(request, self.user.username):
            raise accounts().validation_error("too_many_login_attempts")
        authenticator = accepts(self.user, code)
        if authenticator is None:
            count_failure(request, self.user.username)
            raise steps().validation_error("incorrect_code")
        authenticator.user = self.user
        self.authenticator = authenticator
        return code


class CodeForm(Code, AuthenticateForm):
    """After the password."""


class CodeAgainForm(Code, ReauthenticateForm):
    """Before a change of how one signs in."""


@private
class EnterCode(AuthenticateView):
    template_name = "accounts/enter_code.html"

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        user = self.stage.login.user
        refused(self.request, user.username, user)
        return self.render_to_response(self.get_context_data(), status=422)


@private
class CodeAgain(ReauthenticateView):
    template_name = "accounts/code_again.html"

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        refused(self.request, self.request.user.username, self.request.user)
        return self.render_to_response(self.get_context_data(form=form), status=422)


@private
class SetUp(ActivateTOTPView):
    """A picture for the phone's app, the same as text, and the first code as proof."""

    template_name = "accounts/set_up_second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["form"].fields["code"].label = _("Verification code")
        context["form"].fields["code"].widget = forms.TextInput(attrs=CODE)
        secret = context["form"].secret
        return (
            context
            | {
                # Drawn here from our own address: nothing in it comes from a person but the login name, as a picture.
                "picture": mark_safe(context["totp_svg"]),  # noqa: S308
                "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
                "required": must_set_up(self.request.user),
            }
        )

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record(Action.STEP_SET_UP, self.request.user)
        return answer

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes")


@private
class TakeAway(DeactivateTOTPView):
    template_name = "accounts/remove_second_step.html"
    success_url = reverse_lazy("mine")

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record(Action.STEP_REMOVED, self.request.user)
        messages.success(self.request, _("The second step has been removed."))
        return answer


@private
class RecoveryCodes(ViewRecoveryCodesView):
    template_name = "accounts/recovery_codes.html"


@private
class NewRecoveryCodes(GenerateRecoveryCodesView):
    template_name = "accounts/new_recovery_codes.html"

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record(Action.CODES_MADE, self.request.user)
        return answer


def recovery_codes_left(user: User) -> int | None:
    """How many recovery codes are unused; None where there is no second step."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.wrap().get_unused_codes()) if row else None
