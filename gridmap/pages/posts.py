"""/posts/: which posts are held and which are vacant, area by area; filling and ending them."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from geodata import periods
from geodata.accounts.models import User
from geodata.accounts.names import suggest_username
from geodata.audit.models import AccessEntry
from geodata.contacts.filled import areas_of, ended, held, posts_of, vacant_grids
from geodata.contacts.models import Duty, DutyQuerySet
from geodata.contacts.offices import find_accounts, open_account
from geodata.contacts.posts import appoint, end_duty, kinds_for, may_appoint
from geodata.errors import BadInput, DomainError
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.territory.scope import Scope
from gridmap.middleware import ScopedRequest
from gridmap.pages.accounts import require_office, show_link
from gridmap.recording import record

PAGE = 50
VACANT = 10
"""Vacant posts named before the others; the rest one press away."""
OFFERED = 12
HELD, GONE, FREE = "held", "ended", "vacant"
DAY = forms.DateInput(attrs={"type": "date"})


class PostFilters(forms.Form):
    """Where, which, whose."""

    area = forms.RegexField(r"^[0-9]{2,15}$", required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=gettext_lazy("Area, name or login name"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=gettext_lazy("Post"),
        required=False,
        choices=[("", gettext_lazy("all posts")), *Duty.Kind.choices],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            (HELD, gettext_lazy("held")),
            (FREE, gettext_lazy("vacant")),
            (GONE, gettext_lazy("ended")),
        ],
    )

    def told(self) -> dict[str, str]:
        """What is valid; nothing else is asked."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name, "")) for name in self.fields}


@require_safe
def posts_page(request: ScopedRequest) -> HttpResponse:
    """Vacant grid leaders first, then the posts that are held, below one area or in all of the office's."""
    require_office(request.scope)
    on, scope = periods.today(), request.scope
    filters = PostFilters(request.GET)
    asked = filters.told()
    area = get_object_or_404(areas_of(scope).on(on), code=asked["area"]) if asked["area"] else None
    under = area.code if area else ""
    vacant = vacant_grids(scope, under=under, on=on)
    if asked["q"]:
        vacant = vacant.filter(_named(asked["q"], "")).distinct()
    if asked["state"] in (HELD, GONE, "") and asked["kind"] not in ("", Duty.Kind.SMALL_LEADER):
        vacant = vacant.none()
    posts = _posts(scope, asked, under=under, on=on)
    listed: Any = vacant if asked["state"] == FREE else posts
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    told = {
        "filters": filters,
        "state": asked["state"] or HELD,
        "area": area,
        "trail": list(_above(area, scope, on=on)) if area else [],
        "children": list(_children(area, scope, on=on)),
        "vacant": vacant[:VACANT] if (asked["state"] or HELD) == HELD else [],
        "vacancies": vacant.count() if (asked["state"] or HELD) == HELD else 0,
        "page": page,
        "endable": {post.pk for post in page if isinstance(post, Duty) and _endable(post, scope, on=on)},
        "fillable": bool(kinds_for(scope, area)),
        "address": urlencode({name: value for name, value in asked.items() if value}),
        "under": under,
    }
    return render(request, "pages/posts.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
def post_page(request: ScopedRequest, number: int) -> HttpResponse:
    """One post: who holds it, who held it before, and its end."""
    require_office(request.scope)
    on, scope = periods.today(), request.scope
    post = get_object_or_404(posts_of(scope), pk=number)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"day": on})
    error: DomainError | None = None
    if form.is_bound and form.is_valid():
        try:
            return _end(request, post, form.cleaned_data["day"])
        except DomainError as refused:
            error = refused
    told = {
        "post": post,
        "endable": _endable(post, scope, on=on),
        "form": form,
        "error": error,
        "others": posts_of(scope).filter(kind=post.kind, area=post.area).order_by("-period"),
        "on": on,
    }
    return render(request, "pages/post.html", told, status=422 if error or form.errors else 200)


class EndForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("First day without the post"), widget=DAY)


class AppointForm(forms.Form):
    """Which post, from when, and who: somebody with an account, or somebody new."""

    kind = forms.ChoiceField(label=gettext_lazy("Post"), widget=forms.RadioSelect)
    day = forms.DateField(label=gettext_lazy("From"), widget=DAY)
    person = forms.RegexField(r"^(new|[0-9]{1,18})$", required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=60)
    phone = forms.RegexField(
        r"^[0-9+ -]{5,20}$",
        label=gettext_lazy("Phone"),
        required=False,
        error_messages={"invalid": gettext_lazy("A phone number has digits, spaces and dashes only.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "maxlength": 20}),
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
            details=_of(post, told["day"]),
        )
    done = _("%(name)s holds the post from %(day)s.") % {"name": user.name, "day": told["day"].isoformat()}
    if link:
        return show_link(request, user, link, done=done)
    messages.success(request, done)
    return redirect(_back(area))


def _end(request: ScopedRequest, post: Duty, day: dt.date) -> HttpResponse:
    with transaction.atomic():
        ended_post = end_duty(duty=post, on=day, scope=request.scope)
        told = _of(ended_post, day)
        record(AccessEntry.Action.POST_ENDED, request.user, subject=post.user.username, details=told)
    messages.success(
        request,
        _("%(name)s does not hold the post from %(day)s on.")
        % {"name": post.user.name, "day": day.isoformat()},
    )
    return redirect(
        _back(post.area.parent if post.area and post.area.level == Area.Level.GRID else post.area)
    )


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


def _posts(scope: Scope, asked: dict[str, str], *, under: str, on: dt.date) -> DutyQuerySet:
    posts = posts_of(scope, under=under)
    posts = ended(posts, on=on) if asked["state"] == GONE else held(posts, on=on)
    if asked["kind"]:
        posts = posts.filter(kind=asked["kind"])
    if asked["q"]:
        whose = Q(user__name__icontains=asked["q"]) | Q(user__username__icontains=asked["q"])
        posts = posts.filter(whose | _named(asked["q"], "area__"))
    return posts.order_by("area__code", "kind", "-period", "pk")


def _named(part: str, prefix: str) -> Q:
    """An area by a part of its name or of its parent's, or by the beginning of its code."""
    return (
        Q(**{f"{prefix}name__icontains": part})
        | Q(**{f"{prefix}parent__name__icontains": part})
        | Q(**{f"{prefix}code__startswith": part})
    )


def _endable(post: Duty, scope: Scope, *, on: dt.date) -> bool:
    last = post.period.upper
    return (last is None or last > on) and may_appoint(scope, kind=post.kind, area=post.area)


def _above(area: Area, scope: Scope, *, on: dt.date) -> Any:
    return areas_of(scope).on(on).filter(code__in=codes.ancestors(area.code)).order_by("code")


def _children(area: Area | None, scope: Scope, *, on: dt.date) -> Any:
    """The areas one level down, or the tops of the office's own."""
    areas = areas_of(scope).on(on).order_by("code")
    if area:
        return areas.filter(parent=area)
    tops = scope.codes
    return areas.filter(code__in=tops) if tops else areas.filter(parent=None)


def _of(post: Duty, day: dt.date) -> dict[str, str]:
    return {"post": post.kind, "area": post.area.code if post.area else "", "day": day.isoformat()}


def _back(area: Area | None) -> str:
    return reverse("posts") + (f"?area={area.code}" if area else "")
