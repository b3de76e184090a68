"""/posts/: which posts are held and which are vacant, area by area; and the end of one."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from geodata.base import periods, wording
from geodata.base.errors import DomainError
from geodata.base.scope import Right, Scope
from geodata.contacts.last_seen import of_post
from geodata.display.timelines import of_posts
from geodata.posts.appointing import end_post, kinds_for, may_appoint
from geodata.posts.models import Post, PostQuerySet
from geodata.posts.queries import areas_of, ended, held, posts_of, tops_of, without_leader
from geodata.territory import codes
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.accounts.accounts import require_office
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.typed import Form

PAGE = 50
VACANT = 10
"""Vacant posts named before the others; the rest one press away."""
HELD, GONE, FREE = "held", "ended", "vacant"


class PostFilters(Filters):
    """Where, which, whose."""

    sorts = {
        "area": ("area__code", "kind", "-period", "pk"),
        "kind": ("kind", "area__code", "-period", "pk"),
        "holder": ("user__name", "area__code", "pk"),
        "period": ("period", "area__code", "pk"),
    }

    q = forms.CharField(label=gettext_lazy("Area, name or login name"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=gettext_lazy("Post"),
        required=False,
        choices=[("", gettext_lazy("All posts")), *Post.Kind.choices],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            (HELD, gettext_lazy("Held")),
            (FREE, gettext_lazy("Vacant")),
            (GONE, gettext_lazy("Past")),
        ],
    )


@answers_at_once
@require_safe
def posts_page(request: ScopedRequest) -> HttpResponse:
    """Vacant grid leaders first, then the posts that are held, below one area or in all of the office's."""
    require_office(request.scope)
    on, scope = periods.today(), request.scope
    filters = PostFilters(request.GET, usual={"state": HELD})
    query = filters.told()
    area = get_object_or_404(areas_of(scope).on(on), code=query["area"]) if query["area"] else None
    under = area.code if area else ""
    filters.pick_of(under, areas_of(scope), tops=tops_of(scope), on=on)
    vacant = without_leader(scope, under=under, on=on)
    if query["q"]:
        vacant = vacant.filter(_named(query["q"], "")).distinct()
    if query["state"] in (HELD, GONE) and query["kind"] not in ("", Post.Kind.SMALL_LEADER):
        vacant = vacant.none()
    posts = filters.ordered(_posts(scope, query, under=under, on=on))
    listed: Any = vacant if query["state"] == FREE else posts
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "state": query["state"],
        "area": area,
        "trail": list(_above(area, scope, on=on)) if area else [],
        "vacant": vacant[:VACANT] if query["state"] == HELD else [],
        "vacancies": vacant.count() if query["state"] == HELD else 0,
        "page": page,
        "endable": {post.pk for post in page if isinstance(post, Post) and _endable(post, scope, on=on)},
        "fillable": bool(kinds_for(scope, area)),
        "under": under,
        "turnover": under if area and area.level == Area.Level.VILLAGE else "",
        "phones": under if _prints(scope, area) else "",
    }
    return render(request, "posts/posts.html", context)


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
    same = {"kind": post.kind, "area": post.area, "department": post.department}
    others = list(posts_of(scope).filter(**same).order_by("-period"))
    context = {
        "post": post,
        "endable": _endable(post, scope, on=on),
        "form": form,
        "error": error,
        "others": others,
        "on": on,
        "moments": of_posts([other.pk for other in others]),
        "phones": of_post(post),
    }
    return render(request, "posts/post.html", context, status=422 if error or form.errors else 200)


class DayField(forms.DateField):
    """A day on which a post may begin or end: in this century, and two years ahead at most."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def clean(self, value: Any) -> dt.date | None:
        day: dt.date | None = super().clean(value)
        last = periods.today() + dt.timedelta(days=730)
        if day and not periods.FIRST_DAY <= day <= last:
            raise forms.ValidationError(
                _("Choose a day from %(first)s to %(last)s.")
                % {"first": wording.day(periods.FIRST_DAY), "last": wording.day(last)}
            )
        return day


class EndForm(Form):
    day = DayField(label=gettext_lazy("First day without the post"))


def _end(request: ScopedRequest, post: Post, day: dt.date) -> HttpResponse:
    end_post(post=post, on=day, scope=request.scope, by=request.user)
    messages.success(
        request,
        _("%(name)s no longer holds the post from %(day)s.")
        % {"name": post.user.name, "day": wording.day(day)},
    )
    return redirect(
        back_to(post.area.parent if post.area and post.area.level == Area.Level.GRID else post.area)
    )


def _posts(scope: Scope, query: dict[str, str], *, under: str, on: dt.date) -> PostQuerySet:
    posts = posts_of(scope, under=under)
    posts = ended(posts, on=on) if query["state"] == GONE else held(posts, on=on)
    if query["kind"]:
        posts = posts.filter(kind=query["kind"])
    if query["q"]:
        whose = Q(user__name__icontains=query["q"]) | Q(user__username__icontains=query["q"])
        whose |= Q(department__name__icontains=query["q"])
        posts = posts.filter(whose | _named(query["q"], "area__"))
    return posts.order_by("area__code", "kind", "-period", "pk")


def _prints(scope: Scope, area: Area | None) -> bool:
    """May the phone list of this village be taken away?"""
    village = area if area and area.level == Area.Level.VILLAGE else None
    return bool(village and scope.to(Right.EXPORT).holds_code(village.code))


def _named(part: str, prefix: str) -> Q:
    """An area by a part of its name or of its parent's, or by the beginning of its code."""
    return (
        Q(**{f"{prefix}name__icontains": part})
        | Q(**{f"{prefix}parent__name__icontains": part})
        | Q(**{f"{prefix}code__startswith": part})
    )


def _endable(post: Post, scope: Scope, *, on: dt.date) -> bool:
    last = post.period.upper
    return (last is None or last > on) and may_appoint(scope, kind=post.kind, area=post.area)


def _above(area: Area, scope: Scope, *, on: dt.date) -> Any:
    return areas_of(scope).on(on).filter(code__in=codes.ancestors(area.code)).order_by("code")


def back_to(area: Area | None) -> str:
    return reverse("posts") + (f"?area={area.code}" if area else "")
