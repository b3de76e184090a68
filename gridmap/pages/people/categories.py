"""/categories/: which groups of households are looked after especially. The county's office adds, changes and ends them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import DomainError, NotAllowed, NotFound
from geodata.base.scope import Right, Scope
from geodata.people.categories import category_name
from geodata.people.models import CareCategory
from geodata.people.setting_categories import (
    NOTICE,
    REVERIFY,
    Values,
    add_category,
    change_category,
    end_category,
)
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.typed import Form


class CategoryForm(Form):
    """A category with all that may be said of it; of one that is there everything but the code."""

    code = forms.CharField(label=pgettext_lazy("care category", "Code"), max_length=40)
    name = forms.CharField(label=gettext_lazy("Chinese name"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=60, required=False)
    special = forms.BooleanField(label=gettext_lazy("Counts as special"), required=False, initial=True)
    reverify_days = forms.IntegerField(
        label=gettext_lazy("Days until it is verified again"),
        min_value=REVERIFY[0],
        max_value=REVERIFY[1],
        initial=366,
    )
    notice_days = forms.IntegerField(
        label=gettext_lazy("Days of public notice"), min_value=NOTICE[0], max_value=NOTICE[1], required=False
    )

    def __init__(self, data: Any = None, *, known: CareCategory | None = None) -> None:
        values = ("code", "name", "name_en", "special", "reverify_days", "notice_days")
        super().__init__(data, initial={name: getattr(known, name) for name in values} if known else None)
        if known:
            self.fields["code"].widget = forms.HiddenInput()

    def values(self) -> Values:
        return Values(**{name: value for name, value in self.cleaned_data.items() if name != "code"})


@dataclass(frozen=True, slots=True)
class Line:
    """A category as the page tells it, with how many records of it the reader sees in force."""

    category: CareCategory
    name: str
    records: int
    ended: bool


@require_http_methods(["GET", "HEAD", "POST"])
def categories_page(request: ScopedRequest) -> HttpResponse:
    """All of them; the form adds one, or with ?code= changes that one."""
    require(request.scope, Right.RULES)
    known = CareCategory.objects.filter(code=request.GET.get("code", "")).first()
    posted = request.method == "POST"
    form = CategoryForm(request.POST if posted else None, known=known)
    if posted and form.is_valid() and _saved(request, form, known):
        messages.success(request, _("The care category is saved."))
        return redirect("categories")
    today = periods.today()
    context = {
        "form": form,
        "known": known,
        "known_name": category_name(known) if known else "",
        "lines": lines_of(request.scope, on=today),
        "today": today,
    }
    return render(request, "people/categories.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_page(request: ScopedRequest) -> HttpResponse:
    """From today on nobody is taken in; or, with `again`, people are once more."""
    again = bool(request.POST.get("again"))
    end_category(
        code=request.POST.get("code", "")[:40],
        on=None if again else periods.today(),
        by=request.user,
        scope=request.scope,
    )
    said = _("The care category takes people in again.") if again else _("The care category ends today.")
    messages.success(request, said)
    return redirect("categories")


def lines_of(scope: Scope, *, on: dt.date) -> list[Line]:
    """One query. What is counted lies where the reader sees details."""
    villages = scope.to(Right.DETAILS).villages
    held = Q(records__period__contains=on, records__village__in=villages)
    found = CareCategory.objects.annotate(number=Count("records", filter=held)).order_by("order", "code")
    return [
        Line(one, category_name(one), one.number, one.ended_on is not None and one.ended_on <= on)
        for one in found
    ]


def _saved(request: ScopedRequest, form: CategoryForm, known: CareCategory | None) -> bool:
    scope, by = request.scope, request.user
    try:
        if known:
            change_category(code=known.code, values=form.values(), by=by, scope=scope)
        else:
            add_category(code=form.cleaned_data["code"], values=form.values(), by=by, scope=scope)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        name = error.field if error.field in form.fields else None
        form.add_error(name, f"{error.message} {error.remedy}".strip())
        return False
    return True
