"""/link/<account>/<token>/: whoever was given a one-time link sets the password here, and is signed in."""

# The one way to say by what somebody was recognised. Without it everybody from a link would be asked for the new password at once.
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from api.web.lockout import link_waits
from geodata.accounts.concept import Action
from geodata.accounts.links import holder_of, use_link
from geodata.accounts.models import User
from geodata.base.rls import known_as
from geodata.base.sealed import Place, seal, unseal
from gridmap.pages.base.typed import Form
from gridmap.recording import record

KEPT, SHOWN = "one_time_link", "set"
LONGEST = 40
"""Signs of a token that are looked at."""
NEW = {"autocomplete": "new-password", "maxlength": 128}


class NewPassword(Form):
    """A password, twice, as Django's validators want it."""

    password1 = forms.CharField(
        label=gettext_lazy("New password"), strip=False, max_length=128, widget=forms.PasswordInput(attrs=NEW)
    )
    password2 = forms.CharField(
        label=gettext_lazy("New password again"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs=NEW),
    )

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.user = user
        self.hints = password_validators_help_texts()

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        with known_as(self.user):  # a password must not be like the phone
            validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        again = str(self.cleaned_data["password2"])
        if self.cleaned_data.get("password1", again) != again:
            raise forms.ValidationError(_("The two passwords do not match."))
        return again


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def link_page(request: HttpRequest, account: str, token: str) -> HttpResponse:
    """The token moves from the address into the session at once: it stays out of histories and of others' logs."""
    if token != SHOWN:
        request.session[KEPT] = seal(token[:LONGEST].encode(), at=_place(account)).hex()
        return redirect("use_link", account=account, token=SHOWN)
    kept = _kept(request, account)
    user = holder_of(account, kept)
    if user is None:
        return _ended(request, account)
    form = NewPassword(user, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "account": user}
        return render(request, "accounts/new_password.html", context, status=422 if form.is_bound else 200)
    holder = use_link(account, kept, password=form.cleaned_data["password1"])
    return signed_in(request, holder, by="link") if holder else _ended(request, account)


def _place(account: str) -> Place:
    return Place("django_session", KEPT, account)


def _kept(request: HttpRequest, account: str) -> str:
    """The token that came with the address. Sessions lie in the database, so it is sealed there."""
    try:
        return unseal(bytes.fromhex(request.session.get(KEPT, "")), at=_place(account)).decode()
    except ValueError:
        return ""


def signed_in(request: HttpRequest, user: User, *, by: str) -> HttpResponse:
    """As after the password on the sign-in page: who has a second step is asked for the code now."""
    logout(request)
    record(Action.PASSWORD_SET, user, subject=user.username, details={"by": by})
    messages.success(request, _("Your password is set."))
    record_authentication(request, user, method="password", username=user.username)
    answer: HttpResponse = perform_login(request, user)
    return answer


def _ended(request: HttpRequest, account: str) -> HttpResponse:
    """A link that opens nothing. After many of them for one account this answer is slow to come; a good one never waits."""
    link_waits(request, account)
    request.session.pop(KEPT, None)
    return render(request, "accounts/link_ended.html", status=410)
