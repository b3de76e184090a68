"""/saved/: pages kept with their filters under a name, one's own and those that are shared with one's posts."""

import uuid
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geodata.base import periods
from geodata.base.errors import DomainError, NotAllowed, NotFound
from geodata.base.scope import Scope
from geodata.reports.models import WeeklyReport
from geodata.reports.weekly import area_asked
from geodata.saved import keeping
from geodata.saved.models import SavedView
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.typed import Form

LONGEST = 6_000
"""Signs of an address that are looked at."""


class ViewForm(Form):
    """What is said of a view."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    pinned = forms.BooleanField(label=gettext_lazy("Show it on my home page"), required=False)
    shared_with = forms.CharField(
        label=gettext_lazy("Share it with the posts of"),
        required=False,
        widget=forms.Select,
        help_text=gettext_lazy("Everybody opens it with what their own post lets them see."),
    )

    def __init__(self, scope: Scope, *args: Any, now: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Area.objects.on(periods.today()).within(scope).exclude(level="grid").order_by("code")
        named = [(area.code, area.name) for area in offered]
        if now and now not in dict(named):
            # It was shared when the post reached there; it may stay, and it may end.
            named.append((now, now))
        offered_to = self.fields["shared_with"].widget
        assert isinstance(offered_to, forms.Select)
        offered_to.choices = [("", _("nobody")), *named]


class Row(NamedTuple):
    """A view as the reader finds it. `label`: of its page; `address`: what a link to it holds, "" where it is not open."""

    view: SavedView
    label: Promise | str
    area: str
    address: str
    report: str = ""
    """The area of which it asks and of which the reader may make a gap report (code)."""
    weekly: bool = False


@require_safe
def saved_page(request: ScopedRequest) -> HttpResponse:
    rows = [_row(view, request.scope) for view in keeping.views_of(request.user, request.scope)]
    shared = {row.view.shared_with for row in rows} - {""}
    names = dict(Area.objects.on(periods.today()).filter(code__in=shared).values_list("code", "name"))
    weekly = set(
        WeeklyReport.objects.filter(owner=request.user, ended_on=None).values_list("view", flat=True)
    )
    rows = [
        row._replace(area=names.get(row.view.shared_with, row.view.shared_with), weekly=row.view.pk in weekly)
        for row in rows
    ]
    context = {
        "own": [row for row in rows if row.view.owner_id == request.user.pk],
        "others": [row for row in rows if row.view.owner_id != request.user.pk],
    }
    return render(request, "saved/views.html", context)


def _row(view: SavedView, scope: Scope) -> Row:
    address = _address(view, scope) if keeping.is_open(view.page, scope) else ""
    return Row(view, keeping.label_of(view.page), view.shared_with, address, area_asked(view, scope))


def _address(view: SavedView, scope: Scope) -> str:
    opened = keeping.open_view(view, scope=scope)
    asked = f"?{opened.query}" if opened.query else ""
    return reverse(opened.page) + asked + (f"#{opened.position}" if opened.position else "")


@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: ScopedRequest) -> HttpResponse:
    """Keep the page that `view` names, with what `query` and `position` ask there."""
    told = {name: request.GET.get(name, "") for name in ("view", "query", "position")}
    if told["view"] not in keeping.PAGES:
        raise NotFound(told["view"][:60])
    keeping.check_open(told["view"], request.scope)
    asked = keeping.kept(told["query"][:LONGEST], most=LONGEST)
    form = ViewForm(request.scope, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kept: dict[str, Any] = {"page": told["view"], "query": told["query"], "position": told["position"]}
        try:
            keeping.save_view(**form.cleaned_data, **kept, scope=request.scope, by=request.user)
        except (NotAllowed, NotFound):
            raise
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, _said(refused))
        else:
            messages.success(request, _("The view has been saved."))
            return redirect("saved_views")
    context = {
        "form": form,
        "label": keeping.label_of(told["view"]),
        "left_out": len(parse_qsl(told["query"])) > len(parse_qsl(asked)),
    }
    return render(request, "saved/form.html", context, status=422 if form.is_bound else 200)


@require_safe
def open_page(request: ScopedRequest, saved: uuid.UUID) -> HttpResponse:
    """Leads to the page; whoever may not open that, or keeps no such view, is told there is none."""
    view = keeping.find_view(saved, scope=request.scope, by=request.user)
    return redirect(_address(view, request.scope))


@require_http_methods(["GET", "HEAD", "POST"])
def change_page(request: ScopedRequest, saved: uuid.UUID) -> HttpResponse:
    view = keeping.find_own(saved, scope=request.scope, by=request.user)
    now = {"name": view.name, "pinned": view.pinned, "shared_with": view.shared_with}
    form = ViewForm(
        request.scope, request.POST if request.method == "POST" else None, initial=now, now=view.shared_with
    )
    if form.is_bound and form.is_valid():
        try:
            keeping.change_view(saved, **form.cleaned_data, scope=request.scope, by=request.user)
        except (NotAllowed, NotFound):
            raise
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, _said(refused))
        else:
            messages.success(request, _("The view has been changed."))
            return redirect("saved_views")
    context = {"form": form, "view": view, "label": keeping.label_of(view.page)}
    return render(request, "saved/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def copy_page(request: ScopedRequest, saved: uuid.UUID) -> HttpResponse:
    try:
        keeping.copy_view(saved, scope=request.scope, by=request.user)
    except (NotAllowed, NotFound):
        raise
    except DomainError as refused:
        messages.error(request, _said(refused))
    else:
        messages.success(request, _("The view has been copied to your own."))
    return redirect("saved_views")


@require_POST
def delete_page(request: ScopedRequest, saved: uuid.UUID) -> HttpResponse:
    # Looked for with the scope: until it is asked for, the second line shows nobody's.
    view = keeping.find_view(saved, scope=request.scope, by=request.user)
    keeping.delete_view(view.pk, by=request.user)
    messages.success(request, _("The view has been deleted."))
    return redirect("saved_views")


def _said(refused: DomainError) -> str:
    return f"{refused.message} {refused.remedy}".strip()
