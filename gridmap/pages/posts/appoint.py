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
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from geodata.accounts.concept import Action
from geodata.accounts.models import User
from geodata.accounts.names import suggest_username
from geodata.base import periods, phones, wording
from geodata.base.errors import BadInput, DomainError
from geodata.base.ordering import pinyin
from geodata.base.scope import Scope
from geodata.contacts.office_accounts import find_accounts, open_account
from geodata.posts.appointing import appoint, kinds_for
from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.posts.queries import areas_of, held
from geodata.territory import codes
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.accounts.accounts import require_office, show_link
from gridmap.pages.base.typed import Form
from gridmap.pages.posts.posts import DayField, back_to
from gridmap.recording import record

NEW = "new"
OFFERED = 12
"""Accounts that are offered at once."""


class AppointForm(Form):
    """Which post, in which department, from when, and who: somebody with an account, or somebody new, whom a name alone means."""

    named = frozenset(("name",))

    kind = forms.ChoiceField(label=gettext_lazy("Post"), widget=forms.RadioSelect)
    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    day = DayField(label=gettext_lazy("From"))
    person = forms.RegexField(r"^(new|[0-9]{1,18})$", required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        required=False,
        max_length=60,
        # What a browser fills in by itself would open an account.
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 60}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "maxlength": 40}),
    )
    username = forms.CharField(
        label=gettext_lazy("Login name (leave empty to use the name in pinyin)"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, kinds: list[str], departments: list[Department], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.pk), str(one)) for one in departments]
        self.offer_choices("department", [("", "–"), *known])
        labels = dict(Post.Kind.choices)
        self.offer_choices("kind", ((kind, labels[Post.Kind(kind)]) for kind in kinds))

    def clean_phone(self) -> str:
        """One number, however its digits are grouped."""
        numbers = phones.numbers(self.cleaned_data["phone"])
        if numbers is None or len(numbers) > 1:
            raise forms.ValidationError(_("A phone number may contain only digits, spaces and dashes."))
        return numbers[0] if numbers else ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("person") and values.get("name"):
            values["person"] = NEW
        if not values.get("person") and not {"person", "name"} & self.errors.keys():
            self.add_error(None, _("Nobody is selected. Choose an account, or open a new one."))
        if values.get("kind") == Post.Kind.DEPARTMENT_OFFICER:
            if not values.get("department") and "department" not in self.errors:
                self.add_error("department", _("Choose the department; where it is missing, open it first."))
        else:
            values["department"] = ""
        if values.get("person") == NEW and not values.get("name"):
            self.add_error("name", _("An account needs the person's name."))
        return values


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
    works_in = list(Department.objects.on(on).of(area).order_by(pinyin("name"), "pk")) if area else []
    form = AppointForm(kinds, works_in, request.POST if request.method == "POST" else None, initial=initial)
    error: DomainError | None = None
    if form.is_bound and form.is_valid():
        try:
            return _fill(request, area, form.cleaned_data)
        except DomainError as refused:
            error = refused
    who = request.GET.get("who", "").replace("\x00", "").strip()[:60]
    accounts = _candidates(scope, area, who, on=on)
    chosen = str(form.data.get("person", "")) if form.is_bound else ""
    context = {
        "area": area,
        "kinds": kinds,
        "in_departments": Post.Kind.DEPARTMENT_OFFICER in kinds,
        "form": form,
        "who": who,
        "candidates": accounts[:OFFERED],
        "more": len(accounts) > OFFERED,
        "chosen": chosen,
        "error": error,
        "suggested": suggest_username(form.data["name"]) if form.is_bound and form.data.get("name") else "",
    }
    return render(request, "posts/appoint.html", context, status=422 if error or form.errors else 200)


def _fill(request: ScopedRequest, area: Area | None, form: dict[str, Any]) -> HttpResponse:
    """Open the account if it is a new one, and fill the post: both or neither."""
    scope, on = request.scope, periods.today()
    link: tuple[str, str] | None = None
    with transaction.atomic():
        if form["person"] == NEW:
            user, link = open_account(
                name=form["name"], phone=form["phone"], username=form["username"], scope=scope
            )
            record(Action.ACCOUNT_OPENED, request.user, subject=user.username)
        else:
            user = _known(request, int(form["person"]), on=on)
        department = Department.objects.get(pk=form["department"]) if form["department"] else None
        appoint(
            user=user,
            kind=form["kind"],
            area=area,
            department=department,
            on=form["day"],
            scope=scope,
            by=request.user,
        )
    done = _("%(name)s holds the post from %(day)s.") % {"name": user.name, "day": wording.day(form["day"])}
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
            _("This account is not one of those offered."),
            field="person",
            remedy=_("Search for the person again, by name or full login name."),
        )
    return user


def _candidates(scope: Scope, area: Area | None, who: str, *, on: dt.date) -> list[User]:
    """Without a search the people of the area itself; one more than is shown tells that there are more."""
    accounts = find_accounts(scope, who, on=on)
    if not who and area:
        near = area.code[: codes.LENGTHS[Area.Level.VILLAGE]]
        accounts = accounts.filter(
            Q(posts__area__code__startswith=near) | Q(member__village__code__startswith=near)
        )
    posts = held(Post.objects.select_related("area", "department"), on=on)
    return list(
        accounts.distinct()
        .order_by("name", "pk")
        .prefetch_related(Prefetch("posts", posts, "present_posts"))[: OFFERED + 1]
    )
