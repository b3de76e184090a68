"""/posts/: which posts are held and which are vacant, area by area; and the end of one."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.contacts.filled import areas_of, ended, held, posts_of, vacant_grids
from geodata.contacts.models import Duty, DutyQuerySet
from geodata.contacts.posts import end_duty, kinds_for, may_appoint
from geodata.errors import DomainError
from geodata.reports.timelines import of_posts
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.territory.scope import Scope
from gridmap.middleware import ScopedRequest
from gridmap.pages.accounts import require_office
from gridmap.pages.typed import Form
from gridmap.recording import record

PAGE = 50
VACANT = 10
"""Vacant posts named before the others; the rest one press away."""
HELD, GONE, FREE = "held", "ended", "vacant"
EARLIEST = dt.date(2000, 1, 1)


class PostFilters(Form):
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
    others = list(posts_of(scope).filter(kind=post.kind, area=post.area).order_by("-period"))
    told = {
        "post": post,
        "endable": _endable(post, scope, on=on),
        "form": form,
        "error": error,
        "others": others,
        "on": on,
        "moments": of_posts([other.pk for other in others]),
    }
    return render(request, "pages/post.html", told, status=422 if error or form.errors else 200)


class DayField(forms.DateField):
    """A day on which a post may begin or end: in this century, and two years ahead at most."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def clean(self, value: Any) -> dt.date | None:
        day: dt.date | None = super().clean(value)
        last = periods.today() + dt.timedelta(days=730)
        if day and not EARLIEST <= day <= last:
            raise forms.ValidationError(
                _("Choose a day from %(first)s to %(last)s.")
                % {"first": EARLIEST.isoformat(), "last": last.isoformat()}
            )
        return day


class EndForm(Form):
    day = DayField(label=gettext_lazy("First day without the post"))


def _end(request: ScopedRequest, post: Duty, day: dt.date) -> HttpResponse:
    with transaction.atomic():
        ended_post = end_duty(duty=post, on=day, scope=request.scope)
        told = told_of(ended_post, day)
        record(AccessEntry.Action.POST_ENDED, request.user, subject=post.user.username, details=told)
    messages.success(
        request,
        _("%(name)s does not hold the post from %(day)s on.")
        % {"name": post.user.name, "day": day.isoformat()},
    )
    return redirect(
        back_to(post.area.parent if post.area and post.area.level == Area.Level.GRID else post.area)
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


def told_of(post: Duty, day: dt.date) -> dict[str, str]:
    return {"post": post.kind, "area": post.area.code if post.area else "", "day": day.isoformat()}


def back_to(area: Area | None) -> str:
    return reverse("posts") + (f"?area={area.code}" if area else "")
