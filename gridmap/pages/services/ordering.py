"""/orders/new/: a service is ordered for a household, or for a place of a village."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from api.web.access import visible_area
from geodata.base import periods
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput, Conflict, DomainError, NotFound, join
from geodata.base.scope import Right
from geodata.people.access import find_household
from geodata.people.masking import shown_name
from geodata.people.models import Household
from geodata.services.models import ServiceItem, ServiceOrder
from geodata.services.ordering import OrderReport, order_service
from geodata.services.parts import may_order
from geodata.services.words import Field, Source
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import rights_to
from gridmap.pages.base.typed import INCOMPLETE, Form
from gridmap.pages.visits.forms import tell_left_out


class OrderForm(Form):
    """It carries an id of its own, so that sending it twice orders once."""

    left_to_verb = frozenset(("text", "where"))

    client_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("invalid", "required"), INCOMPLETE)
    )
    area = forms.ChoiceField(label=_("Village or grid"), required=False)
    item = forms.ChoiceField(label=pgettext_lazy("catalogue", "Service"), required=False)
    field = forms.ChoiceField(
        label=_("What a wish is about"), required=False, choices=[("", "–"), *Field.choices]
    )
    text = forms.CharField(
        label=_("In a few words"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    where = forms.CharField(label=_("Where to come"), max_length=100, required=False)
    source = forms.ChoiceField(
        label=_("How it came"), choices=Source.choices, widget=forms.RadioSelect, initial=Source.DOOR
    )

    def __init__(self, request: ScopedRequest, data: Any, home: Household | None) -> None:
        first = {"client_id": uuid.uuid4(), "area": request.GET.get("area", "")}
        super().__init__(data, initial=first)
        on, self.home = periods.today(), home
        items = ServiceItem.objects.on(on).order_by("field", "code")
        self.offer_choices(
            "item", [("", _("No service: a wish")), *((item.code, str(item)) for item in items)]
        )
        if home is not None:
            del self.fields["area"]
            return
        scope = request.scope.to(Right.SERVE)
        levels = [Area.Level.VILLAGE, Area.Level.GRID]
        areas = Area.objects.on(on).within(scope).filter(level__in=levels).order_by("code")
        self.offer_choices("area", [(area.code, area.name) for area in areas])

    def report(self) -> OrderReport:
        said = self.cleaned_data
        same = {name: said[name] for name in ("client_id", "item", "text", "source")}
        return OrderReport(
            **same,
            field="" if said["item"] else said["field"],
            place=said["where"],
            household=self.home.token if self.home else "",
            area=said.get("area", ""),
        )

    def refuse(self, error: DomainError) -> None:
        """Say it beside its field. An id that is taken is replaced, so that sending once more orders anew."""
        if error.field == "client_id" and isinstance(self.data, QueryDict):
            renewed = self.data.copy()
            renewed["client_id"] = str(uuid.uuid4())
            self.data = renewed
        known = error.field in self.fields and error.field != "client_id"
        self.add_error(error.field if known else None, join([error.message, error.remedy]).strip())


@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: ScopedRequest) -> HttpResponse:
    """The same form sent again is the same order."""
    require(request.scope, Right.SERVE)
    if not may_order(request.scope):
        refuse(Right.SERVE)
    sent = request.method == "POST"
    token = (request.POST if sent else request.GET).get("household")
    home = find_household(token, scope=request.scope, right=Right.SERVE) if token else None
    if code := request.GET.get("area", ""):
        visible_area(request.scope.to(Right.SERVE), code, on=periods.today(), field="area")
    form = OrderForm(request, request.POST if sent else None, home)
    if sent and form.is_valid() and (order := _ordered(request, form)):
        messages.success(request, gettext("Recorded under number %(number)s.") % {"number": order.number})
        return redirect("order", order=order.number)
    details = home is not None and rights_to(home, request.scope).details
    head = shown_name(home.head_name, details=details) if home else ""
    context = {"form": form, "home": home, "head": head}
    return render(request, "services/new.html", context, status=422 if sent else 200)


def _ordered(request: ScopedRequest, form: OrderForm) -> ServiceOrder | None:
    """None where the form now says what was refused."""
    report, now = form.report(), timezone.now()
    try:
        order, _new = order_service(
            report=report, by=request.user, scope=request.scope, at=now, today=periods.today()
        )
    except (BadInput, Conflict, NotFound) as error:
        form.refuse(error)
        return None
    tell_left_out(request, f"{report.text} {report.place}")
    return order
