"""/posts/fill/: a post for somebody with an account, or for somebody new who gets one."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from geodata import periods, phones
from geodata.accounts.models import User
from geodata.accounts.names import suggest_username
from geodata.audit.models import AccessEntry
from geodata.contacts.filled import areas_of, held
from geodata.contacts.models import Duty
from geodata.contacts.offices import find_accounts, open_account
from geodata.contacts.posts import appoint, kinds_for
from geodata.errors import BadInput, DomainError
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.territory.scope import Scope
from gridmap.middleware import ScopedRequest
from gridmap.pages.accounts import require_office, show_link
from gridmap.pages.posts import DayField, back_to, told_of
from gridmap.pages.typed import Form
from gridmap.recording import record

OFFERED = 12
"""Accounts that are offered at once."""


class AppointForm(Form):
    """Which post, from when, and who: somebody with an account, or somebody new."""

    named = frozenset(("name",))

    kind = forms.ChoiceField(label=gettext_lazy("Post"), widget=forms.RadioSelect)
    day = DayField(label=gettext_lazy("From"))
    person = forms.RegexField(r"^(new|[0-9]{1,18})$", required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=60)
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "maxlength": 40}),
    )
    username = forms.CharField(
        label=gettext_lazy("Login name (empty: the name in pinyin)"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, kinds: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Duty.Kind.choices)
        self.fields["kind"].choices = [(kind, labels[Duty.Kind(kind)]) for kind in kinds]  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """One number, however its digits are grouped."""
        found = phones.numbers(self.cleaned_data["phone"])
        if found is None or len(found) > 1:
            raise forms.ValidationError(_("A phone number has digits, spaces and dashes only."))
        return found[0] if found else ""

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("person") and "person" not in self.errors:
            self.add_error(None, _("Nobody is chosen. Choose an account, or open a new one."))
        if told.get("person") == "new" and not told.get("name"):
            self.add_error("name", _("An account needs the person's name."))
        return told


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appoint_page(request: ScopedRequest) -> HttpResponse:
    """`area` (none for posts of the installation) and `kind` come with the address; `who` looks for accounts."""
    require_office(request.scope)
    on, scope = periods.today(), request.scope
    code = request.GET.get("area", "")
    area = (
        get_object_or_404(areas_of(scope).on(on), code=code if code.isascii() and code.isdigit() else "")
        if code
        else None
    )
    kinds = kinds_for(scope, area)
    wished = request.GET.get("kind", "")
    initial = {"day": on, "kind": wished if wished in kinds else kinds[0] if len(kinds) == 1 else ""}
    form = AppointForm(kinds, request.POST if request.method == "POST" else None, initial=initial)
    error: DomainError | None = None
    if form.is_bound and form.is_valid():
        try:
            return _fill(request, area, form.cleaned_data)
        except DomainError as refused:
            error = refused
    who = request.GET.get("who", "").replace("\x00", "").strip()[:60]
    found = _candidates(scope, area, who, on=on)
    chosen = str(form.data.get("person", "")) if form.is_bound else ""
    told = {
        "area": area,
        "kinds": kinds,
        "form": form,
        "who": who,
        "candidates": found[:OFFERED],
        "more": len(found) > OFFERED,
        "chosen": chosen,
        "error": error,
        "suggested": suggest_username(form.data["name"]) if form.is_bound and form.data.get("name") else "",
    }
    return render(request, "pages/appoint.html", told, status=422 if error or form.errors else 200)


def _fill(request: ScopedRequest, area: Area | None, told: dict[str, Any]) -> HttpResponse:
    """Open the account if it is a new one, and fill the post: both or neither."""
    scope, on = request.scope, periods.today()
    link: tuple[str, str] | None = None
    with transaction.atomic():
        if told["person"] == "new":
            user, link = open_account(
                name=told["name"], phone=told["phone"], username=told["username"], scope=scope
            )
            record(AccessEntry.Action.ACCOUNT_OPENED, request.user, subject=user.username)
        else:
            user = _known(request, int(told["person"]), on=on)
        post = appoint(user=user, kind=told["kind"], area=area, on=told["day"], scope=scope)
        record(
            AccessEntry.Action.POST_FILLED,
            request.user,
            subject=user.username,
            details=told_of(post, told["day"]),
        )
    done = _("%(name)s holds the post from %(day)s.") % {"name": user.name, "day": told["day"].isoformat()}
    if link:
        return show_link(request, user, link, done=done)
    messages.success(request, done)
    return redirect(back_to(area))


def _known(request: ScopedRequest, number: int, *, on: dt.date) -> User:
    """The chosen account: one of the office's, or the one whose whole login name was looked for."""
    who = request.GET.get("who", "").replace("\x00", "").strip()[:60]
    user = find_accounts(request.scope, who, on=on).filter(pk=number).first()
    if user is None:
        raise BadInput(
            _("This account is not among those offered."),
            field="person",
            remedy=_("Look for the person again, by name or whole login name."),
        )
    return user


def _candidates(scope: Scope, area: Area | None, who: str, *, on: dt.date) -> list[User]:
    """Without a search the people of the area itself; one more than is shown tells that there are more."""
    found = find_accounts(scope, who, on=on)
    if not who and area:
        near = area.code[: codes.LENGTHS[Area.Level.VILLAGE]]
        found = found.filter(
            Q(duties__area__code__startswith=near) | Q(member__village__code__startswith=near)
        )
    posts = held(Duty.objects.select_related("area"), on=on)
    return list(
        found.distinct()
        .order_by("name", "pk")
        .prefetch_related(Prefetch("duties", posts, "posts"))[: OFFERED + 1]
    )
