"""/register/duplicates/: households that may be one, side by side; two clicks say which goes on, or that they are two."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from api.web.access import visible_area
from geodata.base import periods, wording
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict
from geodata.base.scope import Right, Scope
from geodata.coverage import households, states
from geodata.display.lines import Line, describe
from geodata.people.access import find_household
from geodata.register.comparing import REASONS, Pair, duplicates, number_of, told_apart
from geodata.register.merging import merger
from geodata.register.models import RegisterChange
from geodata.register.proposing import propose
from geodata.register.telling_apart import ask_again, tell_apart
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.typed import Form
from gridmap.pages.register.inbox import just_done, led_to_undo
from gridmap.pages.register.tabs import tabs_of

PAGE = 20
LATEST = 20
DECISIONS = [("left", "left"), ("right", "right"), ("apart", "apart"), ("again", "again")]

COMPARED: tuple[tuple[str, Promise | str], ...] = (
    ("number", gettext_lazy("Household number")),
    ("head", gettext_lazy("Head of household")),
    ("phones", gettext_lazy("Phones")),
    ("address", gettext_lazy("Address")),
    ("group", gettext_lazy("Villager group")),
    ("grid", gettext_lazy("Grid")),
    ("size", gettext_lazy("Persons")),
    ("occupancy", gettext_lazy("Occupancy")),
    ("has_point", gettext_lazy("Location")),
    ("contacts", gettext_lazy("Contact members")),
    ("categories", gettext_lazy("Care categories")),
    ("last_met", gettext_lazy("Last met on")),
)


@dataclass(frozen=True, slots=True)
class Row:
    label: Promise | str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair with its rows, and what may be said of it."""

    pair: Pair
    left: Line
    right: Line
    reasons: list[Promise]
    may_settle: bool
    client_id: uuid.UUID

    def rows(self) -> Iterator[Row]:
        for name, label in COMPARED:
            yield Row(label, _text(self.left, name), _text(self.right, name))


class PairForm(Form):
    """What becomes of two households."""

    household = forms.RegexField(r"^[A-Za-z0-9_-]{1,32}$")
    other = forms.RegexField(r"^[A-Za-z0-9_-]{1,32}$")
    decision = forms.ChoiceField(choices=DECISIONS)
    client_id = forms.UUIDField(required=False)
    area = forms.RegexField("^[0-9]{2,15}$", required=False)


@answers_at_once
@require_safe
def duplicates_page(request: ScopedRequest) -> HttpResponse:
    held, on = _held(request.scope), periods.today()
    filters = Filters(request.GET)
    code = filters.told()["area"]
    area = visible_area(held, code, on=on, field="area", right=Right.REGISTER) if code else None
    filters.pick(code, held, on=on)
    after = request.GET.get("after", "")
    begin = int(after) if after.isdecimal() and len(after) < 18 else 0
    found = duplicates(scope=held, area=area, on=on, after=begin, limit=PAGE + 1)
    context = {
        "tabs": tabs_of(request.scope, "duplicates"),
        "filters": filters,
        "area": area,
        "number": number_of(scope=held, area=area, on=on),
        "pairs": _compared(found[:PAGE], request.scope),
        "first": begin == 0,
        "next": found[PAGE - 1].id if len(found) > PAGE else "",
        "undoable": just_done(request),
        "apart": told_apart(scope=held.to(Right.CONFIRM), area=area, limit=LATEST),
    }
    return render(request, "register/duplicates.html", context)


@require_POST
def decide(request: ScopedRequest) -> HttpResponse:
    """What is refused is told, and nothing is done. A household that is not the reader's is as unknown as none."""
    _held(request.scope)
    form = PairForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what is to become of the two households."))
        return _back(form)
    try:
        said, change = _settle(request, form.cleaned_data)
    except (BadInput, Conflict) as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
        return _back(form)
    messages.success(request, said)
    return _back(form, change)


def _settle(request: ScopedRequest, said: Mapping[str, Any]) -> tuple[str, RegisterChange | None]:
    """The sentence that says what was done, and the merger."""
    now, by, scope = timezone.now(), request.user, request.scope
    left, right, decision = said["household"], said["other"], said["decision"]
    if decision == "apart":
        tell_apart(token=left, other=right, by=by, scope=scope, at=now)
        return _("They are two households, and are not asked about again."), None
    if decision == "again":
        ask_again(token=left, other=right, by=by, scope=scope, at=now)
        return _("They are asked about again."), None
    stays, goes = (
        find_household(token, scope=scope, right=Right.REGISTER)
        for token in ((left, right) if decision == "left" else (right, left))
    )
    today = periods.today()
    proposal = merger(goes=goes, stays=stays, client_id=said["client_id"] or uuid.uuid4(), on=today)
    change, _new = propose(proposal=proposal, by=by, scope=scope, at=now, today=today)
    if change.state == change.State.CONFIRMED:
        return _("Merged. It can be undone while nothing builds on it."), change
    return _("The merger is proposed and waits for the village."), None


def _back(form: PairForm, change: RegisterChange | None = None) -> HttpResponseRedirect:
    area = form.cleaned_data.get("area")
    query = {"area": area} if area else {}
    return redirect(led_to_undo("duplicates", [change] if change else (), **query))


def _held(scope: Scope) -> Scope:
    """Where somebody keeps the register of whole villages and may see what is compared. Raises NotAllowed: nowhere."""
    held = scope.to(Right.REGISTER).to(Right.DETAILS)
    if not held.villages:
        refuse(Right.REGISTER)
    return held


def _compared(pairs: Sequence[Pair], scope: Scope) -> list[Compared]:
    """Seven queries, whatever the number."""
    on, may = periods.today(), scope.to(Right.CONFIRM).villages
    ids = tuple({home.pk for pair in pairs for home in (pair.household, pair.other)})
    found = households.states_of(states.Question(states.Selection(households=ids), on=on))
    lines = {line.token: line for line in describe(list(found.values()), scope=scope, on=on)}
    return [
        Compared(
            pair,
            lines[pair.household.token],
            lines[pair.other.token],
            [REASONS[name] for name in pair.reasons],
            pair.household.village_id in may,
            uuid.uuid4(),
        )
        for pair in pairs
        if {pair.household.token, pair.other.token} <= lines.keys()
    ]


def _text(line: Line, name: str) -> str:
    value = getattr(line, name)
    if isinstance(value, bool):
        return pgettext("has a location", "Yes") if value else pgettext("has a location", "No")
    if isinstance(value, list):
        return wording.listed(value) or "–"
    return "–" if value in ("", None) else str(value)
