"""Signing in and out. Every sign-in, and every refused one, is on record."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.audit.record import record_access
from gridmap.logs import request_id


class SignIn(AuthenticationForm):
    """Says what to do when the name or the password is wrong, and not which of the two."""

    error_messages = {
        "invalid_login": _(
            "This name and password do not belong together. Check both; capitals matter in the password."
        ),
        "inactive": _("This account is closed. Ask the office that opened it."),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["username"].label = _("Login name")
        self.fields["password"].label = _("Password")


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """Form and answer. A user who is signed in already goes on to the home page."""

    template_name = "pages/login.html"
    authentication_form = SignIn
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        user = form.get_user()
        assert isinstance(user, User)
        _record(AccessEntry.Action.SIGN_IN, user)
        return answer

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        _record(AccessEntry.Action.SIGN_IN_REFUSED, None, tried=str(form.data.get("username", "")))
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _record(action: AccessEntry.Action, user: User | None, *, tried: str = "") -> None:
    record_access(
        user=user,
        action=action,
        at=timezone.now(),
        subject="".join(sign for sign in tried if sign.isprintable()),
        request_id=request_id.get(),
    )


@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back."""
    answer: HttpResponse = set_language(request)
    return answer
