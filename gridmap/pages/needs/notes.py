"""/needs/notes/: old notes of one's visits that may be needs, each to be made into one or left as it is."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, join
from geodata.base.scope import Right
from geodata.needs.along import categories
from geodata.needs.notes import Chosen, leave_note, make_need_of, old_notes
from geodata.needs.words import Kind, Urgency
from gridmap.middleware import ScopedRequest, in_force
from gridmap.pages.base.typed import INCOMPLETE, Form
from gridmap.pages.needs.visit_part import OTHER


class NoteForm(Form):
    """What a note does not say by itself; the usual is chosen. Its id makes the same form sent twice one need."""

    client_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("invalid", "required"), INCOMPLETE)
    )
    category = forms.ChoiceField(label=_("Category"))
    kind = forms.ChoiceField(label=_("Kind of need"), choices=Kind.choices, widget=forms.RadioSelect)
    urgency = forms.TypedChoiceField(
        label=_("Urgency"), choices=Urgency.choices, coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, offered: list[tuple[str, str]], name: str = "") -> None:
        """`name`: of the note, so that many forms stand on one page."""
        usual = {
            "client_id": uuid.uuid4(),
            "category": OTHER,
            "kind": Kind.PROBLEM,
            "urgency": Urgency.ORDINARY,
        }
        super().__init__(data, initial=usual, auto_id=f"id_{name}_%s")
        self.offer_choices("category", offered)


@require_safe
def notes_page(request: ScopedRequest) -> HttpResponse:
    require(request.scope, Right.NEED)
    on = periods.today()
    offered = categories(on)
    notes = old_notes(by=request.user, scope=request.scope, on=on)
    lines = [(note, NoteForm(offered=offered, name=str(note.client_id))) for note in notes]
    return render(request, "needs/notes.html", {"lines": lines})


@require_POST
def note_page(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    """Of one note: `make` a need of it, or `leave` it."""
    require(request.scope, Right.NEED)
    decision = request.POST.get("decision")
    if decision not in ("make", "leave"):
        raise Http404
    try:
        return _made(request, visit) if decision == "make" else _left(request, visit)
    except (BadInput, Conflict) as error:
        messages.error(request, join([error.message, error.remedy]))
        return redirect("old_notes")


def _made(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    today = periods.today()
    form = NoteForm(request.POST, offered=categories(today))
    if not form.is_valid():
        raise BadInput(str(next(iter(form.errors.values()))[0]))
    need, _new = make_need_of(
        visit=visit,
        chosen=Chosen(**form.cleaned_data),
        by=request.user,
        scope=in_force(request),
        at=timezone.now(),
        today=today,
    )
    messages.success(request, _t("Recorded as need %(number)s.") % {"number": need.number})
    return redirect("old_notes")


def _left(request: ScopedRequest, visit: uuid.UUID) -> HttpResponse:
    leave_note(visit=visit, by=request.user, scope=in_force(request), today=periods.today())
    messages.success(request, _t("It is left a note."))
    return redirect("old_notes")
