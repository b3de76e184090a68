"""What of the ledger of needs is asked for, read from its address."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from api.web.access import visible_area
from geodata.base import periods
from geodata.base.scope import Scope
from geodata.needs.counted import LABELS
from geodata.needs.finding import NO_GRID, DueFirst, Filter, NewestFirst
from geodata.needs.settings_models import NeedCategory
from geodata.needs.words import Kind, Level, Source, State, Urgency
from geodata.territory.models import Area
from gridmap.pages.base.filters import Filters

NUMBER = r"^[0-9]{9}-[0-9]{4}-[0-9]{4,9}\Z"
SWITCHES = ("open", "late", "mine")
"""Tabs of the ledger: one of them, or all needs."""


class NeedFilters(Filters):
    """What is not valid is told beside its field, and all are shown instead."""

    sorts = {"due": ("due_at", "pk")}

    open = forms.BooleanField(required=False, widget=forms.HiddenInput)
    late = forms.BooleanField(required=False, widget=forms.HiddenInput)
    mine = forms.BooleanField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *State.choices]
    )
    category = forms.ChoiceField(label=_("Need category"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    level = forms.ChoiceField(
        label=_("Level that holds it"), required=False, choices=[("", _("All levels")), *Level.choices]
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), required=False, choices=[("", _("All urgencies")), *Urgency.choices]
    )
    source = forms.ChoiceField(
        label=_("Source"), required=False, choices=[("", _("All sources")), *Source.choices]
    )
    number = forms.RegexField(
        NUMBER,
        label=_("Number of the need"),
        required=False,
        error_messages={"invalid": _("A number looks like 430600001-2026-0001.")},
    )
    grid = forms.ChoiceField(
        label=_("Grid"), required=False, choices=[("", _("All grids")), (NO_GRID, _("Of no grid"))]
    )
    counted = forms.ChoiceField(
        label=_("In the analysis"), required=False, choices=[("", _("All needs")), *LABELS.items()]
    )
    first = forms.DateField(label=_("Raised from"), required=False)
    last = forms.DateField(label=_("Raised until"), required=False)

    def __init__(self, parameters: QueryDict) -> None:
        super().__init__(parameters)
        # Categories that have ended are asked for as well: their needs are still there.
        rows = NeedCategory.objects.order_by("order", "code")
        self.offer_choices("category", [("", _("All categories")), *((row.code, str(row)) for row in rows)])
        today = periods.today().isoformat()
        for name in ("first", "last"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date", "max": today})
        self.fields["number"].widget.attrs |= {"size": 19, "inputmode": "numeric"}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("first") and values.get("last") and values["first"] > values["last"]:
            self.add_error("first", _("The first day is after the last one."))
        return values

    @property
    def order(self) -> str:
        return DueFirst if self.sorted_by()[0] == "due" else NewestFirst

    def place(self, scope: Scope, *, on: dt.date) -> Area | None:
        """In the whole of it or in part: what is listed is of the scope all the same. Raises NotFound for one beyond it."""
        self.is_valid()
        code = self.cleaned_data.get("area") or ""
        self.pick(code, scope, on=on)
        return visible_area(scope, code, on=on, field="area") if code else None

    def filter(self, area: Area | None, **switches: bool) -> Filter:
        """With these switches in place of those that are set."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        asked: dict[str, Any] = {name: said[name] for name in SAME if name in said}
        asked |= {name: int(said[name]) for name in ("level", "urgency") if name in said}
        asked |= switches or {name: bool(said.get(name)) for name in SWITCHES}
        return Filter(area=area, order=self.order, **asked)


SAME = ("state", "category", "kind", "source", "number", "grid", "counted", "first", "last")
