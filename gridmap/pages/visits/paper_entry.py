"""/visits/paper/: a village office enters the visits that came in on paper, row by row, with the keyboard alone.

Each row carries a UUID of its own: a row sent again is the same visit. Good rows are kept, wrong ones say why.
"""

import datetime as dt
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

from geodata.accounts.models import User
from geodata.base import periods, texts
from geodata.base.access import require
from geodata.base.errors import DomainError
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure, listed
from geodata.contacts.candidates import companions_of
from geodata.contacts.models import ContactLink
from geodata.people.access import looked_up
from geodata.people.finding import find_households
from geodata.people.models import Household
from geodata.people.ordering import by_number
from geodata.visits.models import Visit
from geodata.visits.record import Report, left_out
from geodata.visits.sending import Sent, take_visit
from geodata.visits.visitors import Gone, not_known, strangers
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.typed import Form
from gridmap.pages.visits.words import PAPER

ROWS = 12
MOST = 40
"""Rows that are sent at once."""
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
        label=gettext_lazy("Visit date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    visitor = forms.CharField(label=gettext_lazy("Visitors"), max_length=120, required=False)
    """Names; nobody: whoever enters it."""
    mode = forms.ChoiceField(label=gettext_lazy("Mode"), choices=Visit.Mode.choices, required=False)
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
def paper_page(request: ScopedRequest) -> HttpResponse:
    """Empty rows; sent, each row is saved or told what is wrong with it, and the good ones are kept."""
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
    for sentence in dict.fromkeys(row.left_out for row in saved if row.left_out):
        messages.warning(request, sentence)
    if rows and not wrong:
        messages.success(request, _("Saved rows: %(count)s.") % {"count": figure(len(saved))})
        return redirect("paper_entry")
    return _shown(
        request, rows or [_empty(number) for number in range(ROWS)], saved=len(saved), wrong=len(wrong)
    )


@never_cache
@require_safe
def find(request: ScopedRequest) -> JsonResponse:
    """Households that a cell's text may mean, and who goes there: while a row is written."""
    scope = request.scope.to(Right.VISIT).to(Right.DETAILS)
    require(scope, Right.VISIT)
    matching = find_households(request.GET.get("q", ""), scope=scope).select_related("village", "grid")
    homes = list(matching.order_by("village", by_number())[:OFFERED])
    links = ContactLink.objects.on(periods.today()).primary().filter(household__in=homes)
    contacts = dict(links.values_list("household", "member__user__name"))
    choices = [
        {
            "token": home.token,
            "number": home.number,
            "head": home.head_name,
            "place": home.place,
            "contact": contacts.get(home.pk, ""),
        }
        for home in homes
    ]
    return JsonResponse({"households": choices})


def _shown(request: ScopedRequest, rows: list[RowForm], *, saved: int = 0, wrong: int = 0) -> HttpResponse:
    context = {
        "rows": rows,
        "saved": saved,
        "wrong": wrong,
        "today": periods.today(),
        "count": len(rows),
        "words": PAPER,
    }
    return render(request, "visits/paper_entry.html", context, status=422 if wrong else 200)


def _empty(number: int) -> RowForm:
    usual = {"client_id": uuid.uuid4(), "day": periods.today(), "mode": "door", "outcome": "met"}
    return RowForm(prefix=f"r{number}", initial=usual)


def _count(values: Mapping[str, Any]) -> int:
    """How many rows were sent, by what the page says."""
    said = str(values.get("rows", ""))
    return min(int(said), MOST) if said.isascii() and said.isdigit() and len(said) < 5 else ROWS


def _save(row: RowForm, scope: Scope, by: User) -> None:
    """Record the row's visit, or say at its cell what is wrong."""
    if not row.is_valid():
        return
    values = row.cleaned_data
    home = _picked(scope, values["token"]) or _home(row, scope, values["household"])
    if home is None:
        return
    visitors = _visitors(row, home, values["visitor"], by, on=values["day"])
    if not visitors:
        return
    report = Report(
        household=home.pk,
        day=values["day"],
        mode=values["mode"] or Visit.Mode.DOOR,
        outcome=values["outcome"] or Visit.Outcome.MET,
        note=values["note"].strip(),
        visitors=visitors,
    )
    sent = Sent(values["client_id"], home.token, report)
    try:
        row.done, _new = take_visit(sent=sent, by=by, scope=scope, at=timezone.now(), today=periods.today())
        row.left_out = left_out(report.note)
    except DomainError as error:
        name = error.field if error.field in row.fields and error.field != "client_id" else "household"
        row.add_error(name, f"{error.message} {error.remedy}".strip())


def _picked(scope: Scope, token: str) -> Household | None:
    return looked_up(token, among=Household.objects.within(scope)) if token else None


def _home(row: RowForm, scope: Scope, text: str) -> Household | None:
    """The one household that answers to the text; its number alone wins over whatever else it could mean."""
    matching = list(find_households(text, scope=scope).select_related("village", "grid")[: OFFERED + 1])
    exact = [home for home in matching if text.strip().lower() in (home.number.lower(), home.token.lower())]
    if len(exact or matching) == 1:
        return (exact or matching)[0]
    if matching:
        names = listed(f"{home.number} {home.head_name}" for home in (exact or matching)[:OFFERED])
        row.add_error("household", _("Several households match: %(names)s.") % {"names": names})
    else:
        row.add_error("household", _("None of your households match."))
    return None


def _visitors(row: RowForm, home: Household, text: str, by: User, *, on: dt.date) -> list[int]:
    """Who went: by name among those whom the village knew on that day. Of several of one name, who goes to this household."""
    names = texts.people(text) or [by.name]
    near = set(companions_of([home], on=periods.today())[home.pk])
    people = dict(User.objects.filter(name__in=names, is_active=True).values_list("pk", "name"))
    (unknown,) = strangers([Gone(home.village.code, on, people)])
    named: dict[str, set[int]] = {}
    for pk in people.keys() - unknown:
        named.setdefault(people[pk], set()).add(pk)
    by_name = {name: ids & near or ids for name, ids in named.items()} | {by.name: {by.pk}}
    if others := [name for name in names if name not in by_name]:
        error = not_known(others)
        row.add_error("visitor", f"{error.message} {error.remedy}".strip())
    elif unclear := [name for name in names if len(by_name[name]) > 1]:
        unclear_words = _("Several people of the village have this name: %(names)s.")
        row.add_error("visitor", unclear_words % {"names": listed(unclear)})
    else:
        return [pk for name in names for pk in by_name[name]]
    return []
