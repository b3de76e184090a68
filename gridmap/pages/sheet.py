"""/visits/sheet/: a village office enters the visits that came in on paper, row by row, with the keyboard alone.

Each row carries a UUID of its own: a row sent again is the same visit. Good rows are kept, wrong ones say why.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from api.permissions import require
from geodata import periods, texts
from geodata.accounts.models import User
from geodata.contacts.candidates import companions_of
from geodata.contacts.models import ContactLink
from geodata.errors import DomainError
from geodata.people.finding import find_households
from geodata.people.models import Household
from geodata.people.ordering import by_number
from geodata.territory.scope import Right, Scope
from geodata.visits.models import Visit
from geodata.visits.record import Report, left_out, record_visit
from geodata.wording import listed
from gridmap.middleware import ScopedRequest
from gridmap.pages.typed import Form

ROWS = 12
MOST = 40
"""Rows that a sheet sends at once."""
OFFERED = 8
"""Households that a search offers."""


class RowForm(Form):
    """One line of paper. An empty one is none, so that no browser asks for its cells."""

    use_required_attribute = False
    left_to_verb = frozenset(("note",))

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    token = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
    """The household that was picked among several that answered."""
    household = forms.CharField(label=gettext_lazy("Household"), max_length=40)
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    visitor = forms.CharField(label=gettext_lazy("Visitors"), max_length=120, required=False)
    """Names; nobody: whoever enters it."""
    mode = forms.ChoiceField(label=gettext_lazy("How"), choices=Visit.Mode.choices, required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=Visit.Outcome.choices, required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.done: Visit | None = None
        self.left_out = ""
        for name, field in self.fields.items():
            if field.widget.is_hidden:
                continue
            field.widget.attrs |= {
                "aria-label": str(field.label or name),
                "autocomplete": "off",
                "data-cell": name,
            }

    @property
    def blank(self) -> bool:
        return not any(
            str(self.data.get(self.add_prefix(name), "")).strip() for name in ("household", "note")
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_page(request: ScopedRequest) -> HttpResponse:
    """A sheet of empty rows; sent, each row is saved or told what is wrong with it, and the good ones are kept."""
    scope = request.scope.to(Right.VISIT).to(Right.DETAILS)
    require(scope, Right.VISIT)
    if request.method != "POST":
        return _shown(request, [_empty(number) for number in range(ROWS)])
    rows = [RowForm(request.POST, prefix=f"r{number}") for number in range(_count(request.POST))]
    rows = [row for row in rows if not row.blank]
    for row in rows:
        _save(row, scope, request.user)
    saved = [row for row in rows if row.done]
    wrong = [row for row in rows if not row.done]
    for told in dict.fromkeys(row.left_out for row in saved if row.left_out):
        messages.warning(request, told)
    if rows and not wrong:
        messages.success(request, _("Saved rows: %(count)d.") % {"count": len(saved)})
        return redirect("sheet")
    return _shown(
        request, rows or [_empty(number) for number in range(ROWS)], saved=len(saved), wrong=len(wrong)
    )


@never_cache
@require_safe
def find(request: ScopedRequest) -> JsonResponse:
    """Households that a cell's text may mean, and who goes there: for the sheet."""
    scope = request.scope.to(Right.VISIT).to(Right.DETAILS)
    require(scope, Right.VISIT)
    found = find_households(request.GET.get("q", ""), scope=scope).select_related("village", "grid")
    homes = list(found.order_by("village", by_number())[:OFFERED])
    links = ContactLink.objects.on(periods.today()).primary().filter(household__in=homes)
    contacts = dict(links.values_list("household", "member__user__name"))
    told = [
        {
            "token": home.token,
            "number": home.number,
            "head": home.head_name,
            "place": home.place,
            "contact": contacts.get(home.pk, ""),
        }
        for home in homes
    ]
    return JsonResponse({"households": told})


def _shown(request: ScopedRequest, rows: list[RowForm], *, saved: int = 0, wrong: int = 0) -> HttpResponse:
    told = {
        "rows": rows,
        "saved": saved,
        "wrong": wrong,
        "today": periods.today(),
        "count": len(rows),
        "modes": Visit.Mode.choices,
        "outcomes": Visit.Outcome.choices,
    }
    return render(request, "pages/sheet.html", told, status=422 if wrong else 200)


def _empty(number: int) -> RowForm:
    usual = {"client_id": uuid.uuid4(), "day": periods.today(), "mode": "door", "outcome": "met"}
    return RowForm(prefix=f"r{number}", initial=usual)


def _count(told: Mapping[str, Any]) -> int:
    """How many rows were sent, by what the page says."""
    said = str(told.get("rows", ""))
    return min(int(said), MOST) if said.isascii() and said.isdigit() and len(said) < 5 else ROWS


def _save(row: RowForm, scope: Scope, by: User) -> None:
    """Record the row's visit, or say at its cell what is wrong."""
    if not row.is_valid():
        return
    told = row.cleaned_data
    home = _picked(scope, told["token"]) or _home(row, scope, told["household"])
    if home is None:
        return
    visitors = _visitors(row, home, told["visitor"], by)
    if not visitors:
        return
    report = Report(
        household=home.pk,
        day=told["day"],
        mode=told["mode"] or Visit.Mode.DOOR,
        outcome=told["outcome"] or Visit.Outcome.MET,
        note=told["note"].strip(),
        visitors=visitors,
    )
    try:
        row.done, _new = record_visit(
            client_id=told["client_id"], report=report, by=by, at=timezone.now(), today=periods.today()
        )
        row.left_out = left_out(report.note)
    except DomainError as error:
        name = error.field if error.field in row.fields and error.field != "client_id" else "household"
        row.add_error(name, f"{error.message} {error.remedy}".strip())


def _picked(scope: Scope, token: str) -> Household | None:
    return Household.objects.within(scope).filter(token=token).first() if token else None


def _home(row: RowForm, scope: Scope, text: str) -> Household | None:
    """The one household that answers to the text; its number alone wins over whatever else it could mean."""
    found = list(find_households(text, scope=scope).select_related("village", "grid")[: OFFERED + 1])
    exact = [home for home in found if text.strip().lower() in (home.number.lower(), home.token.lower())]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        names = listed(f"{home.number} {home.head_name}" for home in (exact or found)[:OFFERED])
        row.add_error("household", _("Several households answer to this: %(names)s.") % {"names": names})
    else:
        row.add_error("household", _("No household of yours answers to this."))
    return None


def _visitors(row: RowForm, home: Household, text: str, by: User) -> list[int]:
    """Who went: by name among those who look after the household and the posts of its grid and village."""
    names = texts.people(text) or [by.name]
    known = companions_of([home], on=periods.today())[home.pk]
    found: dict[str, list[int]] = {}
    for name, pk in User.objects.filter(pk__in=known, name__in=names).values_list("name", "pk"):
        found.setdefault(name, []).append(pk)
    found[by.name] = [by.pk]
    if strangers := [name for name in names if len(found.get(name, [])) != 1]:
        told = _("Nobody of that name looks after this household or holds a post there: %(names)s.")
        row.add_error("visitor", told % {"names": listed(strangers)})
        return []
    return [found[name][0] for name in names]
