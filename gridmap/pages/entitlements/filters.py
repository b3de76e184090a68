"""What of the worklist is asked for, read from its address."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from api.web.access import visible_area
from geodata.base.scope import Scope
from geodata.entitlements.finding import Filter
from geodata.entitlements.words import State
from geodata.policies.models import Policy
from geodata.territory.models import Area
from gridmap.pages.base.filters import Filters

SWITCHES = ("open", "unfollowed", "closing", "unpaid")
"""Tabs of the worklist: one of them, or all."""


class EntitlementFilters(Filters):
    """What is not valid is told beside its field, and all are shown instead."""

    open = forms.BooleanField(required=False, widget=forms.HiddenInput)
    unfollowed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    closing = forms.BooleanField(required=False, widget=forms.HiddenInput)
    unpaid = forms.BooleanField(required=False, widget=forms.HiddenInput)
    policy = forms.ChoiceField(label=_("policy"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("entitlement", "State"),
        required=False,
        choices=[("", _("All states")), *State.choices],
    )

    def __init__(self, parameters: QueryDict) -> None:
        super().__init__(parameters)
        rows = Policy.objects.order_by("code")
        self.offer_choices("policy", [("", _("All policies")), *((row.code, str(row)) for row in rows)])

    def place(self, scope: Scope, *, on: dt.date) -> Area | None:
        """Raises NotFound for one beyond the scope."""
        self.is_valid()
        code = self.cleaned_data.get("area") or ""
        self.pick(code, scope, on=on)
        return visible_area(scope, code, on=on, field="area") if code else None

    def filter(self, area: Area | None, **switches: bool) -> Filter:
        """With these switches in place of those that are set."""
        self.is_valid()
        said = self.cleaned_data
        asked: dict[str, Any] = switches or {name: bool(said.get(name)) for name in SWITCHES}
        return Filter(area=area, policy=said.get("policy") or "", state=said.get("state") or "", **asked)
