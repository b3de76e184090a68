"""/departments/: which departments there are, one of them, and officers whose department is not known."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.errors import DomainError, NotAllowed
from geodata.base.ordering import pinyin
from geodata.base.scope import Scope
from geodata.posts.department_changes import (
    LEVELS,
    departments_of,
    end_department,
    may_change,
    open_department,
    rename_department,
)
from geodata.posts.department_officers import say_department, without_department
from geodata.posts.departments import Department
from geodata.posts.queries import areas_of, held
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.accounts.accounts import require_office
from gridmap.pages.base.typed import Form
from gridmap.pages.posts.posts import DayField


class NamesForm(Form):
    """How a department is called."""

    named = frozenset(("name",))

    name = forms.CharField(label=gettext_lazy("Name of the department"), max_length=100)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=100, required=False)


class OpenForm(NamesForm):
    """A new one: where, and under which code."""

    area = forms.RegexField(r"^[0-9]{2,15}$", label=gettext_lazy("Area"), widget=forms.Select)
    code = forms.CharField(
        label=gettext_lazy("Code (small letters)"),
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    day = DayField(label=gettext_lazy("From"))

    field_order = ("area", "name", "name_en", "code", "day")


class EndForm(Form):
    day = DayField(label=gettext_lazy("First day without the department"))


@require_http_methods(["GET", "HEAD", "POST"])
def departments_page(request: ScopedRequest) -> HttpResponse:
    """Those of the reader's areas; whoever may name them opens another one here."""
    require_office(request.scope)
    on, scope = periods.today(), request.scope
    form = OpenForm(request.POST if request.method == "POST" else None, initial={"day": on})
    error: DomainError | None = None
    if form.is_bound and form.is_valid():
        try:
            return _open(request, form.cleaned_data)
        except NotAllowed:
            raise
        except DomainError as refused:
            error = refused
    places = [(area.code, area.name) for area in _places(scope, on=on)]
    form.fields["area"].widget.choices = places
    rows = (
        departments_of(scope)
        .annotate(officers=Count("posts", _held(on)))
        .order_by("area__code", pinyin("name"), "pk")
    )
    context = {
        "departments": rows.lasting(on),
        "ended": rows.filter(period__endswith__lte=on),
        "waiting": without_department(scope, on=on).count(),
        "form": form if places else None,
        "error": error,
    }
    return render(request, "posts/departments.html", context, status=422 if error or form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def department_page(request: ScopedRequest, number: int) -> HttpResponse:
    """One department: its officers, its names, its end."""
    require_office(request.scope)
    on, scope = periods.today(), request.scope
    department = get_object_or_404(departments_of(scope), pk=number)
    ending = request.method == "POST" and "day" in request.POST
    renaming = request.method == "POST" and not ending
    names = NamesForm(
        request.POST if renaming else None,
        initial={"name": department.name, "name_en": department.name_en},
    )
    end = EndForm(request.POST if ending else None, initial={"day": on})
    error: DomainError | None = None
    if (form := end if ending else names).is_bound and form.is_valid():
        try:
            _change(department, form.cleaned_data, scope, by=request.user)
            messages.success(request, _("The department has been changed."))
            return redirect("department", number=department.pk)
        except NotAllowed:
            raise
        except DomainError as refused:
            error = refused
    context = {
        "department": department,
        "officers": held(department.posts.select_related("user", "area"), on=on).order_by("user__name"),
        "changeable": may_change(scope, department.area)
        and (department.period.upper is None or department.period.upper > on),
        "names": names,
        "end": end,
        "ending": ending,
        "error": error,
    }
    return render(request, "posts/department.html", context, status=422 if error or form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def officers_page(request: ScopedRequest) -> HttpResponse:
    """Officers of before, each with the departments to choose from."""
    require_office(request.scope)
    on, scope = periods.today(), request.scope
    error: DomainError | None = None
    waiting = without_department(scope, on=on)
    if request.method == "POST":
        post = get_object_or_404(waiting, pk=_number(request, "post"))
        department = get_object_or_404(Department, area=post.area, pk=_number(request, "department"))
        try:
            say_department(post=post, department=department, on=on, scope=scope, by=request.user)
            messages.success(
                request,
                _("%(name)s works in: %(department)s.") % {"name": post.user.name, "department": department},
            )
            return redirect("department_officers")
        except NotAllowed:
            raise
        except DomainError as refused:
            error = refused
    posts = list(waiting.select_related("area", "user"))
    known = (
        Department.objects.on(on)
        .filter(area__in={post.area_id for post in posts})
        .order_by(pinyin("name"), "pk")
    )
    by_area: dict[int, list[Department]] = {}
    for department in known:
        by_area.setdefault(department.area_id, []).append(department)
    context = {
        "lines": [(post, by_area.get(post.area_id or 0, [])) for post in posts],
        "error": error,
    }
    return render(request, "posts/department_officers.html", context, status=422 if error else 200)


def _number(request: ScopedRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _places(scope: Scope, *, on: dt.date) -> list[Area]:
    """Where the reader may open departments."""
    areas = areas_of(scope).on(on).filter(level__in=LEVELS).order_by("code")
    return [area for area in areas if may_change(scope, area)]


def _open(request: ScopedRequest, told: dict[str, Any]) -> HttpResponse:
    area = get_object_or_404(areas_of(request.scope).on(periods.today()), code=told["area"])
    department = open_department(
        code=told["code"],
        name=told["name"],
        name_en=told["name_en"],
        area=area,
        on=told["day"],
        scope=request.scope,
        by=request.user,
    )
    messages.success(request, _("%(name)s has been opened.") % {"name": department.name})
    return redirect("departments")


def _change(department: Department, told: dict[str, Any], scope: Scope, *, by: User) -> None:
    if "day" in told:
        end_department(department=department, on=told["day"], scope=scope, by=by)
    else:
        rename_department(
            department=department, name=told["name"], name_en=told["name_en"], scope=scope, by=by
        )


def _held(on: dt.date) -> Q:
    return Q(posts__period__upper_inf=True) | Q(posts__period__endswith__gt=on)
