"""/begin/: whoever has the code that `make run` printed opens the first administrator. Afterwards there is no such page."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from api.web.lockout import count_first_code, first_code_waits
from geodata.accounts.models import User
from geodata.base.errors import Conflict, DomainError, NotAllowed
from geodata.setup.beginning import begin
from geodata.setup.first_code import is_awaited
from gridmap.pages.accounts.link import NewPassword, signed_in

QUIET = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class BeginForm(NewPassword):
    """The code, who it is, and the password."""

    named = frozenset(("name",))
    left_to_verb = frozenset(("code",))

    code = forms.CharField(
        label=gettext_lazy("One-time code"), max_length=60, widget=forms.TextInput(attrs=QUIET)
    )
    name = forms.CharField(label=pgettext_lazy("of a person", "Your name"), max_length=60)
    username = forms.CharField(
        label=gettext_lazy("Login name (leave empty to use the name in pinyin)"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=QUIET | {"autocomplete": "username"}),
    )
    field_order = ["code", "name", "username", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Nobody has an account yet whose name a password could be like.
        super().__init__(User(), *args, **kwargs)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def begin_page(request: HttpRequest) -> HttpResponse:
    if not is_awaited(at=timezone.now()):
        raise Http404
    form = BeginForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _form(request, form, 422 if form.is_bound else 200)
    if first_code_waits(request):
        # The answer becomes 429 on its way out.
        return _form(request, form, 422)
    told = form.cleaned_data
    try:
        user = begin(
            code=told["code"],
            name=told["name"],
            username=told["username"],
            password=told["password1"],
            at=timezone.now(),
        )
    except Conflict as error:
        if error.field:
            return _form(request, form, 422, error)
        raise Http404 from error
    except DomainError as error:
        if isinstance(error, NotAllowed):
            count_first_code(request)
        return _form(request, form, 422, error)
    return signed_in(request, user, by="code")


def _form(
    request: HttpRequest, form: BeginForm, status: int, error: DomainError | None = None
) -> HttpResponse:
    return render(request, "setup/begin.html", {"form": form, "error": error}, status=status)
