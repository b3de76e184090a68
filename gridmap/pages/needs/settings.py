"""/needs/settings/: what needs are about and by when they are settled. The county's office sets it, from a day on."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from api.web.access import visible_area
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import DomainError, NotAllowed, NotFound
from geodata.base.scope import Right, Scope
from geodata.needs.models import Need
from geodata.needs.setting import (
    MOST,
    Deadline,
    Named,
    add_need_category,
    change_need_category,
    departments_of,
    end_need_category,
    end_need_rule,
    need_rules_of,
    set_need_rule,
    settings_version,
)
from geodata.needs.settings_models import DeadlineUnit, Late, NeedCategory, NeedRule
from geodata.needs.words import Level, Urgency
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.areas import Areas
from gridmap.pages.base.typed import Form


def _seen(request: ScopedRequest) -> int:
    """The version that the page showed; of an address that somebody made up none that there is."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class CategoryForm(Form):
    """A category; of one that is there everything but the code."""

    code = forms.CharField(label=pgettext_lazy("need category", "Code"), max_length=30)
    name = forms.CharField(label=gettext_lazy("Chinese name"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=60)
    department = forms.ChoiceField(label=gettext_lazy("Usually given to"), required=False)

    def __init__(
        self, data: Any = None, *, known: NeedCategory | None, departments: list[tuple[str, str]]
    ) -> None:
        names = ("code", "name", "name_en")
        initial = {name: getattr(known, name) for name in names} if known else {}
        if known and known.department:
            initial["department"] = known.department.code
        super().__init__(data, initial=initial)
        self.offer_choices("department", [("", "–"), *departments])
        if known:
            self.fields["code"].widget = forms.HiddenInput()

    def values(self) -> Named:
        return Named(**{name: value for name, value in self.cleaned_data.items() if name != "code"})


class DeadlineForm(Form):
    """How much time such needs have, from a day on."""

    area = Areas(label=gettext_lazy("Area"))
    category = forms.ChoiceField(label=gettext_lazy("Need category"), required=False)
    urgency = forms.TypedChoiceField(label=gettext_lazy("Urgency"), choices=Urgency.choices, coerce=int)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level that holds it"), choices=Level.choices, coerce=int
    )
    amount = forms.IntegerField(label=gettext_lazy("Time"), min_value=1, max_value=MOST)
    unit = forms.ChoiceField(label=pgettext_lazy("deadline", "Unit"), choices=DeadlineUnit.choices)
    remind = forms.IntegerField(
        label=gettext_lazy("Reminded so long before"), min_value=0, max_value=MOST - 1, initial=0
    )
    late = forms.ChoiceField(label=gettext_lazy("When it is late"), choices=Late.choices)
    since = forms.DateField(label=gettext_lazy("From"))

    def __init__(self, data: Any = None, *, areas: list[tuple[str, str]], today: dt.date) -> None:
        super().__init__(data, initial={"since": today})
        self.offer_choices("area", areas)
        rows = NeedCategory.objects.filter(periods.covers(today))
        self.offer_choices("category", [("", _("any category")), *((row.code, str(row)) for row in rows)])
        self.fields["since"].widget = forms.DateInput(
            attrs={"type": "date", "min": today.isoformat()}, format="%Y-%m-%d"
        )

    def values(self) -> Deadline:
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("area", "since")}
        return Deadline(**told)


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category, with how many needs of it the reader sees."""

    category: NeedCategory
    needs: int
    ended: bool


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A deadline as the page tells it. `mine`: it may be ended here."""

    rule: NeedRule
    mine: bool
    to_come: bool


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: ScopedRequest) -> HttpResponse:
    """All of it; the first form adds a category, or with ?code= changes that one."""
    require(request.scope, Right.RULES)
    known = NeedCategory.objects.filter(code=request.GET.get("code", "")[:30]).first()
    posted = request.method == "POST"
    form = _category_form(request, request.POST if posted else None, known)

    def save() -> None:
        told: dict[str, Any] = {**_by(request), "today": periods.today(), "values": form.values()}
        if known:
            change_need_category(code=known.code, **told)
        else:
            add_need_category(code=form.cleaned_data["code"], **told)

    if posted and form.is_valid() and _done(form, save):
        messages.success(request, _("The need category is saved."))
        return redirect("need_settings")
    return _shown(request, form, known, _deadline_form(request), bound=form.is_bound)


@require_POST
def set_deadline_page(request: ScopedRequest) -> HttpResponse:
    require(request.scope, Right.RULES)
    form, today = _deadline_form(request, request.POST), periods.today()

    def save() -> None:
        code = form.cleaned_data["area"]
        area = visible_area(request.scope, code, right=Right.RULES, on=today, field="area")
        set_need_rule(
            told=form.values(), area=area, since_day=form.cleaned_data["since"], today=today, **_by(request)
        )

    if form.is_valid() and _done(form, save):
        messages.success(request, _("The deadline has been set."))
        return redirect("need_settings")
    return _shown(request, _category_form(request, None, None), None, form, bound=True)


@require_POST
def end_category_page(request: ScopedRequest) -> HttpResponse:
    """From today on nothing is recorded under it; or, with `again`, needs are once more."""
    again = bool(request.POST.get("again"))
    code, on = request.POST.get("code", "")[:30], None if again else periods.today()
    said = _("Needs are recorded under it again.") if again else _("The need category ends today.")
    return _ended(request, said, lambda: end_need_category(code=code, on=on, **_by(request)))


@require_POST
def end_deadline_page(request: ScopedRequest) -> HttpResponse:
    """From tomorrow on the one of the area above, or of any category, holds again."""
    chosen, today = request.POST.get("rule", ""), periods.today()
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
    on = today + dt.timedelta(days=1)
    said = _("The deadline ends today.")
    return _ended(request, said, lambda: end_need_rule(number=number, on=on, today=today, **_by(request)))


def _by(request: ScopedRequest) -> dict[str, Any]:
    return {"by": request.user, "scope": request.scope, "seen": _seen(request)}


def _ended(request: ScopedRequest, said: str, end: Callable[[], object]) -> HttpResponse:
    try:
        end()
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}")
    else:
        messages.success(request, said)
    return redirect("need_settings")


def _done(form: Form, save: Callable[[], None]) -> bool:
    try:
        save()
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        name = error.field if error.field in form.fields else None
        form.add_error(name, f"{error.message} {error.remedy}".strip())
        return False
    return True


def _shown(
    request: ScopedRequest,
    form: CategoryForm,
    known: NeedCategory | None,
    deadline: DeadlineForm,
    *,
    bound: bool,
) -> HttpResponse:
    scope, today = request.scope.to(Right.RULES), periods.today()
    context = {
        "form": form,
        "known": known,
        "deadline": deadline,
        "lines": _category_lines(request.scope, today),
        "rules": [_rule_line(rule, scope, today) for rule in need_rules_of(scope, on=today)],
        "today": today,
        "version": settings_version(),
    }
    return render(request, "needs/settings.html", context, status=422 if bound else 200)


def _category_form(request: ScopedRequest, data: Any, known: NeedCategory | None) -> CategoryForm:
    found = departments_of(request.scope, on=periods.today())
    departments = [(code, str(one)) for code, one in sorted(found.items())]
    return CategoryForm(data, known=known, departments=departments)


def _deadline_form(request: ScopedRequest, data: Any = None) -> DeadlineForm:
    today = periods.today()
    levels = [Area.Level.COUNTY, Area.Level.TOWNSHIP, Area.Level.VILLAGE]
    areas = Area.objects.on(today).within(request.scope.to(Right.RULES)).filter(level__in=levels)
    offered = [(area.code, area.name) for area in areas.order_by("code")]
    return DeadlineForm(data, areas=offered, today=today)


def _category_lines(scope: Scope, on: dt.date) -> list[CategoryLine]:
    numbers = dict(
        Need.objects.counted(scope).values_list("category").annotate(number=Count("pk")).order_by()
    )
    rows = NeedCategory.objects.select_related("department")
    return [
        CategoryLine(row, numbers.get(row.pk, 0), row.period.upper is not None and row.period.upper <= on)
        for row in rows
    ]


def _rule_line(rule: NeedRule, scope: Scope, today: dt.date) -> RuleLine:
    mine = rule.area is not None and scope.holds_code(rule.area.code) and rule.period.upper is None
    return RuleLine(rule, mine, rule.period.lower is not None and rule.period.lower > today)
